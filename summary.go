package whomade

import (
	"cmp"
	"slices"
	"strings"
)

// Sure is the confidence from which a maker counts as known.
const Sure = 0.95

// Worst returns the worst of verdicts: the lowest severity, then the earliest
// deadline. ok is false where there is none.
func Worst(verdicts []Verdict) (worst Verdict, ok bool) {
	for _, v := range verdicts {
		if !ok || v.worse(worst) {
			worst, ok = v, true
		}
	}
	return worst, ok
}

// Hypothetical reports whether nothing can be told because it is not known who
// the operator is: what would follow stands in If, and the verdict is no finding.
func (v Verdict) Hypothetical() bool {
	return v.Outcome == CannotTell && (slices.Contains(v.Missing, "operator.role") || slices.Contains(v.Missing, "operator.country"))
}

func (v Verdict) worse(w Verdict) bool {
	if v.Outcome != w.Outcome {
		return v.Outcome.Severity() < w.Outcome.Severity()
	}
	if v.Deadline.IsZero() || w.Deadline.IsZero() {
		return !v.Deadline.IsZero() && w.Deadline.IsZero()
	}
	return v.Deadline.Before(w.Deadline)
}

// CountMakers counts elements by the maker or set of makers they may have,
// largest count first.
func CountMakers(elements []Element) []MakerCount {
	type key struct {
		makers string
		sure   bool
	}
	groups := map[key]*MakerCount{}
	for _, e := range elements {
		makers := e.MakerSet()
		k := key{strings.Join(makers, "|"), e.Maker != "" && e.Confidence >= Sure}
		g := groups[k]
		if g == nil {
			g = &MakerCount{Makers: makers, Sure: k.sure, Segments: map[string]int{}}
			groups[k] = g
		}
		g.Elements++
		g.Segments[e.Segment]++
		if w, ok := Worst(e.Verdicts); ok && !w.Hypothetical() {
			g.count(w)
		}
	}
	out := make([]MakerCount, 0, len(groups))
	for _, g := range groups {
		slices.SortFunc(g.Worst, func(a, b WorstCount) int {
			return cmp.Or(cmp.Compare(a.Outcome.Severity(), b.Outcome.Severity()), a.Deadline.Compare(b.Deadline))
		})
		out = append(out, *g)
	}
	slices.SortFunc(out, func(a, b MakerCount) int {
		return cmp.Or(cmp.Compare(b.Elements, a.Elements), slices.Compare(a.Makers, b.Makers), compareBool(b.Sure, a.Sure))
	})
	return out
}

func (g *MakerCount) count(w Verdict) {
	for i := range g.Worst {
		if g.Worst[i].Outcome == w.Outcome && g.Worst[i].Deadline == w.Deadline {
			g.Worst[i].Elements++
			return
		}
	}
	g.Worst = append(g.Worst, WorstCount{w.Outcome, w.Deadline, 1})
}

// MakerSet is the element's maker, or else its set of possible makers in
// alphabetical order; empty where nothing is known.
func (e Element) MakerSet() []string {
	if e.Maker != "" {
		return []string{e.Maker}
	}
	ids := make([]string, 0, len(e.Makers))
	for _, m := range e.Makers {
		ids = append(ids, m.Maker)
	}
	slices.Sort(ids)
	return ids
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
