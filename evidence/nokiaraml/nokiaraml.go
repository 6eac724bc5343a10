// Package nokiaraml reads configurations and hardware lists of Nokia's mobile
// networks: the RAML 2.0 and 2.1 files (raml20.xsd, raml21.xsd) that NetAct and
// base stations write, a flat list of managed objects whose place is in their
// distinguished names. Names of classes show whose software wrote them; units of
// hardware state vendors of their own.
package nokiaraml

import (
	"bytes"
	"context"
	"fmt"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/internal/lazyregexp"
	"github.com/whomade/whomade/internal/xmlscan"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "nokiaraml" }

var (
	root = lazyregexp.New(`<raml[\s>]`)
	body = lazyregexp.New(`<cmData[\s>]|<managedObject\s|["']raml2\d\.xsd["']`)
)

// Sniff looks for the root element and what stands in it.
func (format) Sniff(head []byte) int {
	text := bytes.TrimLeft(evidence.Text(head), " \t\r\n")
	if !bytes.HasPrefix(text, []byte("<")) || !root().Match(text) || !body().Match(text) {
		return 0
	}
	return 93
}

// reader goes through one file.
type reader struct {
	out      evidence.Out
	scan     *xmlscan.Scanner
	elements map[string]*element
	order    []*element
	lost     int // objects of elements over the bound
	marks    map[string]string
	root     string // how the file begins

	object *object // the managed object that is open
	param  string  // the parameter that is open
	list   string  // the list that is open
}

// Read reads every managed object.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	r := reader{
		out: out, scan: items.NewXML(in),
		elements: map[string]*element{}, marks: map[string]string{},
	}
	if err := items.XML(ctx, r.scan, out, r.start, r.end); err != nil {
		return err
	}
	for _, e := range r.order {
		e.finish(out, r.root)
	}
	items.TooDeep(r.scan, in, out)
	if r.lost > 0 {
		out.Diagnose(whomade.SeverityWarning, whomade.Locator{}, fmt.Sprintf("%d objects were passed over: there are more than %d elements", r.lost, maxElements))
	}
	if len(r.order) == 0 {
		out.Diagnose(whomade.SeverityWarning, whomade.Locator{}, "no network element was found")
	}
	return nil
}

func (r *reader) at() whomade.Locator { return whomade.Locator{Line: r.scan.Line()} }

func (r *reader) start() {
	s := r.scan
	switch s.Name() {
	case "raml":
		r.root = `<raml version="` + cut(s.Attr("version")) + `" xmlns="` + cut(xmlns(s)) + `">`
	case "managedObject":
		r.open()
	case "list":
		r.list = s.Attr("name")
	case "p":
		r.param = s.Attr("name")
	}
}

func (r *reader) end() {
	switch r.scan.Name() {
	case "managedObject":
		if r.object != nil {
			r.object.tell(r.out)
			r.object = nil
		}
	case "list":
		r.list = ""
	case "p":
		if r.object != nil && r.param != "" {
			r.object.set(r.param, r.list, r.scan.Text(), r.at())
		}
		r.param = ""
	}
}

// open opens a managed object, one that a plan deletes is none.
func (r *reader) open() {
	s := r.scan
	if r.object != nil { // its end was lost
		r.object.tell(r.out)
	}
	r.object, r.param, r.list = nil, "", ""
	if s.Attr("operation") == "delete" {
		return
	}
	class := cut(s.Attr("class"))
	segments := segmentsOf(s.Attr("distName"))
	name, own := elementOf(segments, hardware[classOf(class)])
	if name == "" {
		return
	}
	e := r.elements[name]
	if e == nil {
		if len(r.elements) >= maxElements {
			r.lost++
			return
		}
		e = newElement(name, r.at())
		r.elements[name] = e
		r.order = append(r.order, e)
	}
	e.note(r.intern(`<managedObject class="` + class + `" distName="" version="">`))
	r.object = newObject(e, class, segments, own, r.at())
}

// intern keeps one copy of a mark that many elements have.
func (r *reader) intern(s string) string {
	if m, ok := r.marks[s]; ok {
		return m
	}
	if len(r.marks) < 1<<12 {
		r.marks[s] = s
	}
	return s
}

func xmlns(s *xmlscan.Scanner) string {
	for _, a := range s.Attrs() {
		if a.Name.Local == "xmlns" {
			return a.Value
		}
	}
	return ""
}
