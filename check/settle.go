package check

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/law"
)

// Limits on the search for facts that settle a verdict.
const (
	mostFacts   = 4   // facts in one set
	mostAnswers = 600 // combinations of answers tried for one verdict
)

// Settle is verdicts on an element with the smallest sets of facts that can decide
// those that cannot tell. The list given is left as it is.
func (c *Checker) Settle(e whomade.Element, place Facts, verdicts []whomade.Verdict) ([]whomade.Verdict, error) {
	if !slices.ContainsFunc(verdicts, func(v whomade.Verdict) bool { return v.Outcome == whomade.CannotTell }) {
		return verdicts, nil
	}
	own, err := c.FactsOf(e)
	if err != nil {
		return nil, err
	}
	facts := c.o.Operator.With(own.With(place))
	if set := e.MakerSet(); len(set) > 0 {
		facts = facts.with("element.maker", set[0])
	}
	k := c.newCase(facts)
	k.scan = true
	out := c.settle(k, verdicts)
	if ids, sure := c.set(chances(e), e.Grades); len(ids) != 1 || !sure {
		for i := range out {
			out[i].Asks = nil // whoever made it has to be found out as well
		}
	}
	return out, nil
}

// SettleOperator does the same for the verdicts on the organisation.
func (c *Checker) SettleOperator(verdicts []whomade.Verdict) []whomade.Verdict {
	k := c.organisation()
	k.counts = map[*law.Cap]*whomade.Share{}
	for _, v := range verdicts {
		if d := c.find(v); d != nil && v.Share != nil {
			k.counts[d.o.Cap] = v.Share
		}
	}
	return c.settle(k, verdicts)
}

func (c *Checker) settle(k *caseOf, verdicts []whomade.Verdict) []whomade.Verdict {
	out := slices.Clone(verdicts)
	for i, v := range out {
		if v.Outcome != whomade.CannotTell {
			continue
		}
		d := c.find(v)
		if d == nil {
			continue
		}
		if d.o.Cap != nil {
			out[i].SettledBy = k.settledBy(d.r, d.o, v)
			continue
		}
		// The days on which it was bought or made led to what is missing; beyond that
		// they make no difference to which facts settle it.
		names := slices.DeleteFunc(d.r.Reads(d.o, true), func(n string) bool {
			return n == "element.acquired" || n == "element.installed" || n == "element.manufactured"
		})
		slices.Sort(names)
		key := k.facts.keyOf(append(names, "operator.role")) + strings.Join(v.Missing, "|")
		got := d.recall(key, func() settlement {
			return settlement{k.settledBy(d.r, d.o, v), k.asks(d.r, d.o, v)}
		})
		out[i].SettledBy, out[i].Asks = got.by, got.asks
	}
	return out
}

func (c *Checker) find(v whomade.Verdict) *duty {
	for _, d := range c.duty {
		if d.r.ID == v.Rule && d.o.ID == v.Obligation {
			return d
		}
	}
	return nil
}

// recall remembers which facts settle a question.
func (d *duty) recall(key string, answer func() settlement) settlement {
	d.mu.RLock()
	got, ok := d.settled[key]
	d.mu.RUnlock()
	if ok {
		return got
	}
	got = answer()
	d.mu.Lock()
	d.settled[key] = got
	d.mu.Unlock()
	return got
}

// settlement is what settles a verdict.
type settlement struct {
	by   []whomade.Settled
	asks []string
}

// mostAsked is how many facts one verdict may ask for in a row.
const mostAsked = 12

// asks is the facts that decide a verdict together, whatever they are: the one missing
// first is asked for, and under each answer the next. It is empty where some answers
// leave the verdict open.
func (c *caseOf) asks(r *law.Rule, o *law.Obligation, v whomade.Verdict) []string {
	var out []string
	tried := 0
	var ask func(given map[string]string, open []string) bool
	ask = func(given map[string]string, open []string) bool {
		at := slices.IndexFunc(open, func(f string) bool { return given[f] == "" && answerable(f) })
		if at < 0 || len(given) == mostAsked || slices.Contains(open, "element.maker") {
			return false
		}
		fact := open[at]
		values := c.answers(r, o, fact)
		for _, value := range values {
			if tried++; tried > mostAnswers {
				return false
			}
			more := maps.Clone(given)
			more[fact] = value
			got, ok := c.suppose(more).evaluate(r, o)
			if ok && got.Outcome == whomade.CannotTell && !ask(more, got.Missing) {
				return false
			}
		}
		out = union(out, []string{fact})
		return len(values) > 0
	}
	if !ask(map[string]string{}, v.Missing) {
		return nil
	}
	slices.Sort(out)
	return out
}

