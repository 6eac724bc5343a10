package restricted

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/internal/golden"
	"github.com/whomade/whomade/knowledge"
	"github.com/whomade/whomade/knowledge/law"
	"github.com/whomade/whomade/knowledge/registry"
)

func open(t *testing.T) (*knowledge.Set, []Company) {
	t.Helper()
	set, err := knowledge.Open()
	if err != nil {
		t.Fatal(err)
	}
	book, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return set, List(set, book)
}

// organisations are the names that the registry of address blocks holds.
func organisations(t *testing.T) []string {
	t.Helper()
	reg, err := registry.Open()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	reg.Organisations(func(name string, _ []registry.Prefix) bool {
		names = append(names, name)
		return true
	})
	return names
}

// corpus are the vendors' names in the labels of the corpus, if it is there.
func corpus(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../../shared/corpus/*/labels.tsv")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s := bufio.NewScanner(bytes.NewReader(data))
		s.Buffer(nil, 1<<20)
		at := -1
		for s.Scan() {
			cells := strings.Split(s.Text(), "\t")
			if at < 0 {
				if at = slices.Index(cells, "vendor_raw"); at < 0 {
					break
				}
				continue
			}
			if at < len(cells) && cells[at] != "" {
				seen[cells[at]] = true
			}
		}
	}
	var names []string
	for n := range seen {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// wanted are names that are those of restricted companies and their affiliates,
// as a person sorted them.
func wanted(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile("testdata/names.tsv")
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]string{}
	for line := range strings.Lines(string(data)) {
		if name, id, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); ok && !strings.HasPrefix(line, "#") {
			m[name] = id
		}
	}
	return m
}

// TestNames finds the restricted companies and their affiliates among all names
// that are registered for address blocks and, where the corpus is there, among the
// names that its sources give vendors: recall at least 0.99, no false match.
func TestNames(t *testing.T) {
	set, list := open(t)
	family := map[string]bool{}
	for _, c := range list {
		family[c.ID] = true
		for _, a := range c.Affiliates {
			family[a.Chain[0]] = true
		}
	}
	want := wanted(t)
	var near []string
	for _, source := range []struct {
		name  string
		names []string
	}{{"registry", organisations(t)}, {"corpus", corpus(t)}} {
		if len(source.names) == 0 {
			t.Logf("%s: not here, skipped", source.name)
			continue
		}
		right, all, wrong := 0, 0, 0
		for _, name := range source.names {
			var ids []string
			for _, m := range set.Resolve(name) {
				if family[m.ID] && !slices.Contains(ids, m.ID) {
					ids = append(ids, m.ID)
				}
			}
			id, yes := want[name]
			switch {
			case yes:
				if all++; slices.Equal(ids, []string{id}) {
					right++
				} else {
					t.Logf("%s: %q is %s, found %v", source.name, name, id, ids)
				}
			case len(ids) > 0:
				wrong++
				t.Errorf("%s: %q is none of them, found %v", source.name, name, ids)
			case source.name == "registry":
				near = append(near, nearMisses(set, family, name)...)
			}
		}
		t.Logf("%s: %d names, %d of %d found, %d false", source.name, len(source.names), right, all, wrong)
		if all == 0 || float64(right) < 0.99*float64(all) {
			t.Errorf("%s: recall %d of %d", source.name, right, all)
		}
	}
	golden.Check(t, "testdata/near_misses.tsv", []byte("# Registered names that are close to those of restricted companies and are not taken for them.\n"+strings.Join(near, "")))
}

// nearMisses says why a name looks like that of a company and is not taken for it.
func nearMisses(set *knowledge.Set, family map[string]bool, name string) []string {
	var out []string
	for _, m := range set.Mentions(name) {
		if family[m.ID] && m.Part {
			out = append(out, fmt.Sprintf("%s\t%s\tthe name stands inside it\n", name, m.ID))
		}
	}
	if len(out) == 0 && len(set.Resolve(name)) == 0 {
		for _, n := range set.Near(name) {
			if family[n.ID] {
				out = append(out, fmt.Sprintf("%s\t%s\t%s\n", name, n.ID, n.How))
			}
		}
	}
	if len(out) == 0 {
		for _, word := range strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(" ,.()-/&", r) }) {
			for _, m := range set.Resolve(word) {
				if family[m.ID] && m.Kind != "product" {
					out = append(out, fmt.Sprintf("%s\t%s\tthe longer name is another company's\n", name, m.ID))
				}
			}
		}
	}
	return out
}

// TestTies holds the dated list against the answers for single days.
func TestTies(t *testing.T) {
	set, list := open(t)
	for _, c := range list {
		for _, m := range set.Makers() {
			if m.ID == c.ID {
				continue
			}
			ties := slices.DeleteFunc(set.Ties(m.ID), func(t knowledge.Tie) bool { return t.Owner != c.ID })
			for year := 2000; year <= 2027; year += 1 {
				for _, day := range []whomade.Date{{Year: year, Month: 1, Day: 1}, {Year: year, Month: 8, Day: 15}, {Year: year, Month: 12, Day: 31}} {
					yes, chain, _ := set.Controlled(m.ID, []string{c.ID}, day)
					if got := slices.ContainsFunc(ties, func(t knowledge.Tie) bool { return t.On(day) }); got != yes {
						t.Errorf("%s of %s on %s: the list says %v, the graph %v %v", m.ID, c.ID, day, got, yes, chain)
					}
				}
			}
		}
	}
}

func TestOf(t *testing.T) {
	set, list := open(t)
	has := func(l []Naming, rule string) bool {
		return slices.ContainsFunc(l, func(n Naming) bool { return n.Rule == rule })
	}
	const rule = "us-ndaa-fy2019-889-a-1-b"
	for _, c := range []struct {
		id, day             string
		named, held, before bool
	}{
		{"huawei", "2026-11-23", true, false, false},
		{"honor", "2020-11-17", false, true, false},
		{"honor", "2020-11-18", false, false, true},
		{"hisilicon", "2026-11-23", false, true, false},
		{"sepura", "2019-01-01", false, true, false},
		{"sepura", "2026-11-23", false, false, true},
		{"teltronic", "2019-01-01", false, true, false},
		{"h3c", "2026-11-23", false, false, true},
		{"nokia", "2026-11-23", false, false, false},
		{"huawei", "2018-01-01", false, false, false},
	} {
		day, err := whomade.ParseDate(c.day)
		if err != nil {
			t.Fatal(err)
		}
		r := Of(set, list, c.id, day)
		if has(r.Named, rule) != c.named || has(r.Held, rule) != c.held || has(r.Before, rule) != c.before {
			t.Errorf("%s on %s: named %v, held %v, before %v", c.id, c.day, has(r.Named, rule), has(r.Held, rule), has(r.Before, rule))
		}
	}
}
