package knowledge

import (
	"cmp"
	"slices"
	"strings"

	"github.com/whomade/whomade"
)

// Tie says that a company was held by another, itself or through others, and from
// when to when, as far as the knowledge dates it.
type Tie struct {
	Owner string       `json:"owner"`
	Chain []string     `json:"chain"` // from the company up to the owner, both included
	From  whomade.Date `json:"from"`  // null: not known since when
	To    whomade.Date `json:"to"`    // null: still so, as far as is known
	Note  string       `json:"note,omitempty"`
	Refs  []string     `json:"sources"` // one for each step of the chain
}

// On reports whether the tie held on a day.
func (t Tie) On(day whomade.Date) bool { return holds(Relation{From: t.From, To: t.To}, day) }

// Before reports whether the tie had ended before a day.
func (t Tie) Before(day whomade.Date) bool { return !t.To.IsZero() && t.To.Last().Before(day) }

// Ties lists every company known to have held a company, whenever that was, in the
// order of their ids and days. It says the same as Controlled on each day.
func (s *Set) Ties(id string) []Tie {
	var out []Tie
	s.climb(Tie{Owner: id, Chain: []string{id}}, func(t Tie) { out = append(out, t) })
	slices.SortFunc(out, func(a, b Tie) int {
		return cmp.Or(strings.Compare(a.Owner, b.Owner), a.From.Compare(b.From), slices.Compare(a.Chain, b.Chain))
	})
	return slices.CompactFunc(out, func(a, b Tie) bool { return a.Owner == b.Owner && a.From == b.From && a.To == b.To })
}

func (s *Set) climb(below Tie, yield func(Tie)) {
	for _, up := range s.direct(below.Owner) {
		if slices.Contains(below.Chain, up.Owner) {
			continue
		}
		t := Tie{Owner: up.Owner, Chain: append(slices.Clone(below.Chain), up.Owner), Note: up.Note, Refs: append(slices.Clone(below.Refs), up.Refs...)}
		t.From, t.To = below.From, below.To
		if t.From.IsZero() || up.From.Compare(t.From) > 0 {
			t.From = up.From
		}
		if t.To.IsZero() || !up.To.IsZero() && up.To.Last().Before(t.To.Last()) {
			t.To = up.To
		}
		if !t.To.IsZero() && !t.From.IsZero() && t.To.Last().Before(t.From.First()) {
			continue // never at the same time
		}
		yield(t)
		s.climb(t, yield)
	}
}

// direct lists those who held a company themselves: by its own entry, and by
// theirs where its own does not date the tie.
func (s *Set) direct(id string) []Tie {
	var out []Tie
	dated := map[string]bool{}
	add := func(owner string, r Relation, file Source) {
		src := file
		if r.Source != nil {
			src = *r.Source
		}
		out = append(out, Tie{Owner: owner, From: r.From, To: r.To, Note: r.Note, Refs: []string{src.Ref}})
	}
	if i, ok := s.index[id]; ok {
		for _, r := range s.makers[i].Relations {
			if (r.Type == "parent" || r.Type == "affiliate" || r.Type == "jv") && r.Entity != id && s.has(r.Entity) {
				add(r.Entity, r, s.makers[i].Source)
				dated[r.Entity] = true
			}
		}
	}
	for _, up := range s.names.holders[id] {
		m := s.makers[up]
		for _, r := range m.Relations {
			if r.Entity == id && m.ID != id && downward(r) && !dated[m.ID] {
				add(m.ID, r, m.Source)
			}
		}
	}
	return out
}

// Held lists the companies that a company is known to have held, whenever that
// was, with the chain from each up to it.
func (s *Set) Held(id string) []Tie {
	var out []Tie
	for _, m := range s.makers {
		for _, t := range s.Ties(m.ID) {
			if t.Owner == id {
				out = append(out, t)
			}
		}
	}
	return out
}

// RebadgesOf lists what a company sells of others' making.
func (s *Set) RebadgesOf(badge string) []Rebadge {
	var out []Rebadge
	for _, r := range s.rebadges {
		if r.Badge == badge {
			out = append(out, r)
		}
	}
	return out
}

// RebadgedBy lists what other companies sell of what a company built.
func (s *Set) RebadgedBy(maker string) []Rebadge {
	var out []Rebadge
	for _, r := range s.rebadges {
		if r.Maker == maker {
			out = append(out, r)
		}
	}
	return out
}
