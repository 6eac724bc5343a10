package check

import (
	"cmp"
	"container/heap"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/law"
)

// Bounds of a questionnaire: elements listed with one question, and in all, and
// combinations of questions shown with one.
const (
	mostListed = 1000
	mostInAll  = 100_000
	mostJoint  = 3
)

// scope is what the elements of a question have in common, and how narrow it is.
type scope struct {
	per                          string // of law.Pers
	site, segment, makers, model string
}

// askKey is what makes two missing facts one question.
type askKey struct {
	fact string
	scope
}

// asking is a question as it grows.
type asking struct {
	whomade.Asked
	key    askKey
	about  bool // of elements
	within *asking
	parts  []*asking
	joint  map[string]int
	of     []int32 // places of classes, in order
}

// class is elements on which the same verdicts wait, alike in all that a question may
// be asked for.
type class struct {
	verdicts *whomade.Verdict // the first of the shared list
	scope
}

// Questions gathers what verdicts on a network wait for into one list. Each fact is
// asked for as widely as it most often has one value (law.Table.PerOf): of the operator,
// a site, a segment, a maker, or a model. Where a wide question covers several groups
// of elements these follow it, to be answered instead where they differ. The order is
// greedy: next comes what settles most verdicts for each further answer. What only
// evidence can tell, such as the maker, is no question.
func Questions(t *law.Table, elements []whomade.Element, operator []whomade.Verdict) []whomade.Asked {
	q := &questions{t: t, by: map[askKey]*asking{}, bundles: map[string]*bundle{}, elements: elements}
	for _, v := range operator {
		q.wait(v, scope{per: law.PerOperator}, 1, -1)
	}
	classes := map[class]int{}
	var order []class
	for i := range elements {
		e := &elements[i]
		if len(e.Verdicts) == 0 {
			continue
		}
		k := class{&e.Verdicts[0], scope{law.PerModel, e.Site, e.Segment, strings.Join(e.MakerSet(), " "), e.Model}}
		at, ok := classes[k]
		if !ok {
			at = len(order)
			classes[k] = at
			order = append(order, k)
			q.classes = append(q.classes, nil)
		}
		q.classes[at] = append(q.classes[at], int32(i))
	}
	for at, k := range order {
		of := q.classes[at]
		for _, v := range elements[of[0]].Verdicts {
			q.wait(v, k.scope, len(of), at)
		}
	}
	return q.list()
}

// questions is a list of questions as it grows.
type questions struct {
	t        *law.Table
	by       map[askKey]*asking
	bundles  map[string]*bundle // by the questions still open
	elements []whomade.Element
	classes  [][]int32 // places of elements
}

// wait adds a verdict on the n elements of a class to the questions that it waits for.
func (q *questions) wait(v whomade.Verdict, of scope, n, class int) {
	facts, surely := v.Asks, true
	if len(facts) == 0 {
		facts, surely = waits(v), false
	}
	if v.Outcome != whomade.CannotTell || len(facts) == 0 {
		return
	}
	var wide []*asking
	for _, f := range facts {
		steps := q.steps(f, of)
		for _, a := range steps {
			switch {
			case surely && len(facts) == 1:
				a.Settles += n
			case alone(v, f):
				a.May += n
			default:
				a.Helps += n
			}
			if last := len(a.of) - 1; a.about && (last < 0 || a.of[last] != int32(class)) {
				a.of = append(a.of, int32(class))
			}
		}
		wide = append(wide, steps[0])
	}
	if surely {
		q.bundle(wide, n)
	}
}

// steps is the questions about a fact for elements of a scope, the widest first.
func (q *questions) steps(fact string, of scope) []*asking {
	pers := []string{q.t.PerOf(fact)}
	about := of.per != law.PerOperator && ofElements(fact)
	switch {
	case !about:
		pers = []string{law.PerOperator}
	case strings.HasPrefix(fact, "site.") && pers[0] != law.PerSite:
		pers = append(pers, law.PerSite)
	case !strings.HasPrefix(fact, "site.") && pers[0] != law.PerModel:
		pers = append(pers, law.PerModel)
	}
	var out []*asking
	for _, per := range pers {
		k := askKey{fact, narrow(of, per)}
		a := q.by[k]
		if a == nil {
			a = q.newAsking(k, about)
			if len(out) > 0 {
				a.within = out[len(out)-1]
				a.within.parts = append(a.within.parts, a)
			}
			q.by[k] = a
		}
		out = append(out, a)
	}
	return out
}

