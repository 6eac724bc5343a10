package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
	"github.com/whomade/whomade/network"
)

func readWaivers(file string) (network.Waivers, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	w, err := network.LoadWaivers(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return w, nil
}

// waive puts the register's waivers beside the findings that they cover. A finding
// under a waiver that counts is none; one whose waiver has expired counts, and the
// report says so.
func (j *judgement) waive() {
	if j.waivers == nil {
		return
	}
	count := &whomade.WaivedCount{}
	expired := map[string]whomade.Date{}
	put := func(list []whomade.Verdict, e *whomade.Element) []whomade.Verdict {
		var names []string
		if e != nil {
			names = j.namesOf(e)
		}
		cloned := false
		for i, v := range list {
			if v.Outcome.Severity() > whomade.AgainstGuidance.Severity() {
				continue
			}
			w := j.waivers.For(v, e, names, j.report.AsOf)
			if w == nil {
				continue
			}
			if !cloned { // elements share their lists
				list, cloned = slices.Clone(list), true
			}
			list[i].Waiver = w
			if w.Expired {
				count.Expired++
				expired[w.ID] = w.Expires
			} else {
				count.Waived++
			}
		}
		return list
	}
	r := j.report
	for i := range r.Elements {
		r.Elements[i].Verdicts = put(r.Elements[i].Verdicts, &r.Elements[i])
	}
	r.Operator.Verdicts = put(r.Operator.Verdicts, nil)
	r.Summary.Waived = count
	for _, w := range j.waivers {
		if on, ok := expired[w.ID]; ok {
			j.Diagnose(whomade.Diagnostic{Severity: whomade.SeverityWarning, Name: j.flags.waivers, Message: fmt.Sprintf("waiver %s expired on %s: what it covered counts again", w.ID, on)})
		}
	}
}

// leave is the waivers that cover findings on an element, as its timeline takes them.
func (j *judgement) leave(e *whomade.Element) []check.Leave {
	var out []check.Leave
	for _, w := range j.waivers.Over(e, j.namesOf(e)) {
		out = append(out, check.Leave{ID: w.ID, Rule: w.Rule, Obligation: w.Obligation, From: w.Granted, To: w.Expires})
	}
	return out
}
