package form

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/report"
)

// Input is what a form is filled from.
type Input struct {
	Report *whomade.Report
	// Network is the name of the file of facts about the operator, and the rest is
	// what it says. All may be empty.
	Network      string
	OperatorName string
	// Stale says how old the knowledge is, where it should have been looked at again.
	Stale string
	Sites map[string]Site
	// About is the facts that the file states of an element.
	About func(whomade.Element) map[string]string
	// Reached reports whether a rule names a company, or one that held it on the
	// report's day.
	Reached func(rule, company string) bool
	// Name is how a company is called, by its id; the id where it is not given.
	Name func(company string) string
	// Deadline is the day of a duty, or no date.
	Deadline func(rule, obligation string) whomade.Date
}

// Site is a place where elements stand.
type Site struct {
	ID, Country         string
	Latitude, Longitude *float64
}

// Filled is a form with its cells.
type Filled struct {
	Form   Form
	AsOf   whomade.Date
	State  whomade.Knowledge
	Stale  string
	Tables []Table
}

// Count is how many rows and cells a form has, and how many of these are open.
func (f Filled) Count() (rows, cells, open int) {
	for _, t := range f.Tables {
		rows += len(t.Rows)
		for _, r := range t.Rows {
			for _, c := range r {
				cells++
				if !c.Known() {
					open++
				}
			}
		}
	}
	return rows, cells, open
}

// Table is one sheet with its rows.
type Table struct {
	Sheet Sheet
	Rows  [][]Cell
}

// Cell is one answer. Text is empty where it is not known; Ask then says what to
// ask. Trace says where the text comes from.
type Cell struct {
	Text  string
	Ask   string
	Trace []string
}

// Known reports whether the cell has an answer.
func (c Cell) Known() bool { return c.Text != "" }

// Fill fills a form. The same input gives the same cells.
func Fill(f Form, in Input) Filled {
	out := Filled{Form: f, AsOf: in.Report.AsOf, State: in.Report.Knowledge, Stale: in.Stale}
	for _, s := range f.Sheets {
		w := filler{in, s}
		t := Table{Sheet: s}
		switch s.Rows {
		case "lines":
			for _, c := range s.Columns {
				source, _ := f.Known(c)
				t.Rows = append(t.Rows, []Cell{{Text: c.Head, Trace: []string{"the form: " + source}}, w.cell(c, w.line(c.From))})
			}
		case "elements":
			for i := range in.Report.Elements {
				if e := &in.Report.Elements[i]; w.meant(e) {
					t.Rows = append(t.Rows, w.row(func(from string) Cell { return w.element(e, from) }))
				}
			}
		case "duties":
			for _, d := range w.duties() {
				t.Rows = append(t.Rows, w.row(d.cell))
			}
		case "caps":
			for _, k := range w.caps() {
				t.Rows = append(t.Rows, w.row(k.cell))
			}
		case "segments":
			for _, g := range w.segments() {
				t.Rows = append(t.Rows, w.row(g.cell))
			}
		case "artifacts":
			for i := range in.Report.Artifacts {
				a := &in.Report.Artifacts[i]
				t.Rows = append(t.Rows, w.row(func(from string) Cell { return w.artifact(a, from) }))
			}
		}
		out.Tables = append(out.Tables, t)
	}
	return out
}

// name is how a company is called.
func (w filler) name(company string) string {
	if company == "" || w.in.Name == nil {
		return company
	}
	return cmp.Or(w.in.Name(company), company)
}

type filler struct {
	in    Input
	sheet Sheet
}

func (w filler) row(get func(from string) Cell) []Cell {
	row := make([]Cell, len(w.sheet.Columns))
	for i, c := range w.sheet.Columns {
		row[i] = w.cell(c, get(c.From))
	}
	return row
}

// cell puts the question where there is no answer.
func (w filler) cell(c Column, x Cell) Cell {
	x.Text = report.Clean(x.Text)
	if c.From == "person" {
		x = Cell{}
	}
	if x.Text == "" {
		x.Ask, x.Trace = cmp.Or(c.Ask, x.Ask, "not known: "+c.Head), nil
		return x
	}
	x.Ask = ""
	return x
}

// reached reports whether a maker is one whom the sheet's rules reach.
func (w filler) reached(company string) bool {
	return company != "" && slices.ContainsFunc(w.sheet.Rules, func(rule string) bool { return w.in.Reached(rule, company) })
}

// standing of an element towards the makers that are meant.
const (
	unknown   = iota // nothing is known of its maker
	other            // another maker
	undecided        // may be one of them
	one              // surely one of them
)