// ofElements reports whether a fact may have one value for some elements and another
// for others.
func ofElements(fact string) bool {
	for _, p := range []string{"element.", "site.", "supplier.", "contract.", "rule."} {
		if strings.HasPrefix(fact, p) {
			return true
		}
	}
	return false
}

// narrow is the part of a scope that counts for a question of a kind.
func narrow(s scope, per string) scope {
	out := scope{per: per}
	switch per {
	case law.PerSite:
		out.site = s.site
	case law.PerSegment:
		out.segment = s.segment
	case law.PerMaker:
		out.makers = s.makers
	case law.PerModel:
		out.segment, out.makers, out.model = s.segment, s.makers, s.model
	}
	return out
}

// waits lists the facts that a person can answer and a verdict waits for: those
// missing, and those that come into question once these are known.
func waits(v whomade.Verdict) []string {
	if v.Outcome != whomade.CannotTell {
		return nil
	}
	out := slices.Clone(v.Missing)
	for _, s := range v.SettledBy {
		out = union(out, s.Facts)
	}
	return slices.DeleteFunc(out, func(f string) bool { return !answerable(f) })
}

// alone reports whether some answer to one question settles a verdict by itself.
func alone(v whomade.Verdict, fact string) bool {
	return slices.ContainsFunc(v.SettledBy, func(s whomade.Settled) bool { return len(s.Facts) == 1 && s.Facts[0] == fact })
}

