package shodan

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"strconv"
	"strings"

	"github.com/whomade/whomade/evidence/scan"
	"github.com/whomade/whomade/evidence/table"
	"github.com/whomade/whomade/internal/jsonscan"
)

// banner is what Shodan keeps of one service of a host.
type banner struct {
	scan.Host
	v any
}

// maxList bounds lists inside a banner.
const maxList = 16

func (b banner) tell() {
	// Modules have names such as "rtsp-tcp" and "https-simple-new".
	module, _, _ := strings.Cut(jsonscan.Text(b.v, "_shodan", "module"), "-")
	data, _ := jsonscan.Get(b.v, "data").(string)
	said := b.At("data")
	switch {
	case module == "http" || module == "https" || jsonscan.Get(b.v, "http") != nil:
		b.http(data)
	case module == "telnet":
		said.Telnet(data)
	case module == "upnp" || module == "ssdp":
		said.Speaks("ssdp", []byte(data))
	case module == "snmp":
		if jsonscan.Get(b.v, "snmp") == nil {
			engine(said, lines(data))
		}
	default:
		said.Speaks(module, []byte(data))
	}
	b.snmp()
	b.At("upnp").Description(jsonscan.Get(b.v, "upnp"))
	b.ssl()
	b.At("smb", "os").Add("smb.native_os", jsonscan.Text(b.v, "smb", "os"))
	b.At("smb", "software").Add("smb.native_lm", jsonscan.Text(b.v, "smb", "software"))
	b.mac()
}

// mac reads the hardware address that Shodan found in what was said; several may
// be those of other devices.
func (b banner) mac() {
	addresses, _ := jsonscan.Get(b.v, "mac").(map[string]any)
	for address := range addresses {
		if mac, _ := table.Value("inventory.mac", address); len(addresses) == 1 {
			b.At("mac", address).Add("inventory.mac", mac)
		}
	}
}

// http reads the head, the page and the favicon. Where Shodan was sent on to
// another host, what came from there is not about this one.
func (b banner) http(data string) {
	page := jsonscan.Get(b.v, "http")
	first := ""
	own := func(v any) bool {
		name := strings.ToLower(jsonscan.Text(v, "host"))
		if first == "" {
			first = name
		}
		return name == "" || name == first || name == b.IP()
	}
	redirects := jsonscan.List(page, "redirects")
	for i, r := range redirects[:min(len(redirects), maxList)] {
		if own(r) {
			b.At("http", "redirects", strconv.Itoa(i), "data").Speaks("http", []byte(jsonscan.Text(r, "data")))
		}
	}
	if !own(page) {
		return
	}
	if strings.HasPrefix(data, "HTTP/") {
		b.At("data").Speaks("http", []byte(data))
	} else {
		b.At("http", "server").Add("http_header.server", jsonscan.Text(page, "server"))
	}
	html, _ := jsonscan.Get(page, "html").(string)
	if !b.At("http", "html").Response(nil, html) {
		b.At("http", "title").Add("html_title", jsonscan.Text(page, "title"))
		b.At("title").Add("html_title", jsonscan.Text(b.v, "title")) // older banners
	}
	icon, err := base64.StdEncoding.DecodeString(strings.Map(noBlank, jsonscan.Text(page, "favicon", "data")))
	if err == nil && len(icon) > 0 {
		digest := md5.Sum(icon)
		b.At("http", "favicon", "data").Add("favicon.md5", hex.EncodeToString(digest[:]))
	}
}

func noBlank(r rune) rune {
	if r <= ' ' {
		return -1
	}
	return r
}

// snmp reads the system group, or the engine id of agents that want version 3.
func (b banner) snmp() {
	h, v := b.At("snmp"), jsonscan.Get(b.v, "snmp")
	h.System(scan.System{
		Description: jsonscan.Text(v, "description"), ObjectID: jsonscan.Text(v, "objectid"), Name: jsonscan.Text(v, "name"),
		Contact: jsonscan.Text(v, "contact"), Location: jsonscan.Text(v, "location"),
	})
	engine(h, v)
	engine(b.At("snmp_v3"), jsonscan.Get(b.v, "snmp_v3"))
}

// engine tells the engine id, which is given in parts.
func engine(h scan.Host, v any) {
	for _, name := range []string{"engine_id", "engineid"} {
		if h.Engine(jsonscan.Text(v, name)) {
			return
		}
	}
	number := jsonscan.Text(v, "enterprise")
	n, err := strconv.ParseUint(number, 10, 31)
	mac, _ := table.Value("inventory.mac", jsonscan.Text(v, "engineid_data"))
	// RFC 3411 clause 5: the first bit is set, and format 3 is a MAC address.
	if err == nil && mac != "" && jsonscan.Text(v, "engineid_format") == "mac" &&
		h.Engine(strconv.FormatUint(n|1<<31, 16)+"03"+strings.ReplaceAll(mac, ":", "")) {
		return
	}
	h.Enterprise(number)
}

// lines are the values of a text with a name and a value a line.
func lines(text string) any {
	values := map[string]any{}
	for line := range strings.Lines(text) {
		name, value, ok := strings.Cut(line, ":")
		if name = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), " ", "_"); ok && len(values) < maxList {
			values[name] = value
		}
	}
	return values
}

// ssl reads the chain of certificates as it was sent, or else what Shodan made of
// the host's own.
func (b banner) ssl() {
	h, v := b.At("ssl"), jsonscan.Get(b.v, "ssl")
	if digest := jsonscan.Text(v, "jarm"); strings.Trim(digest, "0") != "" {
		h.At("jarm").Add("tls.jarm", digest)
	}
	chain := jsonscan.List(v, "chain")
	whole := false
	for i, c := range chain[:min(len(chain), maxList)] {
		text, _ := c.(string)
		block, _ := pem.Decode([]byte(text))
		if block != nil && h.At("chain", strconv.Itoa(i)).Certificate(block.Bytes, i == 0) && i == 0 {
			whole = true
		}
	}
	if !whole {
		h.At("cert", "subject").Parts("x509.subject", jsonscan.Get(v, "cert", "subject"))
		h.At("cert", "issuer").Parts("x509.issuer", jsonscan.Get(v, "cert", "issuer"))
	}
}
