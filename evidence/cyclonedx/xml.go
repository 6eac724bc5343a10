package cyclonedx

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/internal/xmlscan"
)

// maxText bounds one text of a component, in octets.
const maxText = 8 << 10

// readXML reads a bill as XML.
func readXML(ctx context.Context, in evidence.Input, text io.Reader, out evidence.Out) error {
	s := xmlscan.New(text, in.Limits.Line, min(maxText, in.Limits.Value), 4*in.Limits.Depth)
	w := walker{scanner: s, limit: in.Limits.Line, bom: &bom{out: out, depth: in.Limits.Depth}}
	err := items.XML(ctx, s, out, w.start, w.end)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	w.bom.finish()
	if w.lost > 0 {
		out.Diagnose(whomade.SeverityError, w.lostAt, fmt.Sprintf("%d parts were left out: the component that they are in takes more than %d octets", w.lost, in.Limits.Line))
	}
	if n := s.Deep(); n > 0 {
		out.Diagnose(whomade.SeverityWarning, whomade.Locator{}, fmt.Sprintf("%d elements that are nested too deep were passed over", n))
	}
	return err
}

// walker goes through the elements of a bill.
type walker struct {
	scanner *xmlscan.Scanner
	bom     *bom
	names   []string // of the open elements
	open    []*level // the open components
	skip    int      // depth of a component that is no part: tools, ancestors

	bills         int
	top           int // components of the bill so far
	manufacturer  string
	supplier      string
	main          *component
	size, limit   int // of the outermost open component
	lost          int
	lostAt        whomade.Locator
	alg, property string // attributes of the innermost element
}

// level is an open component and how deep it is nested.
type level struct {
	component
	depth int
}

func (w *walker) start() {
	s := w.scanner
	w.names = append(w.names[:s.Depth()-1], s.Name())
	switch {
	case w.skip > 0:
	case s.Depth() == 1:
		w.bills++
		w.bom.finish()
		w.bom, w.top = &bom{out: w.bom.out, depth: w.bom.depth, prefix: prefix(w.bills)}, 0
		w.manufacturer, w.supplier = "", ""
	case s.Name() == "component":
		if !w.enter() {
			w.skip = s.Depth()
		}
	case s.Name() == "hash":
		w.alg = s.Attr("alg")
	case s.Name() == "property":
		w.property = s.Attr("name")
	}
}

// enter opens a component where it is the bill's, or a part of one, and reports
// whether it is.
func (w *walker) enter() bool {
	at := whomade.Locator{Line: w.scanner.Line()}
	path := strings.Join(w.names[1:], "/")
	switch {
	case w.names[0] != "bom":
		return false
	case len(w.open) > 0:
		parent := w.open[len(w.open)-1]
		if len(w.names) != parent.depth+2 || w.names[parent.depth] != "components" {
			return false
		}
		at.Path = parent.At.Path + "/components/component[" + strconv.Itoa(len(parent.parts)+1) + "]"
	case path == "metadata/component":
		at.Path = "/bom/metadata/component"
	case path == "components/component":
		w.top++
		at.Path = "/bom/components/component[" + strconv.Itoa(w.top) + "]"
	default:
		return false
	}
	if len(w.open) == 0 {
		w.size = 0
	}
	w.open = append(w.open, &level{component: component{Component: items.Component{At: at, Kind: w.scanner.Attr("type")}}, depth: w.scanner.Depth()})
	return true
}

func (w *walker) end() {
	s := w.scanner
	depth := s.Depth()
	w.names = w.names[:depth]
	switch {
	case w.skip > 0:
		if depth == w.skip {
			w.skip = 0
		}
	case len(w.open) > 0 && w.open[len(w.open)-1].depth == depth:
		w.leave()
	case len(w.open) > 0:
		l := w.open[len(w.open)-1]
		w.text(&l.component, strings.Join(w.names[l.depth:], "/"), s.Text())
	case depth == 4 && w.names[1] == "metadata" && s.Name() == "name":
		switch w.names[2] {
		case "manufacture":
			w.manufacturer = s.Text()
		case "supplier":
			w.supplier = s.Text()
		}
	case depth == 2 && s.Name() == "metadata":
		if w.main != nil && w.main.Manufacturer == "" {
			w.main.Manufacturer = w.manufacturer
		}
		if w.main != nil && w.main.Supplier == "" {
			w.main.Supplier = w.supplier
		}
		w.bom.about(w.main)
		w.main = nil
	}
}

// text takes the text of an element of a component.
func (w *walker) text(c *component, path, text string) {
	switch path {
	case "name":
		c.Name = text
	case "version":
		c.Version = text
	case "description":
		c.Description = text
	case "publisher":
		c.Publisher = text
	case "manufacturer/name":
		c.Manufacturer = text
	case "supplier/name":
		c.Supplier = text
	case "cpe":
		c.AddCPE(text)
	case "purl":
		c.PURL = text
	case "hashes/hash":
		c.AddHash(w.alg, text)
	case "properties/property":
		c.addProperty(w.property, text)
	}
}

// leave closes a component.
func (w *walker) leave() {
	n := len(w.open)
	c := &w.open[n-1].component
	w.open = w.open[:n-1]
	switch {
	case n > 1:
		if w.size += c.size(); w.size > w.limit {
			if w.lost++; w.lost == 1 {
				w.lostAt = c.At
			}
			return
		}
		parent := w.open[n-2]
		parent.parts = append(parent.parts, *c)
	case w.names[1] == "metadata":
		w.main = c
	default:
		w.bom.component(*c)
	}
}
