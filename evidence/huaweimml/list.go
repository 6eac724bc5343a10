package huaweimml

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strconv"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/evidence/table"
)

// isList reports whether a text is a list of boards as the management systems
// write it: its columns name the element with its type, and the unit.
func isList(text []byte) bool {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	if len(line) > 4096 {
		return false
	}
	var names []string
	for _, cell := range bytes.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ';' || r == '\t' }) {
		names = append(names, fold(string(bytes.Trim(cell, "\" \r"))))
	}
	has := func(some ...string) bool {
		return slices.ContainsFunc(some, func(name string) bool { return slices.Contains(names, name) })
	}
	return has("nename", "ne", "nefdn") && has("netype") && has("boardtype", "boardname", "inventoryunittype", "vendorunitfamilytype", "inventoryunitid") &&
		has("serialnumber", "serialno", "barcode", "snbarcode", "serialnobarcode")
}

// readList reads a list of boards, each row about a part of an element.
func readList(ctx context.Context, in evidence.Input, r io.Reader, out evidence.Out) error {
	head := make([]byte, 4096)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	head = head[:n]
	line, _, _ := bytes.Cut(bytes.TrimLeft(head, "\r\n"), []byte("\n"))
	comma := ','
	for _, c := range ";\t" {
		if bytes.Count(line, []byte(string(c))) > bytes.Count(line, []byte(string(comma))) {
			comma = c
		}
	}
	var names []string
	return table.Rows(ctx, io.MultiReader(bytes.NewReader(head), r), in.Limits.Line, comma, out, func(line int64, cells []string) {
		if names == nil {
			for _, c := range cells {
				names = append(names, fold(c))
			}
			return
		}
		row(out, names, cells, whomade.Locator{Line: line})
	})
}

// row reads one row.
func row(out evidence.Out, names, cells []string, at whomade.Locator) {
	var p part
	ne := "row " + strconv.FormatInt(at.Line, 10)
	var host, kind, version string
	for i, value := range cells[:min(len(cells), len(names))] {
		value = clean(value)
		switch names[i] {
		case "nename", "ne":
			host = value
		case "netype":
			kind = value
		case "neversion", "systemversion":
			version = value
		default:
			p.field(names[i], value)
		}
	}
	if host != "" {
		ne = "NE " + host
	}
	e := itemNE(out, ne, at)
	if !items.Contact(host) {
		e.fact("host.name", host, at)
	}
	e.fact("part.model", kind, at)
	if version != "" {
		e.version(version, at)
	}
	p.tell(e, at)
}
