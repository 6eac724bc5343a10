package censys

import (
	"cmp"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/whomade/whomade/evidence/scan"
	"github.com/whomade/whomade/internal/jsonscan"
)

// maxList bounds lists inside a service.
const maxList = 16

// tell tells a service of the second search or the platform.
func tell(h scan.Host, v any) {
	h = h.Seen(scan.Time(cmp.Or(jsonscan.Text(v, "observed_at"), jsonscan.Text(v, "scan_time"))))
	protocol := strings.ToLower(cmp.Or(jsonscan.Text(v, "service_name"), jsonscan.Text(v, "protocol")))
	if !parsed(h, v, protocol) {
		said(h, v, protocol)
	}
	if devices := jsonscan.List(v, "upnp", "devices"); len(devices) > 0 {
		// The others are parts of what the first describes.
		h.At("upnp", "devices", "0").Description(devices[0])
	}
	snmp(h.At("snmp"), jsonscan.Get(v, "snmp"))
	h.At("smb", "native_os").Add("smb.native_os", jsonscan.Text(v, "smb", "native_os"))
	h.At("smb", "ntlm").Add("smb.native_lm", jsonscan.Text(v, "smb", "ntlm"))
	if digest := jsonscan.Text(v, "jarm", "fingerprint"); strings.Trim(digest, "0") != "" {
		h.At("jarm", "fingerprint").Add("tls.jarm", digest)
	}
	certificates(h, v)
}

// parsed tells what Censys took apart itself, and reports whether it did.
func parsed(h scan.Host, v any, protocol string) (done bool) {
	if r := jsonscan.Get(v, "http", "response"); r != nil {
		http(h.At("http", "response"), r)
		done = true
	}
	endpoints := jsonscan.List(v, "endpoints")
	for i, e := range endpoints[:min(len(endpoints), maxList)] {
		if r := jsonscan.Get(e, "http"); r != nil {
			http(h.At("endpoints", strconv.Itoa(i), "http"), r)
			done = true
		}
	}
	if c := jsonscan.Get(v, "cwmp"); c != nil && !done && protocol == "cwmp" {
		h.At("cwmp").Response(scan.Fields(map[string]any{
			"server": jsonscan.Get(c, "server"), "www_authenticate": jsonscan.Get(c, "auth"), "set_cookie": jsonscan.Get(c, "cookies"),
		}), "")
		done = true
	}
	if id := jsonscan.Get(v, "ssh", "endpoint_id"); id != nil {
		ssh(h.At("ssh", "endpoint_id"), id)
		done = true
	}
	return done
}

// said tells what the host said as it stands.
func said(h scan.Host, v any, protocol string) {
	text := jsonscan.Text(v, "banner")
	octets, err := hex.DecodeString(jsonscan.Text(v, "banner_hex"))
	if h = h.At("banner"); err != nil || len(octets) == 0 {
		if octets = []byte(text); text == "" {
			octets = []byte(jsonscan.Text(v, protocol, "banner"))
		}
	}
	switch protocol {
	case "upnp":
		protocol = "ssdp"
	case "cwmp":
		protocol = "http"
	case "unknown", "snmp":
		protocol = ""
	}
	h.Speaks(protocol, octets)
}

// http tells a response.
func http(h scan.Host, v any) {
	body, _ := jsonscan.Get(v, "body").(string)
	if !h.Response(scan.Fields(jsonscan.Get(v, "headers")), body) {
		h.At("html_title").Add("html_title", jsonscan.Text(v, "html_title"))
	}
	icons := jsonscan.List(v, "favicons")
	for i, icon := range icons[:min(len(icons), maxList)] {
		for _, name := range []string{"md5_hash", "hash_md5"} {
			digest := strings.ToLower(jsonscan.Text(icon, name))
			if b, err := hex.DecodeString(digest); err == nil && len(b) == 16 {
				h.At("favicons", strconv.Itoa(i), name).Add("favicon.md5", digest)
			}
		}
	}
}

// ssh tells the server's identification.
func ssh(h scan.Host, v any) {
	raw := jsonscan.Text(v, "raw")
	version := cmp.Or(jsonscan.Text(v, "protocol_version"), jsonscan.Text(v, "version"))
	if raw == "" && version != "" {
		software := cmp.Or(jsonscan.Text(v, "software_version"), jsonscan.Text(v, "software"))
		raw = "SSH-" + version + "-" + strings.TrimSpace(software+" "+jsonscan.Text(v, "comment"))
	}
	h.Speaks("ssh", []byte(raw))
}

// entity is the columns of entPhysicalTable (RFC 6933), of which Censys reads the
// first row.
var entity = []struct{ member, attribute string }{
	{"mfg_name", "snmp.entity_manufacturer"}, {"model_name", "snmp.entity_model"}, {"serial_num", "snmp.entity_serial_number"},
	{"name", "snmp.entity_name"}, {"hardware_rev", "snmp.entity_hardware_revision"}, {"firmware_rev", "snmp.entity_firmware_revision"},
	{"software_rev", "snmp.entity_software_revision"},
}

// snmp tells the system group, the entity and the engine id. The engine's
// organization is Censys's name for the number, and no word of the agent's.
func snmp(h scan.Host, v any) {
	s := jsonscan.Get(v, "oid_system")
	h.At("oid_system").System(scan.System{
		Description: jsonscan.Text(s, "desc"), ObjectID: jsonscan.Text(s, "object_id"), Name: jsonscan.Text(s, "name"),
		Contact: jsonscan.Text(s, "contact"), Location: jsonscan.Text(s, "location"),
	})
	for _, e := range entity {
		h.At("oid_physical", e.member).Add(e.attribute, jsonscan.Text(v, "oid_physical", e.member))
	}
	for _, name := range []string{"raw_id", "engine_id"} {
		if h.At("engine", name).Engine(jsonscan.Text(v, "engine", name)) {
			return
		}
	}
	h.At("engine", "pen").Enterprise(jsonscan.Text(v, "engine", "pen"))
}

// certificates tells the host's own certificate and those of its issuers, in the
// form of whichever search.
func certificates(h scan.Host, v any) {
	for _, place := range [][]string{{"tls", "certificates", "leaf_data"}, {"cert", "parsed"}, {"tls", "certificate", "parsed"}} {
		if c := jsonscan.Get(v, place...); c != nil {
			h.At(place...).Parsed(c, true)
			break
		}
	}
	for _, place := range [][]string{{"tls", "certificates", "chain"}, {"tls", "presented_chain"}, {"tls", "chain"}} {
		chain := jsonscan.List(v, place...)
		for i, c := range chain[:min(len(chain), maxList)] {
			below := h.At(place...).At(strconv.Itoa(i))
			if inner := jsonscan.Get(c, "parsed"); inner != nil {
				below, c = below.At("parsed"), inner
			}
			below.Parsed(c, false)
		}
	}
}
