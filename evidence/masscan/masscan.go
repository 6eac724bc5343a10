// Package masscan reads what Masscan writes (github.com/robertdavidgraham/masscan):
// lists (-oL), JSON (-oJ) of all its versions, a line of JSON for each record (-oD)
// and XML (-oX). That a port is open says nothing of a maker; what is read are the
// banners. The names that Masscan picks out of a certificate without saying what
// they are stay unread; whole certificates are read.
package masscan

import (
	"bytes"
	"context"
	"io"
	"strconv"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/scan"
	"github.com/whomade/whomade/internal/jsonscan"
	"github.com/whomade/whomade/internal/lazyregexp"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "masscan" }

// headSize is how much is looked at to tell the forms apart.
const headSize = 64 << 10

// forms of an artifact.
const (
	formNone = iota
	formList
	formPart // of a list, without its first line
	formXML
	formJSON
	formLines // of JSON
)

var (
	listLine = lazyregexp.New(`^(open|closed|unknown|up|banner) (tcp|udp|sctp|icmp|arp|err) [0-9]{1,5} [0-9A-Fa-f.:]{2,45} [0-9]{1,11}( |\r?\n|$)`)
	root     = lazyregexp.New(`<nmaprun\s[^>]{0,256}scanner="masscan"`)
	ports    = lazyregexp.New(`"ports"\s*:\s*\[\s*\{\s*"port"\s*:\s*[0-9]+\s*,\s*"proto"\s*:\s*"`)
	record   = lazyregexp.New(`"rec_type"\s*:\s*"(banner|status)"`)
)

// Sniff knows each form by its first line, or by the names of its members. Its XML
// is that of Nmap, which says that it is Masscan's.
func (format) Sniff(head []byte) int {
	switch recognise(evidence.Text(head)) {
	case formXML:
		return 98
	case formList, formLines:
		return 95
	case formJSON:
		return 92
	case formPart:
		return 88
	}
	return 0
}

func recognise(text []byte) int {
	text = bytes.TrimLeft(text, " \t\r\n")
	switch {
	case len(text) == 0:
	case bytes.HasPrefix(text, []byte("#masscan")):
		return formList
	case text[0] == '<':
		if root().Match(text[:min(len(text), 4096)]) {
			return formXML
		}
	case text[0] == '{' || text[0] == '[':
		if !bytes.Contains(text, []byte(`"ip"`)) {
			break
		}
		if record().Match(text) {
			return formLines
		}
		if ports().Match(text) {
			return formJSON
		}
	case listLine().Match(text):
		return formPart
	}
	return formNone
}

// Read reads every banner in the form that the head shows.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	head := make([]byte, headSize)
	n, err := io.ReadFull(in, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	form := recognise(evidence.Text(head[:n]))
	in.Reader = io.MultiReader(bytes.NewReader(head[:n]), in.Reader)
	switch form {
	case formJSON, formLines:
		r := reader{out: out}
		return scan.Records(ctx, in, out, shape, r.record)
	case formXML:
		return readXML(ctx, in, out)
	}
	return readList(ctx, in, out)
}

// shape is that of JSON, which older versions end with a line that is none.
var shape = scan.Shape{Junk: []string{"{finished: 1}", "{finished:1}"}}

// reader reads records of JSON.
type reader struct{ out evidence.Out }

// record reads a host with its ports, or one port of a host.
func (r reader) record(v any, at whomade.Locator) {
	h, ok := scan.NewHost(r.out, jsonscan.Text(v, "ip"), at)
	if !ok {
		if jsonscan.Get(v, "finished") == nil {
			r.out.Diagnose(whomade.SeverityError, at, "the record gives no IP address")
		}
		return
	}
	h = h.Seen(scan.Time(jsonscan.Text(v, "timestamp")))
	if name := jsonscan.Text(v, "data", "service_name"); name != "" {
		banner(h.At("data", "banner"), name, octets(jsonscan.Get(v, "data", "banner")))
	}
	for i, p := range jsonscan.List(v, "ports") {
		if name := jsonscan.Text(p, "service", "name"); name != "" {
			banner(h.At("ports", strconv.Itoa(i), "service", "banner"), name, octets(jsonscan.Get(p, "service", "banner")))
		}
	}
}

// octets are those of a banner in JSON, in which each character stands for one;
// older versions write them with a backslash as lists do.
func octets(v any) []byte {
	s, _ := v.(string)
	if escapedEnd().MatchString(s) {
		return unescape(s)
	}
	return scan.Octets(s)
}

var escapedEnd = lazyregexp.New(`\\x0[ad]`)
