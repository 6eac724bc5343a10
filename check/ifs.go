package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/law"
)

// ifs is what would follow if the facts that are missing about the addressee, the
// place or the purchase were such that the duty applies.
func (c *caseOf) ifs(r *law.Rule, o *law.Obligation, v whomade.Verdict) []whomade.If {
	out := []whomade.If{}
	if v.Outcome != whomade.CannotTell {
		return out
	}
	for _, given := range c.guesses(r, o, v) {
		got, ok := c.suppose(given).evaluate(r, o)
		if ok && got.Outcome == whomade.CannotTell {
			given, got = c.worst(r, o, given, got)
		}
		if !ok || got.Outcome == whomade.Allowed || got.Outcome == whomade.NotBound {
			continue
		}
		out = append(out, c.conditional(given, got))
	}
	return out
}

// worst supposes answers to the questions that are left, each the first under
// which the duty still applies, until the outcome is settled.
func (c *caseOf) worst(r *law.Rule, o *law.Obligation, given map[string]string, got whomade.Verdict) (map[string]string, whomade.Verdict) {
	for got.Outcome == whomade.CannotTell && len(got.Missing) > 0 {
		name := got.Missing[0]
		f, _ := c.book.Table().Fact(name)
		values := f.Values
		if f.Type == law.YesNo {
			values = []string{"yes", "no"}
		}
		settled := false
		for _, v := range values {
			more := maps.Clone(given)
			more[name] = v
			next, ok := c.suppose(more).evaluate(r, o)
			open := next.Outcome == whomade.CannotTell
			if !ok || open && (len(next.Missing) == 0 || next.Missing[0] == name) || next.Outcome == whomade.Allowed || next.Outcome == whomade.NotBound {
				continue
			}
			given, got, settled = more, next, true
			break
		}
		if !settled {
			break // a date, a number or a company: no value is the worst
		}
	}
	return given, got
}

// guesses lists the combinations of facts that are worth supposing.
func (c *caseOf) guesses(r *law.Rule, o *law.Obligation, v whomade.Verdict) []map[string]string {
	lacks := func(f string) bool { return slices.Contains(v.Missing, f) }
	base := map[string]string{}
	if lacks("site.country") {
		base["site.country"] = nation(r.Jurisdiction)
	}
	if lacks("operator.country") {
		base["operator.country"] = nation(r.Jurisdiction)
	}
	t, _ := c.termOf(r, o)
	for _, f := range []string{"element.acquired", "element.installed"} {
		if lacks(f) && t.buying {
			from := t.start.Last()
			if !t.by.IsZero() {
				from = t.by.Last().AddDays(1)
			}
			base[f] = from.String() + ".."
		}
	}
	if !lacks("operator.role") {
		if len(base) == 0 {
			return nil
		}
		return []map[string]string{base}
	}
	var out []map[string]string
	for _, a := range orElse(o.Addressees, r.Addressees) {
		g := maps.Clone(base)
		g["operator.role"] = a.Role
		if c.book.Table().RoleCountry(a.Role) == "" && !a.Anywhere && !c.facts.Has("operator.country") {
			g["operator.country"] = nation(r.Jurisdiction)
		}
		out = append(out, g)
	}
	return out
}

// suppose is the case with further facts.
func (c *caseOf) suppose(given map[string]string) *caseOf {
	in := make(map[string]any, len(given))
	for k, v := range given {
		in[k] = v
	}
	f, err := NewFacts(c.book.Table(), in)
	if err != nil {
		return c // cannot be: roles, countries and dates come from the rule itself
	}
	k := newCase(c.book, c.owners, c.known, c.facts.With(f), c.asOf)
	k.scan, k.organisation, k.named, k.counts = c.scan, c.organisation, c.named, c.counts
	return k
}

