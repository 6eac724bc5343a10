package cyclonedx

import (
	"context"
	"io"
	"strconv"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/internal/jsonscan"
)

// readJSON reads bills as JSON: one, a list of them, or one a line.
func readJSON(ctx context.Context, in evidence.Input, text io.Reader, out evidence.Out) error {
	b := &bom{out: out, depth: in.Limits.Depth}
	bills := 0
	choose := func(path []string, kind byte, _ string) jsonscan.Action {
		path = inBill(path)
		switch {
		case kind == '[' && len(path) == 0:
			return jsonscan.Enter
		case kind == '{' && len(path) == 0:
			b.finish()
			bills++
			b = &bom{out: out, depth: in.Limits.Depth, prefix: prefix(bills)}
			return jsonscan.Enter
		case kind == '[' && len(path) == 1 && path[0] == "components":
			return jsonscan.Enter
		case kind == '{' && (len(path) == 1 && path[0] == "metadata" || len(path) == 2 && path[0] == "components"):
			return jsonscan.Take
		}
		return jsonscan.Skip
	}
	err := items.Records(ctx, in, text, out, choose, func(path []string, v any, at whomade.Locator) {
		if path = inBill(path); path[0] == "metadata" {
			b.about(metadata(v, at, in.Limits.Depth))
			return
		}
		b.component(componentOf(v, at, in.Limits.Depth))
	})
	if err != nil {
		return err
	}
	b.finish()
	return nil
}

// inBill is a path inside a bill, without its place in a list of bills.
func inBill(path []string) []string {
	if len(path) > 0 {
		if _, err := strconv.Atoi(path[0]); err == nil {
			return path[1:]
		}
	}
	return path
}

// metadata is the component that a bill is about. Until version 1.5 its maker
// stood beside it, as "manufacture"; "manufacturer" there wrote the bill.
func metadata(v any, at whomade.Locator, depth int) *component {
	if jsonscan.Get(v, "component") == nil {
		return nil
	}
	at.Pointer += "/component"
	c := componentOf(jsonscan.Get(v, "component"), at, depth)
	if c.Manufacturer == "" {
		c.Manufacturer = jsonscan.Text(v, "manufacture", "name")
	}
	if c.Supplier == "" {
		c.Supplier = jsonscan.Text(v, "supplier", "name")
	}
	return &c
}

// componentOf reads a component and its parts, one level deeper than is told.
func componentOf(v any, at whomade.Locator, depth int) component {
	c := component{Component: items.Component{
		At: at, Kind: jsonscan.Text(v, "type"), Name: jsonscan.Text(v, "name"), Version: jsonscan.Text(v, "version"),
		Description: jsonscan.Text(v, "description"), Manufacturer: jsonscan.Text(v, "manufacturer", "name"),
		Supplier: jsonscan.Text(v, "supplier", "name"), Publisher: jsonscan.Text(v, "publisher"), PURL: jsonscan.Text(v, "purl"),
	}}
	c.AddCPE(jsonscan.Text(v, "cpe"))
	for _, h := range jsonscan.List(v, "hashes") {
		c.AddHash(jsonscan.Text(h, "alg"), jsonscan.Text(h, "content"))
	}
	for _, p := range jsonscan.List(v, "properties") {
		c.addProperty(jsonscan.Text(p, "name"), jsonscan.Text(p, "value"))
	}
	if depth < 0 {
		return c
	}
	for i, part := range jsonscan.List(v, "components") {
		place := at
		place.Pointer += "/components/" + strconv.Itoa(i)
		c.parts = append(c.parts, componentOf(part, place, depth-1))
	}
	return c
}
