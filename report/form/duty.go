package form

import (
	"cmp"
	"github.com/whomade/whomade"
	"github.com/whomade/whomade/report"
	"maps"
	"slices"
)

// duty is one obligation of the sheet's rules with the elements under it.
type duty struct {
	verdict whomade.Verdict
	by      map[whomade.Outcome][]string
	ids     []string
}

func (w filler) duties() []*duty {
	by := map[string]*duty{}
	add := func(v whomade.Verdict, id string) {
		if !slices.Contains(w.sheet.Rules, v.Rule) {
			return
		}
		key := v.Rule + "\x00" + v.Obligation
		d := by[key]
		if d == nil {
			d = &duty{verdict: v, by: map[whomade.Outcome][]string{}}
			by[key] = d
		}
		if d.verdict.Deadline.IsZero() {
			d.verdict.Deadline = v.Deadline
			if v.Deadline.IsZero() && w.in.Deadline != nil {
				d.verdict.Deadline = w.in.Deadline(v.Rule, v.Obligation)
			}
		}
		d.by[v.Outcome] = append(d.by[v.Outcome], id)
		d.ids = append(d.ids, id)
	}
	for _, v := range w.in.Report.Operator.Verdicts {
		add(v, "operator")
	}
	for _, e := range w.in.Report.Elements {
		for _, v := range e.Verdicts {
			add(v, e.ID)
		}
	}
	return slices.SortedFunc(maps.Values(by), func(a, b *duty) int {
		return cmp.Or(a.verdict.Deadline.Compare(b.verdict.Deadline), cmp.Compare(a.verdict.Rule, b.verdict.Rule), cmp.Compare(a.verdict.Obligation, b.verdict.Obligation))
	})
}

func (d *duty) cell(from string) Cell {
	v := d.verdict
	rule := []string{v.Rule + ": " + v.Citation.Text + prefixed(" ", v.Citation.URL)}
	switch from {
	case "duty.rule":
		return Cell{Text: v.Rule, Trace: rule}
	case "duty.title":
		return Cell{Text: v.Citation.Title, Trace: rule}
	case "duty.obligation":
		return Cell{Text: v.Obligation, Trace: rule}
	case "duty.deadline":
		return Cell{Text: v.Deadline.String(), Trace: rule, Ask: "the duty has no date"}
	case "duty.grade":
		return Cell{Text: report.GradeText(v.Grade), Trace: rule}
	case "duty.breaks":
		return counted(d.by[whomade.Breaks])
	case "duty.due":
		return counted(d.by[whomade.Due])
	case "duty.cannot_tell":
		return counted(d.by[whomade.CannotTell])
	case "duty.met":
		return counted(append(slices.Clone(d.by[whomade.Allowed]), d.by[whomade.NotBound]...))
	}
	return counted(d.ids)
}
