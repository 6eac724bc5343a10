package check

import (
	"cmp"
	"slices"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/law"
)

// Summarise counts verdicts for the report's summary: per obligation and
// outcome, what would follow if facts were known, and which fact would settle
// most. Only the fields Outcomes, Ifs and Questions are set.
func Summarise(t *law.Table, elements []whomade.Element, operator []whomade.Verdict) whomade.Summary {
	outcomes := map[whomade.OutcomeCount]int{}
	ifs := map[whomade.IfCount]int{}
	asks := map[string]int{}
	for _, group := range alike(elements) {
		// An element counts once per line, however many verdicts say the same.
		said := map[whomade.OutcomeCount]bool{}
		heard := map[whomade.IfCount]bool{}
		for _, v := range group.verdicts {
			if o := outcomeOf(v); !said[o] && !v.Hypothetical() {
				said[o] = true
				outcomes[o] += group.n
			}
			for _, f := range v.If {
				if i := (whomade.IfCount{Jurisdiction: v.Jurisdiction, Rule: v.Rule, Text: f.Text, Outcome: f.Outcome}); !heard[i] {
					heard[i] = true
					ifs[i] += group.n
				}
			}
			open(asks, v, group.n)
		}
	}
	for _, v := range operator {
		open(asks, v, 1)
	}
	s := whomade.Summary{Outcomes: []whomade.OutcomeCount{}, Ifs: []whomade.IfCount{}, Questions: []whomade.Question{}}
	for o, n := range outcomes {
		o.Elements = n
		s.Outcomes = append(s.Outcomes, o)
	}
	for i, n := range ifs {
		i.Elements = n
		s.Ifs = append(s.Ifs, i)
	}
	for f, n := range asks {
		s.Questions = append(s.Questions, whomade.Question{Fact: f, Text: question(t, f), Settles: n})
	}
	slices.SortFunc(s.Outcomes, func(a, b whomade.OutcomeCount) int {
		return cmp.Or(cmp.Compare(a.Outcome.Severity(), b.Outcome.Severity()), a.Deadline.Compare(b.Deadline),
			cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Obligation, b.Obligation))
	})
	slices.SortFunc(s.Ifs, func(a, b whomade.IfCount) int {
		return cmp.Or(cmp.Compare(a.Jurisdiction, b.Jurisdiction), cmp.Compare(a.Outcome.Severity(), b.Outcome.Severity()),
			cmp.Compare(b.Elements, a.Elements), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Text, b.Text))
	})
	slices.SortFunc(s.Questions, func(a, b whomade.Question) int {
		return cmp.Or(cmp.Compare(b.Settles, a.Settles), cmp.Compare(a.Fact, b.Fact))
	})
	return s
}

func outcomeOf(v whomade.Verdict) whomade.OutcomeCount {
	return whomade.OutcomeCount{
		Rule: v.Rule, Obligation: v.Obligation, Jurisdiction: v.Jurisdiction, Title: v.Citation.Title,
		Outcome: v.Outcome, Deadline: v.Deadline, Grade: v.Grade,
	}
}

// group is a list of verdicts and how many elements have it.
type group struct {
	verdicts []whomade.Verdict
	n        int
}

// alike puts elements together that share one list of verdicts, as a Checker
// gives it out.
func alike(elements []whomade.Element) []group {
	type list struct {
		first *whomade.Verdict
		n     int
	}
	var out []group
	at := map[list]int{}
	for i := range elements {
		vs := elements[i].Verdicts
		if len(vs) == 0 {
			continue
		}
		k := list{&vs[0], len(vs)}
		if g, ok := at[k]; ok {
			out[g].n++
			continue
		}
		at[k] = len(out)
		out = append(out, group{vs, 1})
	}
	return out
}

// open counts the facts that a verdict waits for.
func open(asks map[string]int, v whomade.Verdict, n int) {
	if v.Outcome != whomade.CannotTell {
		return
	}
	for _, f := range v.Missing {
		asks[f] += n
	}
}

func question(t *law.Table, fact string) string {
	if f, ok := t.Fact(fact); ok {
		return f.Question
	}
	return fact
}
