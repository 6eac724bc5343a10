package law

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/internal/fielddiff"
)

// Change is one thing that differs in the law between two states of it.
type Change struct {
	On           whomade.Date `json:"on"` // the day, for what happened between two days
	Rule         string       `json:"rule"`
	Jurisdiction string       `json:"jurisdiction"`
	Obligation   string       `json:"obligation,omitempty"`
	What         string       `json:"what"` // in words
}

// Between lists what happens in a book's rules after one day and up to another, in
// the order of the days.
func Between(b *Book, after, upTo whomade.Date) []Change {
	var out []Change
	for _, r := range b.rules {
		say := func(on whomade.Date, obligation, format string, args ...any) {
			if first := on.First(); !on.IsZero() && after.First().Before(first) && !upTo.First().Before(first) {
				out = append(out, Change{on, r.ID, r.Jurisdiction, obligation, fmt.Sprintf(format, args...)})
			}
		}
		for _, s := range r.Status {
			what := s.State
			if s.Note != "" {
				what += ": " + s.Note
			}
			say(s.Date, "", "%s", what)
		}
		say(r.From, "", "comes into force")
		if !r.To.IsZero() {
			say(r.To.Last().AddDays(1), "", "is no longer in force")
		}
		for i := range r.Obligations {
			o := &r.Obligations[i]
			what := strings.TrimSpace(o.What)
			say(o.Known.From, o.ID, "this becomes the duty: %s", what)
			if !o.Known.To.IsZero() {
				say(o.Known.To.Last().AddDays(1), o.ID, "this is no longer the duty: %s", what)
			}
			// What was no longer the duty by then, or lapsed with its rule, is left out.
			bind := func(on whomade.Date, format string) {
				if o.Known.Holds(on.First()) && (r.To.IsZero() || !r.To.Last().Before(on.First())) {
					say(on, o.ID, format, what)
				}
			}
			bind(o.From, "begins to bind: %s")
			if !o.By.IsZero() && o.To != o.By {
				bind(o.By.Last().AddDays(1), "its day has passed: %s")
			}
			if !o.To.IsZero() {
				bind(o.To.Last().AddDays(1), "ends: %s")
			}
			for _, e := range o.Exceptions {
				between(say, o.ID, e)
			}
		}
		for _, e := range r.Exceptions {
			between(say, "", e)
		}
	}
	slices.SortStableFunc(out, func(a, c Change) int {
		return cmp.Or(a.On.First().Compare(c.On.First()), cmp.Compare(a.Jurisdiction, c.Jurisdiction), cmp.Compare(a.Rule, c.Rule))
	})
	return out
}

func between(say func(whomade.Date, string, string, ...any), obligation string, e Exception) {
	say(e.From, obligation, "an exception begins: %s", e.Text)
	say(e.Known.From, obligation, "an exception becomes known: %s", e.Text)
	if !e.To.IsZero() {
		say(e.To.Last().AddDays(1), obligation, "an exception ends: %s", e.Text)
	}
}

// Differences lists what differs between two books, rule by rule.
func Differences(was, is *Book) []Change {
	var out []Change
	for _, r := range was.rules {
		if _, ok := is.Rule(r.ID); !ok {
			out = append(out, Change{Rule: r.ID, Jurisdiction: r.Jurisdiction, What: "is gone: " + r.Title})
		}
	}
	for _, r := range is.rules {
		old, ok := was.Rule(r.ID)
		if !ok {
			out = append(out, Change{Rule: r.ID, Jurisdiction: r.Jurisdiction, What: "is new: " + r.Title})
			continue
		}
		out = append(out, differ(old, r)...)
	}
	slices.SortStableFunc(out, func(a, c Change) int {
		return cmp.Or(cmp.Compare(a.Jurisdiction, c.Jurisdiction), cmp.Compare(a.Rule, c.Rule))
	})
	return out
}

// differ compares two states of one rule: its obligations by their ids, and its
// other fields by their names.
func differ(was, is *Rule) []Change {
	var out []Change
	say := func(obligation, what string) {
		out = append(out, Change{Rule: is.ID, Jurisdiction: is.Jurisdiction, Obligation: obligation, What: what})
	}
	for i := range was.Obligations {
		if o := &was.Obligations[i]; !slices.ContainsFunc(is.Obligations, func(n Obligation) bool { return n.ID == o.ID }) {
			say(o.ID, "the duty is gone: "+strings.TrimSpace(o.What))
		}
	}
	for i := range is.Obligations {
		o := &is.Obligations[i]
		old, ok := was.FindObligation(o.ID)
		if !ok {
			say(o.ID, "the duty is new: "+strings.TrimSpace(o.What))
			continue
		}
		for _, f := range fielddiff.Fields(old, o) {
			say(o.ID, f)
		}
	}
	a, b := *was, *is
	a.Obligations, b.Obligations = nil, nil
	for _, f := range fielddiff.Fields(a, b) {
		say("", f)
	}
	return out
}
