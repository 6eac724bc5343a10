package zeek

import (
	"strconv"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
)

// kind is a log that is read.
type kind struct {
	path  string
	signs []set // columns of which one set shows the log where it has another name
	tell  func(*reader)
}

// kinds are asked in their order: an earlier one has what is a later one's sign.
var kinds = []kind{
	{"conn", []set{setOf(origL2), setOf(respL2), setOf(connState)}, (*reader).conn},
	{"ssh", []set{setOf(authAttempts)}, (*reader).ssh},
	{"ssl", []set{setOf(established)}, (*reader).ssl},
	{"x509", []set{setOf(certSubject), setOf(certIssuer)}, (*reader).x509},
	{"sip", []set{setOf(requestPath), setOf(callID)}, (*reader).sip},
	{"http", []set{setOf(userAgent, requestBodyLen)}, (*reader).http},
	{"dhcp", []set{setOf(mac, msgTypes), setOf(mac, leaseTime)}, (*reader).dhcp},
	{"snmp", []set{setOf(displayString)}, (*reader).snmp},
	{"software", []set{setOf(softwareType, unparsedVersion)}, (*reader).software},
	{"known_certs", []set{setOf(issuerSubject)}, (*reader).knownCerts},
	{"known_devices", []set{setOf(mac, dhcpHostName)}, (*reader).dhcp},
	{"ftp", []set{setOf(command, replyCode)}, (*reader).ftp},
}

// kindOf is the log that a record is of, nil where it is none that is read.
func kindOf(path string, present set) *kind {
	for i := range kinds {
		if kinds[i].path == path {
			return &kinds[i]
		}
	}
	if present == setOf(ts, mac) { // it has nothing else
		return kindOf("known_devices", 0)
	}
	for i := range kinds {
		for _, signs := range kinds[i].signs {
			if present&signs == signs {
				return &kinds[i]
			}
		}
	}
	return nil
}

// observe reports what a cell says.
func (r *reader) observe(who whomade.Subject, attribute string, c column, value string) {
	if value == "" || who.IsZero() {
		return
	}
	seen := stamp(r.row.cells[ts])
	r.out.Observe(whomade.Observation{Subject: who, Locator: r.row.at(c), Attribute: attribute, Value: value, Encoding: whomade.EncodingText, First: seen, Last: seen})
}

// host is the host whose address stands in a column.
func (r *reader) host(c column) whomade.Subject { return whomade.Subject{IP: address(r.row.cells[c])} }

// conn reads the link-layer addresses of a connection. One from which no packet
// came need not be anyone's.
func (r *reader) conn() {
	for _, end := range [...]struct{ address, packets column }{{origL2, origPackets}, {respL2, respPackets}} {
		if a := station(r.row.cells[end.address]); a != "" && r.row.cells[end.packets] != "0" {
			r.observe(whomade.Subject{MAC: a}, "ethernet.source", end.address, a)
		}
	}
}

func (r *reader) ssh() {
	for _, end := range [...]struct{ host, banner column }{{origH, client}, {respH, server}} {
		version, banner, ok := identification(r.row.cells[end.banner])
		if ok {
			r.observe(r.host(end.host), "ssh.protocol_version", end.banner, version)
			r.observe(r.host(end.host), "ssh.banner", end.banner, banner)
		}
	}
}

// identification splits "SSH-2.0-software" (RFC 4253 clause 4.2).
func identification(s string) (version, banner string, ok bool) {
	rest, ok := strings.CutPrefix(s, "SSH-")
	version, banner, found := strings.Cut(rest, "-")
	if !ok || !found || strings.Trim(version, "0123456789.") != "" {
		return "", "", false
	}
	return version, strings.TrimRight(banner, "\r \x00"), true
}

func (r *reader) ssl() {
	r.names(r.host(respH), subject, issuer)
	// A client's certificate may be a person's.
	if s := r.row.cells[clientSubject]; !items.Contact(s) && !strings.Contains(s, "UID=") {
		r.names(r.host(origH), clientSubject, clientIssuer)
	}
}

// names reports the names in a certificate.
func (r *reader) names(who whomade.Subject, subject, issuer column) {
	r.observe(who, "x509.subject", subject, readable(r.row.cells[subject]))
	r.observe(who, "x509.issuer", issuer, readable(r.row.cells[issuer]))
}

