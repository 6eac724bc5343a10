package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
	"github.com/whomade/whomade/report/questionnaire"
)

// window is a span of days; a zero date is open.
type window struct{ from, to whomade.Date }

// parseWindow reads "FROM..TO"; nil for no text.
func parseWindow(s string) (*window, error) {
	if s == "" {
		return nil, nil
	}
	lo, hi, ok := strings.Cut(s, "..")
	if !ok {
		return nil, fmt.Errorf("%q: want two dates, FROM..TO", s)
	}
	from, err := whomade.ParseDate(lo)
	if err != nil {
		return nil, err
	}
	to, err := whomade.ParseDate(hi)
	if err != nil {
		return nil, err
	}
	if !from.IsZero() && !to.IsZero() && to.Last().Before(from.First()) {
		return nil, fmt.Errorf("%q ends before it begins", s)
	}
	return &window{from, to}, nil
}

// mostSettled is the number of elements up to which the facts that settle a
// verdict are worked out without being asked for.
const mostSettled = 20000

// further adds what is more than the verdicts: which facts would settle them, the
// timeline, and the questionnaire.
func (j *judgement) further(places []check.Facts) error {
	r := j.report
	if len(r.Elements) <= mostSettled || j.questions != "" {
		if err := j.settle(places); err != nil {
			return err
		}
	}
	if w := j.timeline; w != nil {
		from, to := w.from, w.to
		if from.IsZero() {
			from = r.AsOf
		}
		if to.IsZero() {
			to = whomade.Date{Year: 9999, Month: 12, Day: 31}
		}
		dated := make([]check.Dated, len(r.Elements))
		for i := range r.Elements {
			dated[i] = check.Dated{Element: r.Elements[i], Place: places[i], Leave: j.leave(&r.Elements[i])}
		}
		turns, err := check.Timeline(j.options, dated, from, to)
		if err != nil {
			return err
		}
		for i := range r.Elements {
			r.Elements[i].Timeline = turns[i]
		}
	}
	if j.questions != "" {
		f, _ := questionnaire.ByFile(j.questions)
		q := questionnaire.List{AsOf: r.AsOf, Questions: check.Questions(j.checker.Table(), r.Elements, r.Operator.Verdicts)}
		return writeFile(j.questions, func(w io.Writer) error { return f(w, q) })
	}
	return nil
}

// settle works out the facts that settle each verdict, once for each list of
// verdicts that elements share.
func (j *judgement) settle(places []check.Facts) error {
	done := map[*whomade.Verdict][]whomade.Verdict{}
	for i := range j.report.Elements {
		e := &j.report.Elements[i]
		if len(e.Verdicts) == 0 {
			continue
		}
		key := &e.Verdicts[0]
		list, ok := done[key]
		if !ok {
			var err error
			if list, err = j.checker.Settle(*e, places[i], e.Verdicts); err != nil {
				return err
			}
			done[key] = list
		}
		e.Verdicts = list
	}
	j.report.Operator.Verdicts = j.checker.SettleOperator(j.report.Operator.Verdicts)
	return nil
}
