// Package table reads inventories and purchase lists: comma-, semicolon- or
// tab-separated text and Office Open XML workbooks (ECMA-376). Columns are
// recognised by their headers, in several languages, or by the user's mapping.
// Every row is one item; what a list states is evidence of what was written
// down, not of what stands in the rack.
package table

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "table" }

// headRows is how many rows are searched for the row of headers.
const headRows = 20

// Sniff accepts workbooks, and text whose first rows hold a row of column
// headers that are known, or at least rows with the same number of columns.
func (format) Sniff(head []byte) int {
	if isWorkbook(head) {
		return 95
	}
	text, _, ok := decodeHead(head)
	if !ok {
		return 0
	}
	comma := delimiter(text)
	if comma == 0 {
		return 0
	}
	rows := headOf(text, comma)
	known, at := 0, 0
	for i, r := range rows {
		if n := recognised(r, nil); n > known {
			known, at = n, i
		}
	}
	switch {
	case known > 0 && !even(rows[at:]):
		return 0
	case known >= 2:
		return 70
	case known == 1 && len(rows) > at+1:
		return 40
	case len(rows) > 2 && sameWidth(rows):
		return 5
	}
	return 0
}

// Read reads every row. Rows before the headers are passed over.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	head := make([]byte, 4)
	n, err := readFull(in, head)
	if err != nil {
		return err
	}
	in.Reader = io.MultiReader(bytes.NewReader(head[:n]), in.Reader)
	if isZip(head[:n]) {
		return readWorkbook(ctx, in, out)
	}
	return readText(ctx, in, out)
}

// recognised counts the cells of a row that are known headers.
func recognised(row []string, columns map[string]string) int {
	n := 0
	for _, c := range row {
		if len(c) < 80 && headerFor(c, columns, isAttribute) != "" {
			n++
		}
	}
	return n
}

func isAttribute(name string) bool {
	_, ok := whomade.AttributeByName(name)
	return ok
}

// even reports whether most rows have as many columns as the first, as those
// below a row of headers have; prose and command output seldom do.
func even(rows [][]string) bool {
	same := 0
	for _, r := range rows {
		if len(r) == len(rows[0]) {
			same++
		}
	}
	return len(rows[0]) > 1 && same*4 >= len(rows)*3
}

func sameWidth(rows [][]string) bool {
	return len(rows[0]) > 1 && !slices.ContainsFunc(rows, func(r []string) bool { return len(r) != len(rows[0]) })
}

// sheet turns the rows of one sheet or text file into observations.
type sheet struct {
	name     string // empty for text
	in       evidence.Input
	out      evidence.Out
	columns  []string // attribute of each column, "" where not used
	pending  []row    // rows seen before the headers were chosen
	headers  bool
	excel    bool // dates may be serial numbers
	rowsRead int
}

type row struct {
	line  int64
	cells []string
}

// add takes the next row.
func (s *sheet) add(line int64, cells []string) {
	if !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" }) {
		return
	}
	if s.headers {
		s.item(line, cells)
		return
	}
	s.pending = append(s.pending, row{line, slices.Clone(cells)})
	if len(s.pending) == headRows {
		s.choose()
	}
}

// choose picks the row of headers among those seen: the one with the most known
// headers, the first of equals.
func (s *sheet) choose() {
	s.headers = true
	best, most := -1, 0
	for i, r := range s.pending {
		if n := recognised(r.cells, s.in.Columns); n > most {
			best, most = i, n
		}
	}
	if best < 0 {
		s.out.Diagnose(whomade.SeverityError, whomade.Locator{Sheet: s.name, Line: s.line(1)},
			"no row of column headers was recognised: name the columns with --map 'header=attribute', for example --map 'Fabricator=inventory.manufacturer'")
		s.pending = nil
		return
	}
	var unused []string
	seen := map[string]bool{}
	for _, c := range s.pending[best].cells {
		a := headerFor(c, s.in.Columns, isAttribute)
		if a != "" && seen[a] {
			a = ""
		}
		seen[a] = true
		s.columns = append(s.columns, a)
		if a == "" && strings.TrimSpace(c) != "" {
			unused = append(unused, shorten(strings.TrimSpace(c)))
		}
	}
	if len(unused) > 0 {
		s.out.Diagnose(whomade.SeverityWarning, whomade.Locator{Sheet: s.name, Line: s.line(s.pending[best].line)},
			fmt.Sprintf("columns not used: %s (name them with --map 'header=attribute' if they matter)", strings.Join(unused[:min(len(unused), 20)], ", ")))
	}
	for _, r := range s.pending[best+1:] {
		s.item(r.line, r.cells)
	}
	s.pending = nil
}

// finish ends the sheet.
func (s *sheet) finish() {
	if !s.headers && len(s.pending) > 0 {
		s.choose()
	}
}

// line is the line number for locators; sheets have cells instead.
func (s *sheet) line(n int64) int64 {
	if s.name != "" {
		return 0
	}
	return n
}

// item reports the facts of one row.
func (s *sheet) item(line int64, cells []string) {
	if len(s.columns) == 0 {
		return
	}
	s.rowsRead++
	subject := whomade.Subject{Item: fmt.Sprintf("%s#row %d", evidence.Self, line)}
	if s.name != "" {
		subject.Item = fmt.Sprintf("%s#%s row %d", evidence.Self, s.name, line)
	}
	type fact struct {
		column           int
		attribute, value string
	}
	var facts []fact
	for i, a := range s.columns {
		if a == "" || i >= len(cells) {
			continue
		}
		at := whomade.Locator{Sheet: s.name, Line: s.line(line), Cell: cellName(i, line)}
		v, problem := value(a, cells[i], s.excel)
		if problem != "" {
			s.out.Diagnose(whomade.SeverityWarning, at, problem)
		}
		if v == "" {
			continue
		}
		if len(v) > s.in.Limits.Value {
			v = strings.ToValidUTF8(v[:s.in.Limits.Value], "")
			s.out.Diagnose(whomade.SeverityWarning, at, "a very long cell was cut")
		}
		switch a {
		case "inventory.mac":
			subject.MAC = v
		case "inventory.ip":
			subject.IP = v
		case "inventory.serial_number":
			subject.Serial = v
		}
		facts = append(facts, fact{i, a, v})
	}
	for _, f := range facts {
		s.out.Observe(whomade.Observation{
			Subject: subject, Attribute: f.attribute, Value: f.value, Encoding: whomade.EncodingText,
			Locator: whomade.Locator{Sheet: s.name, Line: s.line(line), Cell: cellName(f.column, line)},
		})
	}
}

// cellName is the spreadsheet's name of a cell, "AB12".
func cellName(column int, line int64) string {
	var letters []byte
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		letters = append(letters, byte('A'+(n-1)%26))
	}
	slices.Reverse(letters)
	return fmt.Sprintf("%s%d", letters, line)
}

func shorten(s string) string {
	if utf8.RuneCountInString(s) > 40 {
		return string([]rune(s)[:39]) + "…"
	}
	return s
}
