// Package table writes the report for a person at a terminal: the answer first,
// then why, then what to do. Counts before lists, one line a thing.
package table

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/report"
)

// Most lines a list has before the rest is only counted; the other formats
// have them all.
const most = 12

type format struct{}

// New returns the format.
func New() report.Format { return format{} }

func (format) Name() string { return "table" }

func (format) Write(w io.Writer, r *whomade.Report) error {
	b := bufio.NewWriter(w)
	head(b, r)
	makers(b, r)
	rules(b, r)
	questions(b, r)
	timeline(b, r)
	elements(b, r)
	conflicts(b, r)
	if w := r.Summary.Waived; w != nil {
		fmt.Fprintf(b, "\nWAIVERS  %s let stand · %d with a waiver that has expired\n", report.Count(w.Waived, "finding"), w.Expired)
	}
	changes(b, r)
	notRead(b, r)
	fmt.Fprintf(b, "\n%s\n", report.Disclaimer)
	return b.Flush()
}

func head(b io.Writer, r *whomade.Report) {
	var size int64
	for _, a := range r.Artifacts {
		size += a.Size
	}
	fmt.Fprintf(b, "%s, %s read", report.Count(len(r.Artifacts), "artifact"), report.Octets(size))
	if n := r.Summary.NotRead; n > 0 {
		fmt.Fprintf(b, " · %d could not be read in full (see below)", n)
	}
	fmt.Fprintf(b, " · %s\n\n", report.Count(len(r.Elements), "element"))
}

func grid(b io.Writer, write func(t io.Writer)) {
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	write(t)
	t.Flush()
}

func makers(b io.Writer, r *whomade.Report) {
	if len(r.Summary.Makers) == 0 {
		return
	}
	grid(b, func(t io.Writer) {
		fmt.Fprintln(t, "  MAKER\tELEMENTS\tSURE\tSEGMENTS\tWHAT FOLLOWS")
		for i, g := range r.Summary.Makers {
			if i == 2*most {
				fmt.Fprintf(t, "  … %d more\n", len(r.Summary.Makers)-i)
				break
			}
			fmt.Fprintf(t, "  %s\t%8d\t%s\t%s\t%s\n", report.MakersText(g.Makers), g.Elements, sure(g), report.SegmentsText(g.Segments), follows(g.Worst))
		}
	})
}

func sure(g whomade.MakerCount) string {
	switch {
	case len(g.Makers) == 0:
		return "–"
	case g.Sure:
		return "≥ .95"
	case len(g.Makers) > 1:
		return "set"
	}
	return "< .95"
}

func follows(worst []whomade.WorstCount) string {
	var s []string
	for _, w := range worst {
		n := strconv.Itoa(w.Elements)
		switch w.Outcome {
		case whomade.Breaks:
			s = append(s, n+" "+plural(w.Elements, "breaks", "break")+" a rule"+by(w.Deadline, " of "))
		case whomade.Due:
			s = append(s, n+" due"+by(w.Deadline, " "))
		case whomade.CannotTell:
			s = append(s, n+" cannot tell yet")
		case whomade.AgainstGuidance:
			s = append(s, n+" against guidance"+by(w.Deadline, " "))
		}
	}
	if len(s) == 0 {
		return "–"
	}
	return strings.Join(s, " · ")
}

