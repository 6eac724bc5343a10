package form

import (
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/whomade/whomade/report"
	"github.com/whomade/whomade/report/xlsx"
)

// NotKnown marks a cell without an answer, in every format.
const NotKnown = "not known"

// cellLimit is the most characters a cell may hold (ECMA-376).
const cellLimit = 32767

// WriteXLSX writes a form as a workbook: its sheets, what they are, on the
// sheet "Columns" where each column was read, and on the sheet "Evidence" where each
// cell comes from or what to ask. Every cell is text.
func WriteXLSX(w io.Writer, f Filled) error {
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetDocProps(&excelize.DocProperties{Creator: "whomade", Title: f.Form.Title}); err != nil {
		return err
	}
	head, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	open, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Italic: true, Color: "7A4B00"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF2CC"}}})
	if err != nil {
		return err
	}
	if err := book.SetSheetName("Sheet1", "About"); err != nil {
		return err
	}
	about := [][]string{{"Form", f.Form.Title}, {"Asked by", f.Form.Asked}, {"As of", f.AsOf.String()}, {"Knowledge of", f.State.Date.String() + " " + f.State.Digest},
		{"How well the form is known", report.GradeText(f.Form.Grade)}}
	if f.Stale != "" {
		about = append(about, []string{"Stale", f.Stale})
	}
	for _, s := range f.Form.Sources {
		about = append(about, []string{"Source " + s.ID, s.What + ", " + report.GradeText(s.Grade) + ": " + s.At})
	}
	for _, n := range f.Form.Notes {
		about = append(about, []string{"Note", n})
	}
	about = append(about, []string{"Cells marked \"" + NotKnown + "\"", "nobody stated it and no evidence shows it; the sheet Evidence has the question"}, []string{"", report.Disclaimer})
	for i, line := range about {
		if err := set(book, "About", i+1, line, 0); err != nil {
			return err
		}
	}
	columns := [][]string{{"sheet", "column", "why it is there", "how well that is known"}}
	trace := [][]string{{"sheet", "cell", "value", "comes from, or what to ask"}}
	for _, t := range f.Tables {
		name := sheetName(t.Sheet.Name)
		for _, c := range t.Sheet.Columns {
			source, grade := f.Form.Known(c)
			columns = append(columns, []string{name, c.Head, source, report.GradeText(grade)})
		}
		if _, err := book.NewSheet(name); err != nil {
			return err
		}
		if err := set(book, name, 1, Head(t), head); err != nil {
			return err
		}
		if err := book.SetColWidth(name, "A", "Z", 22); err != nil {
			return err
		}
		for r, row := range t.Rows {
			for c, x := range row {
				at, err := excelize.CoordinatesToCellName(c+1, r+2)
				if err != nil {
					return err
				}
				text, why := x.Text, strings.Join(x.Trace, "; ")
				if !x.Known() {
					text, why = NotKnown, "ask: "+x.Ask
					if err := book.SetCellStyle(name, at, at, open); err != nil {
						return err
					}
				}
				if err := book.SetCellStr(name, at, report.Shorten(report.FormulaSafe(text), cellLimit)); err != nil {
					return err
				}
				if t.Sheet.Rows != "lines" || c > 0 {
					trace = append(trace, []string{name, at, text, why})
				}
			}
		}
	}
	for _, extra := range []struct {
		name   string
		lines  [][]string
		widths []float64
	}{{"Columns", columns, []float64{24, 50, 40, 30}}, {"Evidence", trace, []float64{24, 8, 30, 110}}} {
		if _, err := book.NewSheet(extra.name); err != nil {
			return err
		}
		for i, w := range extra.widths {
			col := string(rune('A' + i))
			if err := book.SetColWidth(extra.name, col, col, w); err != nil {
				return err
			}
		}
		for i, line := range extra.lines {
			style := 0
			if i == 0 {
				style = head
			}
			if err := set(book, extra.name, i+1, line, style); err != nil {
				return err
			}
		}
	}
	for col, w := range map[string]float64{"A": 30, "B": 110} {
		if err := book.SetColWidth("About", col, col, w); err != nil {
			return err
		}
	}
	return xlsx.WriteSorted(book, w)
}

func set(book *excelize.File, sheet string, row int, cells []string, style int) error {
	for c, text := range cells {
		at, err := excelize.CoordinatesToCellName(c+1, row)
		if err != nil {
			return err
		}
		if err := book.SetCellStr(sheet, at, report.Shorten(report.FormulaSafe(text), cellLimit)); err != nil {
			return err
		}
		if style != 0 {
			if err := book.SetCellStyle(sheet, at, at, style); err != nil {
				return err
			}
		}
	}
	return nil
}

// Head is the first row of a table.
func Head(t Table) []string {
	if t.Sheet.Rows == "lines" {
		return []string{"Question", "Answer"}
	}
	head := make([]string, len(t.Sheet.Columns))
	for i, c := range t.Sheet.Columns {
		head[i] = c.Head
	}
	return head
}

// sheetName makes a name that a workbook can hold.
func sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return '-'
		}
		return r
	}, s)
	if s == "" || s == "Evidence" || s == "About" || s == "Columns" {
		s = "Sheet " + strconv.Quote(s)
	}
	return report.Shorten(s, 31)
}
