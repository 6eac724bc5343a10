package check

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/law"
)

// Element is the verdicts on one element: its facts, the makers it may have
// with their confidence, and the grades of the evidence for them. Every maker
// of the set is judged; the outcome is theirs where it is the same for all, and
// cannot-tell otherwise. Breaks and due further need the confidence of the
// options and evidence of grade A or B. The list is shared between elements and
// must not be changed.
func (c *Checker) Element(subject Facts, makers []whomade.MakerChance, grades string) []whomade.Verdict {
	ids, sure := c.set(makers, grades)
	var space [512]byte
	key := appendWho(subject.appendRead(space[:0], c.reads), ids, sure)
	got, ok := c.judgements.get(key)
	if ok {
		return got
	}
	if got, ok = c.before(key, subject, ids, sure); ok {
		got = c.renew(c.since, got, subject, ids, sure)
	} else {
		got = c.weigh(c.reaching(c.duty, c.reach, ids), subject, ids, sure)
	}
	c.judgements.put(key, got)
	return got
}

// before is what the checker that this one takes over from said.
func (c *Checker) before(key []byte, subject Facts, ids []string, sure bool) ([]whomade.Verdict, bool) {
	if c.past == nil {
		return nil, false
	}
	if !c.sameReads {
		key = appendWho(subject.appendRead(nil, c.past.reads), ids, sure)
	}
	return c.past.get(key)
}

// appendWho adds the makers to a key, and whether they are sure.
func appendWho(b []byte, ids []string, sure bool) []byte {
	for _, id := range ids {
		b = append(append(b, id...), '|')
	}
	return strconv.AppendBool(b, sure)
}

// set is the makers that an element may have, in order, and whether the confidence in
// them and the evidence suffice for breaks and due.
func (c *Checker) set(makers []whomade.MakerChance, grades string) (ids []string, sure bool) {
	total := 0.0
	ids = make([]string, 0, len(makers))
	for _, m := range makers {
		ids = append(ids, m.Maker)
		total += m.Confidence
	}
	slices.Sort(ids)
	// A sum of decimal fractions may fall short of a bound that it meets.
	return slices.Compact(ids), strings.ContainsAny(grades, "AB") && total >= c.o.MinConfidence-1e-9
}

// keyRing is the keys of answers about one element, by the first duty that has each.
type keyRing struct {
	keys []byte
	at   []keyPlace
}

// keyPlace is where a key stands; of one that was not asked for the end is 0.
type keyPlace struct{ from, to int }

var keyRings = sync.Pool{New: func() any { return new(keyRing) }}

// weigh is the verdicts of some duties on an element, the worst first.
func (c *Checker) weigh(duties []reached, subject Facts, ids []string, sure bool) []whomade.Verdict {
	out := []whomade.Verdict{}
	if len(duties) == 0 {
		return out
	}
	facts := c.o.Operator.With(subject)
	cases := []*caseOf{}
	for _, id := range ids {
		cases = append(cases, c.newCase(facts.with("element.maker", id)))
	}
	if len(cases) == 0 {
		cases = append(cases, c.newCase(facts))
	}
	nations := cases[0].jurisdictions()
	if len(nations) == 0 && len(ids) == 0 {
		return out // neither who nor what is known
	}
	own := slices.ContainsFunc(subject.Names(), func(n string) bool { return strings.HasPrefix(n, "operator.") })
	if !own {
		for _, k := range cases {
			k.who = &c.who
		}
	}
	s := keyRings.Get().(*keyRing)
	defer keyRings.Put(s)
	s.keys, s.at = s.keys[:0], append(s.at[:0], make([]keyPlace, len(duties))...)
	for _, d := range duties {
		if len(nations) > 0 && !concerns(d.r, nations) {
			continue
		}
		var got *judged
		if own {
			got = c.judgement(cases, d.duty, sure)
		} else {
			x := &s.at[d.like]
			if x.to == 0 {
				x.from = len(s.keys)
				s.keys = appendWho(facts.appendKey(s.keys, d.names), ids, sure)
				x.to = len(s.keys)
			}
			got = d.remember(s.keys[x.from:x.to], func() *judged { return c.judgement(cases, d.duty, sure) })
		}
		if got.tells {
			out = append(out, got.v)
		}
	}
	sortVerdicts(out)
	return out
}

// remember returns the answer to a question that was asked before.
func (d *duty) remember(key []byte, answer func() *judged) *judged {
	d.mu.RLock()
	got, ok := d.seen[string(key)]
	d.mu.RUnlock()
	if ok {
		return got
	}
	got = answer()
	d.mu.Lock()
	d.seen[string(key)] = got
	d.mu.Unlock()
	return got
}

func (c *Checker) judgement(cases []*caseOf, d *duty, sure bool) *judged {
	v, ok := judge(cases, d, sure || !namesMakers(d))
	if !ok || !c.o.All && !tells(cases, d, v) {
		return &silent
	}
	return &judged{v, true}
}

// silent is what is not worth showing.
var silent judged

