package check

import (
	"slices"
	"strings"
	"sync"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/law"
)

// caseOf is one question: facts on a day, under the law as known on another.
type caseOf struct {
	book   *law.Book
	owners law.Owners
	known  *tieTable
	facts  Facts
	asOf   whomade.Date // state of the law
	event  string
	days   law.Span     // of the event: one day, or the days it may be
	day    whomade.Date // last of them

	scan         bool // a duty whose day is not known is a verdict all the same
	organisation bool // about the operator, whatever its elements are
	named        bool // the obligation was asked for by name

	who    *sync.Map                   // whom duties bind, where nothing but the checker's operator decides that
	counts map[*law.Cap]*whomade.Share // shares that were counted
}

// newCase reads the event and its day from the facts.
func newCase(book *law.Book, owners law.Owners, known *tieTable, facts Facts, asOf whomade.Date) *caseOf {
	c := &caseOf{book: book, owners: owners, known: known, facts: facts, asOf: asOf.First(), event: "operate"}
	if e := facts.Texts("event"); len(e) > 0 {
		c.event = e[0]
	}
	c.days = law.Span{Lo: law.Day(asOf), Hi: law.Day(asOf)}
	if v := facts.values["event_on"]; len(v) > 0 {
		c.days = v[0].Span
	}
	c.day = law.DayOf(c.days.Hi)
	return c
}

// evaluate is the verdict of one obligation; ok is false where it yields none.
func (c *caseOf) evaluate(r *law.Rule, o *law.Obligation) (v whomade.Verdict, ok bool) {
	if c.asOf.Before(r.Announced.First()) || !o.Known.Holds(c.asOf) || !c.speaks(o) {
		return v, false
	}
	v = whomade.Verdict{
		Rule: r.ID, Obligation: o.ID, Jurisdiction: r.Jurisdiction, Binding: r.Binding, Grade: r.GradeOf(o),
		Citation: r.Cite(), Because: []whomade.Because{}, Missing: []string{}, If: []whomade.If{},
	}
	term, due := c.termOf(r, o)

	who := c.addressed(r, orElse(o.Addressees, r.Addressees))
	if o.Do == "may-continue" {
		who = always
	}
	if who.is == no {
		return conclude(v, whomade.NotBound, who), true
	}
	place := always
	if !c.organisation {
		place = c.placed(r, o)
	}
	if place.is == no {
		return conclude(v, whomade.NotBound, place), true
	}
	phase, timing := c.phase(term)
	switch phase {
	case lapsed:
		return conclude(v, whomade.NotBound, said("no longer in force since "+term.end.Last().AddDays(1).String())), true
	case before:
		v.Deadline = term.deadline()
		v.Since = term.start
		return conclude(v, whomade.NotBound, said("not yet in force: binds from "+term.start.String())), true
	}

	kit := c.kit(r, o)
	if o.Kind() == law.Permitting {
		return permit(v, o, and(who, place, kit, timing))
	}
	switch {
	case kit.is == no && kit.off:
		return conclude(v, whomade.NotBound, kit), true
	case kit.is == no:
		return conclude(v, whomade.Allowed, kit), true
	}
	deed := c.deed(o, term)
	if deed.is == unknown && phase == running && o.Kind() == law.Procedural {
		deed = always // due until its day, unless it is known to have been done
	}
	if deed.is == no {
		return conclude(v, whomade.Allowed, deed), true
	}
	v.Deadline = term.deadline()
	all := and(who, place, kit, deed, due, timing)
	v.Since = term.start
	if all.is == unknown {
		return conclude(v, whomade.CannotTell, all), true
	}
	outcome := whomade.Breaks
	switch {
	case phase == blurred:
		outcome = whomade.CannotTell
		all.because = append(all.because, said("the sources give the date no closer than "+term.blur().String()).because...)
	case phase == running, o.Kind() == law.Procedural && o.Met.IsZero() && term.by.IsZero():
		outcome = whomade.Due
	case o.Kind() == law.Procedural && o.Met.IsZero():
		outcome = whomade.CannotTell
		all.because = append(all.because, said("its day has passed, and no fact tells whether it was met").because...)
	case !term.by.IsZero():
		v.Since = term.by.Last().AddDays(1)
	}
	if !r.Binding && outcome != whomade.CannotTell {
		outcome = whomade.AgainstGuidance
	}
	all.because = append(all.because, said(term.text(outcome)).because...)
	return conclude(v, outcome, all), true
}

// permit is the verdict of what a rule leaves open or offers.
func permit(v whomade.Verdict, o *law.Obligation, f finding) (whomade.Verdict, bool) {
	switch {
	case f.is == yes:
		return conclude(v, whomade.Allowed, and(f, said(o.What))), true
	case o.Do == "may-continue":
		return v, false // nothing is said of what the rule does not reach
	case f.is == unknown:
		return conclude(v, whomade.CannotTell, f), true
	}
	return conclude(v, whomade.NotBound, f), true
}

