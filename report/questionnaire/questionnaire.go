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

// columns of the workbook's first sheet; the elements stand on the second.
var columns = []string{"id", "settles", "helps", "question", "about", "answer", "allowed", "fact", "site"}

func writeWorkbook(w io.Writer, l List) error {
	questions := [][]string{columns}
	elements := [][]string{{"id", "element"}}
	for _, q := range l.Questions {
		questions = append(questions, []string{
			q.ID, fmt.Sprint(q.Settles), fmt.Sprint(q.Helps), report.Clean(q.Text), report.Clean(q.About), q.Answer, strings.Join(q.Allowed, ", "), q.Fact, q.Site,
		})
		for _, e := range q.Elements {
			elements = append(elements, []string{q.ID, e})
		}
	}
	return xlsx.Sheets(w, "whomade questions as of "+l.AsOf.String(), []xlsx.Sheet{{Name: "Questions", Rows: questions}, {Name: "Elements", Rows: elements}})
}

//go:embed page.html.tmpl
var page string

var tmpl = template.Must(template.New("page").Funcs(template.FuncMap{
	"clean": report.Clean, "join": strings.Join, "count": report.Count,
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
	rows, err := f.GetRows("Questions")
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errors.New("sheet Questions is empty")
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, name := range []string{"id", "answer", "fact"} {
		if _, ok := at[name]; !ok {
			return nil, fmt.Errorf("sheet Questions has no column %q", name)
		}
	}
	var out []whomade.Asked
	index := map[string]int{}
	for _, row := range rows[1:] {
		cell := func(name string) string {
			if i, ok := at[name]; ok && i < len(row) {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		q := whomade.Asked{ID: cell("id"), Fact: cell("fact"), Answer: cell("answer"), Site: cell("site"), About: cell("about"), Text: cell("question")}
		if q.ID == "" {
			continue
		}
		index[q.ID] = len(out)
		out = append(out, q)
	}
	elements, err := f.GetRows("Elements")
	if err != nil {
		return nil, err
	}
	for _, row := range elements {
		if len(row) < 2 {
			continue
		}
		if i, ok := index[row[0]]; ok {
			out[i].Elements = append(out[i].Elements, row[1])
		}
	}
	return out, nil
}
