package law

import (
	"slices"

	"github.com/whomade/whomade"
)

// Owners answers who controlled a company on a day.
type Owners interface {
	// Controlled reports whether a company was one of those in by, or under
	// their control, on a day, with the chain of companies from it up to them.
	// known is false where nothing is known about the company.
	Controlled(id string, by []string, on whomade.Date) (yes bool, chain []string, known bool)
	// Surely is Controlled where a month or year that bounds a tie counts only if
	// the day lies inside whichever day it was.
	Surely(id string, by []string, on whomade.Date) bool
	// Country is the ISO country of a company's seat, empty where it is not known.
	Country(id string) string
	// Remembered reports whether a step of a chain that Controlled gave is dated on
	// that day from memory only, without a source that was read.
	Remembered(chain []string, on whomade.Date) bool
	// Turns lists, in order, the days on which it may change who controls a
	// company: those on which a tie begins and those after its last day, up every
	// chain of owners.
	Turns(id string) []whomade.Date
}

// Tie says that Owner controlled Company from one day to another, both
// included; a zero date is open.
type Tie struct {
	Company, Owner string
	From, To       whomade.Date
}

// Ties is an Owners over a plain list.
type Ties []Tie

// Controlled implements Owners.
func (t Ties) Controlled(id string, by []string, on whomade.Date) (yes bool, chain []string, known bool) {
	return t.climb(id, by, on, Window.Holds, nil)
}

// Surely implements Owners.
func (t Ties) Surely(id string, by []string, on whomade.Date) bool {
	yes, _, _ := t.climb(id, by, on, Window.Inside, nil)
	return yes
}

// Country implements Owners; a list of ties knows none.
func (t Ties) Country(string) string { return "" }

func (t Ties) climb(id string, by []string, on whomade.Date, holds func(Window, whomade.Date) bool, seen []string) (yes bool, chain []string, known bool) {
	if slices.Contains(by, id) {
		return true, append(slices.Clone(seen), id), true
	}
	if slices.Contains(seen, id) {
		return false, nil, true
	}
	seen = append(slices.Clone(seen), id)
	for _, tie := range t {
		known = known || tie.Company == id || tie.Owner == id
		if tie.Company != id || !holds(Window{From: tie.From, To: tie.To}, on) {
			continue
		}
		if yes, chain, _ := t.climb(tie.Owner, by, on, holds, seen); yes {
			return true, chain, true
		}
	}
	return false, nil, known
}

// Remembered implements Owners; a list of ties is taken as it is.
func (t Ties) Remembered([]string, whomade.Date) bool { return false }

// Turns implements Owners.
func (t Ties) Turns(id string) []whomade.Date {
	var out []whomade.Date
	chain := []string{id}
	for at := 0; at < len(chain); at++ {
		for _, tie := range t {
			if tie.Company != chain[at] {
				continue
			}
			out = append(out, whomade.Bounds(tie.From, tie.To)...)
			if !slices.Contains(chain, tie.Owner) {
				chain = append(chain, tie.Owner)
			}
		}
	}
	slices.SortFunc(out, whomade.Date.Compare)
	return slices.Compact(out)
}
