package check

import (
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/law"
)

// addressed tests whether the operator is an addressee, and one of which kind.
func (c *caseOf) addressed(r *law.Rule, list []law.Addressee) finding {
	if c.who == nil || len(list) == 0 || !ofOperatorAlone(list) {
		return c.anyOf(r, list)
	}
	got, ok := c.who.Load(&list[0])
	if !ok {
		got, _ = c.who.LoadOrStore(&list[0], c.anyOf(r, list))
	}
	return got.(finding)
}

// ofOperatorAlone reports whether only facts about the operator say who is meant.
func ofOperatorAlone(list []law.Addressee) bool {
	return !slices.ContainsFunc(list, func(a law.Addressee) bool {
		return !a.When.IsZero() && slices.ContainsFunc(a.When.FactNames(), func(n string) bool { return !strings.HasPrefix(n, "operator.") })
	})
}

func (c *caseOf) anyOf(r *law.Rule, list []law.Addressee) finding {
	all := make([]finding, 0, len(list))
	for i := range list {
		got := c.addressee(r, &list[i])
		if got.is == yes {
			return got
		}
		all = append(all, got)
	}
	return or(all...)
}

func (c *caseOf) addressee(r *law.Rule, a *law.Addressee) finding {
	role := c.role(a.Role)
	if c.book.Table().RoleCountry(a.Role) == "" && !a.Anywhere {
		// A general role binds only in the rule's own country.
		at := c.actsIn(r.Jurisdiction)
		if a.Presumed && at.is == unknown {
			at = always
		}
		role = and(role, at)
	}
	when := c.holds(a.When)
	if role.is == unknown && when.is != no {
		return role // the rest is asked once it has the role
	}
	return and(role, when)
}

// role tests whether the operator has a role.
func (c *caseOf) role(id string) finding {
	t := c.book.Table()
	given := c.facts.Texts("operator.role")
	if slices.Contains(given, id) {
		return found(yes, "operator.role", id, "is an addressee")
	}
	for _, g := range given {
		if implies(t, g, id, 0) {
			return found(yes, "operator.role", g, "is an addressee: "+g+" is also "+id)
		}
	}
	want, _ := t.FindRole(id)
	if want.Fact != "" && c.facts.Has(want.Fact) {
		return found(truthOf(c.facts.has(want.Fact, "yes")), want.Fact, c.facts.text(want.Fact), "says whether the operator is "+want.Name)
	}
	// A fact that stands for a role which implies this one.
	for _, other := range t.Roles() {
		if other.Fact != "" && c.facts.has(other.Fact, "yes") && implies(t, other.ID, id, 0) {
			return found(yes, other.Fact, "yes", "makes the operator "+t.RoleText(id))
		}
	}
	if len(given) == 0 {
		return missing("operator.role")
	}
	if want.Ordered && c.facts.has("operator.order_received", "yes") {
		return and(found(yes, "operator.order_received", "yes", "makes the operator "+want.Name), c.actsIn(want.Country))
	}
	if want.Carriers {
		for _, g := range given {
			switch {
			case g == "mobile-operator" || g == "fixed-operator":
				return and(found(yes, "operator.role", g, "is a carrier"), c.actsIn(want.Country))
			case t.RoleCountry(g) == want.Country && (implies(t, g, "mobile-operator", 0) || implies(t, g, "fixed-operator", 0)):
				return found(yes, "operator.role", g, "is a carrier of "+want.Country)
			}
		}
	}
	return found(no, "operator.role", c.facts.text("operator.role"), "is no addressee of this duty: "+t.RoleText(id)+" is")
}

func implies(t *law.Table, have, want string, depth int) bool {
	r, ok := t.FindRole(have)
	if depth > 8 {
		return false
	}
	if !ok {
		// A national role that the table does not have, by its form: a mobile
		// operator of its country is "nl-mobile-operator".
		return t.RoleCountry(have) != "" && t.RoleCountry(want) == "" && have[3:] == want
	}
	return slices.ContainsFunc(r.Implies, func(i string) bool { return i == want || implies(t, i, want, depth+1) })
}

// actsIn tests whether the operator is of a country, or of a member of a union. Its own country counts; the
// jurisdictions it is under count where its country is not given, since a foreign
// operator may be under some of a country's rules only.
func (c *caseOf) actsIn(country string) finding {
	country = nation(country)
	for _, fact := range []string{"operator.country", "operator.jurisdictions"} {
		if !c.facts.Has(fact) {
			continue
		}
		if c.facts.has(fact, country) {
			return found(yes, fact, country, "is the rule's country")
		}
		for _, n := range c.facts.Texts(fact) {
			if c.within(n, country) {
				return found(yes, fact, n, "belongs to "+country)
			}
		}
		return found(no, fact, c.facts.text(fact), "is not the rule's country, "+country)
	}
	abroad := missing("operator.country")
	for _, g := range c.facts.Texts("operator.role") {
		at := c.book.Table().RoleCountry(g)
		if at == country || c.within(at, country) {
			return found(yes, "operator.role", g, "belongs to "+country)
		}
		if at != "" && at != "EU" && at != "NATO" {
			abroad = found(no, "operator.role", g, "belongs to another country than "+country)
		}
	}
	return abroad
}

// within reports whether a country is one of those given, or a member of a union
// given.
func (c *caseOf) within(country string, where ...string) bool {
	return slices.ContainsFunc(where, func(w string) bool {
		return w == country || slices.Contains(c.book.Table().Members(w), country)
	})
}

