package check

import (
	"strings"

	"github.com/whomade/whomade/knowledge/law"
)

// holds tests a condition.
func (c *caseOf) holds(cond law.Condition) finding {
	if len(cond.Terms) == 0 {
		return always
	}
	list := make([]finding, 0, len(cond.Terms))
	for i := range cond.Terms {
		got := c.term(&cond.Terms[i])
		if got.is == no {
			return got
		}
		list = append(list, got)
	}
	return and(list...)
}

func (c *caseOf) term(t *law.Term) finding {
	switch {
	case t.Not != nil:
		if f, ok := c.elsewhere(t.Not); ok {
			return f
		}
		return not(c.holds(*t.Not))
	case t.Any != nil:
		list := make([]finding, 0, len(t.Any))
		for _, cond := range t.Any {
			list = append(list, c.holds(cond))
		}
		return or(list...)
	}
	values := c.facts.values[t.Fact]
	if company, is := law.SeatOf[t.Fact]; is && len(values) == 0 {
		if !c.facts.Has(company) {
			return missing(company)
		}
		values = c.seats(company)
	}
	if len(values) == 0 {
		return missing(t.Fact)
	}
	is := no
	for _, v := range values {
		is = max(is, within(v, t))
	}
	text := "is " + strings.Join(t.Values, " or ")
	switch is {
	case no:
		text = "is not " + strings.Join(t.Values, " or ")
	case unknown:
		// The value given is a range that the bound cuts through.
		return missing(t.Fact)
	}
	return found(is, t.Fact, joined(values), text)
}

// seats is the countries of the companies that a fact holds, where all are known.
func (c *caseOf) seats(company string) []law.Value {
	var out []law.Value
	for _, id := range c.facts.Texts(company) {
		if c.owners == nil || c.owners.Country(id) == "" {
			return nil
		}
		out = append(out, law.Value{Text: c.owners.Country(id)})
	}
	return out
}

// elsewhere tests "not" of a fact that has several countries, such as those where
// the stages of production lie: it holds where one of them is another.
func (c *caseOf) elsewhere(cond *law.Condition) (finding, bool) {
	if len(cond.Terms) != 1 || cond.Terms[0].Type != law.Country {
		return always, false
	}
	t := &cond.Terms[0]
	values := c.facts.values[t.Fact]
	if len(values) < 2 {
		return always, false
	}
	for _, v := range values {
		if within(v, t) == no {
			return found(yes, t.Fact, c.facts.text(t.Fact), "is also another than "+strings.Join(t.Values, " or ")), true
		}
	}
	return found(no, t.Fact, c.facts.text(t.Fact), "is "+strings.Join(t.Values, " or ")), true
}

// within tests one value against the values of a term.
func within(v law.Value, t *law.Term) truth {
	is := no
	for i, want := range t.Values {
		if v.Text == want {
			return yes
		}
		if t.Type != law.DateOf && t.Type != law.Number || v.Span == (law.Span{}) || t.Spans[i] == (law.Span{}) {
			continue
		}
		s := t.Spans[i]
		switch {
		case v.Span.Lo >= s.Lo && v.Span.Hi <= s.Hi:
			return yes
		case v.Span.Hi >= s.Lo && v.Span.Lo <= s.Hi:
			is = unknown
		}
	}
	return is
}
