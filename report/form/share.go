package form

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/report"
)

// capped is a share that a rule bounds, by one measure, as the report has it.
type capped struct {
	verdict *whomade.Verdict
	share   whomade.Share
	count   *whomade.ShareCount // nil where nothing was counted
	network string
}

// caps are the shares that the sheet's rules bound: a row for each measure that was
// counted, or one where none was.
func (w filler) caps() []capped {
	var out []capped
	for i := range w.in.Report.Operator.Verdicts {
		v := &w.in.Report.Operator.Verdicts[i]
		if !slices.Contains(w.sheet.Rules, v.Rule) {
			continue
		}
		switch {
		case v.Share != nil:
			for n := range v.Share.Counts {
				out = append(out, capped{v, *v.Share, &v.Share.Counts[n], w.in.Network})
			}
		case slices.ContainsFunc(v.Missing, func(f string) bool { return strings.HasPrefix(f, "share.") }):
			out = append(out, capped{verdict: v})
		}
	}
	slices.SortStableFunc(out, func(a, b capped) int { return cmp.Compare(a.verdict.Obligation, b.verdict.Obligation) })
	return out
}

func (k capped) cell(from string) Cell {
	rule := verdictCell("verdict.rule", k.verdict).Trace
	switch from {
	case "cap.obligation":
		return Cell{Text: k.verdict.Obligation, Trace: rule}
	case "cap.deadline":
		return Cell{Text: k.verdict.Deadline.String(), Trace: rule, Ask: "the duty has no date"}
	case "cap.finding":
		if k.verdict.Outcome == whomade.CannotTell {
			return Cell{Ask: "cannot be told: not known is " + strings.Join(k.verdict.Missing, ", ")}
		}
		return Cell{Text: report.OutcomeText(k.verdict.Outcome), Trace: rule}
	case "cap.stated":
		return Cell{Text: k.share.Stated, Trace: []string{k.network + ": " + k.share.Fact}, Ask: "the operator's own figure is not stated" + prefixed(": ", k.share.Fact)}
	}
	if k.count == nil {
		return Cell{Ask: "no element is known to be counted here: give segments and generations"}
	}
	switch from {
	case "cap.part":
		return Cell{Text: k.share.Measure, Trace: append([]string{"counted: " + k.share.Part}, rule...)}
	case "cap.by":
		return Cell{Text: k.count.By, Trace: []string{"what was counted over the report's elements"}}
	case "cap.most":
		return Cell{Text: report.Percent(k.share.Cap), Trace: rule}
	case "cap.counted":
		return amount(k.count.Makers, k.share.Elements)
	case "cap.total":
		return amount(k.count.Total, nil)
	case "cap.open":
		return amount(k.count.Open, k.share.Undecided)
	case "cap.left_out":
		c := amount(k.count.LeftOut, nil)
		for _, u := range k.share.Unknown {
			c.Trace = append(c.Trace, fmt.Sprintf("%s is not known of %s", u.Fact, report.Count(u.Elements, "element")))
		}
		return c
	case "cap.share":
		c := Cell{Text: k.count.Text, Trace: []string{fmt.Sprintf("%s of %s, by %s; counted by check over the report's elements", report.Number(k.count.Makers), report.Number(k.count.Total), k.count.By)}}
		if k.count.Most > k.count.Least {
			c.Trace = append(c.Trace, "what is not decided or not known makes the difference")
		}
		if k.share.Partial {
			c.Trace = append(c.Trace, "the elements are not said to be the whole network: the count decides nothing")
		}
		return c
	}
	return Cell{}
}

// amount is a sum with elements that make it up.
func amount(n float64, ids []string) Cell {
	c := Cell{Text: report.Number(n), Trace: []string{"counted by check over the report's elements"}}
	if len(ids) > 0 {
		c.Trace = []string{"elements " + strings.Join(ids, " ")}
	}
	return c
}
