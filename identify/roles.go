package identify

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/whomade/whomade"
)

// others are the companies that evidence names in other roles than the maker's:
// those whose parts the unit holds, and the authors of its software.
func (c *conclusion) others(facts []fact) (components, software []string) {
	for i := range facts {
		for _, cl := range facts[i].claims {
			switch {
			case len(cl.Makers) != 1 || cl.Makers[0] == c.maker || cl.Makers[0] == c.brand || cl.Class == "neighbour":
			case cl.Role == "software":
				software = append(software, cl.Makers[0])
			case cl.Role == whomade.RoleComponent || cl.Class == "module":
				components = append(components, cl.Makers[0])
			}
		}
	}
	slices.Sort(components)
	slices.Sort(software)
	return slices.Compact(components), slices.Compact(software)
}

// days are the facts from which the day of ownership is taken, the best first:
// what counts is who held the maker when the unit was made.
var days = [][2]string{{"element.manufactured", "manufactured"}, {"element.acquired", "acquired"}, {"element.installed", "installed"}}

// owners are the companies that held the maker, directly or through others, on
// the first day that the evidence gives. It is nil where it gives none or nothing
// is known of the maker's owners on any day.
func (e *Engine) owners(maker string, facts map[string]string) *whomade.Ownership {
	m, ok := e.know.Maker(maker)
	if !ok || len(m.Relations) == 0 {
		return nil
	}
	for _, d := range days {
		on, err := whomade.ParseDate(facts[d[0]])
		if facts[d[0]] == "" || err != nil {
			continue
		}
		o := &whomade.Ownership{On: on, Basis: d[1], Companies: []string{}}
		for queue := []string{maker}; len(queue) > 0; queue = queue[1:] {
			for _, id := range e.know.Owners(queue[0], on) {
				if id != maker && !contains(o.Companies, id) {
					o.Companies = append(o.Companies, id)
					queue = append(queue, id)
				}
			}
		}
		return o
	}
	return nil
}

// rebadges are the questions whether another company built what carries the
// brand, where no evidence says who did.
func (e *Engine) rebadges(c *conclusion) []whomade.Conflict {
	if c.maker == "" || c.brand != c.maker {
		return nil
	}
	var out []whomade.Conflict
	for _, r := range e.know.Rebadges(c.brand, cmp.Or(c.fields.model, c.fields.product), c.fields.segment) {
		how := "are known to have been built by"
		if !r.Sourced() {
			how = "may be built by"
		}
		out = append(out, whomade.Conflict{
			Kind:    "brand",
			Reading: fmt.Sprintf("%s of %s %s %s: check the serial label, or %s", r.Products, e.know.Name(r.Badge), how, e.know.Name(r.Maker), r.Evidence),
			Sides:   []string{"brand " + r.Badge, "rebadge list: " + r.Source.Ref},
		})
	}
	return out
}
