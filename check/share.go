package check

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/law"
)

// maxSamples is how many elements a share names on each side.
const maxSamples = 40

// quantity is the fact that says for how many units an element stands.
const quantity = "element.quantity"

// mostAmount is the largest number of one element that is taken for a number of what
// it serves. Sums of it stay finite.
const mostAmount = 1e15

// Inventory counts elements for the caps on shares that bind a checker's operator.
// It keeps one record for each combination of the facts that these caps read, not
// for each element. It is not safe for concurrent use.
type Inventory struct {
	c       *Checker
	partial bool
	caps    []*duty
	by      []string            // measures: elements, and the facts that are added up
	names   map[string][]string // facts that the caps read, by makers
	kinds   map[string]*counted
	order   []*counted
	key     []byte // scratch
}

// counted is the elements that are the same to the caps.
type counted struct {
	facts  Facts
	makers []string
	sure   bool
	n      int
	ids    []string
	sums   []sum // by measure
}

// sum is an amount with its bounds, and of how many elements it is not known.
type sum struct {
	law.Span
	stated, unknown int
}

func (s sum) plus(t sum) sum {
	return sum{law.Span{Lo: s.Lo + t.Lo, Hi: s.Hi + t.Hi}, s.stated + t.stated, s.unknown + t.unknown}
}

// Inventory begins to count. partial says that the elements are some items and not
// the whole of the operator's network: then a share is shown and decides nothing.
func (c *Checker) Inventory(partial bool) *Inventory {
	in := &Inventory{c: c, partial: partial, by: []string{whomade.ByElements}, names: map[string][]string{}, kinds: map[string]*counted{}}
	k := c.organisation()
	nations := k.jurisdictions()
	for _, d := range c.duty {
		if d.o.Cap == nil || d.o.Cap.Of.IsZero() || !concerns(d.r, nations) {
			continue
		}
		if v, ok := k.evaluate(d.r, d.o); !ok || v.Outcome == whomade.NotBound {
			continue
		}
		in.caps = append(in.caps, d)
		in.by = union(in.by, d.o.Cap.By)
	}
	return in
}

// Judge is Checker.Judge, and counts the element.
func (in *Inventory) Judge(e whomade.Element, place Facts) ([]whomade.Verdict, error) {
	f, err := in.c.FactsOf(e)
	if err != nil {
		return nil, err
	}
	f = f.With(place)
	in.Add(e.ID, f, chances(e), e.Grades)
	return in.c.verdicts(e, f), nil
}

// Case is an element to be judged, with what is known of the place where it stands.
type Case struct {
	Element *whomade.Element
	Place   Facts
	Part    bool // of another element: it is not counted
}

// JudgeAll is Judge of many elements, on all processors. The error is that of the
// first of them that has one.
func (in *Inventory) JudgeAll(cases []Case) ([][]whomade.Verdict, error) {
	facts, verdicts, errs := make([]Facts, len(cases)), make([][]whomade.Verdict, len(cases)), make([]error, len(cases))
	spread(len(cases), func(i int) {
		e := cases[i].Element
		if facts[i], errs[i] = in.c.FactsOf(*e); errs[i] == nil {
			facts[i] = facts[i].With(cases[i].Place)
			verdicts[i] = in.c.verdicts(*e, facts[i])
		}
	})
	for i, c := range cases {
		if errs[i] != nil {
			return nil, errs[i]
		}
		if !c.Part {
			in.Add(c.Element.ID, facts[i], chances(*c.Element), c.Element.Grades)
		}
	}
	return verdicts, nil
}

// spread calls f for every number below n, on all processors.
func spread(n int, f func(i int)) {
	const share = 64
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+share-1)/share) {
		group.Go(func() {
			for {
				from := int(next.Add(share)) - share
				if from >= n {
					return
				}
				for i := from; i < min(from+share, n); i++ {
					f(i)
				}
			}
		})
	}
	group.Wait()
}

// Suppose is Checker.Suppose, and counts the element as if more were known of it.
func (in *Inventory) Suppose(e whomade.Element, place, more Facts) ([]whomade.Verdict, error) {
	f, err := in.c.FactsOf(e)
	if err != nil {
		return nil, err
	}
	f = f.With(place)
	in.Add(e.ID, f.With(more), chances(e), e.Grades)
	return in.c.state(e, in.c.Supposed(f, more, chances(e), e.Grades)), nil
}