func (q *questions) newAsking(k askKey, about bool) *asking {
	a := &asking{key: k, about: about, joint: map[string]int{}}
	a.Fact, a.Text, a.About, a.Allowed = k.fact, question(q.t, k.fact), "the operator", []string{}
	if f, ok := q.t.Fact(k.fact); ok {
		a.Allowed = allowed(q.t, f)
	}
	if about {
		a.About, a.Of = k.about(), k.alike()
		if k.per == law.PerSite && k.site != "" {
			a.Site, a.Of = k.site, nil
		}
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", []string{k.fact, k.per, k.site, k.makers, k.model, k.segment}))
	a.ID = "q-" + hex.EncodeToString(sum[:6])
	return a
}

// about names the elements of a scope.
func (s scope) about() string {
	or := func(v, without string) string {
		if v == "" {
			return without
		}
		return v
	}
	switch s.per {
	case law.PerSite:
		if s.site == "" {
			return "elements at no known site"
		}
		return "site " + s.site
	case law.PerSegment:
		return "segment " + or(s.segment, "not known")
	case law.PerMaker:
		return or(strings.ReplaceAll(s.makers, " ", " | "), "elements of no known maker")
	case law.PerModel:
		who := strings.TrimSpace(or(strings.ReplaceAll(s.makers, " ", " | "), "elements of no known maker") + " " + s.model)
		if s.segment == "" {
			return who
		}
		return who + ", " + s.segment
	}
	return "all elements"
}

// alike is a scope as network.yaml has it.
func (s scope) alike() *whomade.Alike {
	makers := strings.Fields(s.makers)
	a := &whomade.Alike{}
	switch s.per {
	case law.PerSite:
		a.Site = &s.site
	case law.PerSegment:
		a.Segment = &s.segment
	case law.PerMaker:
		a.Makers = &makers
	case law.PerModel:
		a.Segment, a.Makers, a.Model = &s.segment, &makers, &s.model
	}
	return a
}

// bundle is verdicts that the same questions settle together.
type bundle struct {
	open  []*asking // still to be answered, by id
	n     int       // 0: it is part of another one
	place int       // in the heap
}

func (q *questions) bundle(of []*asking, n int) {
	slices.SortFunc(of, func(a, b *asking) int { return strings.Compare(a.ID, b.ID) })
	of = slices.Compact(of)
	b := q.bundles[idsOf(of)]
	if b == nil {
		b = &bundle{open: of}
		q.bundles[idsOf(of)] = b
	}
	b.n += n
}

func idsOf(of []*asking) string {
	var b strings.Builder
	for _, a := range of {
		b.WriteString(a.ID)
	}
	return b.String()
}

// gains is bundles with the one first that settles most for each question.
type gains []*bundle

func (g gains) Len() int { return len(g) }
func (g gains) Less(i, j int) bool {
	a, b := g[i], g[j]
	if x, y := a.n*len(b.open), b.n*len(a.open); x != y {
		return x > y
	}
	return cmp.Or(cmp.Compare(len(a.open), len(b.open)), slices.CompareFunc(a.open, b.open, byWorth)) < 0
}
func (g gains) Swap(i, j int) { g[i], g[j] = g[j], g[i]; g[i].place, g[j].place = i, j }
func (g *gains) Push(x any)   { b := x.(*bundle); b.place = len(*g); *g = append(*g, b) }
func (g *gains) Pop() any {
	last := (*g)[len(*g)-1]
	*g = (*g)[:len(*g)-1]
	return last
}

// byWorth puts the question first that settles and helps most.
func byWorth(a, b *asking) int {
	return cmp.Or(cmp.Compare(b.Settles, a.Settles), cmp.Compare(b.May, a.May), cmp.Compare(b.Helps, a.Helps), cmp.Compare(a.Fact, b.Fact), cmp.Compare(a.About, b.About), cmp.Compare(a.ID, b.ID))
}

// list orders the questions, each with those within it behind it.
func (q *questions) list() []whomade.Asked {
	done := map[*asking]bool{}
	holding := map[*asking][]*bundle{}
	var todo gains
	for _, k := range slices.Sorted(maps.Keys(q.bundles)) {
		b := q.bundles[k]
		for _, a := range b.open {
			holding[a] = append(holding[a], b)
			if len(b.open) > 1 {
				a.joint[k] += b.n
			}
		}
		b.place = len(todo)
		todo = append(todo, b)
	}
	heap.Init(&todo)
	var order []*asking
	for len(todo) > 0 {
		next := slices.SortedFunc(slices.Values(todo[0].open), byWorth)
		for _, a := range next {
			done[a] = true
			order = append(order, a)
			for _, b := range holding[a] {
				if b.n == 0 {
					continue
				}
				b.open = slices.DeleteFunc(slices.Clone(b.open), func(o *asking) bool { return o == a })
				key := idsOf(b.open)
				switch same := q.bundles[key]; {
				case len(b.open) == 0:
					a.Gain += b.n
					heap.Remove(&todo, b.place)
				case same != nil && same != b && same.n > 0 && idsOf(same.open) == key:
					same.n += b.n
					b.n = 0
					heap.Remove(&todo, b.place)
					heap.Fix(&todo, same.place)
				default:
					q.bundles[key] = b
					heap.Fix(&todo, b.place)
				}
			}
		}
	}
	var rest []*asking
	for _, a := range q.by {
		if a.within == nil && !done[a] {
			rest = append(rest, a)
		}
	}
	slices.SortFunc(rest, byWorth)
	out := make([]whomade.Asked, 0, len(q.by))
	room := mostInAll
	for _, a := range append(order, rest...) {
		a.With = q.joints(a)
		slices.SortFunc(a.parts, byWorth)
		if len(a.parts) == 1 { // the same elements again
			a.parts = nil
		}
		for _, x := range append([]*asking{a}, a.parts...) {
			if x != a {
				x.Within = a.ID
			}
			room -= q.elementsOf(x, min(mostListed, room))
			out = append(out, x.Asked)
		}
	}
	return out
}

// elementsOf counts the elements that a question is about and lists the first of them.
func (q *questions) elementsOf(a *asking, most int) int {
	for _, class := range a.of {
		of := q.classes[class]
		a.Count += len(of)
		for _, i := range of[:min(len(of), most-len(a.Elements))] {
			a.Elements = append(a.Elements, q.elements[i].ID)
		}
	}
	slices.Sort(a.Elements)
	return len(a.Elements)
}

// joints is the combinations of questions with which one settles most.
func (q *questions) joints(a *asking) []whomade.Joint {
	var out []whomade.Joint
	for key, n := range a.joint {
		j := whomade.Joint{Settles: n}
		const width = len("q-") + 12
		for ; key != ""; key = key[width:] {
			if id := key[:width]; id != a.ID {
				j.Questions = append(j.Questions, id)
			}
		}
		out = append(out, j)
	}
	slices.SortFunc(out, func(x, y whomade.Joint) int {
		return cmp.Or(cmp.Compare(y.Settles, x.Settles), slices.Compare(x.Questions, y.Questions))
	})
	return out[:min(mostJoint, len(out))]
}

// allowed says which answers a question takes.
func allowed(t *law.Table, f law.Fact) []string {
	switch f.Type {
	case law.YesNo:
		return []string{"yes", "no"}
	case law.Choice:
		return slices.Clone(f.Values)
	case law.DateOf:
		return append(slices.Clone(f.Values), "YYYY-MM-DD", "YYYY-MM", "..YYYY-MM-DD")
	case law.Country:
		return append(slices.Clone(f.Values), "ISO 3166 code")
	case law.Number:
		return []string{"a number"}
	case law.Company:
		return []string{"a company's id"}
	case law.Role:
		var out []string
		for _, r := range t.Roles() {
			out = append(out, r.ID)
		}
		return out
	}
	return []string{"text"}
}
