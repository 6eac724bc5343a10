package ztecm

import (
	"context"
	"fmt"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/internal/xmlscan"
)

// tree reads managed objects in XML.
//
//	<NEData SubNetwork="1" ManagedElement="2"><module name="nr">
//	<mo moc="GNBCUCPFunction" ldn="GNBCUCPFunction=460-00_123"><attributes><gNBId>123</gNBId>
type tree struct {
	k      *keeper
	scan   *xmlscan.Scanner
	ns     string // namespace of the root
	ne     *element
	object *object
	depth  int // of the object
}

func readTree(ctx context.Context, in evidence.Input, k *keeper) error {
	t := tree{k: k, scan: xmlscan.New(in.Reader, 4*in.Limits.Line, in.Limits.Value, in.Limits.Depth)}
	for n := 0; t.scan.Next(); n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		switch t.scan.Kind() {
		case xmlscan.Start:
			t.start()
		case xmlscan.End:
			t.end()
		case xmlscan.Problem:
			k.out.Diagnose(whomade.SeverityError, whomade.Locator{Line: t.scan.Line()}, t.scan.Problem())
		}
	}
	if n := t.scan.Deep(); n > 0 {
		k.out.Diagnose(whomade.SeverityWarning, whomade.Locator{}, fmt.Sprintf("%d XML elements that are nested deeper than %d were passed over", n, in.Limits.Depth))
	}
	return t.scan.Err()
}

func (t *tree) start() {
	s := t.scan
	if s.Depth() == 1 {
		for _, a := range s.Attrs() {
			if a.Name.Local == "xmlns" {
				t.ns = cut(a.Value)
			}
		}
	}
	switch s.Name() {
	case "NEData":
		t.ne = t.k.element(itemName(s.Attr("SubNetwork"), s.Attr("ManagedElement")), s.Line(), "")
		t.ne.note(`<NEData SubNetwork="" ManagedElement="">`)
		if t.ns != "" {
			t.ne.note(`xmlns="` + t.ns + `"`)
		}
	case "module":
		if t.ne != nil {
			t.ne.note(`<module name="` + cut(s.Attr("name")) + `">`)
		}
	case "mo":
		t.flush()
		if t.ne == nil {
			return
		}
		t.object = &object{class: cut(s.Attr("moc")), name: cut(s.Attr("ldn")), at: whomade.Locator{Line: s.Line()}}
		t.depth = s.Depth()
		t.ne.note(`<mo moc="` + t.object.class + `" ldn="">`)
	}
}

func (t *tree) end() {
	s := t.scan
	switch {
	case s.Name() == "NEData":
		t.flush()
		t.ne = nil
	case s.Name() == "mo":
		t.flush()
	case t.object != nil && s.Text() != "" && s.Depth() <= t.depth+3:
		t.object.fields.set(fold(s.Name()), s.Text())
	}
}

func (t *tree) flush() {
	if t.object != nil {
		t.object.tell(t.ne, t.k)
		t.object = nil
	}
}