func (w filler) standing(e *whomade.Element) int {
	if e.Maker != "" && e.Confidence >= whomade.Sure {
		if w.reached(e.Maker) {
			return one
		}
		return other
	}
	set := e.MakerSet()
	if slices.ContainsFunc(set, w.reached) {
		return undecided
	}
	if len(set) == 0 || e.Maker == "" {
		return unknown
	}
	return other
}

// meant reports whether an element has a row: what is not known leaves it in.
func (w filler) meant(e *whomade.Element) bool {
	where := w.sheet.Where
	if s := w.standing(e); where.Reached && s != one && s != undecided {
		return false
	}
	if !in(where.Segments, e.Segment) || !in(where.Generations, e.Facts["element.generation"]) {
		return false
	}
	if site, ok := w.in.Sites[e.Site]; ok && !in(where.Countries, site.Country) {
		return false
	}
	if !where.Acquired.IsZero() {
		if d, err := whomade.ParseDate(e.Facts["element.acquired"]); err == nil && !d.IsZero() && d.Last().Before(where.Acquired) {
			return false
		}
	}
	return true
}

// in reports whether a value is among those wanted, or one of both is not given.
func in(want []string, value string) bool {
	return len(want) == 0 || value == "" || slices.Contains(want, value)
}

func (w filler) line(from string) Cell {
	r := w.in.Report
	switch from {
	case "operator.id":
		return Cell{Text: r.Operator.ID, Trace: w.stated("operator.id")}
	case "operator.name":
		return Cell{Text: w.in.OperatorName, Trace: w.stated("operator.name")}
	case "operator.roles":
		return Cell{Text: strings.Join(r.Operator.Roles, ", "), Trace: w.stated("operator.roles")}
	case "operator.jurisdictions":
		return Cell{Text: strings.Join(r.Operator.Jurisdictions, ", "), Trace: w.stated("operator.jurisdictions")}
	case "report.as_of":
		return Cell{Text: r.AsOf.String(), Trace: []string{"the scan"}}
	case "report.knowledge":
		return Cell{Text: r.Knowledge.Date.String(), Trace: []string{r.Knowledge.Digest}}
	case "count.artifacts":
		return Cell{Text: strconv.Itoa(len(r.Artifacts)), Trace: []string{"the report's artifacts, each with its digest"}}
	case "count.not_read":
		return Cell{Text: strconv.Itoa(r.Summary.NotRead), Trace: []string{"the report's diagnostics"}}
	case "verdict.outcome", "verdict.rule":
		all := slices.Clone(r.Operator.Verdicts)
		for _, e := range r.Elements {
			all = append(all, e.Verdicts...)
		}
		return verdictCell(from, w.worst(all))
	case "makers.rules":
		return Cell{Text: strings.Join(w.sheet.Rules, ", "), Trace: []string{"the form"}}
	}
	counts := map[string]func(int) bool{
		"count.elements": func(int) bool { return true }, "count.reached": func(s int) bool { return s == one },
		"count.undecided": func(s int) bool { return s == undecided }, "count.unknown": func(s int) bool { return s == unknown },
	}
	is, ok := counts[from]
	if !ok {
		return Cell{}
	}
	var ids []string
	for i := range r.Elements {
		e := &r.Elements[i]
		if is(w.standing(e)) {
			ids = append(ids, e.ID)
		}
	}
	return counted(ids)
}

// counted is a number with the elements that make it.
func counted(ids []string) Cell {
	c := Cell{Text: strconv.Itoa(len(ids)), Trace: []string{"none of the report's elements"}}
	if len(ids) > 0 {
		c.Trace = []string{"elements " + strings.Join(ids[:min(len(ids), 40)], " ")}
		if len(ids) > 40 {
			c.Trace[0] += fmt.Sprintf(" and %d more", len(ids)-40)
		}
	}
	return c
}

func (w filler) artifact(a *whomade.Artifact, from string) Cell {
	c := Cell{Trace: []string{a.Digest}}
	switch from {
	case "artifact.name":
		c.Text = a.Name
	case "artifact.format":
		c.Text = a.Format
	case "artifact.size":
		c.Text = strconv.FormatInt(a.Size, 10)
	case "artifact.digest":
		c.Text, c.Trace = a.Digest, []string{"SHA-256 of the artifact as read"}
	case "artifact.not_read":
		c.Text = "read"
		for _, d := range w.in.Report.Diagnostics {
			if d.Artifact == a.Digest && d.Name == a.Name && d.Severity == whomade.SeverityError {
				c.Text, c.Trace = report.Place("", d.Locator)+" "+d.Message, []string{"the report's diagnostics"}
			}
		}
	}
	return c
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

func first(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return s[0]
}
