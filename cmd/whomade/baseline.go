package main

import (
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/report"
)

// compare says what changed since an earlier report, finding by finding.
func compare(old, now *whomade.Report) *whomade.Changes {
	before, after := findings(old), findings(now)
	c := &whomade.Changes{New: []string{}, Gone: []string{}}
	for f, text := range after {
		if _, ok := before[f]; ok {
			c.Same++
		} else {
			c.New = append(c.New, text)
		}
	}
	for f, text := range before {
		if _, ok := after[f]; !ok {
			c.Gone = append(c.Gone, text)
		}
	}
	slices.Sort(c.New)
	slices.Sort(c.Gone)
	return c
}

// operator stands for the element in a finding on the operator.
const operator = "operator"

// findings is each verdict against an element or the operator that no waiver
// covers: what it is, by the fingerprint of the element, and how a person reads it.
func findings(r *whomade.Report) map[string]string {
	m := map[string]string{}
	add := func(fingerprint, text string, vs []whomade.Verdict) {
		for _, v := range vs {
			if v.Outcome.Severity() <= whomade.AgainstGuidance.Severity() && !v.Waived() {
				m[finding(fingerprint, v)] = finding(text, v)
			}
		}
	}
	add(operator, operator, r.Operator.Verdicts)
	names := r.Fingerprints()
	for i, e := range r.Elements {
		add(names[i], strings.Join(strings.Fields(e.ID+" "+strings.Join(e.MakerSet(), "|")+" "+report.Clean(e.Model)), " "), e.Verdicts)
	}
	return m
}

// finding names one verdict on an element or the operator.
func finding(about string, v whomade.Verdict) string {
	return about + " " + v.Rule + " " + v.Obligation + " " + string(v.Outcome)
}
