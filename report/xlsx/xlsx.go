// Package xlsx writes the report as a workbook: the flat view, the summary, the
// evidence and what was not read, each on a sheet. Every cell is text or a
// number, never a formula.
package xlsx

import (
	"archive/zip"
	"bytes"
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/report"
)

type format struct{}

// New returns the format.
func New() report.Format { return format{} }

func (format) Name() string { return "xlsx" }

// cellLimit is the most characters a cell may hold (ECMA-376).
const cellLimit = 32767

func (format) Write(w io.Writer, r *whomade.Report) error {
	f := excelize.NewFile()
	defer f.Close()
	// Fixed properties: the same report gives the same octets.
	if err := f.SetDocProps(&excelize.DocProperties{Creator: "whomade", Title: "whomade report as of " + r.AsOf.String()}); err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	if err := f.SetSheetName("Sheet1", "Elements"); err != nil {
		return err
	}
	for _, s := range []struct {
		name  string
		write func(row func(...string) error) error
	}{
		{"Elements", func(row func(...string) error) error { return elements(r, row) }},
		{"Summary", func(row func(...string) error) error { return summary(r, row) }},
		{"Evidence", func(row func(...string) error) error { return evidence(r, row) }},
		{"Artifacts", func(row func(...string) error) error { return artifacts(r, row) }},
		{"Not read", func(row func(...string) error) error { return notRead(r, row) }},
	} {
		if err := sheet(f, s.name, bold, s.write); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(r.Elements, func(e whomade.Element) bool { return len(e.Timeline) > 0 }) {
		if err := sheet(f, "Timeline", bold, func(row func(...string) error) error { return timeline(r, row) }); err != nil {
			return err
		}
	}
	return WriteSorted(f, w)
}

// WriteSorted writes a workbook's parts in the order of their names and without
// times: the library orders them by chance.
func WriteSorted(f *excelize.File, w io.Writer) error {
	packed, err := f.WriteToBuffer()
	if err != nil {
		return err
	}
	in, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil {
		return err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, part := range in.File {
		part.FileHeader.Modified = time.Time{}
		part.FileHeader.Extra = nil
		if err := out.Copy(part); err != nil {
			return err
		}
	}
	return out.Close()
}

// sheet streams one sheet; its first row is the head.
func sheet(f *excelize.File, name string, bold int, write func(row func(...string) error) error) error {
	if i, err := f.GetSheetIndex(name); err != nil {
		return err
	} else if i < 0 {
		if _, err := f.NewSheet(name); err != nil {
			return err
		}
	}
	s, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	n := 0
	err = write(func(cells ...string) error {
		n++
		row := make([]any, len(cells))
		for i, c := range cells {
			c = report.Shorten(c, cellLimit)
			row[i] = c
			if n == 1 {
				row[i] = excelize.Cell{StyleID: bold, Value: c}
			}
		}
		return s.SetRow("A"+strconv.Itoa(n), row)
	})
	if err != nil {
		return err
	}
	return s.Flush()
}

func elements(r *whomade.Report, row func(...string) error) error {
	if err := row(report.Columns...); err != nil {
		return err
	}
	return report.Rows(r, func(cells []string) error { return row(cells...) })
}

func summary(r *whomade.Report, row func(...string) error) error {
	if err := row("what", "value", "count", "detail"); err != nil {
		return err
	}
	lines := [][]string{
		{"as of", r.AsOf.String()},
		{"knowledge", r.Knowledge.Date.String(), "", r.Knowledge.Digest},
		{"operator", report.Clean(r.Operator.ID), "", strings.Join(r.Operator.Roles, "; ")},
		{"note", report.Disclaimer},
	}
	for _, g := range r.Summary.Makers {
		lines = append(lines, []string{"maker", report.MakersText(g.Makers), strconv.Itoa(g.Elements), strconv.FormatBool(g.Sure)})
	}
	for _, o := range r.Summary.Outcomes {
		lines = append(lines, []string{string(o.Outcome), o.Rule + " " + o.Obligation, strconv.Itoa(o.Elements), o.Title + " " + o.Deadline.String()})
	}
	for _, f := range r.Summary.Ifs {
		lines = append(lines, []string{"if", f.Rule, strconv.Itoa(f.Elements), f.Text})
	}
	for _, q := range r.Summary.Questions {
		lines = append(lines, []string{"ask", q.Fact, strconv.Itoa(q.Settles), q.Text})
	}
	for _, l := range lines {
		if err := row(l...); err != nil {
			return err
		}
	}
	return nil
}

func evidence(r *whomade.Report, row func(...string) error) error {
	if err := row("element", "weight", "for", "role", "class", "grade", "attribute", "value", "reading", "signature", "place", "artifact"); err != nil {
		return err
	}
	for _, e := range r.Elements {
		for _, p := range e.Evidence {
			err := row(e.ID, strconv.FormatFloat(p.Weight, 'f', 2, 64), strings.Join(p.Makers, " | "), p.Role, p.Class, p.Grade,
				p.Attribute, report.Clean(p.Value), report.Clean(p.Reason), p.Signature, report.Place(p.Name, p.Locator), p.Artifact)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func timeline(r *whomade.Report, row func(...string) error) error {
	if err := row("day", "element", "rule", "obligation", "was", "is", "deadline", "waiver", "waiver_ended"); err != nil {
		return err
	}
	for _, e := range r.Elements {
		for _, t := range e.Timeline {
			if err := row(t.On.String(), e.ID, t.Rule, t.Obligation, string(t.Was), string(t.Is), t.Deadline.String(), t.Waiver, t.WaiverEnded); err != nil {
				return err
			}
		}
	}
	return nil
}

func artifacts(r *whomade.Report, row func(...string) error) error {
	if err := row("name", "format", "size", "about", "digest"); err != nil {
		return err
	}
	for _, a := range r.Artifacts {
		if err := row(report.Clean(a.Name), a.Format, strconv.FormatInt(a.Size, 10), a.About, a.Digest); err != nil {
			return err
		}
	}
	return nil
}

func notRead(r *whomade.Report, row func(...string) error) error {
	if err := row("severity", "place", "what"); err != nil {
		return err
	}
	for _, d := range r.Diagnostics {
		if err := row(d.Severity, report.Place(d.Name, d.Locator), report.Clean(d.Message)); err != nil {
			return err
		}
	}
	return nil
}
