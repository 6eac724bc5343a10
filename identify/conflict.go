package identify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/whomade/whomade"
)

// contradictions lists what speaks against the answer, each with both sides and
// a reading. Only what a person should see: a strong claim for another company,
// or a number whose registered holder is another one.
func (c *conclusion) contradictions(e *Engine, facts []fact) []whomade.Conflict {
	if c.maker == "" {
		return nil
	}
	mine := c.side(facts, func(cl Claim) bool { return contains(cl.Makers, c.maker) })
	var out []whomade.Conflict
	for _, kind := range []string{"maker", "registration", "brand"} {
		others := map[string]string{}
		for _, v := range c.votes {
			cl := facts[v.fact].claims[v.claim]
			if contains(cl.Makers, c.maker) || conflictKind(c, cl) != kind || v.weight < 0.4 {
				continue
			}
			who := key(cl.Makers)
			if _, ok := others[who]; !ok {
				others[who] = sentence(facts[v.fact].obs, cl)
			}
		}
		if kind == "brand" && c.brand != c.maker {
			others[c.brand] = c.side(facts, func(cl Claim) bool { return cl.Brand == c.brand || contains(cl.Makers, c.brand) })
		}
		for _, who := range sorted(others) {
			out = append(out, whomade.Conflict{Kind: kind, Reading: c.reading(e, kind, who), Sides: []string{mine, others[who]}})
		}
	}
	return out
}

func sorted[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func conflictKind(c *conclusion, cl Claim) string {
	switch {
	case contains(cl.Makers, c.brand):
		return "" // told by the badge's own conflict
	case cl.Kind == kindRegistered || cl.Kind == kindSubtree || cl.Kind == kindOUI || cl.Kind == kindOUIName || cl.Kind == kindInterface || cl.Kind == kindSharedNum:
		return "registration"
	case cl.Role == whomade.RoleBrand:
		return "brand"
	}
	return "maker"
}

// side is the strongest claim that has a property, in words.
func (c *conclusion) side(facts []fact, has func(Claim) bool) string {
	best := -1
	for i, v := range c.votes {
		if has(facts[v.fact].claims[v.claim]) && (best < 0 || v.weight > c.votes[best].weight) {
			best = i
		}
	}
	if best < 0 {
		return ""
	}
	v := c.votes[best]
	return sentence(facts[v.fact].obs, facts[v.fact].claims[v.claim])
}

func sentence(o whomade.Observation, cl Claim) string {
	return fmt.Sprintf("%s %q: %s", o.Attribute, cut(strings.Join(strings.Fields(printableText(o.Value)), " "), 80), cl.Reason)
}

func (c *conclusion) reading(e *Engine, kind, who string) string {
	names := strings.Split(who, "|")
	for i, id := range names {
		names[i] = e.know.Name(id)
	}
	other, mine := strings.Join(names, " or "), e.know.Name(c.maker)
	switch kind {
	case "brand":
		return fmt.Sprintf("the badge says %s, other evidence says %s built it", other, mine)
	case "registration":
		return fmt.Sprintf("a number registered to or known for %s: shared, inherited or a part's; the stronger evidence says %s", other, mine)
	}
	return fmt.Sprintf("evidence of one kind says %s, stronger evidence says %s: a rebadge, a renamed company or a part; look at the serial label", other, mine)
}

// order makes claims of one weight come in a fixed order.
func order(a, b whomade.Observation) int {
	return cmp.Or(cmp.Compare(a.Attribute, b.Attribute), cmp.Compare(a.Value, b.Value), whomade.CompareSubjects(a.Subject, b.Subject),
		cmp.Compare(a.Artifact, b.Artifact), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Locator.Frame, b.Locator.Frame),
		cmp.Compare(a.Locator.Line, b.Locator.Line), cmp.Compare(a.Locator.Offset, b.Locator.Offset))
}
