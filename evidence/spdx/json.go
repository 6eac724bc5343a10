package spdx

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/internal/jsonscan"
)

// readJSON reads bills as JSON: one, a list of them, one a line, or inside the
// answer of a service.
func readJSON(ctx context.Context, in evidence.Input, text io.Reader, out evidence.Out) error {
	bills := 0
	b := newBill(out, bills)
	choose := func(path []string, kind byte, _ string) jsonscan.Action {
		service := len(path) > 0 && path[len(path)-1] == answer
		path = inBill(path)
		switch {
		case len(path) == 0 && (kind == '[' || kind == '{' && service):
			return jsonscan.Enter
		case len(path) == 0 && kind == '{':
			if bills > 0 {
				b.finish()
				b = newBill(out, bills+1)
			}
			bills++
			return jsonscan.Enter
		case len(path) == 1:
			return member(path[0], kind)
		case len(path) == 2 && kind == '{':
			return jsonscan.Take
		}
		return jsonscan.Skip
	}
	err := items.Records(ctx, in, text, out, choose, func(path []string, v any, at whomade.Locator) {
		switch path = inBill(path); path[0] {
		case "packages":
			b.add(packageOf(v, at))
		case "relationships":
			b.relation(jsonscan.Text(v, "spdxElementId"), jsonscan.Text(v, "relationshipType"), jsonscan.Text(v, "relatedSpdxElement"), at)
		case "documentDescribes":
			for _, id := range texts(v) {
				b.describe(id, at)
			}
		case "@graph":
			b.element(v, at)
		}
	})
	if err != nil {
		return err
	}
	b.finish()
	return nil
}

// member says what is done with a member of a bill.
func member(name string, kind byte) jsonscan.Action {
	switch {
	case kind != '[':
	case name == "packages", name == "relationships", name == "@graph":
		return jsonscan.Enter
	case name == "documentDescribes":
		return jsonscan.Take
	}
	return jsonscan.Skip
}

// inBill is a path inside a bill, without its place in a list of bills and in the
// answer of a service.
func inBill(path []string) []string {
	if len(path) > 0 {
		if _, err := strconv.Atoi(path[0]); err == nil {
			path = path[1:]
		}
	}
	if len(path) > 0 && path[0] == answer {
		path = path[1:]
	}
	return path
}

// answer is the member in which GitHub's service gives a bill.
const answer = "sbom"

// packageOf reads a package of versions 2.
func packageOf(v any, at whomade.Locator) pack {
	p := pack{items.Component{
		At: at, Kind: purpose(jsonscan.Text(v, "primaryPackagePurpose")), Name: jsonscan.Text(v, "name"), Version: jsonscan.Text(v, "versionInfo"),
		Description: jsonscan.Text(v, "description"), Manufacturer: organisation(jsonscan.Text(v, "originator")), Supplier: organisation(jsonscan.Text(v, "supplier")),
	}, jsonscan.Text(v, "SPDXID")}
	if p.Description == "" {
		p.Description = jsonscan.Text(v, "summary")
	}
	for _, h := range jsonscan.List(v, "checksums") {
		p.AddHash(jsonscan.Text(h, "algorithm"), jsonscan.Text(h, "checksumValue"))
	}
	for _, r := range jsonscan.List(v, "externalRefs") {
		p.external(jsonscan.Text(r, "referenceType"), jsonscan.Text(r, "referenceLocator"))
	}
	return p
}

// external takes what another list calls the package. Types may be written as the
// address of their definition.
func (p *pack) external(kind, locator string) {
	switch kind = kind[strings.LastIndexAny(kind, "/#")+1:]; kind {
	case "cpe22Type", "cpe23Type", "cpe22", "cpe23":
		p.AddCPE(locator)
	case "purl", "packageUrl", "packageURL":
		if p.PURL == "" {
			p.PURL = locator
		}
	}
}

// element takes an element of the graph of version 3. Names of its properties had
// no prefix in the first of its releases.
func (b *bill) element(v any, at whomade.Locator) {
	id := either(v, "spdxId", "@id")
	switch kind := either(v, "type", "@type"); kind {
	case "Organization":
		if name := jsonscan.Text(v, "name"); name != "" && b.room(64+len(id)+len(name), at) {
			b.names[id] = name
		}
	case "SpdxDocument", "software_Sbom", "Bom", "Bundle":
		for _, root := range texts(jsonscan.Get(v, "rootElement")) {
			b.describe(root, at)
		}
	case "software_Package":
		p := pack{items.Component{
			At: at, Kind: purpose(either(v, "software_primaryPurpose", "primaryPurpose")), Name: jsonscan.Text(v, "name"),
			Version: either(v, "software_packageVersion", "packageVersion"), Description: either(v, "description", "summary"),
			Manufacturer: agent(jsonscan.Get(v, "originatedBy")), Supplier: agent(jsonscan.Get(v, "suppliedBy")), PURL: either(v, "software_packageUrl", "packageUrl"),
		}, id}
		for _, h := range jsonscan.List(v, "verifiedUsing") {
			p.AddHash(jsonscan.Text(h, "algorithm"), jsonscan.Text(h, "hashValue"))
		}
		for _, e := range jsonscan.List(v, "externalIdentifier") {
			p.external(jsonscan.Text(e, "externalIdentifierType"), jsonscan.Text(e, "identifier"))
		}
		b.add(p)
	default:
		if strings.HasSuffix(kind, "Relationship") {
			for _, to := range texts(jsonscan.Get(v, "to")) {
				b.relation(jsonscan.Text(v, "from"), jsonscan.Text(v, "relationshipType"), to, at)
			}
		}
	}
}

// agent is the first agent of a value: one that stands there whole where it is an
// organisation, else its identifier.
func agent(v any) string {
	if list, ok := v.([]any); ok {
		if len(list) == 0 {
			return ""
		}
		v = list[0]
	}
	if id, ok := v.(string); ok && id != "" {
		return reference + id
	}
	if either(v, "type", "@type") == "Organization" {
		return jsonscan.Text(v, "name")
	}
	return ""
}

// either is the text of the first of two members that there is.
func either(v any, first, second string) string {
	if s := jsonscan.Text(v, first); s != "" {
		return s
	}
	return jsonscan.Text(v, second)
}

// texts are the texts of a list, or the one that stands in its place.
func texts(v any) []string {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var out []string
	for _, e := range list {
		if s, ok := e.(string); ok {
			out = append(out, s)
		}
	}
	return out
}
