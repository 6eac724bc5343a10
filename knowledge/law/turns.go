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
	spans := func(list ...Window) {
		for _, w := range list {
			out = append(out, whomade.Bounds(w.From, w.To)...)
		}
	}
	exceptions := func(list []Exception) {
		for _, e := range list {
			spans(Window{e.From, e.To}, e.Known)
		}
	}
	spans(Window{From: r.Announced}, Window{r.From, r.To})
	exceptions(r.Exceptions)
	for i := range r.Obligations {
		o := &r.Obligations[i]
		spans(Window{o.From, o.To}, Window{To: o.By}, o.Known)
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
