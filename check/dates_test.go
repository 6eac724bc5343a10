package check_test

import (
	"slices"
	"testing"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
	"github.com/whomade/whomade/knowledge/law"
)

// TestAroundDates puts the facts of every example to its rule on the day before,
// on and after each of the rule's dates, and holds the answers to what the words
// of the outcomes mean.
func TestAroundDates(t *testing.T) {
	b := load(t)
	a := check.NewAsker(b, ties)
	asked := 0
	for _, r := range b.Rules() {
		for _, e := range r.Examples {
			for day := range turns(r) {
				for _, d := range []int{-1, 0, 1} {
					q := check.Question{Instrument: r.ID, AsOf: day.AddDays(d), Facts: e.Facts, Obligation: e.Obligation}
					asked++
					for _, v := range ask(t, a, q).Verdicts {
						o, _ := r.FindObligation(v.Obligation)
						if problem := wrong(r, o, v, q); problem != "" {
							t.Errorf("%s %s as of %s, facts %v: %s %q: %s", r.ID, o.ID, q.AsOf, e.Facts, v.Outcome, v.Deadline, problem)
						}
					}
				}
			}
		}
	}
	t.Logf("%d questions", asked)
}

// wrong says what an answer may not be.
func wrong(r *law.Rule, o *law.Obligation, v check.AnswerVerdict, q check.Question) string {
	day := q.AsOf
	if on, ok := q.Facts["event_on"].(string); ok {
		day = date(on)
	}
	from := o.From
	if from.IsZero() {
		from = r.From
	}
	by, forbids := o.By, v.Outcome == whomade.Breaks || v.Outcome == whomade.Due || v.Outcome == whomade.AgainstGuidance
	switch {
	case q.AsOf.Before(r.Announced):
		return "speaks before it was announced"
	case !r.Binding && (v.Outcome == whomade.Breaks || v.Outcome == whomade.Due):
		return "guidance binds"
	case r.Binding && v.Outcome == whomade.AgainstGuidance:
		return "a binding rule is taken for guidance"
	case forbids && day.Before(from.Last()):
		return "forbids before it is in force"
	case forbids && !r.To.IsZero() && r.To.Last().Before(day):
		return "forbids after it lapsed"
	case v.Outcome == whomade.Breaks && !by.IsZero() && !by.Last().Before(day):
		return "broken on a day that is still lawful"
	case v.Outcome == whomade.Due && !by.IsZero() && by.Last().Before(day):
		return "still due after its day"
	case forbids && !by.IsZero() && v.Deadline != by, forbids && by.IsZero() && o.After == nil && v.Deadline != from:
		return "has another deadline"
	case v.Outcome == whomade.Allowed && !v.Deadline.IsZero():
		return "allowed with a deadline"
	case v.Outcome != whomade.CannotTell && len(v.Missing) > 0:
		return "settled with facts missing"
	case v.Citation.Text == "" || v.Grade == "" || len(v.Because) == 0:
		return "no citation, grade or reason"
	case slices.Contains(v.Missing, ""):
		return "an empty fact is missing"
	}
	return ""
}
