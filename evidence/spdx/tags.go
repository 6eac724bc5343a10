package spdx

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
)

// readTags reads bills of versions 2 as tags with values, a line each.
func readTags(ctx context.Context, in evidence.Input, text io.Reader, out evidence.Out) error {
	r := tagReader{out: out, bill: newBill(out, 1), bills: 1}
	lines := evidence.NewLines(text, in.Limits.Line)
	for n := 0; lines.Next(); n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		at := whomade.Locator{Line: lines.Number()}
		if lines.Long() {
			items.TooLong(out, at, in.Limits.Line)
			continue
		}
		r.line(string(lines.Line()), at)
	}
	r.close()
	r.bill.finish()
	if r.bad > 0 {
		out.Diagnose(whomade.SeverityWarning, r.first, fmt.Sprintf("%d lines are no tag with a value and were passed over", r.bad))
	}
	if r.tag != "" {
		out.Diagnose(whomade.SeverityError, r.textAt, "a text has no end: the file was cut off")
	}
	return lines.Err()
}

// maxText bounds a text of several lines, in octets.
const maxText = 8 << 10

// tagReader reads the lines of one file.
type tagReader struct {
	out   evidence.Out
	bill  *bill
	bills int
	seen  bool // a version was seen
	open  bool
	pack  pack

	tag    string // of a text of several lines
	text   strings.Builder
	textAt whomade.Locator

	bad   int64
	first whomade.Locator
}

func (r *tagReader) line(s string, at whomade.Locator) {
	const start, end = "<text>", "</text>"
	if r.tag != "" {
		before, _, ended := strings.Cut(s, end)
		if r.text.Len()+len(before) < maxText {
			r.text.WriteString("\n" + before)
		}
		if ended {
			tag := r.tag
			r.tag = ""
			r.value(tag, r.text.String(), r.textAt)
		}
		return
	}
	if s = strings.TrimSpace(s); s == "" || s[0] == '#' {
		return
	}
	tag, value, ok := strings.Cut(s, ":")
	if !ok || strings.ContainsAny(tag, " \t") {
		if r.bad++; r.bad == 1 {
			r.first = at
		}
		return
	}
	value = strings.TrimSpace(value)
	if rest, ok := strings.CutPrefix(value, start); ok {
		if value, ok = strings.CutSuffix(rest, end); !ok {
			r.tag, r.textAt = tag, at
			r.text.Reset()
			r.text.WriteString(rest[:min(len(rest), maxText)])
			return
		}
	}
	r.value(tag, value, at)
}

// value takes a tag's value.
func (r *tagReader) value(tag, value string, at whomade.Locator) {
	value = strings.TrimSpace(value)
	switch tag {
	case "SPDXVersion":
		r.close()
		if r.seen { // files that were put together
			r.bill.finish()
			r.bills++
			r.bill = newBill(r.out, r.bills)
		}
		r.seen = true
	case "PackageName":
		r.close()
		r.open, r.pack = true, pack{Component: items.Component{At: at, Name: value}}
	case "FileName", "SnippetSPDXID", "SnippetSPDXIdentifier", "LicenseID":
		r.close()
	case "Relationship":
		if f := strings.Fields(value); len(f) == 3 {
			r.bill.relation(f[0], f[1], f[2], at)
		}
	default:
		if r.open {
			r.member(tag, value)
		}
	}
}

// member takes a value of the open package.
func (r *tagReader) member(tag, value string) {
	p := &r.pack
	switch tag {
	case "SPDXID":
		p.id = value
	case "PackageVersion":
		p.Version = value
	case "PackageSupplier":
		p.Supplier = organisation(value)
	case "PackageOriginator":
		p.Manufacturer = organisation(value)
	case "PrimaryPackagePurpose":
		p.Kind = purpose(value)
	case "PackageDescription":
		p.Description = value
	case "PackageSummary":
		if p.Description == "" {
			p.Description = value
		}
	case "PackageChecksum":
		algorithm, digest, _ := strings.Cut(value, ":")
		p.AddHash(algorithm, digest)
	case "ExternalRef":
		if f := strings.Fields(value); len(f) == 3 {
			p.external(f[1], f[2])
		}
	}
}

func (r *tagReader) close() {
	if r.open {
		r.bill.add(r.pack)
		r.open = false
	}
}
