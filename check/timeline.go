package check

import (
	"cmp"
	"slices"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/law"
)

// Timeline judges elements on every day, from one to another, on which the rules
// or the dates among the facts may change what is said, and lists for each element
// the days on which an outcome does change. place holds what is known of each
// element's place, in the same order. What is not against an element counts as one
// outcome: that a rule begins not to forbid it is no change.
func Timeline(o Options, elements []whomade.Element, place []Facts, from, to whomade.Date) ([][]whomade.Turn, error) {
	out := make([][]whomade.Turn, len(elements))
	last := make([]map[string]whomade.Verdict, len(elements))
	for _, day := range timelineDays(o, elements, place, from, to) {
		o.AsOf = day
		c, err := New(o)
		if err != nil {
			return nil, err
		}
		for i, e := range elements {
			verdicts, err := c.Judge(e, place[i])
			if err != nil {
				return nil, err
			}
			now := loud(verdicts)
			if last[i] != nil {
				out[i] = append(out[i], turnsOf(day, last[i], now)...)
			}
			last[i] = now
		}
	}
	return out, nil
}

// timelineDays is the first day and every day after it that may bring a change.
func timelineDays(o Options, elements []whomade.Element, place []Facts, from, to whomade.Date) []whomade.Date {
	days := o.Book.Turns()
	add := func(f Facts) {
		for name, values := range f.values {
			if t, ok := o.Book.Table().Fact(name); !ok || t.Type != law.DateOf {
				continue
			}
			for _, v := range values {
				for _, d := range []float64{v.Span.Lo, v.Span.Hi} {
					if d > 19000101 && d < 29991231 {
						days = append(days, law.DayOf(d), law.DayOf(d).AddDays(1))
						days = append(days, spans(o.Book, name, law.DayOf(d))...)
					}
				}
			}
		}
	}
	add(o.Operator)
	for i, e := range elements {
		add(place[i])
		if f, err := (&Checker{o: o}).FactsOf(e); err == nil {
			add(f)
		}
	}
	days = append(days, from)
	slices.SortFunc(days, whomade.Date.Compare)
	days = slices.Compact(days)
	return slices.DeleteFunc(days, func(d whomade.Date) bool { return d.Before(from.First()) || to.Last().Before(d) })
}

// spans is the days after those by which a duty is due that counts from a fact.
func spans(b *law.Book, fact string, day whomade.Date) []whomade.Date {
	var out []whomade.Date
	for _, r := range b.Rules() {
		for i := range r.Obligations {
			if a := r.Obligations[i].After; a != nil && a.Fact == fact {
				out = append(out, a.From(day).AddDays(1))
			}
		}
	}
	return out
}

// loud is the verdicts that are against an element, or that wait for a fact.
func loud(list []whomade.Verdict) map[string]whomade.Verdict {
	out := map[string]whomade.Verdict{}
	for _, v := range list {
		if v.Outcome.Severity() <= whomade.AgainstGuidance.Severity() {
			out[v.Rule+" "+v.Obligation] = v
		}
	}
	return out
}

// Turned lists where two lists of verdicts on one element differ, as Timeline does.
func Turned(day whomade.Date, was, is []whomade.Verdict) []whomade.Turn {
	return turnsOf(day, loud(was), loud(is))
}

func turnsOf(day whomade.Date, was, is map[string]whomade.Verdict) []whomade.Turn {
	var out []whomade.Turn
	for k, v := range is {
		old, ok := was[k]
		if !ok {
			old.Outcome = whomade.NotBound
		}
		if old.Outcome != v.Outcome || ok && old.Deadline != v.Deadline {
			out = append(out, whomade.Turn{On: day, Rule: v.Rule, Obligation: v.Obligation, Was: old.Outcome, Is: v.Outcome, Deadline: v.Deadline})
		}
	}
	for k, v := range was {
		if _, ok := is[k]; !ok {
			out = append(out, whomade.Turn{On: day, Rule: v.Rule, Obligation: v.Obligation, Was: v.Outcome, Is: whomade.NotBound})
		}
	}
	slices.SortFunc(out, func(a, b whomade.Turn) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Obligation, b.Obligation))
	})
	return out
}
