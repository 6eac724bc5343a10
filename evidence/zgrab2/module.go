package zgrab2

import (
	"encoding/base64"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/whomade/whomade/evidence/scan"
	"github.com/whomade/whomade/internal/jsonscan"
)

// module is the result of one module about a host.
type module struct {
	scan.Host
	protocol string
	domain   string // name that the target was given
}

// result reads what a module found out. Names of users, communities and whatever
// came after a greeting are never looked at.
func (m module) result(v map[string]any) {
	switch m.protocol {
	case "http", "ipp", "http_proxy":
		m.responses(v)
		return
	case "ssh", "xssh":
		m.ssh(v)
	case "telnet":
		m.At("banner").Telnet(jsonscan.Text(v, "banner"))
	case "smb":
		m.At("native_os").Add("smb.native_os", jsonscan.Text(v, "native_os"))
		m.At("ntlm").Add("smb.native_lm", jsonscan.Text(v, "ntlm"))
	case "snmp":
		m.snmp(v)
	case "jarm":
		if digest := jsonscan.Text(v, "fingerprint"); strings.Trim(digest, "0") != "" {
			m.At("fingerprint").Add("tls.jarm", digest)
		}
	default:
		m.At("banner").Speaks(m.protocol, []byte(jsonscan.Text(v, "banner")))
	}
	m.handshakes(m.Host, v, maxDepth)
}

// ssh reads the server's identification.
func (m module) ssh(v any) {
	id := jsonscan.Get(v, "server_id")
	raw := jsonscan.Text(id, "raw")
	if version := jsonscan.Text(id, "version"); raw == "" && version != "" {
		raw = "SSH-" + version + "-" + strings.TrimSpace(jsonscan.Text(id, "software")+" "+jsonscan.Text(id, "comment"))
	}
	if raw == "" {
		m.At("banner").Speaks("ssh", []byte(jsonscan.Text(v, "banner")))
		return
	}
	m.At("server_id").Speaks("ssh", []byte(raw))
}

// snmp reads the system group and the engine id.
func (m module) snmp(v any) {
	m.System(scan.System{
		Description: jsonscan.Text(v, "sys_descr"), ObjectID: jsonscan.Text(v, "sys_object_id"), Name: jsonscan.Text(v, "sys_name"),
		Contact: jsonscan.Text(v, "sys_contact"), Location: jsonscan.Text(v, "sys_location"),
	})
	if !m.At("engine_id").Engine(jsonscan.Text(v, "engine_id")) {
		m.At("enterprise_id").Enterprise(jsonscan.Text(v, "enterprise_id"))
	}
}

// responses reads the responses over HTTP. Where the client was sent on to another
// host, the responses from there are not about this one.
func (m module) responses(v map[string]any) {
	chain := jsonscan.List(v, "redirect_response_chain")
	chain = chain[:min(len(chain), maxChain)]
	first := ""
	for i, response := range chain {
		m.response(m.At("redirect_response_chain", strconv.Itoa(i)), response, &first)
	}
	m.response(m.At("response"), v["response"], &first)
}

func (m module) response(h scan.Host, v any, first *string) {
	if v == nil {
		return
	}
	name := hostOf(v)
	if *first == "" {
		*first = name
	} else if name != "" && name != *first && name != m.IP() && name != strings.ToLower(m.domain) {
		return
	}
	m.handshakes(h.At("request"), jsonscan.Get(v, "request"), maxDepth)
	body, _ := jsonscan.Get(v, "body").(string)
	h.Response(scan.Fields(jsonscan.Get(v, "headers")), body)
}

// hostOf is the host that a response was asked of, without its port.
func hostOf(response any) string {
	name := jsonscan.Text(response, "request", "url", "host")
	if name == "" {
		name = jsonscan.Text(response, "request", "host")
	}
	if inner, ok := strings.CutPrefix(name, "["); ok { // an IPv6 address
		name, _, _ = strings.Cut(inner, "]")
	} else if strings.Count(name, ":") == 1 {
		name, _, _ = strings.Cut(name, ":")
	}
	return strings.ToLower(name)
}

const (
	maxDepth = 8  // of objects in which a handshake is looked for
	maxChain = 16 // certificates of a chain, and responses
)

// handshakes reads the certificates of every handshake below v.
func (m module) handshakes(h scan.Host, v any, depth int) {
	object, ok := v.(map[string]any)
	if !ok || depth == 0 {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		switch inner := object[name].(type) {
		case map[string]any:
			if name == "server_certificates" {
				certificates(h.At(name), inner)
				continue
			}
			m.handshakes(h.At(name), inner, depth-1)
		}
	}
}

// certificates reads a chain: the host's own certificate, and those of its issuers.
func certificates(h scan.Host, v any) {
	certificate(h.At("certificate"), jsonscan.Get(v, "certificate"), true)
	chain := jsonscan.List(v, "chain")
	for i, c := range chain[:min(len(chain), maxChain)] {
		certificate(h.At("chain", strconv.Itoa(i)), c, false)
	}
}

// certificate reads a certificate as it was sent, or else what was made of it.
func certificate(h scan.Host, v any, leaf bool) {
	der, err := base64.StdEncoding.DecodeString(jsonscan.Text(v, "raw"))
	if err == nil && len(der) > 0 && h.At("raw").Certificate(der, leaf) {
		return
	}
	h.At("parsed").Parsed(jsonscan.Get(v, "parsed"), leaf)
}
