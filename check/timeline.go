package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/law"
)

// Dated is an element in time: what is known of its place, and the leave that was
// given for findings on it to stand.
type Dated struct {
	Element whomade.Element
	Place   Facts
	Leave   []Leave
}

// Leave lets what a rule says stand from one day to another, both included; a zero
// date is open. No Obligation means all of the rule's.
type Leave struct {
	ID               string
	Rule, Obligation string
	From, To         whomade.Date
}

// Timeline judges elements on every day, from one to another, on which what is said
// of them may change, and lists for each the days on which an outcome, its deadline
// or the leave for it does change. Such days are those of the rules, those on which
// its makers and the makers of its parts came under or out of somebody's control,
// the dates among the facts and what is counted from them, and those of its leave.
// What is not against an element counts as one outcome: that a rule begins not to
// forbid it is no change. Elements that are alike share one list.
func Timeline(o Options, elements []Dated, from, to whomade.Date) ([][]whomade.Turn, error) {
	groups, of, err := courses(o, elements, from, to)
	if err != nil {
		return nil, err
	}
	var days []whomade.Date
	for _, g := range groups {
		days = append(days, g.days...)
	}
	for _, day := range ordered(days) {
		o.AsOf = day
		c, err := New(o)
		if err != nil {
			return nil, err
		}
		for _, g := range groups {
			if len(g.days) == 0 || g.days[0] != day {
				continue
			}
			g.days = g.days[1:]
			now := g.loud(c)
			if g.last != nil {
				g.turns = append(g.turns, turnsOf(day, g.last, now)...)
			}
			g.last = now
		}
	}
	out := make([][]whomade.Turn, len(elements))
	for i := range elements {
		out[i] = groups[of[i]].turns
	}
	return out, nil
}

// course is elements of which the same is said on every day.
type course struct {
	facts  Facts
	makers []whomade.MakerChance
	grades string
	leave  []Leave

	days  []whomade.Date // still to come
	last  map[string]state
	turns []whomade.Turn
}

// state is a verdict on a day, and the leave that covers it.
type state struct {
	whomade.Verdict
	leave string
}

// courses puts elements together of which the same is said on every day.
func courses(o Options, elements []Dated, from, to whomade.Date) ([]*course, []int, error) {
	var groups []*course
	index, of := map[string]int{}, make([]int, len(elements))
	always := o.Book.Turns()
	always = append(always, from.First())
	always = append(always, factTurns(o, o.Operator)...)
	c := &Checker{o: o}
	for i, d := range elements {
		f, err := c.FactsOf(d.Element)
		if err != nil {
			return nil, nil, err
		}
		g := &course{facts: f.With(d.Place), makers: chances(d.Element), grades: d.Element.Grades, leave: d.Leave}
		key := fmt.Sprint(g.makers, g.grades, g.leave) + g.facts.keyOf(g.facts.Names())
		at, ok := index[key]
		if !ok {
			at = len(groups)
			index[key] = at
			g.days = between(ordered(slices.Concat(always, factTurns(o, g.facts), g.ownTurns(o))), from, to)
			groups = append(groups, g)
		}
		of[i] = at
	}
	return groups, of, nil
}

// ownTurns is the days of the makers and the leave.
func (g *course) ownTurns(o Options) []whomade.Date {
	var out []whomade.Date
	for _, m := range g.makers {
		if o.Owners != nil {
			out = append(out, controlTurns(o.Owners, m.Maker)...)
		}
	}
	for _, l := range g.leave {
		out = append(out, whomade.Bounds(l.From, l.To)...)
	}
	return out
}

// factTurns is the days on which what facts lead to may change: the dates among
// them and those that a duty counts from them, and for companies the days on which
// control over them changes.
func factTurns(o Options, f Facts) []whomade.Date {
	var days []whomade.Date
	for name, values := range f.values {
		t, _ := o.Book.Table().Fact(name)
		for _, v := range values {
			switch {
			case t.Type == law.Company && o.Owners != nil:
				days = append(days, controlTurns(o.Owners, v.Text)...)
			case t.Type == law.DateOf:
				for _, d := range []float64{v.Span.Lo, v.Span.Hi} {
					if d > 19000101 && d < 29991231 {
						day := law.DayOf(d)
						days = append(days, day, day.AddDays(1))
						days = append(days, spans(o.Book, name, day)...)
					}
				}
			}
		}
	}
	return days
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

// ordered is days in order, each once.
func ordered(days []whomade.Date) []whomade.Date {
	slices.SortFunc(days, whomade.Date.Compare)
	return slices.Compact(days)
}

func between(days []whomade.Date, from, to whomade.Date) []whomade.Date {
	return slices.DeleteFunc(days, func(d whomade.Date) bool { return d.Before(from.First()) || to.Last().Before(d) })
}

// loud is the verdicts of a day that are against an element, or that wait for a fact,
// with the leave that covers each.
func (g *course) loud(c *Checker) map[string]state {
	out := loud(c.Element(g.facts, g.makers, g.grades))
	for k, s := range out {
		for _, l := range g.leave {
			if l.Rule == s.Rule && (l.Obligation == "" || l.Obligation == s.Obligation) && (law.Window{From: l.From, To: l.To}).Holds(c.o.AsOf) {
				s.leave = l.ID
				out[k] = s
				break
			}
		}
	}
	return out
}

func loud(list []whomade.Verdict) map[string]state {
	out := map[string]state{}
	for _, v := range list {
		if v.Outcome.Severity() <= whomade.AgainstGuidance.Severity() {
			out[v.Rule+" "+v.Obligation] = state{Verdict: v}
		}
	}
	return out
}

// Turned lists where two lists of verdicts on one element differ, as Timeline does. A
// list of which nothing was judged again is the same list.
func Turned(day whomade.Date, was, is []whomade.Verdict) []whomade.Turn {
	if len(was) == len(is) && (len(was) == 0 || &was[0] == &is[0]) {
		return nil
	}
	return turnsOf(day, loud(was), loud(is))
}

func turnsOf(day whomade.Date, was, is map[string]state) []whomade.Turn {
	var out []whomade.Turn
	for k, v := range is {
		old, ok := was[k]
		if !ok {
			old.Outcome = whomade.NotBound
		}
		if old.Outcome != v.Outcome || ok && (old.Deadline != v.Deadline || old.leave != v.leave) {
			t := whomade.Turn{On: day, Rule: v.Rule, Obligation: v.Obligation, Was: old.Outcome, Is: v.Outcome, Deadline: v.Deadline, Waiver: v.leave}
			if old.leave != v.leave {
				t.WaiverEnded = old.leave
			}
			out = append(out, t)
		}
	}
	for k, v := range was {
		if _, ok := is[k]; !ok {
			out = append(out, whomade.Turn{On: day, Rule: v.Rule, Obligation: v.Obligation, Was: v.Outcome, Is: whomade.NotBound})
		}
	}
	slices.SortFunc(out, func(a, b whomade.Turn) int {
		return cmp.Or(strings.Compare(a.Rule, b.Rule), strings.Compare(a.Obligation, b.Obligation))
	})
	return out
}