// placed tests whether the element stands where the rule reaches.
func (c *caseOf) placed(r *law.Rule, o *law.Obligation) finding {
	where := o.Territory
	if len(where) == 0 {
		where = r.Territory
	}
	if len(where) == 0 {
		where = []string{nation(r.Jurisdiction)}
	}
	if slices.Contains(where, "*") {
		return always
	}
	if c.facts.Has("site.country") {
		at := c.facts.text("site.country")
		if c.within(at, where...) {
			return found(yes, "site.country", at, "lies in the rule's territory")
		}
		return found(no, "site.country", at, "lies outside the rule's territory")
	}
	// A question about an instrument is about kit that it can reach. In a scan,
	// kit is taken to stand there only where the operator acts in no other country.
	if !c.scan {
		return always
	}
	for _, n := range c.nations() {
		if !c.within(n, where...) {
			return missing("site.country")
		}
	}
	return always
}

// nations lists the countries that the operator's facts name.
func (c *caseOf) nations() []string {
	var out []string
	add := func(n string) {
		if n != "" && n != "EU" && n != "NATO" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	for _, fact := range []string{"operator.country", "operator.jurisdictions"} {
		for _, n := range c.facts.Texts(fact) {
			add(n)
		}
	}
	for _, g := range c.facts.Texts("operator.role") {
		add(c.book.Table().RoleCountry(g))
	}
	return out
}

// jurisdictions lists whose rules the facts are under: the countries they name for
// the operator and the element, and the unions that those belong to.
func (c *caseOf) jurisdictions() []string {
	out := c.nations()
	for _, fact := range []string{"site.country", "operator.jurisdictions"} {
		out = union(out, c.facts.Texts(fact))
	}
	for _, n := range out {
		out = union(out, c.book.Table().UnionsOf(n))
	}
	return out
}

// inPart reports whether the facts name the part of a country that a jurisdiction
// is, such as US-TX; any fact names a whole country.
func (c *caseOf) inPart(jurisdiction string) bool {
	part, is := strings.CutPrefix(jurisdiction, nation(jurisdiction)+"-")
	return !is || c.facts.has("site.subdivision", jurisdiction) || c.facts.has("site.subdivision", part)
}

// nation is the country of a jurisdiction: US for US-TX.
func nation(jurisdiction string) string {
	if len(jurisdiction) > 3 && jurisdiction[2] == '-' {
		return jurisdiction[:2]
	}
	return jurisdiction
}

// made tests whether one of the groups of makers reaches the element.
func (c *caseOf) made(groups []law.Makers) finding {
	if len(groups) == 0 {
		return always
	}
	list := make([]finding, 0, len(groups))
	for i := range groups {
		got := c.makers(&groups[i])
		if got.is != no { // asked for only where the maker fits
			switch when := c.holds(groups[i].When); {
			case got.is == yes:
				got = and(got, when)
			case when.is == no:
				got = when
			}
		}
		if got.is == yes {
			return got
		}
		list = append(list, got)
	}
	return or(list...)
}

func (c *caseOf) makers(m *law.Makers) finding {
	fact := m.FactOf()
	ids := c.facts.Texts(fact)
	if len(ids) == 0 {
		if m.Claimed {
			return finding{is: no, because: []whomade.Because{{Text: "nothing is said of " + fact}}}
		}
		return missing(fact)
	}
	list := make([]finding, 0, len(ids))
	for _, id := range ids {
		switch {
		case slices.Contains(m.Named, id):
			return found(yes, fact, id, "is named by the rule")
		case m.Affiliates && c.owners != nil:
			list = append(list, c.controlled(fact, id, m))
		default:
			list = append(list, found(no, fact, id, "is not named by the rule"))
		}
	}
	return or(list...)
}

// controlled tests whether a company was under the control of those named when
// the element was made. Without a date of manufacture it is asked for every
// quarter from oldestKit to the day in question; different answers leave the
// date of manufacture to be found out, unless the maker was under control for
// all of the last longUse years. A stake of which it is open whether it is control
// leaves the answer to a person. The other party to a contract is judged on the
// day in question, and so is the maker of a model that is yet to be authorised.
func (c *caseOf) controlled(fact, id string, m *law.Makers) finding {
	lo, hi, told := float64(oldestKit), law.Day(c.day.First()), c.facts.Has("element.manufactured")
	if v := c.facts.values["element.manufactured"]; m.Partner || len(v) == 0 && c.event == "apply-authorisation" {
		lo = min(c.days.Lo, hi)
	} else if len(v) > 0 {
		lo, hi = v[0].Span.Lo, v[0].Span.Hi
		if hi > law.Day(c.day.First()) && lo <= law.Day(c.day.First()) {
			hi = law.Day(c.day.First())
		}
		lo = max(min(oldestKit, hi), lo)
	} else if v := c.facts.values["element.acquired"]; len(v) > 0 && v[0].Span.Hi < hi {
		hi = v[0].Span.Hi
	}
	tie := c.ties(id, m.Named, lo, max(lo, hi), told)
	switch tie.is {
	case yes:
		return found(yes, fact, id, "was controlled by a company the rule names: "+tie.chain)
	case unknown:
		if s := tie.stake; s.Owner != "" {
			f := missing("element.maker_controlled")
			if !told {
				f = missing("element.maker_controlled", "element.manufactured")
			}
			f.because = []whomade.Because{{Fact: fact, Value: id, Text: "is open: whether the holding of " + s.Owner + " in " + s.Company + " (" + s.Share + ") is control by the rule's definition"}}
			return f
		}
		f := missing("element.manufactured")
		f.because = []whomade.Because{{Fact: fact, Value: id, Text: "was controlled by a company the rule names for some of the time only: " + tie.chain}}
		return f
	}
	return found(no, fact, id, "is not named by the rule, and no control by a company it names is known")
}
