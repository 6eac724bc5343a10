package main

import (
	"slices"

	"github.com/whomade/whomade"
)

// compare says what changed since an earlier report, finding by finding.
func compare(old, now *whomade.Report) *whomade.Changes {
	before, after := findings(old), findings(now)
	c := &whomade.Changes{New: []string{}, Gone: []string{}}
	for f := range after {
		if before[f] {
			c.Same++
		} else {
			c.New = append(c.New, f)
		}
	}
	for f := range before {
		if !after[f] {
			c.Gone = append(c.Gone, f)
		}
	}
	slices.Sort(c.New)
	slices.Sort(c.Gone)
	return c
}

// findings names each verdict that is against an element or the operator.
func findings(r *whomade.Report) map[string]bool {
	m := map[string]bool{}
	add := func(id string, vs []whomade.Verdict) {
		for _, v := range vs {
			if v.Outcome.Severity() <= whomade.AgainstGuidance.Severity() && !v.Waived() {
				m[finding(id, v)] = true
			}
		}
	}
	add("operator", r.Operator.Verdicts)
	for _, e := range r.Elements {
		add(e.ID, e.Verdicts)
	}
	return m
}

// finding names one verdict on an element or the operator.
func finding(id string, v whomade.Verdict) string {
	return id + " " + v.Rule + " " + v.Obligation + " " + string(v.Outcome)
}
