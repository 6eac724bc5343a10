package check

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/law"
)

// askKey is what makes two missing facts one question.
type askKey struct{ fact, site, maker, model, segment string }

// Questions gathers what verdicts on a network wait for into one list, in which
// each answer counts for every verdict it serves; those that settle most stand
// first. What only evidence can tell, such as the maker, is no question.
func Questions(t *law.Table, elements []whomade.Element, operator []whomade.Verdict) []whomade.Asked {
	by := map[askKey]*whomade.Asked{}
	ask := func(k askKey, element string, v whomade.Verdict) {
		a := by[k]
		if a == nil {
			a = newAsked(t, k)
			by[k] = a
		}
		if alone(v, k.fact) {
			a.Settles++
		} else {
			a.Helps++
		}
		if element != "" && (len(a.Elements) == 0 || a.Elements[len(a.Elements)-1] != element) {
			a.Elements = append(a.Elements, element)
		}
	}
	for _, v := range operator {
		for _, f := range waits(v) {
			if v.Share == nil || ofNetwork(f) { // of single elements a share says how many it waits for
				ask(askKey{fact: f}, "", v)
			}
		}
	}
	for _, e := range elements {
		for _, v := range e.Verdicts {
			for _, f := range waits(v) {
				switch {
				case ofNetwork(f):
					ask(askKey{fact: f}, "", v)
				case strings.HasPrefix(f, "site.") && e.Site != "":
					ask(askKey{fact: f, site: e.Site}, "", v)
				default:
					ask(askKey{f, "", strings.Join(e.MakerSet(), " | "), e.Model, e.Segment}, e.ID, v)
				}
			}
		}
	}
	out := make([]whomade.Asked, 0, len(by))
	for _, a := range by {
		slices.Sort(a.Elements)
		a.Elements = slices.Compact(a.Elements)
		out = append(out, *a)
	}
	slices.SortFunc(out, func(a, b whomade.Asked) int {
		return cmp.Or(cmp.Compare(b.Settles, a.Settles), cmp.Compare(b.Helps, a.Helps), cmp.Compare(a.Fact, b.Fact), cmp.Compare(a.About, b.About), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// ofNetwork reports whether a fact has one value for the whole network.
func ofNetwork(fact string) bool {
	for _, p := range []string{"operator.", "share.", "decision.", "order.", "risk_analysis.", "call."} {
		if strings.HasPrefix(fact, p) {
			return true
		}
	}
	return false
}

// waits lists the facts that a person can answer and a verdict waits for: those
// missing, and those that come into question once these are known.
func waits(v whomade.Verdict) []string {
	if v.Outcome != whomade.CannotTell {
		return nil
	}
	out := slices.Clone(v.Missing)
	for _, s := range v.SettledBy {
		out = union(out, s.Facts)
	}
	return slices.DeleteFunc(out, func(f string) bool { return f == "element.maker" || f == "event" || f == "event_on" })
}

// alone reports whether one answer can settle a verdict by itself.
func alone(v whomade.Verdict, fact string) bool {
	if len(v.SettledBy) == 0 {
		return len(v.Missing) == 1
	}
	return slices.ContainsFunc(v.SettledBy, func(s whomade.Settled) bool { return len(s.Facts) == 1 && s.Facts[0] == fact })
}

func newAsked(t *law.Table, k askKey) *whomade.Asked {
	a := &whomade.Asked{Fact: k.fact, Site: k.site, Text: question(t, k.fact), About: "the operator", Allowed: []string{}}
	if f, ok := t.Fact(k.fact); ok {
		a.Allowed = allowed(t, f)
	}
	switch {
	case k.site != "":
		a.About = "site " + k.site
	case !ofNetwork(k.fact):
		var parts []string
		for _, p := range []string{k.maker, k.model} {
			if p != "" {
				parts = append(parts, p)
			}
		}
		a.About = strings.Join(parts, " ")
		if k.segment != "" {
			a.About = strings.TrimSpace(a.About + ", " + k.segment)
		}
		if a.About == "" {
			a.About = "elements of no known maker"
		}
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{k.fact, k.site, k.maker, k.model, k.segment}, "\x00")))
	a.ID = "q-" + hex.EncodeToString(sum[:6])
	return a
}

// allowed says which answers a question takes.
func allowed(t *law.Table, f law.Fact) []string {
	switch f.Type {
	case law.YesNo:
		return []string{"yes", "no"}
	case law.Choice:
		return slices.Clone(f.Values)
	case law.DateOf:
		return append(slices.Clone(f.Values), "YYYY-MM-DD", "YYYY-MM", "..YYYY-MM-DD")
	case law.Country:
		return append(slices.Clone(f.Values), "ISO 3166 code")
	case law.Number:
		return []string{"a number"}
	case law.Company:
		return []string{"a company's id"}
	case law.Role:
		var out []string
		for _, r := range t.Roles() {
			out = append(out, r.ID)
		}
		return out
	}
	return []string{"text"}
}