// reaching lists those of the duties that may have something to say of one of the
// makers: those about elements that name no maker, or that name one of these or who
// controlled it at any time. It remembers them in known.
func (c *Checker) reaching(duties []*duty, known map[string][]reached, ids []string) []reached {
	key := strings.Join(ids, "|")
	c.mu.RLock()
	got, ok := known[key]
	c.mu.RUnlock()
	if ok {
		return got
	}
	k := c.newCase(c.o.Operator)
	for _, d := range duties {
		kind := d.o.Kind()
		if kind == law.Procedural || kind == law.Capping {
			continue
		}
		if !c.o.All && len(ids) > 0 && namesMakers(d) && !mayReach(k, d, ids) {
			continue
		}
		in := reached{duty: d}
		for _, n := range d.r.Reads(d.o, !allNamed(k, d, ids)) {
			if n != "element.maker" && !strings.HasPrefix(n, "operator.") {
				in.names = append(in.names, n)
			}
		}
		slices.Sort(in.names)
		in.like = slices.IndexFunc(got, func(r reached) bool { return slices.Equal(r.names, in.names) })
		if in.like < 0 {
			in.like = len(got)
		}
		got = append(got, in)
	}
	c.mu.Lock()
	known[key] = got
	c.mu.Unlock()
	return got
}

// allNamed reports whether a duty names each of the makers itself, so that who
// controls them does not matter.
func allNamed(k *caseOf, d *duty, ids []string) bool {
	for _, id := range ids {
		if !slices.ContainsFunc(orElse(d.o.Makers, d.r.Makers), func(m law.Makers) bool { return slices.Contains(m.Named, id) }) {
			return false
		}
		for _, m := range orElse(d.o.Makers, d.r.Makers) {
			if m.Affiliates && k.owners != nil && !slices.Contains(m.Named, id) && k.ties(id, m.Named, oldestKit, endOfTime, true).is != no {
				return false // one group names it, another may reach it by control
			}
		}
	}
	return len(ids) > 0
}

// mayReach reports whether a duty could reach one of the makers at any time, or
// looks at another company than the maker.
func mayReach(k *caseOf, d *duty, ids []string) bool {
	groups := orElse(d.o.Makers, d.r.Makers)
	if len(groups) == 0 {
		return true // it goes by the maker's country
	}
	for _, m := range groups {
		if m.FactOf() != "element.maker" {
			return true
		}
		for _, id := range ids {
			if slices.Contains(m.Named, id) || m.Affiliates && k.owners != nil && k.ties(id, m.Named, oldestKit, endOfTime, true).is != no {
				return true
			}
		}
	}
	return false
}

// judge is the verdict of one obligation over every maker an element may have.
func judge(cases []*caseOf, d *duty, sure bool) (whomade.Verdict, bool) {
	var v whomade.Verdict
	for i, k := range cases {
		k.scan = true
		got, ok := k.evaluate(d.r, d.o)
		if !ok {
			got, ok = k.act(d)
		} else if got.Outcome != whomade.NotBound {
			got.If = k.ifs(d.r, d.o, got)
		}
		switch {
		case !ok:
			return v, false
		case i == 0:
			v = got
		case v.Outcome != got.Outcome:
			return doubt(v, got, "the makers it may have lead to different outcomes"), true
		default:
			v.Missing = union(v.Missing, got.Missing)
			if len(got.If) < len(v.If) {
				v.If = got.If
			}
		}
	}
	if !sure {
		if v.Outcome == whomade.Breaks || v.Outcome == whomade.Due {
			v = doubt(v, v, "the evidence for its maker does not suffice")
		}
		v.If = ifKnown(v.If)
	}
	return v, true
}

// ifKnown drops what would follow only if the maker were sure.
func ifKnown(list []whomade.If) []whomade.If {
	out := []whomade.If{}
	for _, f := range list {
		if f.Outcome != whomade.Breaks && f.Outcome != whomade.Due {
			out = append(out, f)
		}
	}
	return out
}

// doubt is a verdict that the maker's uncertainty leaves open.
func doubt(v, other whomade.Verdict, why string) whomade.Verdict {
	out := v
	if out.Deadline.IsZero() {
		out.Deadline = other.Deadline
	}
	out.Outcome = whomade.CannotTell
	out.Missing = union([]string{"element.maker"}, union(v.Missing, other.Missing))
	out.Because = append(slices.Clone(v.Because), whomade.Because{Fact: "element.maker", Text: why})
	out.If = []whomade.If{}
	return out
}

// namesMakers reports whether an obligation depends on who made the element.
func namesMakers(d *duty) bool {
	return !d.o.AnyMaker && len(orElse(d.o.Makers, d.r.Makers)) > 0 || slices.Contains(d.r.Reads(d.o, false), "element.maker_country")
}

// tells reports whether a verdict is worth showing: it leaves something to do
// or to find out, or the rule speaks of a maker this element may have.
func tells(cases []*caseOf, d *duty, v whomade.Verdict) bool {
	switch v.Outcome {
	case whomade.Breaks, whomade.Due, whomade.AgainstGuidance:
		return true
	case whomade.CannotTell:
		// A power nobody is known to have used is the operator's question, asked once.
		return !slices.Contains(v.Missing, "operator.order_received")
	}
	if len(v.If) > 0 {
		return true
	}
	if !namesMakers(d) || v.Outcome == whomade.NotBound && v.Deadline.IsZero() || d.o.Kind() == law.Acting {
		return false
	}
	for _, k := range cases {
		for _, m := range orElse(d.o.Makers, d.r.Makers) {
			if got := k.makers(&m); got.is == yes || got.is == unknown && len(k.facts.Texts(m.FactOf())) > 0 {
				return true
			}
		}
	}
	return false
}