// Add counts an element by its facts, the makers it may have and the grades of the
// evidence for them, as Checker.Element judges it.
func (in *Inventory) Add(id string, subject Facts, makers []whomade.MakerChance, grades string) {
	if len(in.caps) == 0 {
		return
	}
	ids, sure := in.c.set(makers, grades)
	who := strings.Join(ids, "|")
	names, ok := in.names[who]
	if !ok {
		names = in.reads(ids)
		in.names[who] = names
	}
	in.key = appendWho(subject.appendKey(in.key[:0], names), ids, sure)
	kind := in.kinds[string(in.key)]
	if kind == nil {
		kind = &counted{facts: subject.only(names), makers: ids, sure: sure, sums: make([]sum, len(in.by))}
		in.kinds[string(in.key)] = kind
		in.order = append(in.order, kind)
	}
	kind.n++
	if len(kind.ids) < maxSamples {
		kind.ids = append(kind.ids, id)
	}
	for i, by := range in.by {
		kind.sums[i] = kind.sums[i].plus(amount(subject, by))
	}
}

// amount is what one element adds to a measure.
func amount(f Facts, by string) sum {
	fact := by
	if by == whomade.ByElements {
		fact = quantity
	}
	v := f.values[fact]
	switch {
	case len(v) > 0 && v[0].Span.Lo >= 0 && v[0].Span.Lo <= mostAmount:
		return sum{v[0].Span, 1, 0}
	case by == whomade.ByElements:
		return sum{law.Span{Lo: 1, Hi: 1}, 1, 0}
	}
	return sum{law.Span{Lo: 0, Hi: math.Inf(1)}, 0, 1}
}

// reads lists the facts about an element of these makers that the caps read.
func (in *Inventory) reads(ids []string) []string {
	var out []string
	k := in.c.newCase(in.c.o.Operator)
	for _, d := range in.caps {
		names := append([]string{"site.country"}, d.o.Cap.Of.FactNames()...)
		if len(ids) == 0 || !namesMakers(d) || mayReach(k, d, ids) {
			names = append(names, d.r.Reads(d.o, !allNamed(k, d, ids))...)
		}
		out = union(out, names)
	}
	out = slices.DeleteFunc(out, func(n string) bool { return n == "element.maker" })
	slices.Sort(out)
	return out
}

// shares is the share under each cap of what was counted; none where nothing was.
func (in *Inventory) shares() map[*law.Cap]*whomade.Share {
	out := map[*law.Cap]*whomade.Share{}
	if in == nil {
		return out
	}
	for _, d := range in.caps {
		if s := in.share(d); s != nil {
			out[d.o.Cap] = s
		}
	}
	return out
}

// sides is the sums of one measure: what is surely the makers', what may be and what
// is not, each with the least and the most of it that lies in the part.
type sides struct {
	hit, open, other     sum
	makers, total, maybe float64 // as far as they are surely in the part
	left                 float64
}

