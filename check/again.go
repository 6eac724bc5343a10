package check

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/law"
)

// change is what differs between two judgements of the same elements: the duties to
// judge again, and the verdicts of which obligations these take the place of.
type change struct {
	duties []*duty
	gone   map[obligationKey]bool
	reach  map[string][]reached // of the duties, by makers; guarded by the checker's lock
}

type obligationKey struct{ rule, obligation string }

func keyOf(d *duty) obligationKey { return obligationKey{d.r.ID, d.o.ID} }

func (ch *change) add(d *duty) {
	ch.duties = append(ch.duties, d)
	ch.gone[keyOf(d)] = true
}

func newChange() *change {
	return &change{gone: map[obligationKey]bool{}, reach: map[string][]reached{}}
}

// everywhere are the facts on which it hangs whom all rules speak to and of which act:
// with one of them everything is judged again.
var everywhere = []string{"operator.role", "operator.country", "operator.jurisdictions", "operator.order_received", "event", "event_on", "site.country", "site.subdivision"}

// With is a checker under other options that takes over what a change leaves alone: of
// elements that c has judged, only the duties of rules that differ, and those that ask
// for a fact about the operator that differs, are judged again, each once for all
// elements that are alike to it. Both checkers must have the same owners. A change that
// touches everything, such as another day, takes nothing over. What follows is what New
// gives.
func (c *Checker) With(o Options) (*Checker, error) {
	n, err := New(o)
	if err != nil || !c.alike(n) {
		return n, err
	}
	names := differing(c.o.Operator, n.o.Operator)
	if c.touchesAll(names) {
		return n, nil
	}
	old := map[obligationKey]*duty{}
	for _, d := range c.duty {
		old[keyOf(d)] = d
	}
	same := map[string]bool{}
	ch := newChange()
	for i, d := range n.duty {
		was := old[keyOf(d)]
		delete(old, keyOf(d))
		if _, compared := same[d.r.ID]; was != nil && !compared {
			same[d.r.ID] = was.r.Same(d.r)
		}
		if was == nil || !same[d.r.ID] || d.readsOneOf(names) {
			ch.add(d)
		} else {
			n.duty[i] = was // with the answers it gave
		}
	}
	for k := range old {
		ch.gone[k] = true
	}
	n.past, n.since, n.known, n.stated = c.judgements, ch, c.known, c.stated
	n.sameReads = maps.Equal(c.reads, n.reads)
	return n, nil
}

// alike reports whether the answers to a duty that is the same are the same.
func (c *Checker) alike(n *Checker) bool {
	a, b := c.o, n.o
	if a.AsOf != b.AsOf || a.MinConfidence != b.MinConfidence || a.Unsourced != b.Unsourced || a.All != b.All {
		return false
	}
	return a.Book.Table().Agrees(b.Book.Table())
}

// touchesAll reports whether one of the facts bears on every rule.
func (c *Checker) touchesAll(names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		return slices.Contains(everywhere, n) || slices.ContainsFunc(c.Table().Roles(), func(r law.RoleName) bool { return r.Fact == n })
	})
}

// differing lists the facts that are not the same in both.
func differing(a, b Facts) []string {
	var out []string
	for n, v := range a.values {
		if !slices.Equal(v, b.values[n]) {
			out = append(out, n)
		}
	}
	for n := range b.values {
		if _, ok := a.values[n]; !ok {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out
}

// readsOneOf reports whether a duty asks for one of the facts.
func (d *duty) readsOneOf(names []string) bool {
	if len(names) == 0 {
		return false
	}
	return slices.ContainsFunc(d.r.Reads(d.o, true), func(n string) bool { return slices.Contains(names, n) })
}

// Suppose is Judge as if more facts were known of an element. The verdicts of duties
// that do not ask for them are those of Judge.
func (c *Checker) Suppose(e whomade.Element, place, more Facts) ([]whomade.Verdict, error) {
	f, err := c.FactsOf(e)
	if err != nil {
		return nil, err
	}
	return c.state(e, c.Supposed(f.With(place), more, chances(e), e.Grades)), nil
}

// Supposed is Element as if more facts were known.
func (c *Checker) Supposed(was, more Facts, makers []whomade.MakerChance, grades string) []whomade.Verdict {
	ids, sure := c.set(makers, grades)
	var space [512]byte
	key := appendWho(was.appendRead(space[:0], c.reads), ids, sure)
	key = more.appendRead(append(key, 0), nil)
	got, ok := c.supposed.get(key)
	if ok {
		return got
	}
	is := was.With(more)
	names := differing(was, is)
	if c.touchesAll(names) || slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, "operator.") }) {
		got = c.Element(is, makers, grades)
	} else {
		got = c.renew(c.asking(names), c.Element(was, makers, grades), is, ids, sure)
	}
	c.supposed.put(key, got)
	return got
}

// asking is the change that is made of duties which ask for one of the facts.
func (c *Checker) asking(names []string) *change {
	key := strings.Join(names, "|")
	c.mu.Lock()
	defer c.mu.Unlock()
	ch, ok := c.changes[key]
	if !ok {
		ch = newChange()
		for _, d := range c.duty {
			if d.readsOneOf(names) {
				ch.add(d)
			}
		}
		c.changes[key] = ch
	}
	return ch
}

// renew is a list of verdicts after a change. Where nothing becomes of it, it is the
// same list.
func (c *Checker) renew(ch *change, list []whomade.Verdict, subject Facts, ids []string, sure bool) []whomade.Verdict {
	fresh := c.weigh(c.reaching(ch.duties, ch.reach, ids), subject, ids, sure)
	replaced := func(v whomade.Verdict) bool { return ch.gone[obligationKey{v.Rule, v.Obligation}] }
	if len(fresh) == 0 && !slices.ContainsFunc(list, replaced) {
		return list
	}
	out := append(slices.DeleteFunc(slices.Clone(list), replaced), fresh...)
	slices.SortStableFunc(out, func(a, b whomade.Verdict) int {
		return cmp.Compare(c.order[obligationKey{a.Rule, a.Obligation}], c.order[obligationKey{b.Rule, b.Obligation}])
	})
	sortVerdicts(out)
	return out
}
