// Package leases reads what DHCP servers keep of their clients: Kea's memfile for
// DHCPv4 and DHCPv6, the answers of its lease commands, dhcpd.leases of ISC DHCP
// for both, and dnsmasq.leases. What a client says of itself is evidence; the
// address it was lent is not, because it is lent to others later, and neither is
// the line that a relay agent saw it on.
package leases

import (
	"bytes"
	"context"
	"io"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/internal/jsonscan"
	"github.com/whomade/whomade/internal/lazyregexp"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "leases" }

// headSize is how much is looked at to tell the forms apart.
const headSize = 64 << 10

// forms of an artifact.
const (
	formNone = iota
	formKea
	formKeaJSON
	formISC
	formDnsmasq
)

var (
	keaHeader   = lazyregexp.New(`^address,(hwaddr,client_id|duid),valid_lifetime,expire,`)
	iscStart    = lazyregexp.New(`(?m)^(lease [0-9.]+ \{|ia-(na|ta|pd) ["0-9a-fA-F].*\{|server-duid ["0-9a-fA-F]|authoring-byte-order )`)
	dnsmasqLine = lazyregexp.New(`^\d{1,20} ((([0-9A-Fa-f]{2}-)?[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2})+ [0-9.]+)|(T?\d+ [0-9A-Fa-f:]*:[0-9A-Fa-f:]*)) \S+ (\*|[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2})*)$`)
	dnsmasqDUID = lazyregexp.New(`^duid [0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2})+$`)
)

// Sniff knows each form by its first line or its keywords.
func (format) Sniff(head []byte) int {
	switch recognise(evidence.Text(head)) {
	case formKea, formISC:
		return 95
	case formKeaJSON, formDnsmasq:
		return 90
	}
	return 0
}

func recognise(text []byte) int {
	text = bytes.TrimLeft(text, " \t\r\n")
	line, _, _ := bytes.Cut(text, []byte("\n"))
	line = bytes.TrimRight(line, "\r")
	switch {
	case len(text) == 0:
	case keaHeader().Match(line):
		return formKea
	case text[0] == '{' || text[0] == '[':
		if bytes.Contains(text, []byte(`"cltt"`)) && bytes.Contains(text, []byte(`"ip-address"`)) &&
			(bytes.Contains(text, []byte(`"hw-address"`)) || bytes.Contains(text, []byte(`"duid"`))) {
			return formKeaJSON
		}
	case dnsmasqLine().Match(line) || dnsmasqDUID().Match(line):
		return formDnsmasq
	case iscStart().Match(text):
		return formISC
	}
	return formNone
}

// Read reads every lease in the form that the head shows.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	head := make([]byte, headSize)
	n, err := io.ReadFull(in, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	text := io.MultiReader(bytes.NewReader(head[:n]), in.Reader)
	var p parser
	switch recognise(evidence.Text(head[:n])) {
	case formKeaJSON:
		return items.Records(ctx, in, text, out, choose, func(_ []string, v any, at whomade.Locator) { keaObject(out, v, at) })
	case formKea:
		p = &kea{out: out}
	case formDnsmasq:
		p = &dnsmasq{out: out}
	default:
		p = &isc{out: out}
	}
	lines := evidence.NewLines(text, in.Limits.Line)
	for n := 0; lines.Next(); n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if lines.Long() {
			items.TooLong(out, whomade.Locator{Line: lines.Number()}, in.Limits.Line)
			continue
		}
		p.line(string(lines.Line()), whomade.Locator{Line: lines.Number()})
	}
	p.finish(whomade.Locator{Line: lines.Number()})
	return lines.Err()
}

// parser reads a file of leases line by line.
type parser interface {
	line(s string, at whomade.Locator)
	finish(at whomade.Locator)
}

func choose(path []string, kind byte, first string) jsonscan.Action {
	n := len(path)
	switch {
	case kind == '[' && (n < 2 || path[n-1] == "leases"):
		return jsonscan.Enter
	case kind != '{':
		return jsonscan.Skip
	case n > 1 && path[n-2] == "leases":
		return jsonscan.Take
	case first == "result" || first == "arguments" || first == "text" || first == "leases" || first == "count":
		return jsonscan.Enter
	case n < 2:
		return jsonscan.Take
	}
	return jsonscan.Skip
}
