package check_test

import (
	"testing"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
	"github.com/whomade/whomade/knowledge/law"
)

// TestObligationAsked checks what a question that names an obligation is told: a
// rule without that duty, or without any, says nothing; a word nobody knows is
// an error.
func TestObligationAsked(t *testing.T) {
	a := check.NewAsker(load(t), ties)
	for _, c := range []struct {
		instrument, obligation string
		wrong                  bool
	}{
		{"us-clean-network-2020", "assess-risk", false},
		{"us-clean-network-2020", "whatever", false},
		{"gb-dvd-huawei-2022", "no-subsidy", false},
		{"gb-dvd-huawei-2022", "whatever", true},
	} {
		got, err := a.Ask(check.Question{Instrument: c.instrument, AsOf: date("2024-01-01"), Obligation: c.obligation})
		if (err != nil) != c.wrong || len(got.Verdicts) > 0 {
			t.Errorf("%s, %s: %v, error %v", c.instrument, c.obligation, got.Verdicts, err)
		}
	}
	if w := (check.Answer{}).Worst(); w.Outcome != whomade.NotBound {
		t.Errorf("no verdict counts as %s", w.Outcome)
	}
}

// TestEventsHaveWords checks that every event of a duty can be put into words.
func TestEventsHaveWords(t *testing.T) {
	for _, d := range law.Duties {
		for _, e := range d.Events {
			found := false
			for _, known := range law.Events {
				found = found || known.ID == e && known.Text != ""
			}
			if !found {
				t.Errorf("%s: no words for event %s", d.Do, e)
			}
		}
	}
}
