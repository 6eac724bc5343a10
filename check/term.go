package check

import (
	"strconv"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/law"
)

// term is when a duty binds, and by when it is due.
type term struct {
	start, by, end whomade.Date
	binds          whomade.Date // start, or the rule's own day where that lies in the month or year it gives
	buying         bool         // until its "by" day the act is lawful and nothing is due
}

// deadline is the date by which the duty is due, or from which it binds.
func (t term) deadline() whomade.Date {
	if t.by.IsZero() {
		return t.start
	}
	return t.by
}

// blur is the date that is known too roughly.
func (t term) blur() whomade.Date {
	if t.by.IsZero() {
		return t.start
	}
	return t.by
}

// text says in words how the dates led to an outcome.
func (t term) text(o whomade.Outcome) string {
	switch {
	case o == whomade.CannotTell || t.by.IsZero():
		return "binds from " + t.start.String()
	case o == whomade.Due:
		return "in force, due by " + t.by.String()
	}
	return "was due by " + t.by.String()
}

// phase is where a day lies in a term.
type phase int8

const (
	before  phase = iota // not in force yet
	blurred              // inside the month or year that is all the sources give
	running              // in force, still to be met by a later day
	over                 // in force, and to be met now
	lapsed
)

// at is where one day lies.
func (t term) at(day float64) phase {
	switch {
	case !t.end.IsZero() && day > law.Day(t.end.Last()):
		return lapsed
	case day < law.Day(t.binds):
		return before
	case day < law.Day(t.binds.Last()):
		return blurred
	case t.by.IsZero() || t.buying:
		return over
	case day <= law.Day(t.by):
		return running
	case day <= law.Day(t.by.Last()):
		return blurred
	}
	return over
}

// phase is where the day of the event lies. Where the days it may be lie apart,
// the day is missing.
func (c *caseOf) phase(t term) (phase, finding) {
	lo, hi := t.at(c.days.Lo), t.at(c.days.Hi)
	if lo == hi {
		return hi, always
	}
	return blurred, missing("event_on")
}

// termOf is an obligation's term. The finding is unknown where its date hangs
// on a fact that is missing.
func (c *caseOf) termOf(r *law.Rule, o *law.Obligation) (term, finding) {
	t := term{start: o.From, by: o.By, end: o.To, buying: c.kind(o) == law.Acquiring || c.kind(o) == law.Installing}
	if t.start.IsZero() {
		t.start = r.From
	}
	if t.start.IsZero() {
		t.start = r.Announced
	}
	if t.end.IsZero() {
		t.end = r.To
	}
	if t.binds = t.start; t.start.Day == 0 && r.From.Day != 0 && !r.From.Before(t.start.First()) && !t.start.Last().Before(r.From) {
		t.binds = r.From
	}
	if o.After == nil {
		return t, always
	}
	v := c.facts.values[o.After.Fact]
	if len(v) == 0 || v[0].Span.Lo != v[0].Span.Hi {
		return t, missing(o.After.Fact)
	}
	t.by = o.After.From(law.DayOf(v[0].Span.Lo))
	return t, found(yes, o.After.Fact, v[0].Text, "sets the date")
}

// deed tests whether what the duty forbids was done while it bound. A duty on
// operating forbids what is there; one on buying or installing looks at the day
// of the purchase or installation.
func (c *caseOf) deed(o *law.Obligation, t term) finding {
	kind := c.kind(o)
	if kind == law.Procedural {
		return c.met(o)
	}
	if !t.buying || o.Use && c.event == "operate" {
		return always
	}
	fact, span := "event_on", c.days
	if c.event == "operate" {
		if fact, span = "element.acquired", c.acquired(); kind == law.Installing {
			fact, span = "element.installed", c.installed()
		}
	}
	first, last := law.Day(t.binds), law.Day(t.binds.Last())
	if !t.by.IsZero() {
		first, last = law.Day(t.by.First().AddDays(1)), law.Day(t.by.Last().AddDays(1))
	}
	about, value := fact, c.facts.text(fact)
	text := "is"
	if value == "" { // the as-of date itself, or a day bounded by other facts
		about, text = "", "its day is"
	}
	switch {
	case span.Hi < first:
		return found(no, about, value, text+" before the duty began to bite on "+law.DayOf(first).String())
	case span.Lo >= last:
		return found(yes, about, value, text+" on or after "+law.DayOf(last).String())
	}
	return missing(fact)
}

// met tests a procedural duty: it is violated where the facts say it was not met.
func (c *caseOf) met(o *law.Obligation) finding {
	if o.Met.IsZero() {
		return always
	}
	return not(c.holds(o.Met))
}

// acquired is the days on which the element may have been acquired.
func (c *caseOf) acquired() law.Span {
	s := law.Span{Lo: 0, Hi: c.days.Hi}
	if v := c.facts.values["element.installed"]; len(v) > 0 {
		s.Hi = min(s.Hi, v[0].Span.Hi)
	}
	if v := c.facts.values["element.acquired"]; len(v) > 0 {
		s.Lo, s.Hi = v[0].Span.Lo, v[0].Span.Hi
	}
	return s
}

// installed is the days on which the element may have been installed.
func (c *caseOf) installed() law.Span {
	s := law.Span{Lo: 0, Hi: c.days.Hi}
	if v := c.facts.values["element.acquired"]; len(v) > 0 {
		s.Lo = v[0].Span.Lo
	}
	if v := c.facts.values["element.installed"]; len(v) > 0 {
		s.Lo, s.Hi = v[0].Span.Lo, v[0].Span.Hi
	}
	return s
}

// percent writes a share as a percentage.
func percent(share float64) string {
	return strconv.FormatFloat(share*100, 'f', -1, 64) + " %"
}
