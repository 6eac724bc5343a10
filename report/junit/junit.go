// Package junit writes the findings of a report as JUnit test results, which CI
// systems count: a suite for each rule, a case for each element and duty. What
// breaks a rule fails; what cannot be told, and what a waiver covers, is skipped;
// what is due later, or only against guidance, passes and says so.
package junit

import (
	"cmp"
	"encoding/xml"
	"io"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/report"
)

type format struct{}

// New returns the format.
func New() report.Format { return format{} }

func (format) Name() string { return "junit" }

type suites struct {
	XMLName  xml.Name `xml:"testsuites"`
	Name     string   `xml:"name,attr"`
	Tests    int      `xml:"tests,attr"`
	Failures int      `xml:"failures,attr"`
	Skipped  int      `xml:"skipped,attr"`
	Suites   []suite  `xml:"testsuite"`
}

type suite struct {
	Name     string `xml:"name,attr"`
	Tests    int    `xml:"tests,attr"`
	Failures int    `xml:"failures,attr"`
	Skipped  int    `xml:"skipped,attr"`
	Cases    []test `xml:"testcase"`
}

type test struct {
	Class   string   `xml:"classname,attr"`
	Name    string   `xml:"name,attr"`
	Failure *failure `xml:"failure,omitempty"`
	Skipped *message `xml:"skipped,omitempty"`
	Out     string   `xml:"system-out,omitempty"`
}

type message struct {
	Message string `xml:"message,attr"`
}

type failure struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

func (format) Write(w io.Writer, r *whomade.Report) error {
	all := suites{Name: "whomade as of " + r.AsOf.String()}
	at := map[string]int{}
	add := func(name string, list []whomade.Verdict) {
		for _, v := range list {
			if v.Outcome == whomade.NotBound || v.Hypothetical() {
				continue
			}
			i, ok := at[v.Rule]
			if !ok {
				i = len(all.Suites)
				at[v.Rule] = i
				all.Suites = append(all.Suites, suite{Name: v.Rule})
			}
			s := &all.Suites[i]
			c := caseOf(name, v)
			s.Tests++
			if c.Failure != nil {
				s.Failures++
			}
			if c.Skipped != nil {
				s.Skipped++
			}
			s.Cases = append(s.Cases, c)
		}
	}
	add("operator", r.Operator.Verdicts)
	for _, e := range r.Elements {
		add(strings.Join(strings.Fields(e.ID+" "+report.MakersText(e.MakerSet())+" "+report.Clean(e.Model)+" "+report.Clean(report.Label(e))), " "), e.Verdicts)
	}
	slices.SortFunc(all.Suites, func(a, b suite) int { return cmp.Compare(a.Name, b.Name) })
	for _, s := range all.Suites {
		all.Tests += s.Tests
		all.Failures += s.Failures
		all.Skipped += s.Skipped
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", " ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func caseOf(name string, v whomade.Verdict) test {
	t := test{Class: v.Rule, Name: name + ": " + v.Obligation}
	said := report.OutcomeText(v.Outcome) + ": " + v.Citation.Title
	if !v.Deadline.IsZero() {
		said += ", " + v.Deadline.String()
	}
	switch {
	case v.Waived():
		t.Skipped = &message{report.Clean("waiver " + v.Waiver.ID + " until " + v.Waiver.Expires.String() + ": " + v.Waiver.Reason + " (" + v.Waiver.Approver + ")")}
	case v.Outcome == whomade.Breaks:
		var why []string
		for _, b := range v.Because {
			why = append(why, strings.TrimSpace(report.Clean(b.Fact+" "+b.Value+" "+b.Text)))
		}
		why = append(why, report.Clean(v.Citation.Text), report.Disclaimer)
		t.Failure = &failure{report.Clean(said), string(v.Outcome), strings.Join(why, "\n")}
	case v.Outcome == whomade.CannotTell:
		t.Skipped = &message{report.Clean(said + "; not known: " + strings.Join(v.Missing, ", "))}
	case v.Outcome != whomade.Allowed:
		t.Out = report.Clean(said)
	}
	return t
}