// speaks reports whether the obligation has anything to say of the event.
func (c *caseOf) speaks(o *law.Obligation) bool {
	kind := c.kind(o)
	if kind == law.Procedural && c.named || slices.Contains(o.EventsOf(), c.event) {
		return true
	}
	// A duty of the operator that is asked for by its name, without an event.
	if kind == law.Operating && c.named && !c.scan && slices.Contains(o.EventsOf(), "annual-report") && !c.facts.Has("event") {
		return true
	}
	if c.event != "operate" || kind != law.Acquiring && kind != law.Installing {
		return false
	}
	return c.scan || c.facts.Has("element.acquired") || c.facts.Has("element.installed")
}

// kind is what a duty looks at. A question may say when goods were acquired, and
// so when they were imported; in a scan, a duty on imports is about the act.
func (c *caseOf) kind(o *law.Obligation) law.Kind {
	if o.Act && o.Do == "no-import-market" && !c.scan {
		return law.Acquiring
	}
	return o.Kind()
}

// kit tests whether the rule reaches the equipment and, of a cap, whether it is
// exceeded. What a count was made of was tested element by element.
func (c *caseOf) kit(r *law.Rule, o *law.Obligation) finding {
	switch {
	case o.Cap == nil:
		return c.reached(r, o)
	case c.counts[o.Cap] != nil && !c.facts.Has(o.Cap.Share):
		return c.share(o.Cap)
	}
	return and(c.reached(r, o), c.share(o.Cap))
}

// reached tests whether the rule reaches the equipment. Each of several companies that
// made parts of it is looked at alone: an exception for one frees no other.
func (c *caseOf) reached(r *law.Rule, o *law.Obligation) finding {
	for _, m := range orElse(o.Makers, r.Makers) {
		ids := c.facts.Texts(m.FactOf())
		if len(ids) < 2 || o.AnyMaker {
			continue
		}
		list := make([]finding, 0, len(ids))
		for _, id := range ids {
			k := *c
			k.facts = c.facts.with(m.FactOf(), id)
			list = append(list, k.reached(r, o))
		}
		return or(list...)
	}
	made := always
	if !o.AnyMaker {
		made = c.made(orElse(o.Makers, r.Makers))
	}
	list := []finding{made, c.holds(r.When), c.holds(o.When)}
	if o.Kind() == law.Procedural && o.Met.IsZero() || c.organisation && o.Kind() != law.Procedural {
		for i := range list {
			list[i] = ofOperator(list[i])
		}
	}
	for _, group := range [][]law.Exception{r.Exceptions, o.Exceptions} {
		for i := range group {
			list = append(list, c.excepted(&group[i], o.Kind() == law.Procedural && o.Met.IsZero()))
		}
	}
	return and(list...)
}

// ofOperator drops what is missing about elements where a duty is the operator's:
// it is there for whatever elements there are.
func ofOperator(f finding) finding {
	return without(f, func(m string) bool {
		return strings.HasPrefix(m, "element.") || strings.HasPrefix(m, "site.")
	})
}

// without drops what is missing and need not be known: what is open for that alone
// holds.
func without(f finding, drop func(fact string) bool) finding {
	if f.is != unknown {
		return f
	}
	f.missing = slices.DeleteFunc(slices.Clone(f.missing), drop)
	if len(f.missing) == 0 {
		return always
	}
	return f
}

// excepted tests that an exception does not free the equipment.
func (c *caseOf) excepted(e *law.Exception, procedural bool) finding {
	if !e.Known.Holds(c.asOf) || !(law.Window{From: e.From, To: e.To}).Holds(c.day) {
		return always
	}
	f := and(without(c.holds(e.When), func(m string) bool { return slices.Contains(e.Presumed, m) }), c.runs(e.Since, true), c.runs(e.Until, false))
	switch {
	case f.is == unknown && (e.Claimed || ofOperator(f).is == yes && (c.organisation || procedural)):
		return always
	case f.is == no:
		return always
	case f.is == yes:
		f.is, f.off = no, e.Suspends
		f.because = append(f.because, whomade.Because{Text: "exception: " + e.Text})
	}
	return f
}

// runs tests that the date a fact holds has come (since) or has not passed.
func (c *caseOf) runs(fact string, since bool) finding {
	if fact == "" {
		return always
	}
	v := c.facts.values[fact]
	switch {
	case len(v) == 0 && since:
		return always // the day it began is not asked for
	case len(v) == 0:
		return missing(fact)
	case v[0].Span == law.Span{}: // a word such as none
		return found(no, fact, v[0].Text, "is no date")
	case since:
		return found(truthOf(v[0].Span.Lo <= c.days.Lo), fact, v[0].Text, "is when it began")
	}
	return found(truthOf(v[0].Span.Hi >= c.days.Hi), fact, v[0].Text, "is until when it runs")
}

// conclude sets the outcome with its reasons.
func conclude(v whomade.Verdict, outcome whomade.Outcome, f finding) whomade.Verdict {
	v.Outcome = outcome
	v.Because = append(v.Because, f.because...)
	if outcome == whomade.CannotTell {
		v.Missing = append(v.Missing, f.missing...)
		if len(f.missing) > 0 {
			v.Because = append(v.Because, whomade.Because{Text: "not known: " + strings.Join(f.missing, ", ")})
		}
	}
	return v
}

// said is a reason that no fact of the case gives.
func said(text string) finding {
	return finding{is: yes, because: []whomade.Because{{Text: text}}}
}

func orElse[T any](own, other []T) []T {
	if len(own) > 0 {
		return own
	}
	return other
}
