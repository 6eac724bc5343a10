// Package nrm reads trees of 3GPP network resource models in XML, as inventories
// (TS 32.695, TS 28.633) and bulk configuration files (TS 32.615, TS 32.616,
// TS 28.616) hold them: managed elements with what they state of their vendor,
// the units of hardware in them, and the functions they fulfil. It is no format
// by itself. Names are compared without their namespaces, which change with each
// release of the standard.
package nrm

import (
	"context"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/internal/xmlscan"
)

// reader goes through one file.
type reader struct {
	out     evidence.Out
	limits  evidence.Limits
	scan    *xmlscan.Scanner
	levels  []level
	objects []object // open objects, the outermost first
	prefix  string   // of distinguished names
	found   bool     // an element was met
}

// level is an open XML element.
type level struct {
	name   string // lower case
	object bool   // it is an object of the model, not an attribute
}

// object is an open object of the model.
type object struct {
	class string // lower case; of a container of vendor's data its type
	dn    string // relative distinguished name as it is written
	line  int64

	element  *element  // where it is a managed element
	unit     *unit     // where it is a unit
	function *function // where it is a function
}

// Read reads the file to its end.
func Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	r := reader{out: out, limits: in.Limits, scan: items.NewXML(in)}
	if err := items.XML(ctx, r.scan, out, r.start, r.end); err != nil {
		return err
	}
	items.TooDeep(r.scan, in, out)
	if !r.found {
		out.Diagnose(whomade.SeverityWarning, whomade.Locator{}, "no managed element or unit was found")
	}
	return nil
}

func (r *reader) at() whomade.Locator { return whomade.Locator{Line: r.scan.Line()} }

// maxName bounds what is kept of a name.
const maxName = 128

// start opens an XML element.
func (r *reader) start() {
	name := strings.ToLower(r.scan.Name())
	if len(name) > maxName {
		name = name[:maxName]
	}
	id := r.scan.Attr("id")
	isObject := id != "" && name != "attributes" || unitClasses[name]
	r.levels = append(r.levels, level{name, isObject})
	switch name {
	case "fileheader":
		r.header()
	case "configdata":
		r.prefix = cut(r.scan.Attr("dnPrefix"))
	}
	if !isObject {
		return
	}
	o := object{class: name, dn: cut(r.scan.Name()) + "=" + cut(id), line: r.scan.Line()}
	r.objects = append(r.objects, o)
	r.classify(&r.objects[len(r.objects)-1])
}

// classify finds out what an object is for.
func (r *reader) classify(o *object) {
	switch {
	case o.class == "managedelement" || o.class == "managementnode":
		r.found = true
		o.element = newElement(r.name(len(r.objects)), o, r.context())
	case unitClasses[o.class]:
		r.found = true
		o.unit = &unit{line: o.line, top: r.inElement()}
	case functions[o.class] != "":
		o.function = &function{line: o.line}
	}
}

// context is the id of the context that the object stands in: some systems name
// the element there.
func (r *reader) context() string {
	if n := len(r.objects) - 2; n >= 0 && r.objects[n].class == "mecontext" {
		_, id, _ := strings.Cut(r.objects[n].dn, "=")
		return id
	}
	return ""
}

// inElement reports whether the innermost object stands in a managed element
// itself, and not in a part of it.
func (r *reader) inElement() bool {
	n := len(r.objects) - 2
	return n >= 0 && r.objects[n].element != nil
}

// end closes an XML element.
func (r *reader) end() {
	l := r.levels[len(r.levels)-1]
	switch {
	case l.object:
		r.close()
	case l.name == "attributes":
		if o := r.innermost(); o != nil && o.element != nil {
			o.element.tell(r.out)
			o.element.closed = true
		}
	default:
		if text := r.scan.Text(); text != "" {
			r.attribute(l.name, text)
		}
	}
	r.levels = r.levels[:len(r.levels)-1]
}

func (r *reader) innermost() *object {
	if len(r.objects) == 0 {
		return nil
	}
	return &r.objects[len(r.objects)-1]
}

// attribute takes an attribute of the innermost object.
func (r *reader) attribute(name, value string) {
	o := r.innermost()
	if o == nil {
		return
	}
	if name == "vsdatatype" && o.class == "vsdatacontainer" {
		r.vendorData("vsDataType=" + value)
		// Data about the element as a whole add nothing that it does not state itself.
		if o.class = strings.TrimPrefix(strings.ToLower(cut(value)), "vsdata"); o.class != "managedelement" {
			r.classify(o)
		}
		return
	}
	if name == "vsdataformatversion" {
		r.vendorData("vsDataFormatVersion=" + value)
		return
	}
	switch {
	case o.element != nil:
		o.element.attribute(name, value, r.at())
	case o.unit != nil:
		o.unit.attribute(name, value)
	case o.function != nil:
		o.function.attribute(name, value)
	}
}

// close ends the innermost object.
func (r *reader) close() {
	o := r.innermost()
	at := whomade.Locator{Line: o.line}
	switch {
	case o.element != nil:
		o.element.tell(r.out)
		o.element.tellVendorData(r.out)
	case o.unit != nil:
		if e := r.element(); e != nil {
			o.unit.tellPart(e, o.class, r.out)
		} else {
			o.unit.tellAlone(items.New(r.name(len(r.objects)), at), r.out)
		}
	case o.function != nil:
		it := items.New(r.name(len(r.objects)), at)
		if e := r.element(); e != nil {
			it.Subject = e.subject
		}
		o.function.tell(it, functions[o.class], r.out)
	}
	r.objects = r.objects[:len(r.objects)-1]
}

// element is the managed element that is open, or nil.
func (r *reader) element() *element {
	for i := len(r.objects) - 1; i >= 0; i-- {
		if e := r.objects[i].element; e != nil {
			return e
		}
	}
	return nil
}

// name is the distinguished name (TS 32.300) of the first n open objects.
func (r *reader) name(n int) string {
	parts := make([]string, 0, n+1)
	if r.prefix != "" {
		parts = append(parts, r.prefix)
	}
	for _, o := range r.objects[:n] {
		parts = append(parts, o.dn)
	}
	s := strings.Join(parts, ",")
	return strings.ToValidUTF8(s[:min(len(s), 8*maxName)], "")
}

// vendorData notes the type of data that only one vendor writes.
func (r *reader) vendorData(value string) {
	if e := r.element(); e != nil {
		e.note(cut(value))
	}
}

// header tells of the system that wrote the file. Its vendor need not be the
// vendor of the elements.
func (r *reader) header() {
	it := items.New(strings.TrimSpace("sender "+cut(r.scan.Attr("senderName"))), r.at())
	it.Add("inventory.manufacturer", r.scan.Attr("vendorName"))
	if it.Len() > 0 {
		it.Add("inventory.function", "ManagementNode")
	}
	it.Tell(r.out)
}

func cut(s string) string { return strings.ToValidUTF8(s[:min(len(s), maxName)], "") }
