// Package knowledge is what is known about makers: names, ownership,
// identifiers and signatures, each with its source. It loads the YAML files
// below data, checks them strictly and compiles them into one index for
// matching. Laws are in package law below.
package knowledge

import (
	"cmp"
	"slices"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/internal/cascade"
)

//go:generate go run ./gen

// Set is everything that is known, in one state. It does not change after it
// was loaded and is safe for concurrent use.
type Set struct {
	makers   []Maker // by id
	shared   []Shared
	rebadges []Rebadge
	rules    []Rule
	date     whomade.Date
	digest   string

	index map[string]int // id to place in makers
	names *nameIndex
}

// newSet orders and indexes. branches, if any, are those of the rules in order.
func newSet(makers []Maker, shared []Shared, rebadges []Rebadge, digest string, branches [][]cascade.Branch) (*Set, error) {
	slices.SortStableFunc(makers, func(a, b Maker) int { return cmp.Compare(a.ID, b.ID) })
	s := &Set{makers: makers, shared: shared, rebadges: rebadges, digest: digest, index: make(map[string]int, len(makers))}
	for i, m := range makers {
		s.index[m.ID] = i
		s.date = later(s.date, m.Source.Date)
	}
	s.rules = textRules(makers)
	for i := range s.rules {
		if i < len(branches) {
			s.rules[i].Branches = branches[i]
		} else if err := s.rules[i].Fill(); err != nil {
			return nil, err
		}
	}
	s.names = newNameIndex(makers)
	return s, nil
}

func later(a, b whomade.Date) whomade.Date {
	if b.Compare(a) > 0 {
		return b
	}
	return a
}

// State says which state of the knowledge this is: the date of its newest
// source and the digest of the files it was made from.
func (s *Set) State() whomade.Knowledge {
	return whomade.Knowledge{Date: s.date, Digest: s.digest}
}

// Makers is every company, by id. The list must not be changed.
func (s *Set) Makers() []Maker { return s.makers }

// Maker finds a company by its id.
func (s *Set) Maker(id string) (Maker, bool) {
	i, ok := s.index[id]
	if !ok {
		return Maker{}, false
	}
	return s.makers[i], true
}

// Name is the short name of a company, or the id itself where it has no entry.
func (s *Set) Name(id string) string {
	if i, ok := s.index[id]; ok {
		return cmp.Or(s.makers[i].Short, s.makers[i].Name)
	}
	return id
}

// Shared is the list of numbers and codes that name nobody by themselves.
func (s *Set) Shared() []Shared { return s.shared }

// Rules is every text rule, in the order of companies.
func (s *Set) Rules() []Rule { return s.rules }
