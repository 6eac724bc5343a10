package ztecm

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/evidence/table"
	"github.com/whomade/whomade/internal/xmlscan"
)

// maxColumns bounds the columns of a sheet.
const maxColumns = 2048

// sheet turns the rows of one sheet into objects. Below the row of names, plans
// have rows that explain the columns.
type sheet struct {
	k     *keeper
	name  string // the class of the objects, empty where the text does not tell it
	names []string
	head  string
	passed,
	rows int
}

// add takes the next row.
func (s *sheet) add(line int64, cells []string) {
	if s.names == nil {
		names := make([]string, len(cells))
		for i, c := range cells {
			names[i] = fold(c)
		}
		if isHead(names) {
			s.names = names
			s.head = strings.Join(cells, ",")
			if s.name != "" {
				s.head = s.name + ": " + s.head
			}
		}
		return
	}
	var subNetwork, id string
	o := object{class: s.name, at: locate(line, s.name)}
	for i, value := range cells[:min(len(cells), len(s.names))] {
		switch name := s.names[i]; name {
		case "subnetwork":
			subNetwork = strings.TrimSpace(value)
		case "meid", "managedelement":
			if id == "" {
				id = strings.TrimSpace(value)
			}
		case "ldn", "moi":
			o.name = cut(strings.TrimSpace(value))
			if o.class == "" {
				last := o.name[strings.LastIndexByte(o.name, ',')+1:]
				o.class, _, _ = strings.Cut(last, "=")
			}
		default:
			o.fields.set(name, value)
		}
	}
	if !isID(id) {
		s.passed++
		return
	}
	s.rows++
	e := s.k.element(itemName(subNetwork, id), line, s.name)
	e.note(s.head)
	o.tell(e, s.k)
}

// isID reports whether a cell names an element rather than explains the column.
func isID(s string) bool {
	return s != "" && strings.ContainsAny(s, "0123456789") && !strings.ContainsAny(s, " \t[]:;~")
}

// finish ends the sheet.
func (s *sheet) finish(at whomade.Locator) {
	// Four rows explain the columns of a plan.
	if s.passed > 4 {
		s.k.out.Diagnose(whomade.SeverityWarning, at, fmt.Sprintf("%d rows that name no element were passed over", s.passed))
	}
}

// readList reads a sheet as text.
func readList(ctx context.Context, in evidence.Input, r io.Reader, k *keeper) error {
	head := make([]byte, 1<<14)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	head = head[:n]
	line, _, _ := bytes.Cut(bytes.TrimLeft(head, "\r\n"), []byte("\n"))
	comma := ','
	for _, c := range ";\t|" {
		if bytes.Count(line, []byte(string(c))) > bytes.Count(line, []byte(string(comma))) {
			comma = c
		}
	}
	s := sheet{k: k}
	err = table.Rows(ctx, io.MultiReader(bytes.NewReader(head), r), in.Limits.Line, comma, k.out, func(line int64, cells []string) {
		s.add(line, cells[:min(len(cells), maxColumns)])
	})
	s.finish(whomade.Locator{})
	return err
}

// readWorkbook reads the sheets of an XML spreadsheet.
func readWorkbook(ctx context.Context, in evidence.Input, k *keeper) error {
	scan := items.NewXML(in)
	var s *sheet
	var cells []string
	var line int64
	for n := 0; scan.Next(); n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		switch kind, name := scan.Kind(), scan.Name(); {
		case kind == xmlscan.Problem:
			k.out.Diagnose(whomade.SeverityError, whomade.Locator{Line: scan.Line()}, scan.Problem())
		case kind == xmlscan.Start && name == "Worksheet":
			s = &sheet{k: k, name: cut(scan.Attr("Name"))}
		case kind == xmlscan.Start && name == "Row":
			cells, line = cells[:0], scan.Line()
		case kind == xmlscan.Start && name == "Cell":
			// Empty cells before this one are left out of the text.
			at, err := strconv.Atoi(scan.Attr("Index"))
			for err == nil && len(cells) < min(at-1, maxColumns) {
				cells = append(cells, "")
			}
			if len(cells) < maxColumns {
				cells = append(cells, "")
			}
		case kind == xmlscan.End && name == "Data":
			if len(cells) > 0 {
				cells[len(cells)-1] = scan.Text()
			}
		case kind == xmlscan.End && name == "Row":
			if s != nil {
				s.add(line, cells)
			}
		case kind == xmlscan.End && name == "Worksheet":
			if s != nil {
				s.finish(whomade.Locator{Sheet: s.name})
				s = nil
			}
		}
	}
	return scan.Err()
}
