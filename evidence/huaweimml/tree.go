package huaweimml

import (
	"context"
	"fmt"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/internal/lazyregexp"
	"github.com/whomade/whomade/internal/xmlscan"
)

// tree reads managed objects in XML. Three forms are seen:
//
//	<spec:BACKUPCFG><spec:syndata productversion="..."><class><NE><attributes><NENAME>...
//	<bulkCmConfigDataFile><configData><class name="BTS3900"><object vendor="" version=""><class name="NE"><object><parameter name="" value=""/>
//	<MOTree><MO className="BTS3900NE" fdn="NE=1"><attr name="NAME">...
type tree struct {
	out   evidence.Out
	scan  *xmlscan.Scanner
	ne    *element
	depth int // of the XML element that ne is

	levels []string // class that each open XML element is of, "" where it is no object
	attr   string   // name of the attribute that is open
	part   *part
	partAt whomade.Locator
}

func readTree(ctx context.Context, in evidence.Input, out evidence.Out) error {
	t := tree{out: out, scan: items.NewXML(in)}
	err := items.XML(ctx, t.scan, out, t.start, t.end)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if t.ne != nil {
		t.ne.finish()
	}
	items.TooDeep(t.scan, in, out)
	return err
}

func (t *tree) at() whomade.Locator { return whomade.Locator{Line: t.scan.Line()} }

// class is the class of the object that is open.
func (t *tree) class() string {
	for i := len(t.levels) - 1; i >= 0; i-- {
		if t.levels[i] != "" {
			return t.levels[i]
		}
	}
	return ""
}

func (t *tree) start() {
	s := t.scan
	class := ""
	switch s.Name() {
	case "BACKUPCFG":
		t.begin(artifactNE(t.out))
		t.ne.note("<spec:BACKUPCFG " + strings.Join(namespaces(s), " ") + ">")
	case "fileHeader":
		if v := s.Attr("neversion"); v != "" && t.ne != nil {
			t.ne.version(v, t.at())
			t.ne.note(`<spec:fileHeader nenrmversion="" neversion="" producttype="">`)
		}
	case "syndata":
		if v := s.Attr("productversion"); v != "" && t.ne != nil {
			t.ne.version(v, t.at())
			t.ne.note(`<spec:syndata FunctionType="" productversion="" nermversion="">`)
		}
	case "MO":
		class = s.Attr("className")
		if t.ne == nil {
			t.begin(itemNE(t.out, s.Attr("fdn"), t.at()))
			t.ne.note(`<MO className="` + cut(class) + `" fdn="">`)
			t.ne.fact("part.model", productName().FindString(class), t.at())
		}
	case "class":
		class = s.Attr("name")
	case "object":
		if t.ne == nil && (s.Attr("vendor") != "" || s.Attr("technique") != "") {
			t.begin(itemNE(t.out, fmt.Sprintf("%s at line %d", t.class(), s.Line()), t.at()))
			t.ne.fact("inventory.manufacturer", s.Attr("vendor"), t.at())
			t.ne.version(s.Attr("version"), t.at())
			t.ne.note(`<object technique="" vendor="" version="">`)
		}
	case "parameter":
		t.value(s.Attr("name"), s.Attr("value"))
	case "attr":
		t.attr = s.Attr("name")
	default:
		// In a class of the first form, the element below it is the object.
		if n := len(t.levels); n > 0 && t.levels[n-1] == classMark {
			class = s.Name()
		}
	}
	if s.Name() == "class" && class == "" {
		class = classMark
	}
	t.levels = append(t.levels, class)
}

// classMark stands for a class whose object has its name.
const classMark = "class"

// begin opens an element.
func (t *tree) begin(e *element) {
	t.ne, t.depth = e, t.scan.Depth()
	e.at = t.at()
}

func (t *tree) end() {
	s := t.scan
	switch {
	case s.Name() == "attr":
		t.value(t.attr, s.Text())
		t.attr = ""
	case s.Text() != "":
		t.value(s.Name(), s.Text())
	}
	if t.part != nil && (s.Name() == "object" || t.levels[len(t.levels)-1] != "") {
		t.part.tell(t.ne, t.partAt)
		t.part = nil
	}
	t.levels = t.levels[:len(t.levels)-1]
	if t.ne != nil && s.Depth() == t.depth {
		t.ne.finish()
		t.ne = nil
	}
}

// value takes a value of the object that is open.
func (t *tree) value(name, value string) {
	if t.ne == nil || name == "" {
		return
	}
	class := strings.ToUpper(productClass().ReplaceAllString(t.class(), ""))
	class, _, _ = strings.Cut(strings.TrimPrefix(class, "_"), "_")
	switch {
	case own[class] || class == "NE":
		if fold(name) == "name" {
			name = "nename"
		}
		t.ne.field(fold(name), value, t.at())
	case hardware().MatchString(class):
		if t.part == nil {
			t.part, t.partAt = &part{}, t.at()
		}
		t.part.field(fold(name), value)
	}
}

// namespaces are the namespaces that an element declares.
func namespaces(s *xmlscan.Scanner) []string {
	var out []string
	for _, a := range s.Attrs() {
		if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" {
			out = append(out, cut(a.Value))
		}
	}
	return out
}

var (
	// productName is the product that a class begins with: "BSC6900" in
	// "BSC6900GSMNE".
	productName = lazyregexp.New(`^(?:BSC|BTS|DBS|PICOBTS|RNC)\d{4}`)
	// productClass is what of a class is not its own name.
	productClass = lazyregexp.New(`^(?:BSC|BTS|DBS|PICOBTS|RNC)\d{4}(?:GSM|UMTS|GU)?|_(?:BSC|BTS|DBS)\d{4}(?:GSM|UMTS|GU)?$`)
)
