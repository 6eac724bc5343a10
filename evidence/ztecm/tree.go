package ztecm

import (
	"context"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
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
	t := tree{k: k, scan: items.NewXML(in)}
	err := items.XML(ctx, t.scan, k.out, t.start, t.end)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	items.TooDeep(t.scan, in, k.out)
	return err
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
