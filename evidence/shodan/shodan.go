// Package shodan reads banners that Shodan gives away as JSON
// (datapedia.shodan.io): a banner a line as downloads have it, answers to searches,
// and hosts with all their banners. What a host said is read anew; products,
// kinds of device and systems are Shodan's guesses and are left alone.
package shodan

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
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "shodan" }

// signs are names of members of which one set is complete in such a text. Pages
// may stand before the address, so there are sets without it.
var signs = []struct {
	names []string
	score int
}{
	{[]string{"_shodan", "ip_str"}, 95},
	{[]string{"_shodan", "crawler"}, 95},
	{[]string{"html_hash", "robots_hash", "securitytxt_hash"}, 92},
	{[]string{"acceptable_cas", "tlsext", "sig_alg"}, 90},
	{[]string{"ip_str", "transport", "port", "data", "timestamp"}, 88},
	{[]string{"ip_str", "ports", "isp", "data"}, 85},
}

// Sniff looks for names of members that Shodan uses together.
func (format) Sniff(head []byte) int {
	text := bytes.TrimLeft(evidence.Text(head), " \t\r\n")
	if len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return 0
	}
	for _, s := range signs {
		if !slices.ContainsFunc(s.names, func(name string) bool { return !bytes.Contains(text, []byte(`"`+name+`"`)) }) {
			return s.score
		}
	}
	return 0
}

// shape is that of answers to searches.
var shape = scan.Shape{Around: []string{"matches", "total", "facets"}, Lists: []string{"matches"}}

// Read reads every banner.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	r := reader{out: out}
	err := scan.Records(ctx, in, out, shape, func(v any, at whomade.Locator) { r.record(v, "", at) })
	if r.nameless > 0 {
		out.Diagnose(whomade.SeverityWarning, r.first, fmt.Sprintf("%d banners give no IP address and were passed over", r.nameless))
	}
	return err
}

// reader reads the records of one artifact.
type reader struct {
	out      evidence.Out
	nameless int64 // banners without an address
	first    whomade.Locator
}

// record reads a banner, or a host whose banners are a list in the place where
// banners have what was said; address is that of the host it is in.
func (r *reader) record(v any, address string, at whomade.Locator) {
	address = cmp.Or(jsonscan.Text(v, "ip_str"), jsonscan.Text(v, "ipv6"), address)
	if banners := jsonscan.List(v, "data"); banners != nil {
		for i, b := range banners {
			if jsonscan.List(b, "data") != nil {
				continue // a host in a host is no form of Shodan's
			}
			below := at
			below.Pointer += jsonscan.Pointer([]string{"data", strconv.Itoa(i)})
			r.record(b, address, below)
		}
		return
	}
	h, ok := scan.NewHost(r.out, address, at)
	if !ok {
		if r.nameless++; r.nameless == 1 {
			r.first = at
		}
		return
	}
	b := banner{Host: h.Seen(scan.Time(jsonscan.Text(v, "timestamp"))), v: v}
	b.tell()
}