// share counts one cap.
func (in *Inventory) share(d *duty) *whomade.Share {
	limit := d.o.Cap
	measures := make([]sides, len(in.by))
	gaps := map[string]int{}
	out := &whomade.Share{
		Fact: limit.Share, Cap: limit.Most, Measure: limit.Measure, Part: partText(limit.Of), Partial: in.partial,
		Stated: in.c.o.Operator.text(limit.Share), Counts: []whomade.ShareCount{}, Elements: []string{}, Undecided: []string{}, Unknown: []whomade.UnknownFact{},
	}
	some := false
	for _, kind := range in.order {
		part, hit := in.stands(d, kind)
		if part.is == no {
			continue
		}
		some = true
		for _, f := range union(slices.Clone(part.missing), hit.missing) {
			gaps[f] += kind.n
		}
		switch {
		case part.is == yes && hit.is == yes:
			out.Elements = append(out.Elements, kind.ids...)
		case hit.is == unknown:
			out.Undecided = append(out.Undecided, kind.ids...)
		}
		for i := range measures {
			measures[i].add(part.is, hit.is, kind.sums[i])
		}
	}
	if !some {
		return nil
	}
	for i, by := range in.by {
		m := measures[i]
		all := m.hit.plus(m.open).plus(m.other)
		if i > 0 && (!slices.Contains(limit.By, by) || all.stated == 0) {
			continue
		}
		if all.unknown > 0 {
			gaps[by] += all.unknown
		}
		out.Counts = append(out.Counts, m.count(by, limit.Most))
	}
	if len(out.Counts) > 1 {
		out.Counts = out.Counts[1:] // elements stand in only where no measure of the rule is stated
	}
	for _, f := range slices.Sorted(maps.Keys(gaps)) {
		out.Unknown = append(out.Unknown, whomade.UnknownFact{Fact: f, Elements: gaps[f]})
	}
	slices.SortStableFunc(out.Unknown, func(a, b whomade.UnknownFact) int { return cmp.Compare(b.Elements, a.Elements) })
	for _, list := range []*[]string{&out.Elements, &out.Undecided} {
		slices.Sort(*list)
		*list = (*list)[:min(len(*list), maxSamples)]
	}
	return out
}

// stands says whether elements lie in the part of the network that a cap is about,
// and whether the duty reaches them. Their makers are weighed as in a verdict.
func (in *Inventory) stands(d *duty, kind *counted) (part, hit finding) {
	facts := in.c.o.Operator.With(kind.facts)
	look := func(f Facts) (finding, finding) {
		k := in.c.newCase(f)
		k.scan = true
		part := and(k.placed(d.r, d.o), k.holds(d.o.Cap.Of))
		if part.is == unknown { // whether it is reached matters only where it lies in the part
			k = k.suppose(inside(f, d.o.Cap.Of))
		}
		return part, k.reached(d.r, d.o)
	}
	if len(kind.makers) == 0 {
		return look(facts)
	}
	for i, id := range kind.makers {
		p, h := look(facts.with("element.maker", id))
		if i == 0 {
			part, hit = p, h
			continue
		}
		part, hit = agree(part, p), agree(hit, h)
	}
	if !kind.sure && hit.is == yes && namesMakers(d) {
		hit = missing("element.maker")
	}
	return part, hit
}

// inside is the values that facts which are not known have in a part of the network.
func inside(f Facts, of law.Condition) map[string]string {
	out := map[string]string{}
	for _, t := range of.Terms {
		if t.Fact != "" && len(t.Values) == 1 && !f.Has(t.Fact) {
			out[t.Fact] = t.Values[0]
		}
	}
	return out
}

// agree is what two makers that an element may have lead to.
func agree(a, b finding) finding {
	if a.is != b.is {
		return missing(union([]string{"element.maker"}, union(a.missing, b.missing))...)
	}
	a.missing = union(a.missing, b.missing)
	return a
}

func (m *sides) add(part, hit truth, s sum) {
	if part == yes {
		m.total += s.Lo
		switch hit {
		case yes:
			m.makers += s.Lo
		case unknown:
			m.maybe += s.Lo
		}
	} else {
		m.left += s.Lo
		s.Lo = 0 // it may all lie elsewhere
	}
	switch hit {
	case yes:
		m.hit = m.hit.plus(s)
	case no:
		m.other = m.other.plus(s)
	default:
		m.open = m.open.plus(s)
	}
}

// count is the share with its bounds. It is lowest where as little as possible is the
// makers' and all that is open is not, and highest the other way round.
func (m sides) count(by string, limit float64) whomade.ShareCount {
	c := whomade.ShareCount{
		By: by, Makers: rounded(m.makers), Total: rounded(m.total), Open: rounded(m.maybe), LeftOut: rounded(m.left),
		Least: ratio(m.hit.Lo, m.open.Hi+m.other.Hi, 0), Most: ratio(m.hit.Hi+m.open.Hi, m.other.Lo, 1),
	}
	c.Text = shareText(c.Least, limit)
	if c.Most > c.Least {
		c.Text += " to " + shareText(c.Most, limit)
	}
	return c
}

// ratio is a / (a + b), or none where nothing is there or both have no bound.
func ratio(a, b, none float64) float64 {
	switch {
	case math.IsInf(a, 1):
		return 1
	case a+b == 0:
		return none
	}
	return a / (a + b)
}

