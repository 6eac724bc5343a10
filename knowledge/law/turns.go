package law

import (
	"slices"

	"github.com/whomade/whomade"
)

// Turns lists the days, in order, on which what the rule says may change: when it
// is announced, begins or ends, when a duty begins to bind or its date has passed,
// and when an exception begins or ends. Of a date known to the month or year only,
// both ends count.
func (r *Rule) Turns() []whomade.Date {
	var out []whomade.Date
	begins := func(d whomade.Date) {
		if !d.IsZero() {
			out = append(out, d.First(), d.Last())
		}
	}
	ends := func(d whomade.Date) {
		if !d.IsZero() {
			out = append(out, d.First().AddDays(1), d.Last().AddDays(1))
		}
	}
	exceptions := func(list []Exception) {
		for _, e := range list {
			begins(e.From)
			ends(e.To)
			begins(e.Known.From)
			ends(e.Known.To)
		}
	}
	begins(r.Announced)
	begins(r.From)
	ends(r.To)
	exceptions(r.Exceptions)
	for i := range r.Obligations {
		o := &r.Obligations[i]
		begins(o.From)
		ends(o.By)
		ends(o.To)
		begins(o.Known.From)
		ends(o.Known.To)
		exceptions(o.Exceptions)
	}
	slices.SortFunc(out, whomade.Date.Compare)
	return slices.Compact(out)
}

// Turns lists the days on which any rule of the book may change what it says.
func (b *Book) Turns() []whomade.Date {
	var out []whomade.Date
	for _, r := range b.rules {
		out = append(out, r.Turns()...)
	}
	slices.SortFunc(out, whomade.Date.Compare)
	return slices.Compact(out)
}