// answerable reports whether a person can answer a fact: who made a thing is told by
// evidence, and what is done with it is no fact about it.
func answerable(fact string) bool {
	return fact != "element.maker" && fact != "event" && fact != "event_on"
}

// settledBy tries answers to what is missing, one fact more at a time, and keeps
// for each outcome the sets of facts of which no part leads to it.
func (c *caseOf) settledBy(r *law.Rule, o *law.Obligation, v whomade.Verdict) []whomade.Settled {
	out := []whomade.Settled{}
	if o.Cap == nil && slices.Contains(v.Missing, "element.maker") {
		return out // evidence settles it, not an answer
	}
	type step struct {
		given   map[string]string
		missing []string
	}
	todo := []step{{map[string]string{}, v.Missing}}
	tried := map[string]bool{}
	for depth := 1; depth <= mostFacts && len(todo) > 0; depth++ {
		var next []step
		for _, s := range todo {
			for _, fact := range s.missing {
				if _, known := s.given[fact]; known || o.Cap != nil && ofElements(fact) {
					continue
				}
				for _, value := range c.answers(r, o, fact) {
					given := maps.Clone(s.given)
					given[fact] = value
					key := textOf(given)
					if tried[key] || len(tried) >= mostAnswers {
						continue
					}
					tried[key] = true
					got, ok := c.suppose(given).evaluate(r, o)
					switch {
					case !ok:
						got.Outcome = whomade.NotBound
						fallthrough
					case got.Outcome != whomade.CannotTell:
						out = keep(out, slices.Sorted(maps.Keys(given)), got.Outcome)
					default:
						next = append(next, step{given, got.Missing})
					}
				}
			}
		}
		todo = next
	}
	slices.SortFunc(out, func(a, b whomade.Settled) int {
		return cmp.Or(cmp.Compare(len(a.Facts), len(b.Facts)), cmp.Compare(a.Outcome.Severity(), b.Outcome.Severity()), slices.Compare(a.Facts, b.Facts))
	})
	return out
}

func textOf(m map[string]string) string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(m)) {
		b.WriteString(k + "=" + m[k] + "\n")
	}
	return b.String()
}

// keep adds a set unless a part of it already leads to the same outcome.
func keep(list []whomade.Settled, facts []string, outcome whomade.Outcome) []whomade.Settled {
	for _, s := range list {
		if s.Outcome == outcome && !slices.ContainsFunc(s.Facts, func(f string) bool { return !slices.Contains(facts, f) }) {
			return list
		}
	}
	return append(list, whomade.Settled{Facts: facts, Outcome: outcome})
}

// answers are values of a fact that the rule tells apart.
func (c *caseOf) answers(r *law.Rule, o *law.Obligation, fact string) []string {
	f, ok := c.book.Table().Fact(fact)
	if !ok {
		return nil
	}
	asked := r.Values(o, fact)
	t, _ := c.termOf(r, o)
	switch f.Type {
	case law.YesNo:
		return []string{"yes", "no"}
	case law.Choice:
		return append(asked, first(f.Values, asked)...)
	case law.Country:
		return append(asked, nation(r.Jurisdiction), "ZZ")
	case law.Company:
		return append(asked, "another-company")
	case law.Role:
		for _, a := range orElse(o.Addressees, r.Addressees) {
			asked = append(asked, a.Role)
		}
		return append(asked, "private-enterprise")
	case law.Number:
		if o.Cap != nil && o.Cap.Share == fact {
			return []string{"0", "1"}
		}
		return append(asked, "0", "1000000000")
	case law.DateOf:
		var out []string
		for _, d := range []whomade.Date{t.start, t.by} {
			if !d.IsZero() {
				out = append(out, ".."+d.First().AddDays(-1).String(), d.Last().AddDays(1).String()+"..")
			}
		}
		// A date that a duty counts from, or until which a leave runs: long ago, or now.
		return append(append(out, f.Values...), "1990-01-01", c.asOf.String(), c.asOf.AddDays(366).String())
	}
	return asked
}

// first is the first of the values that is not among others.
func first(values, others []string) []string {
	for _, v := range values {
		if !slices.Contains(others, v) {
			return []string{v}
		}
	}
	return nil
}