// x509 reads a certificate, whose host another log knows: the subject is the
// certificate itself. Those of authorities are nobody's own.
func (r *reader) x509() {
	cell := &r.row.cells
	if yes(cell[certIsCA]) || r.row.has(hostCert) && !yes(cell[hostCert]) && !yes(cell[clientCert]) {
		return
	}
	if yes(cell[clientCert]) && (items.Contact(cell[certSubject]) || strings.Contains(cell[certSubject], "UID=")) {
		return
	}
	id := cell[fingerprint]
	if id == "" {
		id = cell[certID]
	}
	if id == "" || len(id) > 128 {
		id = "at line " + strconv.FormatInt(r.row.line, 10)
	}
	r.names(whomade.Subject{Item: evidence.Self + "#certificate " + id}, certSubject, certIssuer)
}

// yes reads a truth value of either form.
func yes(s string) bool { return s == "T" || s == "true" }

// http reads a request. What a proxy hands on is not its sender's software. The
// Server field is there where a script of the site logs it.
func (r *reader) http() {
	if n := r.row.cells[proxied]; n == "" || n == "0" {
		r.observe(r.host(origH), "http_header.user_agent", userAgent, r.row.cells[userAgent])
	}
	r.observe(r.host(respH), "http_header.server", server, r.row.cells[server])
}

// sip reads a request; one with more hops than one is handed on by a proxy (RFC
// 3261 clause 16.6).
func (r *reader) sip() {
	if n := r.row.cells[requestPath]; n == "" || n == "0" || n == "1" {
		r.observe(r.host(origH), "sip_header.user_agent", userAgent, r.row.cells[userAgent])
	}
}

// dhcp reads what a client says of itself; the address that it was lent is lent
// to others later. Known devices are such clients too.
func (r *reader) dhcp() {
	a := station(r.row.cells[mac])
	who := whomade.Subject{MAC: a}
	r.observe(who, "dhcp.chaddr", mac, a)
	for _, c := range [...]column{hostName, clientFQDN, dhcpHostName} {
		r.observe(who, "dhcp.hostname", c, strings.Trim(r.row.cells[c], ". \x00"))
	}
	r.observe(who, "dhcp_vendor_class", clientSoftware, strings.Trim(r.row.cells[clientSoftware], "\x00 "))
}

func (r *reader) snmp() {
	r.observe(r.host(respH), "snmp.sys_description", displayString, strings.TrimSpace(r.row.cells[displayString]))
}

// software reads what the software framework found, as it was before it was
// taken apart.
func (r *reader) software() {
	v := strings.TrimSpace(r.row.cells[unparsedVersion])
	who := r.host(host)
	switch r.row.cells[softwareType] {
	case "SSH::SERVER", "SSH::CLIENT":
		if _, banner, ok := identification(v); ok {
			v = banner
		}
		r.observe(who, "ssh.banner", unparsedVersion, v)
	case "HTTP::SERVER":
		r.observe(who, "http_header.server", unparsedVersion, v)
	case "HTTP::APPSERVER":
		r.observe(who, "http_header.x_powered_by", unparsedVersion, v)
	case "HTTP::BROWSER":
		r.observe(who, "http_header.user_agent", unparsedVersion, v)
	case "FTP::SERVER":
		r.observe(who, "ftp.banner", unparsedVersion, v)
	case "SMTP::MAIL_SERVER":
		r.observe(who, "smtp.banner", unparsedVersion, v)
	case "DHCP::CLIENT":
		r.observe(who, "dhcp_vendor_class", unparsedVersion, v)
	}
}

func (r *reader) knownCerts() { r.names(r.host(host), subject, issuerSubject) }

// ftp reads the greeting, which is logged where a site asks for it; what answers
// a command may hold a user's name.
func (r *reader) ftp() {
	if c := r.row.cells[command]; (c == "" || c == "<init>") && r.row.cells[replyCode] == "220" {
		r.observe(r.host(respH), "ftp.banner", replyMessage, r.row.cells[replyMessage])
	}
}

// readable writes a name out where OpenSSL has escaped all that is not ASCII, as
// Zeek asks it to: "\C3\A9".
func readable(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil && n >= 0x80 {
				b.WriteByte(byte(n))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
