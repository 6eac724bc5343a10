package check_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
	"github.com/whomade/whomade/knowledge"
	"github.com/whomade/whomade/knowledge/law"
)

// block is the questions about one instrument. They were written from the sources
// alone, without looking at the rule's file.
type block struct {
	Instrument string         `yaml:"instrument"`
	Facts      map[string]any `yaml:"facts"`
	Ask        []asked        `yaml:"ask"`
}

// asked is one question, or three: the day before a date, the date and the day
// after.
type asked struct {
	At   whomade.Date   `yaml:"at"`
	On   whomade.Date   `yaml:"on"`
	Is   string         `yaml:"is"`   // a word for each day; several that are right joined by |
	By   whomade.Date   `yaml:"by"`   // the deadline
	Miss []string       `yaml:"miss"` // facts that must be among those missing
	Duty string         `yaml:"duty"` // the obligation asked for, or its duty
	With map[string]any `yaml:"with"` // further facts; "" takes one away
}

// question is one line of the examination with its answer.
type question struct {
	check.Question
	is   []string
	by   whomade.Date
	miss []string
}

// words are the outcomes, and short words for some of them with what they say of
// the deadline.
var words = map[string][]string{
	"silent":  {"not-bound"},            // not announced yet: no deadline
	"lapsed":  {"not-bound"},            // no longer in force: no deadline
	"pending": {"not-bound"},            // not yet in force: with its deadline
	"quiet":   {"allowed", "not-bound"}, // nothing against it
}

func exam(t testing.TB) []question {
	t.Helper()
	files, err := filepath.Glob("testdata/exam/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no examination", err)
	}
	var out []question
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var blocks []block
		if err := yaml.UnmarshalWithOptions(data, &blocks, yaml.Strict()); err != nil {
			t.Fatal(file, err)
		}
		for _, b := range blocks {
			for i, a := range b.Ask {
				days, is := []whomade.Date{a.On}, strings.Fields(a.Is)
				if !a.At.IsZero() {
					days = []whomade.Date{a.At.AddDays(-1), a.At, a.At.AddDays(1)}
				}
				if len(days) != len(is) || days[0].IsZero() {
					t.Fatalf("%s: %s, question %d: %d days, %d answers", file, b.Instrument, i+1, len(days), len(is))
				}
				facts := maps.Clone(b.Facts)
				maps.Copy(facts, a.With)
				maps.DeleteFunc(facts, func(_ string, v any) bool { return v == "" })
				for n, day := range days {
					q := question{by: a.By, miss: a.Miss, is: strings.Split(is[n], "|")}
					q.Question = check.Question{ID: fmt.Sprintf("%s/%d/%s", b.Instrument, i+1, day), Instrument: b.Instrument, AsOf: day, Facts: facts, Obligation: a.Duty}
					out = append(out, q)
				}
			}
		}
	}
	return out
}

// wrongly says how an answer differs from the right one, or "".
func (q question) wrongly(got check.Answer) string {
	w := got.Worst()
	for _, word := range q.is {
		outcomes, short := words[word]
		if !short {
			outcomes = []string{word}
		}
		if !slices.Contains(outcomes, string(w.Outcome)) {
			continue
		}
		switch {
		case (word == "silent" || word == "lapsed" || w.Outcome == whomade.Allowed) && !w.Deadline.IsZero():
			return fmt.Sprintf("%s with the deadline %s", w.Outcome, w.Deadline)
		case !q.by.IsZero() && slices.Contains([]string{"pending", "breaks", "due", "against-guidance"}, word) && w.Deadline != q.by:
			return fmt.Sprintf("%s by %q, not by %s", w.Outcome, w.Deadline, q.by)
		}
		for _, m := range q.miss {
			if !slices.Contains(w.Missing, m) {
				return fmt.Sprintf("%v are missing, not %s", w.Missing, m)
			}
		}
		return ""
	}
	return fmt.Sprintf("%s %q missing %v, not %s; because %v", w.Outcome, w.Deadline, w.Missing, strings.Join(q.is, " or "), w.Because)
}

// TestExam puts every question of the examination as "rules ask" is asked. It
// covers every instrument, each on days around its dates.
func TestExam(t *testing.T) {
	b := load(t)
	set, err := knowledge.Open()
	if err != nil {
		t.Fatal(err)
	}
	questions := exam(t)
	var in, out bytes.Buffer
	e := json.NewEncoder(&in)
	for _, q := range questions {
		if err := e.Encode(q.Question); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := check.NewAsker(b, set).Stream(&in, &out); err != nil {
		t.Fatal(err)
	}
	wrong, asked := 0, map[string]int{}
	d := json.NewDecoder(&out)
	for _, q := range questions {
		var got struct {
			check.Answer
			Error string `json:"error"`
		}
		if err := d.Decode(&got); err != nil {
			t.Fatal(err)
		}
		asked[q.Instrument]++
		problem := got.Error
		if problem == "" {
			problem = q.wrongly(got.Answer)
		}
		if problem != "" {
			wrong++
			t.Errorf("%s: %s", q.ID, problem)
		}
	}
	days := map[string]map[whomade.Date]bool{}
	for _, q := range questions {
		if days[q.Instrument] == nil {
			days[q.Instrument] = map[whomade.Date]bool{}
		}
		days[q.Instrument][q.AsOf] = true
	}
	for _, r := range b.Rules() {
		for _, d := range datesOf(r) {
			for _, day := range []whomade.Date{d.First().AddDays(-1), d.First(), d.Last(), d.Last().AddDays(1)} {
				if d.Day != 0 && !days[r.ID][day] {
					t.Errorf("%s: no question as of %s, about its date %s", r.ID, day, d)
				}
			}
		}
		if asked[r.ID] < 2 {
			t.Errorf("%s: %d questions", r.ID, asked[r.ID])
		}
	}
	if len(questions) < 400 {
		t.Errorf("%d questions, at least 400 are wanted", len(questions))
	}
	t.Logf("%d of %d right, %d instruments", len(questions)-wrong, len(questions), len(asked))
}

// datesOf lists the dates of a rule and its duties.
func datesOf(r *law.Rule) []whomade.Date {
	out := []whomade.Date{r.Announced, r.From, r.To}
	for _, o := range r.Obligations {
		if o.Known.Holds(o.From.First()) || o.From.IsZero() {
			out = append(out, o.From, o.By)
		}
	}
	return slices.DeleteFunc(out, whomade.Date.IsZero)
}