// partText words which elements make up a part.
func partText(of law.Condition) string {
	var out []string
	for _, t := range of.Terms {
		switch {
		case t.Not != nil:
			out = append(out, "not "+partText(*t.Not))
		case t.Any != nil:
			var any []string
			for _, c := range t.Any {
				any = append(any, partText(c))
			}
			out = append(out, strings.Join(any, " or "))
		default:
			out = append(out, t.Fact+" "+strings.Join(t.Values, " or "))
		}
	}
	return strings.Join(out, ", ")
}

// share tests whether a share is over its cap. What the operator states decides; what
// was counted stands beside it, and decides where nothing is stated.
func (c *caseOf) share(limit *law.Cap) finding {
	s := c.counts[limit]
	v := c.facts.values[limit.Share]
	if len(v) == 0 {
		if s == nil {
			return missing(limit.Share)
		}
		return countedFinding(s)
	}
	f := missing(limit.Share)
	most := percent(limit.Most)
	switch {
	case v[0].Span.Lo > limit.Most:
		f = found(yes, limit.Share, v[0].Text, "is more than "+most+" of "+limit.Measure)
	case v[0].Span.Hi <= limit.Most:
		f = found(no, limit.Share, v[0].Text, "is not more than "+most+" of "+limit.Measure)
	}
	if s != nil {
		for _, b := range countedBecause(s) {
			b.Text = "the operator's own figure, " + v[0].Text + ", decides; " + b.Text
			f.because = append(f.because, b)
		}
	}
	return f
}

// countedFinding is what a count alone comes to. One measure above the cap suffices; all must
// keep under it.
func countedFinding(s *whomade.Share) finding {
	f := finding{is: no, because: countedBecause(s)}
	for _, n := range s.Counts {
		switch {
		case n.Least > s.Cap:
			f.is = yes
		case n.Most > s.Cap && f.is == no:
			f.is = unknown
		}
	}
	if s.Partial {
		f.is = unknown
		f.because = append(f.because, whomade.Because{Fact: s.Fact, Text: "these items are not said to be the operator's whole inventory, so the count decides nothing"})
	}
	if f.is != unknown {
		return f
	}
	f.missing = []string{s.Fact}
	var open []string
	for _, u := range s.Unknown {
		f.missing = union(f.missing, []string{u.Fact})
		open = append(open, fmt.Sprintf("%s of %d", u.Fact, u.Elements))
	}
	if len(open) > 0 {
		f.because = append(f.because, whomade.Because{Fact: s.Fact, Text: "settled by the operator's own figure, or by what is not known of elements: " + strings.Join(open, ", ")})
	}
	return f
}

// countedBecause words each count with both its numbers and what it is measured by.
func countedBecause(s *whomade.Share) []whomade.Because {
	var out []whomade.Because
	for _, n := range s.Counts {
		what := "elements"
		if n.By != whomade.ByElements {
			what = "in " + n.By
		}
		text := fmt.Sprintf("counted: %s of %s %s (%s)", number(n.Makers), number(n.Total), what, s.Part)
		if n.Open > 0 {
			text += fmt.Sprintf(", %s more with the maker open", number(n.Open))
		}
		if n.LeftOut > 0 {
			text += fmt.Sprintf(", %s that may belong there", number(n.LeftOut))
		}
		out = append(out, whomade.Because{Fact: s.Fact, Value: n.Text, Text: text + ": " + n.Text + "; the cap is " + percent(s.Cap) + " of " + s.Measure})
	}
	return out
}

// shareText is a share in percent with as many decimals as tell it from its cap, one
// at least and six at most.
func shareText(share, limit float64) string {
	for decimals := 1; ; decimals++ {
		s := strconv.FormatFloat(100*share, 'f', decimals, 64)
		if share == limit || decimals == 6 || s != strconv.FormatFloat(100*limit, 'f', decimals, 64) {
			return s + " %"
		}
	}
}

// rounded drops what binary fractions add to a sum of decimal ones.
func rounded(f float64) float64 { return math.Round(f*1e6) / 1e6 }

// number writes an amount without an exponent.
func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
