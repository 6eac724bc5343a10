// Package censys reads hosts that Censys gives away as JSON (search.censys.io and
// platform.censys.io, data definitions of hosts): answers of the APIs, results
// that were saved, and downloads with a host or a service a line, in the forms of
// the first and second search and of the platform. What a host said is read anew;
// software, hardware, systems and labels are Censys's guesses and are left alone.
package censys

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
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

func (format) Name() string { return "censys" }

// signs are names of members of which one set is complete in such a text.
var signs = []struct {
	names []string
	score int
}{
	{[]string{"services", "service_name", "transport_protocol"}, 94},
	{[]string{"services", "extended_service_name"}, 94},
	{[]string{"services", "_decoded", "_encoding"}, 93},
	{[]string{"services", "banner_hash_sha256"}, 92},
	{[]string{"services", "protocol", "transport_protocol", "scan_time"}, 92},
	{[]string{"host_identifier", "service_name"}, 92},
	{[]string{"host_v1", "resource", "services"}, 92},
}

// port finds what the first search has below a port, nested or joined by points.
var port = lazyregexp.New(`"p?[0-9]{1,5}("\s*:\s*\{\s*"|\.)(http|https|http_www|https_www|ssh|telnet|ftp|smtp|smtps|pop3|pop3s|imap|imaps|cwmp|upnp|smb|modbus|bacnet|fox|s7|dnp3)("\s*:\s*\{|\.(get|v2|banner|starttls|tls|discovery|device_id|status|szl)\b)`)

const portScore = 88

// Sniff looks for names of members that Censys uses together.
func (format) Sniff(head []byte) int {
	text := bytes.TrimLeft(evidence.Text(head), " \t\r\n")
	if len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return 0
	}
	has := func(name string) bool { return bytes.Contains(text, []byte(`"`+name+`"`)) }
	for _, s := range signs {
		if !slices.ContainsFunc(s.names, func(name string) bool { return !has(name) }) {
			return s.score
		}
	}
	if has("ip") && port().Match(text) {
		return portScore
	}
	return 0
}

// shape is that of answers of the APIs.
var shape = scan.Shape{
	Around: []string{"code", "status", "result", "query", "total", "hits", "total_hits", "duration", "query_duration_millis", "next_page_token", "previous_page_token"},
	Lists:  []string{"result", "hits"},
}

// Read reads every host.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	r := reader{out: out}
	err := scan.Records(ctx, in, out, shape, r.record)
	if r.nameless > 0 {
		out.Diagnose(whomade.SeverityWarning, r.first, fmt.Sprintf("%d records give no IP address and were passed over", r.nameless))
	}
	return err
}

// reader reads the records of one artifact.
type reader struct {
	out      evidence.Out
	nameless int64 // records without an address
	first    whomade.Locator
}

// record reads a host, or a service of one.
func (r *reader) record(v any, at whomade.Locator) {
	for _, name := range []string{"host_v1", "resource", "host"} {
		if inner, ok := jsonscan.Get(v, name).(map[string]any); ok {
			v = inner
			at.Pointer += jsonscan.Pointer([]string{name})
		}
	}
	address := cmp.Or(jsonscan.Text(v, "ip"), jsonscan.Text(v, "host_identifier", "ipv4"), jsonscan.Text(v, "host_identifier", "ipv6"))
	h, ok := scan.NewHost(r.out, address, at)
	if !ok {
		if r.nameless++; r.nameless == 1 {
			r.first = at
		}
		return
	}
	for _, name := range []string{"updated_at", "last_updated_at", "timestamp"} {
		h = h.Seen(scan.Time(jsonscan.Text(v, name)))
	}
	for i, s := range jsonscan.List(v, "services") {
		tell(h.At("services", strconv.Itoa(i)), s)
	}
	if s := jsonscan.Get(v, "service"); s != nil {
		tell(h.At("service"), s)
	} else if jsonscan.Get(v, "service_name") != nil {
		tell(h, v)
	}
	ports(h, v)
}
