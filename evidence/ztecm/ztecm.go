// Package ztecm reads configurations of mobile networks as ZTE's management
// systems give them away beside the standard's form: trees of managed objects in
// XML (UME; NEData with modules and objects), and the sheets of plans and dumps
// whose first columns are SubNetwork and MEID, as CSV or as an XML spreadsheet
// (NetNumen U31; SpreadsheetML 2003). The manner of a text tells whose software
// wrote it; units of hardware state vendors of their own.
package ztecm

import (
	"bytes"
	"context"
	"io"
	"slices"

	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/internal/gbk"
	"github.com/whomade/whomade/internal/lazyregexp"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "ztecm" }

// headSize is how much is looked at to tell the forms apart.
const headSize = 64 << 10

// forms of an artifact.
const (
	formNone = iota
	formTree
	formWorkbook
	formList
)

var (
	treeRoot  = lazyregexp.New(`["']http://www\.zte\.com/specs/nrm["']|<NEData\s[^>]*\bManagedElement=`)
	treeBody  = lazyregexp.New(`<(?:[\w.-]+:)?(?:NEData|mo|module)\s`)
	workbook  = lazyregexp.New(`["']urn:schemas-microsoft-com:office:spreadsheet["']`)
	bookCells = lazyregexp.New(`>\s*SubNetwork\s*</[\s\S]*>\s*MEID\s*</`)
)

// Sniff knows trees by their namespace and elements, sheets by their first columns.
func (format) Sniff(head []byte) int {
	switch recognise(evidence.Text(head)) {
	case formTree:
		return 93
	case formWorkbook:
		return 88
	case formList:
		return 84
	}
	return 0
}

func recognise(text []byte) int {
	text = bytes.TrimLeft(text, " \t\r\n")
	switch {
	case len(text) == 0 || bytes.IndexByte(text, 0) >= 0:
	case text[0] == '<':
		if treeRoot().Match(text) && treeBody().Match(text) {
			return formTree
		}
		if workbook().Match(text) && bookCells().Match(text) {
			return formWorkbook
		}
	default:
		line, _, _ := bytes.Cut(text, []byte("\n"))
		if len(line) < 1<<14 && isHead(split(line)) {
			return formList
		}
	}
	return formNone
}

// split takes a line of names apart, whatever stands between them.
func split(line []byte) []string {
	var names []string
	for _, cell := range bytes.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ';' || r == '\t' || r == '|' }) {
		names = append(names, fold(string(bytes.Trim(cell, "\" \r"))))
	}
	return names
}

// isHead reports whether folded names are the head of a sheet of objects.
func isHead(names []string) bool {
	return len(names) >= 3 && slices.Contains(names, "subnetwork") && (slices.Contains(names, "meid") || slices.Contains(names, "managedelement"))
}

// Read reads the artifact in the form that its head shows.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	head := make([]byte, headSize)
	n, err := io.ReadFull(in, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	in.Reader = io.MultiReader(bytes.NewReader(head[:n]), in.Reader)
	k := &keeper{out: out, elements: map[string]*element{}}
	switch recognise(evidence.Text(head[:n])) {
	case formWorkbook:
		err = readWorkbook(ctx, in, k)
	case formList:
		err = readList(ctx, in, gbk.Reader(in.Reader), k)
	default:
		err = readTree(ctx, in, k)
	}
	k.finish()
	return err
}

// itemName is the name of an element among those of the text.
func itemName(subNetwork, element string) string {
	return "SubNetwork=" + cut(subNetwork) + ",ManagedElement=" + cut(element)
}

// keeper keeps what is known of elements until the end of the text.
type keeper struct {
	out      evidence.Out
	elements map[string]*element
	order    []*element
	lost     int
}

// maxElements bounds what is kept.
const maxElements = 1 << 17

// element is the element of a name, met at a line.
func (k *keeper) element(name string, line int64, sheet string) *element {
	if e := k.elements[name]; e != nil {
		return e
	}
	e := &element{at: locate(line, sheet)}
	e.subject = items.New(name, e.at).Subject
	if len(k.elements) >= maxElements {
		k.lost++
		return e
	}
	k.elements[name] = e
	k.order = append(k.order, e)
	return e
}
