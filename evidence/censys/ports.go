package censys

import (
	"maps"
	"slices"
	"strings"

	"github.com/whomade/whomade/evidence/scan"
	"github.com/whomade/whomade/internal/jsonscan"
)

// maxPorts bounds what is read of one host.
const maxPorts = 4096

// ports tells what the first search has below the numbers of ports, whose members
// are nested, or have names that are joined by points.
func ports(h scan.Host, v any) {
	host, _ := v.(map[string]any)
	read := 0
	for _, name := range slices.Sorted(maps.Keys(host)) {
		number, rest, joined := strings.Cut(name, ".")
		if digits := strings.TrimPrefix(number, "p"); digits == "" || len(digits) > 5 || strings.Trim(digits, "0123456789") != "" {
			continue
		}
		if read++; read > maxPorts {
			return
		}
		if joined {
			flat(h.At(name), rest, host[name])
			continue
		}
		protocols, _ := host[name].(map[string]any)
		for _, protocol := range slices.Sorted(maps.Keys(protocols)) {
			first(h.At(name, protocol), protocol, protocols[protocol])
		}
	}
}

// first tells a service in the form of the first search.
func first(h scan.Host, protocol string, v any) {
	if get := jsonscan.Get(v, "get"); get != nil {
		body, _ := jsonscan.Get(get, "body").(string)
		if h := h.At("get"); !h.Response(scan.Fields(jsonscan.Get(get, "headers")), body) {
			h.At("title").Add("html_title", jsonscan.Text(get, "title"))
		}
	}
	for _, place := range [][]string{{"v2", "banner"}, {"banner"}} {
		if id := jsonscan.Get(v, place...); protocol == "ssh" && id != nil {
			ssh(h.At(place...), id)
			break
		}
	}
	for _, place := range [][]string{{"banner", "banner"}, {"starttls", "banner"}, {"tls", "banner"}, {"banner"}} {
		if text := jsonscan.Text(v, place...); text != "" {
			h.At(place...).Speaks(plain(protocol), []byte(text))
			break
		}
	}
	h.At("discovery", "server").Add("ssdp.server", jsonscan.Text(v, "discovery", "server"))
	h.At("discovery", "usn").Add("ssdp.usn", jsonscan.Text(v, "discovery", "usn"))
	h.At("banner", "native_os").Add("smb.native_os", jsonscan.Text(v, "banner", "native_os"))
	for _, below := range []string{"tls", "starttls"} {
		if c := jsonscan.Get(v, below, "tls"); c != nil { // of mail
			certificates(h.At(below), jsonscan.Get(v, below))
			return
		}
	}
	certificates(h, v)
}

// plain is the protocol below TLS.
func plain(protocol string) string {
	switch protocol {
	case "smtps", "pop3s", "imaps":
		return strings.TrimSuffix(protocol, "s")
	}
	return protocol
}

// flat tells a value whose name is joined by points.
func flat(h scan.Host, name string, v any) {
	protocol, member, _ := strings.Cut(name, ".")
	values, _ := v.([]any)
	if len(values) == 0 {
		values = []any{v}
	}
	for _, v := range values[:min(len(values), maxList)] {
		text, _ := v.(string)
		switch {
		case text == "":
		case member == "get.title":
			h.Add("html_title", text)
		case strings.HasPrefix(member, "get.headers."):
			h.Response(scan.Fields(map[string]any{strings.TrimPrefix(member, "get.headers."): text}), "")
		case member == "get.body":
			h.Response(nil, text)
		case strings.HasSuffix(member, "banner.raw"), strings.HasSuffix(member, "banner.banner"), member == "starttls.banner", member == "tls.banner":
			h.Speaks(plain(protocol), []byte(text))
		case strings.HasSuffix(member, "certificate.parsed.subject_dn"):
			h.Name("x509.subject", text)
		case strings.HasSuffix(member, "certificate.parsed.issuer_dn"):
			h.Name("x509.issuer", text)
		case member == "discovery.server":
			h.Add("ssdp.server", text)
		}
	}
}