func by(d whomade.Date, word string) string {
	if d.IsZero() {
		return ""
	}
	return word + d.String()
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func rules(b io.Writer, r *whomade.Report) {
	fmt.Fprintf(b, "\nRULES  as of %s · knowledge of %s\n", r.AsOf, r.Knowledge.Date)
	if len(r.Summary.Outcomes) == 0 && len(r.Summary.Ifs) == 0 && len(r.Operator.Verdicts) == 0 {
		fmt.Fprintln(b, "  No rule has anything to say of these elements on that date.")
	}
	grid(b, func(t io.Writer) {
		quiet := 0
		for _, o := range r.Summary.Outcomes {
			if o.Outcome.Severity() >= whomade.Allowed.Severity() {
				quiet++
				continue
			}
			fmt.Fprintf(t, "  %s\t%s\t%s %s, %s\t%s\t%s\n", o.Outcome, report.Count(o.Elements, "element"), o.Jurisdiction, o.Title, o.Obligation, deadline(o), report.GradeText(o.Grade))
		}
		for _, v := range r.Operator.Verdicts {
			if v.Outcome.Severity() <= whomade.AgainstGuidance.Severity() {
				fmt.Fprintf(t, "  %s\toperator\t%s %s, %s\t%s\t%s\n", v.Outcome, v.Jurisdiction, v.Citation.Title, v.Obligation, v.Deadline, report.GradeText(v.Grade))
			}
		}
		if quiet > 0 {
			fmt.Fprintf(t, "  %s with nothing against the elements they were asked about\n", report.Count(quiet, "duty|duties"))
		}
	})
	shares(b, r)
	if len(r.Summary.Ifs) > 0 {
		fmt.Fprintln(b, "\nIF  what would follow from facts that are not given")
		// The worst of each jurisdiction: they come in that order.
		shown, last := 0, ""
		for _, f := range r.Summary.Ifs {
			if f.Jurisdiction == last || shown == 4*most {
				continue
			}
			last = f.Jurisdiction
			shown++
			fmt.Fprintf(b, "  %s  %s (%s)\n", f.Jurisdiction, f.Text, report.Count(f.Elements, "element"))
		}
		if more := len(r.Summary.Ifs) - shown; more > 0 {
			fmt.Fprintf(b, "  … %d more: see the other formats\n", more)
		}
	}
}

// shares shows what each cap was compared with.
func shares(b io.Writer, r *whomade.Report) {
	head := "\nSHARES  counted over these elements\n"
	for _, v := range r.Operator.Verdicts {
		if v.Share == nil {
			continue
		}
		fmt.Fprintf(b, "%s  %s  %s %s\n", head, v.Outcome, v.Rule, v.Obligation)
		head = ""
		for _, x := range v.Because {
			if x.Fact == v.Share.Fact {
				fmt.Fprintf(b, "    %s\n", report.Clean(x.Text))
			}
		}
	}
}

func deadline(o whomade.OutcomeCount) string {
	if o.Deadline.IsZero() {
		return ""
	}
	return o.Deadline.String()
}

func questions(b io.Writer, r *whomade.Report) {
	if len(r.Summary.Questions) == 0 {
		return
	}
	fmt.Fprintln(b, "\nASK  what to find out first")
	for i, q := range r.Summary.Questions {
		if i == 5 {
			fmt.Fprintf(b, "  … %d more\n", len(r.Summary.Questions)-i)
			break
		}
		fmt.Fprintf(b, "  %s  %s  settles %s\n", q.Fact, q.Text, report.Count(q.Settles, "verdict"))
	}
}

// timeline lists the days on which outcomes change, with how many elements.
func timeline(b io.Writer, r *whomade.Report) {
	counts := map[whomade.Turn]int{}
	for _, e := range r.Elements {
		for _, t := range e.Timeline {
			counts[t]++
		}
	}
	if len(counts) == 0 {
		return
	}
	turns := slices.SortedFunc(maps.Keys(counts), func(x, y whomade.Turn) int {
		return cmp.Or(x.On.Compare(y.On), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Obligation, y.Obligation),
			cmp.Compare(x.Is.Severity(), y.Is.Severity()), cmp.Compare(x.Was.Severity(), y.Was.Severity()), x.Deadline.Compare(y.Deadline), cmp.Compare(x.Waiver, y.Waiver), cmp.Compare(x.WaiverEnded, y.WaiverEnded))
	})
	fmt.Fprintln(b, "\nTIMELINE  when outcomes change")
	grid(b, func(w io.Writer) {
		for i, t := range turns {
			if i == 4*most {
				fmt.Fprintf(w, "  … %d more: see the other formats\n", len(turns)-i)
				break
			}
			fmt.Fprintf(w, "  %s\t%s\t%s -> %s%s\t%s %s%s\n", t.On, report.Count(counts[t], "element"), t.Was, t.Is, by(t.Deadline, " "), t.Rule, t.Obligation, waiver(t))
		}
	})
}