// conditional words what follows from facts that are supposed.
func (c *caseOf) conditional(given map[string]string, v whomade.Verdict) whomade.If {
	f := whomade.If{Facts: given, Outcome: v.Outcome, Since: v.Since, Deadline: v.Deadline}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(given)) {
		value := given[name]
		switch name {
		case "operator.role":
			parts = append([]string{"you are " + c.book.Table().RoleText(value)}, parts...)
		case "operator.country":
			parts = append(parts, "you act in "+value)
		case "site.country":
			parts = append(parts, "it stands in "+value)
		case "element.acquired":
			parts = append(parts, "it was acquired on or after "+strings.TrimSuffix(value, ".."))
		case "element.installed":
			parts = append(parts, "it was installed on or after "+strings.TrimSuffix(value, ".."))
		case "event":
			parts = append(parts, eventText(value))
		default:
			parts = append(parts, c.supposed(name, value))
		}
	}
	f.Text = "if " + strings.Join(parts, " and ") + ": " + consequence(v)
	return f
}

// supposed words a fact after "if".
func (c *caseOf) supposed(name, value string) string {
	f, ok := c.book.Table().Fact(name)
	switch {
	case ok && f.Type == law.YesNo && value == "yes":
		return f.Meaning
	case ok && f.Type == law.YesNo:
		return "it is not so that " + f.Meaning
	case ok && f.Type == law.Choice:
		return f.Meaning + " is " + value
	}
	return name + " is " + value
}

// consequence words an outcome with its day.
func consequence(v whomade.Verdict) string {
	switch v.Outcome {
	case whomade.Breaks:
		return "breaks since " + v.Since.String()
	case whomade.Due:
		if v.Deadline.IsZero() || v.Deadline == v.Since {
			return "due since " + v.Since.String()
		}
		return "due by " + v.Deadline.String()
	case whomade.AgainstGuidance:
		if v.Since.Before(v.Deadline) {
			return "against guidance that asks for it by " + v.Deadline.String()
		}
		return "against guidance since " + v.Since.String()
	case whomade.CannotTell:
		if len(v.Missing) > 0 {
			return "cannot tell without " + strings.Join(v.Missing, ", ")
		}
	}
	return string(v.Outcome)
}

// eventText words an event after "if".
func eventText(event string) string {
	for _, e := range law.Events {
		if e.ID == event {
			return e.Text
		}
	}
	return "the event is " + event
}

// act is the verdict on an element where a duty forbids an act, such as spending
// a subsidy on it, and nothing is known of such an act: having it is allowed, and
// what would follow from the act is said beside.
func (c *caseOf) act(d *duty) (whomade.Verdict, bool) {
	var v whomade.Verdict
	if d.o.Kind() != law.Acting || c.facts.Has("event") {
		return v, false
	}
	if c.addressed(d.r, orElse(d.o.Addressees, d.r.Addressees)).is == no || c.kit(d.r, d.o).is == no {
		return v, false
	}
	for _, a := range orElse(d.o.Addressees, d.r.Addressees) {
		given := map[string]string{"event": d.o.EventsOf()[0]}
		if !c.facts.Has("operator.role") {
			given["operator.role"] = a.Role
		}
		if c.book.Table().RoleCountry(a.Role) == "" && !a.Anywhere && len(c.nations()) == 0 {
			given["operator.country"] = nation(d.r.Jurisdiction)
		}
		got, ok := c.suppose(given).evaluate(d.r, d.o)
		if !ok || got.Outcome != whomade.Breaks && got.Outcome != whomade.Due && got.Outcome != whomade.AgainstGuidance {
			continue
		}
		// One addressee stands for all: a network's elements are seldom the
		// business of those who bring goods to the market.
		v = got
		v.Outcome, v.Missing, v.Deadline, v.Since = whomade.Allowed, []string{}, whomade.Date{}, whomade.Date{}
		v.Because = []whomade.Because{{Text: "this duty forbids an act, not having it"}}
		v.If = []whomade.If{c.conditional(given, got)}
		break
	}
	return v, v.Rule != ""
}
