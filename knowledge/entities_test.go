package knowledge_test

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge"
)

// TestReferenceRelations compares the dated ties between companies with a list of
// them that is no part of the project; it is skipped where the list is absent. A tie
// that the list has from memory must be so here too, or have a source.
func TestReferenceRelations(t *testing.T) {
	data, err := os.ReadFile("../../shared/reference/law/entities.yaml")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the list of companies is not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	var list struct {
		Entities []struct {
			ID        string `yaml:"id"`
			Relations []struct {
				Type   string `yaml:"type"`
				Entity string `yaml:"entity"`
				From   string `yaml:"from"`
				To     string `yaml:"to"`
				Src    string `yaml:"src"`
			} `yaml:"relations"`
		} `yaml:"entities"`
	}
	if err := yaml.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	know, err := knowledge.Open()
	if err != nil {
		t.Fatal(err)
	}
	// The list may date one tie in several lines: one of them must fit.
	type pair struct{ company, owner string }
	fits, told := map[pair]bool{}, map[pair][]string{}
	relations := 0
	for _, e := range list.Entities {
		for _, r := range e.Relations {
			relations++
			p := pair{e.ID, r.Entity}
			switch {
			case r.Type == "parent":
			case r.Type == "divested" && r.To == "":
				continue // says when it was sold, and not since when it was held
			case r.Type == "subsidiary", r.Type == "divested", r.Type == "jv":
				p = pair{r.Entity, e.ID}
			default:
				continue
			}
			_, known := know.Maker(p.company)
			if _, both := know.Maker(p.owner); !known || !both {
				continue
			}
			told[p] = append(told[p], r.From+".."+r.To+" "+r.Src)
			for _, x := range know.Ties(p.company) {
				if x.Owner != p.owner || len(x.Chain) != 2 || !overlaps(x.From, r.From) || !overlaps(x.To, r.To) {
					continue
				}
				fits[p] = true
				if r.Src == "from memory" && x.Refs[0] != "memory" && !strings.HasPrefix(x.Refs[0], "http") {
					t.Errorf("%s of %s: from memory, here from %q", p.company, p.owner, x.Refs[0])
				}
			}
		}
	}
	for p, lines := range told {
		if !fits[p] {
			t.Errorf("%s of %s: the list has %q, the knowledge %+v", p.company, p.owner, lines, know.Ties(p.company))
		}
	}
	t.Logf("%d companies, %d relations, %d ties between companies with an entry", len(list.Entities), relations, len(told))
}

// overlaps reports whether two dates in their precision may be one day, or neither is
// given.
func overlaps(d whomade.Date, text string) bool {
	e, err := whomade.ParseDate(text)
	if err != nil || d.IsZero() != e.IsZero() {
		return false
	}
	return !d.Last().Before(e.First()) && !e.Last().Before(d.First())
}