// waiver says which waiver begins to cover a finding, and which has ended.
func waiver(t whomade.Turn) string {
	s := ""
	if t.WaiverEnded != "" {
		s = ", waiver " + t.WaiverEnded + " has ended"
	}
	if t.Waiver != "" {
		s += ", under waiver " + t.Waiver
	}
	return s
}

// elements lists those that something follows for, worst first.
func elements(b io.Writer, r *whomade.Report) {
	type line struct {
		e whomade.Element
		v whomade.Verdict
	}
	var lines []line
	for _, e := range r.Elements {
		v, ok := whomade.Worst(e.Verdicts)
		if !ok || v.Outcome.Severity() > whomade.AgainstGuidance.Severity() || v.Outcome == whomade.CannotTell {
			v.Outcome = ""
		}
		lines = append(lines, line{e, v})
	}
	slices.SortStableFunc(lines, func(a, b line) int {
		return cmp.Or(cmp.Compare(a.v.Outcome.Severity(), b.v.Outcome.Severity()), a.v.Deadline.Compare(b.v.Deadline))
	})
	if len(lines) == 0 {
		return
	}
	fmt.Fprintln(b, "\nELEMENTS")
	grid(b, func(t io.Writer) {
		for i, l := range lines {
			if i == 2*most {
				fmt.Fprintf(t, "  … %d more: see the other formats\n", len(lines)-i)
				break
			}
			confidence := ""
			if l.e.Maker != "" {
				confidence = strings.TrimPrefix(strconv.FormatFloat(l.e.Confidence, 'f', 3, 64), "0")
			}
			said := ""
			if l.v.Outcome != "" {
				said = string(l.v.Outcome) + by(l.v.Deadline, " ") + " " + l.v.Rule
			}
			fmt.Fprintf(t, "  %s\t%s\t%s\t%s\t%s\t%s\n", l.e.ID, report.MakersText(l.e.MakerSet()), confidence,
				report.Shorten(report.Clean(l.e.Model), 28), report.Shorten(report.Label(l.e), 40), said)
		}
	})
}

func conflicts(b io.Writer, r *whomade.Report) {
	n := 0
	for _, e := range r.Elements {
		n += len(e.Conflicts)
	}
	if n == 0 {
		return
	}
	fmt.Fprintf(b, "\nCONFLICTS  %d\n", n)
	shown := 0
	for _, e := range r.Elements {
		for _, c := range e.Conflicts {
			if shown == most {
				fmt.Fprintf(b, "  … %d more\n", n-shown)
				return
			}
			fmt.Fprintf(b, "  %s  %s\n", e.ID, report.Clean(c.Reading))
			shown++
		}
	}
}

func changes(b io.Writer, r *whomade.Report) {
	c := r.Summary.Changes
	if c == nil {
		return
	}
	fmt.Fprintf(b, "\nSINCE THE BASELINE  %d new · %d gone · %d the same\n", len(c.New), len(c.Gone), c.Same)
	for _, l := range []struct {
		sign  string
		lines []string
	}{{"new ", c.New}, {"gone", c.Gone}} {
		for i, s := range l.lines {
			if i == most {
				fmt.Fprintf(b, "  … %d more %s\n", len(l.lines)-i, strings.TrimSpace(l.sign))
				break
			}
			fmt.Fprintf(b, "  %s %s\n", l.sign, report.Clean(s))
		}
	}
}

func notRead(b io.Writer, r *whomade.Report) {
	if len(r.Diagnostics) == 0 {
		return
	}
	fmt.Fprintf(b, "\nNOT READ, OR READ WITH CARE  %d\n", len(r.Diagnostics))
	for i, d := range r.Diagnostics {
		if i == 2*most {
			fmt.Fprintf(b, "  … %d more\n", len(r.Diagnostics)-i)
			break
		}
		fmt.Fprintf(b, "  %-7s %s: %s\n", d.Severity, report.Place(d.Name, d.Locator), report.Clean(d.Message))
	}
}
