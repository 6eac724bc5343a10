// Package restricted is part of the knowledge stage: it lists the companies that
// rules name, and those that they held or were held by, with the days. It is made
// from the makers' data and the rules, and knows no name itself.
package restricted

import (
	"cmp"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge"
	"github.com/whomade/whomade/knowledge/law"
)

// Company is one that at least one rule names.
type Company struct {
	ID    string       `json:"id"`
	First whomade.Date `json:"first"` // when the first of the rules was announced
	Rules []Naming     `json:"rules"` // by the day they were announced
	// Affiliates are the companies that it held, now or once, with the days.
	Affiliates []knowledge.Tie `json:"affiliates"`
}

// Naming is one rule that names a company.
type Naming struct {
	Rule       string       `json:"rule"`
	Announced  whomade.Date `json:"announced"`
	From       whomade.Date `json:"from"`
	To         whomade.Date `json:"to"`
	Binding    bool         `json:"binding"`
	Grade      string       `json:"grade"`
	Affiliates bool         `json:"affiliates"` // reaches those under common control too
}

// List lists the companies that the rules of a book name, by their ids.
func List(set *knowledge.Set, book *law.Book) []Company {
	by := map[string]*Company{}
	for _, r := range book.Rules() {
		groups := slices.Clone(r.Makers)
		for i := range r.Obligations {
			groups = append(groups, r.Obligations[i].Makers...)
		}
		for _, g := range groups {
			for _, id := range g.Named {
				c := by[id]
				if c == nil {
					c = &Company{ID: id, Affiliates: set.Held(id)}
					by[id] = c
				}
				at := slices.IndexFunc(c.Rules, func(n Naming) bool { return n.Rule == r.ID })
				if at < 0 {
					c.Rules = append(c.Rules, Naming{r.ID, r.Announced, r.From, r.To, r.Binding, r.Grade, g.Affiliates})
				} else if g.Affiliates {
					c.Rules[at].Affiliates = true
				}
			}
		}
	}
	out := make([]Company, 0, len(by))
	for _, c := range by {
		slices.SortFunc(c.Rules, func(a, b Naming) int {
			return cmp.Or(a.Announced.Compare(b.Announced), strings.Compare(a.Rule, b.Rule))
		})
		c.First = c.Rules[0].Announced
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Company) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// Reach is how the rules that are known and in force on a day reach a company.
type Reach struct {
	Named  []Naming `json:"named"`  // by its own name
	Held   []Naming `json:"held"`   // because a company that they name held it on that day
	Before []Naming `json:"before"` // they name a company that held it before: by this tie not on that day
}

// Of says how the rules reach a company on a day. The day of manufacture decides
// of equipment; see the rules.
func Of(set *knowledge.Set, list []Company, id string, day whomade.Date) Reach {
	r := Reach{Named: []Naming{}, Held: []Naming{}, Before: []Naming{}}
	ties := set.Ties(id)
	for _, c := range list {
		for _, n := range c.Rules {
			if n.Announced.Compare(day) > 0 || !n.To.IsZero() && n.To.Last().Before(day) {
				continue
			}
			if c.ID == id {
				r.Named = append(r.Named, n)
				continue
			}
			if !n.Affiliates {
				continue
			}
			on, before := false, false
			for _, t := range ties {
				if t.Owner == c.ID {
					on, before = on || t.On(day), before || t.Before(day)
				}
			}
			if on {
				r.Held = append(r.Held, n)
			} else if before {
				r.Before = append(r.Before, n)
			}
		}
	}
	for _, l := range []*[]Naming{&r.Named, &r.Held, &r.Before} {
		slices.SortFunc(*l, func(a, b Naming) int { return strings.Compare(a.Rule, b.Rule) })
		*l = slices.CompactFunc(*l, func(a, b Naming) bool { return a.Rule == b.Rule })
	}
	r.Before = slices.DeleteFunc(r.Before, func(n Naming) bool {
		return slices.ContainsFunc(r.Held, func(h Naming) bool { return h.Rule == n.Rule })
	})
	return r
}
