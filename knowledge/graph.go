package knowledge

import (
	"slices"

	"github.com/whomade/whomade"
)

// Controlled reports whether a company was one of those in by on a day, or
// controlled by one: through parents, subsidiaries, affiliates and joint
// ventures that the knowledge dates to that day. chain is the way from the
// company up to the one found, both included. known is false where the
// knowledge has no entry for the company, so that "no" means "not known".
func (s *Set) Controlled(id string, by []string, on whomade.Date) (yes bool, chain []string, known bool) {
	_, known = s.index[id]
	yes, chain = s.climbTo(id, by, on, holds)
	return yes, chain, known || yes
}

// Surely is Controlled where a month or year that bounds a relation counts only if
// the day lies inside whichever day it was.
func (s *Set) Surely(id string, by []string, on whomade.Date) bool {
	yes, _ := s.climbTo(id, by, on, inside)
	return yes
}

// dated says whether a relation held on a day.
type dated func(r Relation, on whomade.Date) bool

func (s *Set) climbTo(id string, by []string, on whomade.Date, when dated) (yes bool, chain []string) {
	from := map[string]string{id: ""}
	queue := []string{id}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if slices.Contains(by, at) {
			for ; at != ""; at = from[at] {
				chain = append(chain, at)
			}
			slices.Reverse(chain)
			return true, chain
		}
		for _, up := range s.owners(at, on, when) {
			if _, seen := from[up]; !seen {
				from[up] = at
				queue = append(queue, up)
			}
		}
	}
	return false, nil
}

// Country is the ISO country of a company's seat, empty where the knowledge has none.
func (s *Set) Country(id string) string {
	if i, ok := s.index[id]; ok && s.makers[i].Country != "XX" {
		return s.makers[i].Country
	}
	return ""
}

// Remembered reports whether a step of a chain of owners is dated on a day from memory
// only, without a source that was read.
func (s *Set) Remembered(chain []string, on whomade.Date) bool {
	for i := 1; i < len(chain); i++ {
		read := slices.ContainsFunc(s.direct(chain[i-1]), func(t Tie) bool {
			return t.Owner == chain[i] && t.On(on) && t.Refs[0] != "memory"
		})
		if !read {
			return true
		}
	}
	return false
}

// Turns lists, in order, the days on which Controlled may change its answer about a
// company: those on which a tie of it or of one of its owners, whenever they were,
// begins, and those after its last day.
func (s *Set) Turns(id string) []whomade.Date {
	var out []whomade.Date
	chain := []string{id}
	for at := 0; at < len(chain); at++ {
		for _, up := range s.direct(chain[at]) {
			out = append(out, whomade.Bounds(up.From, up.To)...)
			if !slices.Contains(chain, up.Owner) {
				chain = append(chain, up.Owner)
			}
		}
	}
	slices.SortFunc(out, whomade.Date.Compare)
	return slices.Compact(out)
}

// Owners returns the companies with an id that owned a company, or shared in
// its control, on a day, in alphabetical order.
func (s *Set) Owners(id string, on whomade.Date) []string { return s.owners(id, on, holds) }

func (s *Set) owners(id string, on whomade.Date, when dated) []string {
	var out []string
	if i, ok := s.index[id]; ok {
		for _, r := range s.makers[i].Relations {
			if (r.Type == "parent" || r.Type == "affiliate" || r.Type == "jv") && r.Entity != id && s.has(r.Entity) && when(r, on) {
				out = append(out, r.Entity)
			}
		}
	}
	for _, up := range s.names.holders[id] {
		for _, r := range s.makers[up].Relations {
			if r.Entity == id && s.makers[up].ID != id && downward(r) && when(r, on) && !s.denies(id, s.makers[up].ID, on, when) {
				out = append(out, s.makers[up].ID)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// downward reports whether a relation says that the company held the other one
// between its dates. A divestiture ends on its last day; one without an end
// does not say when.
func downward(r Relation) bool {
	switch r.Type {
	case "subsidiary", "acquired", "jv":
		return true
	case "divested":
		return !r.To.IsZero()
	}
	return false
}

// denies reports whether the company's own entry dates the tie to its owner, and
// not to this day: the company's own entry is the one that counts.
func (s *Set) denies(id, owner string, on whomade.Date, when dated) bool {
	i, ok := s.index[id]
	if !ok {
		return false
	}
	told := false
	for _, r := range s.makers[i].Relations {
		if r.Entity == owner && (r.Type == "parent" || r.Type == "jv" || r.Type == "affiliate") {
			if when(r, on) {
				return false
			}
			told = true
		}
	}
	return told
}

func (s *Set) has(id string) bool {
	_, ok := s.index[id]
	return ok
}

// holds reports whether a relation held on a day; a bound that is a month or
// a year counts whole. The zero date is the day after all others.
func holds(r Relation, on whomade.Date) bool {
	if on.IsZero() {
		return r.To.IsZero()
	}
	if !r.From.IsZero() && on.Before(r.From.First()) {
		return false
	}
	return r.To.IsZero() || !r.To.Last().Before(on)
}

// inside is holds where a bound that is a month or a year may be any day of it.
func inside(r Relation, on whomade.Date) bool {
	if on.IsZero() {
		return holds(r, on)
	}
	return (r.From.IsZero() || !on.Before(r.From.Last())) && (r.To.IsZero() || !r.To.First().Before(on))
}
