package check

import (
	"fmt"
	"slices"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/law"
)

// Failure is a worked example of a rule that does not come out as its file says.
type Failure struct {
	Rule    string       `json:"rule"`
	File    string       `json:"file"`
	Example int          `json:"example"` // from 1
	AsOf    whomade.Date `json:"as_of"`
	Problem string       `json:"problem"`
}

// String is the failure on one line.
func (f Failure) String() string {
	return fmt.Sprintf("%s: example %d, as of %s: %s", f.File, f.Example, f.AsOf, f.Problem)
}

// Test evaluates the worked examples of every rule of a book.
func Test(book *law.Book, owners law.Owners) []Failure {
	a := NewAsker(book, owners)
	var out []Failure
	for _, r := range book.Rules() {
		for i, e := range r.Examples {
			if p := a.try(r, e); p != "" {
				out = append(out, Failure{r.ID, r.File, i + 1, e.AsOf, p})
			}
		}
	}
	return out
}

// try evaluates one example and says what differs.
func (a *Asker) try(r *law.Rule, e law.Example) string {
	got, err := a.Ask(Question{Instrument: r.ID, AsOf: e.AsOf, Facts: e.Facts, Obligation: e.Obligation})
	if err != nil {
		return err.Error()
	}
	w := got.Worst()
	switch {
	case w.Outcome != e.Outcome:
		return fmt.Sprintf("outcome %s, not %s; missing %v; because %v", w.Outcome, e.Outcome, w.Missing, w.Because)
	case !e.Deadline.IsZero() && w.Deadline != e.Deadline:
		return fmt.Sprintf("deadline %q, not %q", w.Deadline, e.Deadline)
	case len(e.Missing) > 0 && !slices.Equal(w.Missing, e.Missing):
		return fmt.Sprintf("missing %v, not %v", w.Missing, e.Missing)
	}
	return ""
}
