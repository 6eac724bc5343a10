// Package questionnaire writes and reads the questions that a network's verdicts
// wait for: as records, as a workbook and as a page to print. Whoever knows writes
// the answers into the first two, and they are read back.
package questionnaire

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	_ "embed"

	"github.com/xuri/excelize/v2"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/report"
	"github.com/whomade/whomade/report/xlsx"
)

// List is a questionnaire as of a date.
type List struct {
	AsOf      whomade.Date
	Questions []whomade.Asked
}

// Write writes a list in one form.
type Write func(w io.Writer, l List) error

// ByFile finds the form that a file's extension asks for.
func ByFile(name string) (Write, bool) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".ndjson", ".jsonl":
		return writeRecords, true
	case ".xlsx":
		return writeWorkbook, true
	case ".html", ".htm":
		return writePage, true
	}
	return nil, false
}

func writeRecords(w io.Writer, l List) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, q := range l.Questions {
		if err := e.Encode(q); err != nil {
			return err
		}
	}
	return nil
}

// columns of the workbook's sheets of questions. Those within wider ones have a sheet
// of their own, and so have the elements, where a single one may be answered for.
var columns = []string{"id", "settles", "may", "helps", "gain", "together", "question", "about", "answer", "allowed", "fact", "elements", "within", "site", "of"}

// The sheets.
const (
	widest   = "Questions"
	narrower = "Where it differs"
	single   = "Elements"
)

func writeWorkbook(w io.Writer, l List) error {
	questions, within := [][]string{columns}, [][]string{columns}
	elements := [][]string{{"id", "element", "answer"}}
	for _, q := range l.Questions {
		of := ""
		if q.Of != nil {
			data, err := json.Marshal(q.Of)
			if err != nil {
				return err
			}
			of = string(data)
		}
		row := []string{
			q.ID, strconv.Itoa(q.Settles), strconv.Itoa(q.May), strconv.Itoa(q.Helps), strconv.Itoa(q.Gain), Together(q), report.Clean(q.Text), report.Clean(q.About), q.Answer,
			strings.Join(q.Allowed, ", "), q.Fact, strconv.Itoa(q.Count), q.Within, q.Site, of,
		}
		if q.Within == "" {
			questions = append(questions, row)
		} else {
			within = append(within, row)
		}
		for _, e := range q.Elements {
			elements = append(elements, []string{q.ID, e, ""})
		}
	}
	return xlsx.Sheets(w, "whomade questions as of "+l.AsOf.String(), []xlsx.Sheet{{Name: widest, Rows: questions}, {Name: narrower, Rows: within}, {Name: single, Rows: elements}})
}

// Together says with which other questions one settles how many verdicts.
func Together(q whomade.Asked) string {
	var out []string
	for _, j := range q.With {
		out = append(out, fmt.Sprintf("%d with %s", j.Settles, strings.Join(j.Questions, " and ")))
	}
	return strings.Join(out, "; ")
}

//go:embed page.html.tmpl
var page string

var tmpl = template.Must(template.New("page").Funcs(template.FuncMap{
	"clean": report.Clean, "join": strings.Join, "count": report.Count, "together": Together,
}).Parse(page))

func writePage(w io.Writer, l List) error {
	b := bufio.NewWriter(w)
	if err := tmpl.Execute(b, struct {
		List
		Disclaimer string
	}{l, report.Disclaimer}); err != nil {
		return err
	}
	return b.Flush()
}

// maxQuestions is how many answered questions are read.
const maxQuestions = 1_000_000

// Read reads a questionnaire back, by the extension of its file.
func Read(name string, r io.Reader) ([]whomade.Asked, error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".ndjson", ".jsonl":
		return readRecords(r)
	case ".xlsx":
		return readWorkbook(r)
	}
	return nil, errors.New("answers are read from .ndjson and .xlsx")
}

func readRecords(r io.Reader) ([]whomade.Asked, error) {
	var out []whomade.Asked
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	for len(out) < maxQuestions {
		var q whomade.Asked
		err := d.Decode(&q)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("question %d: %w", len(out)+1, err)
		}
		out = append(out, q)
	}
	return nil, errors.New("too many questions")
}

func readWorkbook(r io.Reader) (_ []whomade.Asked, err error) {
	f, err := excelize.OpenReader(r, excelize.Options{UnzipSizeLimit: 1 << 30})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	var out []whomade.Asked
	index := map[string]int{}
	for _, name := range []string{widest, narrower} {
		if at, err := f.GetSheetIndex(name); name == narrower && (err != nil || at < 0) {
			continue
		}
		rows, err := f.GetRows(name)
		if err != nil {
			return nil, err
		}
		cells, err := heads(name, rows, "id", "answer", "fact")
		if err != nil {
			return nil, err
		}
		for i := range rows[1:] {
			cell := cells(i + 1)
			q := whomade.Asked{ID: cell("id"), Within: cell("within"), Fact: cell("fact"), Answer: cell("answer"), Site: cell("site"), About: cell("about"), Text: cell("question")}
			if q.ID == "" {
				continue
			}
			if of := cell("of"); of != "" {
				if err := json.Unmarshal([]byte(of), &q.Of); err != nil {
					return nil, fmt.Errorf("sheet %s, row %d: of: %w", name, i+2, err)
				}
			}
			index[q.ID] = len(out)
			out = append(out, q)
		}
	}
	rows, err := f.GetRows(single)
	if err != nil {
		return nil, err
	}
	cells, err := heads(single, rows, "id", "element")
	if err != nil {
		return nil, err
	}
	for r := range rows[1:] {
		cell := cells(r + 1)
		i, ok := index[cell("id")]
		if !ok {
			continue
		}
		q := &out[i]
		q.Elements = append(q.Elements, cell("element"))
		if answer := cell("answer"); answer != "" {
			out = append(out, whomade.Asked{ID: q.ID, Within: q.ID, Fact: q.Fact, Answer: answer, Elements: []string{cell("element")}})
		}
	}
	return out, nil
}

// heads finds the columns of a sheet by their names; the function returned gives the
// cells of a row.
func heads(sheet string, rows [][]string, needed ...string) (func(row int) func(string) string, error) {
	if len(rows) == 0 {
		return nil, fmt.Errorf("sheet %s is empty", sheet)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, name := range needed {
		if _, ok := at[name]; !ok {
			return nil, fmt.Errorf("sheet %s has no column %q", sheet, name)
		}
	}
	return func(row int) func(string) string {
		return func(name string) string {
			if i, ok := at[name]; ok && i < len(rows[row]) {
				return strings.TrimSpace(rows[row][i])
			}
			return ""
		}
	}, nil
}
