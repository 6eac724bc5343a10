// Package zgrab2 reads what ZGrab 2 writes (github.com/zmap/zgrab2): a line of
// JSON for each target, with the result of each module that talked to it. The
// flat form of the first ZGrab is read too. Only modules are used whose results
// are what the host said of itself before anybody logged in.
package zgrab2

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/scan"
	"github.com/whomade/whomade/internal/jsonscan"
	"github.com/whomade/whomade/internal/lazyregexp"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "zgrab2" }

var (
	// modules finds what stands below "data": the name of a module and its result.
	modules = lazyregexp.New(`"data"\s*:\s*\{\s*"[^"\\]{1,64}"\s*:\s*\{\s*"(error|port|protocol|result|status|timestamp)"\s*:`)
	answer  = lazyregexp.New(`"protocol"\s*:\s*"`)
	target  = lazyregexp.New(`(?m)^\{\s*"(ip|domain|data)"\s*:`)
	// flat finds the same in the first ZGrab's form.
	flat = lazyregexp.New(`"data"\s*:\s*\{\s*"(banner|read|http|tls|ssh|xssh|telnet|ftp|smb|modbus|bacnet|fox|dnp3|s7|ehlo|starttls)"\s*:\s*["{]`)
)

// scores of [format.Sniff].
const (
	modulesScore = 95
	flatScore    = 85
)

// Sniff looks for the result of a module.
func (format) Sniff(head []byte) int {
	text := bytes.TrimLeft(evidence.Text(head), " \t\r\n")
	switch {
	case len(text) == 0 || text[0] != '{' || !target().Match(text):
	case modules().Match(text) && answer().Match(text):
		return modulesScore
	case bytes.Contains(text, []byte(`"timestamp"`)) && flat().Match(text):
		return flatScore
	}
	return 0
}

// Read reads every target.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	r := reader{out: out}
	err := scan.Records(ctx, in, out, scan.Shape{}, r.target)
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

// target reads what the modules found out about a target.
func (r *reader) target(v any, at whomade.Locator) {
	data, _ := jsonscan.Get(v, "data").(map[string]any)
	if len(data) == 0 {
		return // nothing answered, or the summary at the end
	}
	h, ok := scan.NewHost(r.out, jsonscan.Text(v, "ip"), at)
	if !ok {
		if r.nameless++; r.nameless == 1 {
			r.first = at
		}
		return
	}
	h = h.Seen(scan.Time(jsonscan.Text(v, "timestamp"))).At("data")
	domain := jsonscan.Text(v, "domain")
	for _, name := range slices.Sorted(maps.Keys(data)) {
		m := module{Host: h.At(name), protocol: name, domain: domain}
		switch value := data[name].(type) {
		case string:
			if name == "banner" || name == "read" {
				m.Speaks("", []byte(value))
			}
		case map[string]any:
			if _, ok := value["status"]; !ok {
				m.result(value)
				break
			}
			m.Host = m.Host.Seen(scan.Time(jsonscan.Text(value, "timestamp"))).At("result")
			if p := jsonscan.Text(value, "protocol"); p != "" {
				m.protocol = p
			}
			if result, ok := value["result"].(map[string]any); ok {
				m.result(result)
			}
		}
	}
}
