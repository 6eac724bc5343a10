// Package junit writes the findings of a report as JUnit test results, which CI
// systems count: a suite for each rule, a case for each element and duty. What
// breaks a rule fails; what cannot be told, and what a waiver covers, is skipped;
// what is due later, or only against guidance, passes and says so. Elements,
// attributes and their order are those that Maven Surefire's schema and that of
// Jenkins' xUnit plugin (junit-10.xsd) both allow; nothing is timed.
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
	Time     int      `xml:"time,attr"`
	Tests    int      `xml:"tests,attr"`
	Errors   int      `xml:"errors,attr"`
	Failures int      `xml:"failures,attr"`
	Suites   []suite  `xml:"testsuite"`
}

type suite struct {
	Name       string     `xml:"name,attr"`
	Time       int        `xml:"time,attr"`
	Tests      int        `xml:"tests,attr"`
	Errors     int        `xml:"errors,attr"`
	Skipped    int        `xml:"skipped,attr"`
	Failures   int        `xml:"failures,attr"`
	Properties []property `xml:"properties>property"`
	Cases      []test     `xml:"testcase"`
}

type property struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type test struct {
	Name    string   `xml:"name,attr"`
	Class   string   `xml:"classname,attr"`
	Time    int      `xml:"time,attr"`
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
				all.Suites = append(all.Suites, suite{Name: v.Rule, Properties: append(about(r), ofRule(v)...)})
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
	if len(all.Suites) == 0 {
		all.Suites = []suite{{Name: "whomade", Properties: about(r)}}
	}
	slices.SortFunc(all.Suites, func(a, b suite) int { return cmp.Compare(a.Name, b.Name) })
	for _, s := range all.Suites {
		all.Tests += s.Tests
		all.Failures += s.Failures
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

// about is what a suite says of the report.
func about(r *whomade.Report) []property {
	out := []property{
		{"disclaimer", report.Disclaimer}, {"as_of", r.AsOf.String()}, {"knowledge", r.Knowledge.Date.String()}, {"knowledge_digest", r.Knowledge.Digest},
	}
	for _, d := range r.Diagnostics {
		if d.Name == "" { // about the whole run
			out = append(out, property{"warning", report.Clean(d.Message)})
		}
	}
	return out
}

// ofRule is what a suite says of its rule.
func ofRule(v whomade.Verdict) []property {
	return []property{
		{"title", report.Clean(v.Citation.Title)}, {"jurisdiction", v.Jurisdiction}, {"citation", report.Clean(v.Citation.Text)},
		{"url", report.Clean(v.Citation.URL)}, {"grade", report.GradeText(v.Grade)},
	}
}

func caseOf(name string, v whomade.Verdict) test {
	t := test{Class: v.Rule, Name: name + ": " + v.Obligation}
	said := report.OutcomeText(v.Outcome) + ": " + v.Citation.Title
	if !v.Deadline.IsZero() {
		said += ", " + v.Deadline.String()
	}
	switch {
	case v.Waived():
		t.Skipped = &message{report.Clean("waiver " + v.Waiver.ID + " until " + v.Waiver.Expires.String() + ": " + v.Waiver.Reason + " (held by " + v.Waiver.Holder + ", approved by " + v.Waiver.Approver + ")")}
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
