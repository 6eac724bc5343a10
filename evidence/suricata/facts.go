package suricata

import (
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/http"
)

// maxFields is how many fields of one response are looked at.
const maxFields = 256

// observe reports what a member of the event says.
func (r *reader) observe(who whomade.Subject, attribute, pointer, value string) {
	r.fact(who, attribute, pointer, value, whomade.EncodingText)
}

func (r *reader) fact(who whomade.Subject, attribute, pointer, value, encoding string) {
	if value == "" || who.IsZero() {
		return
	}
	first, last := r.event.times()
	r.out.Observe(whomade.Observation{
		Subject: who, Locator: whomade.Locator{Line: r.number, Pointer: pointer},
		Attribute: attribute, Value: value, Encoding: encoding, First: first, Last: last,
	})
}

// tell reports what the event says.
func (r *reader) tell() {
	e := &r.event
	client, server := e.ends()
	if !client.IsZero() || !server.IsZero() {
		r.ssh(client, "/ssh/client/", e.SSH.Client)
		r.ssh(server, "/ssh/server/", e.SSH.Server)
		r.names(server, "/tls/", e.TLS.certificate)
		// A client's certificate may be a person's.
		if c := e.TLS.Client; !items.Contact(c.Subject) && !strings.Contains(c.Subject, "UID=") {
			r.names(client, "/tls/client/", c)
		}
		r.http(client, server)
		r.smb(client, "/smb/request/", e.SMB.Request)
		r.smb(server, "/smb/response/", e.SMB.Response)
		// The greeting is what was said without a command; other replies may hold
		// a user's name.
		if f := &e.FTP; f.Command == "" && len(f.Codes) > 0 && f.Codes[0] == "220" {
			r.observe(server, "ftp.banner", "/ftp/reply", strings.TrimSpace(strings.Join(f.Reply, "\n")))
		}
	}
	r.dhcp()
	r.arp()
	r.trap()
	r.ether()
}

func (r *reader) ssh(who whomade.Subject, pointer string, end sshEnd) {
	if end.Version != "" && strings.Trim(end.Version, "0123456789.") == "" {
		r.observe(who, "ssh.protocol_version", pointer+"proto_version", end.Version)
	}
	r.observe(who, "ssh.banner", pointer+"software_version", strings.TrimRight(end.Software, "\r \x00"))
}

// names reports the names in a certificate.
func (r *reader) names(who whomade.Subject, pointer string, c certificate) {
	r.observe(who, "x509.subject", pointer+"subject", distinguished(c.Subject))
	r.observe(who, "x509.issuer", pointer+"issuerdn", distinguished(c.Issuer))
}

func (r *reader) smb(who whomade.Subject, pointer string, end smbEnd) {
	r.observe(who, "smb.native_os", pointer+"native_os", strings.TrimSpace(end.OS))
	r.observe(who, "smb.native_lm", pointer+"native_lm", strings.TrimSpace(end.LM))
}

// http reads the fields of request and response that name software. What a proxy
// hands on is not its sender's.
func (r *reader) http(client, server whomade.Subject) {
	h := &r.event.HTTP
	forwarded := h.Forwarded != "" || h.Via != ""
	for _, f := range h.Request[:min(len(h.Request), maxFields)] {
		switch strings.ToLower(f.Name) {
		case "via", "forwarded", "x-forwarded-for":
			forwarded = true
		}
	}
	if !forwarded {
		r.observe(client, "http_header.user_agent", "/http/http_user_agent", strings.TrimSpace(h.UserAgent))
	}
	r.field(server, "/http/server", "Server", h.Server)
	r.field(server, "/http/www_authenticate", "WWW-Authenticate", h.Authenticate)
	r.field(server, "/http/set_cookie", "Set-Cookie", h.SetCookie)
	for i, f := range h.Response[:min(len(h.Response), maxFields)] {
		switch name := strings.ToLower(f.Name); name {
		case "server", "www-authenticate", "set-cookie", "x-powered-by":
			r.field(server, "/http/response_headers/"+strconv.Itoa(i)+"/value", name, f.Value)
		}
	}
}

// field lets the decoder read one field of a response, for it knows what of it
// may be told.
func (r *reader) field(who whomade.Subject, pointer, name, value string) {
	if end := strings.IndexAny(value, "\r\n\x00"); end >= 0 {
		value = value[:end] // or what follows would be a field of its own
	}
	if value = strings.TrimSpace(value); value != "" && !who.IsZero() {
		http.Message([]byte("HTTP/1.1 200 OK\r\n"+name+": "+value+"\r\n\r\n"), sink{r, who, pointer})
	}
}

// sink takes a decoder's fields as facts about a host.
type sink struct {
	r       *reader
	who     whomade.Subject
	pointer string
}

func (sink) About(wire.Key, []byte) {}

func (sink) Bind(netip.Addr, [6]byte) {}

func (s sink) Field(attribute string, kind wire.Kind, value []byte) {
	v, encoding := wire.Format(kind, value)
	s.r.fact(s.who, attribute, s.pointer, v, encoding)
}

// maxClientID is the longest option (RFC 2132 clause 2).
const maxClientID = 255

// dhcp reads what a client says of itself; in replies its address alone is its
// own, and the address that it was lent is lent to others later.
func (r *reader) dhcp() {
	d := &r.event.DHCP
	mac := station(d.ClientMAC)
	who := whomade.Subject{MAC: mac}
	r.observe(who, "dhcp.chaddr", "/dhcp/client_mac", mac)
	if d.Kind != "request" {
		return
	}
	r.observe(who, "dhcp.hostname", "/dhcp/hostname", strings.Trim(d.HostName, ". \x00"))
	r.observe(who, "dhcp_vendor_class", "/dhcp/vendor_class_identifier", strings.Trim(d.VendorClass, " \x00"))
	switch id := octets(d.ClientID, maxClientID); {
	case len(id) < 2 || strings.ContainsAny(string(id), "@|"): // an account of a subscriber
	case id[0] == 1 && len(id) == 7:
		r.observe(who, "dhcp.client_id", "/dhcp/client_id", station(d.ClientID[3:]))
	default:
		r.fact(who, "dhcp.client_id", "/dhcp/client_id", hex.EncodeToString(id), whomade.EncodingHex)
	}
}

// arp reads the sender, who gives both its addresses.
func (r *reader) arp() {
	who := host(r.event.ARP.SourceIP)
	if who.MAC = station(r.event.ARP.SourceMAC); who.IP != "" {
		r.observe(who, "arp.sender", "/arp/src_mac", who.MAC)
	}
}

// trap reads the enterprise of an SNMPv1 trap, which is about the agent whose
// address it gives, else about its sender.
func (r *reader) trap() {
	s := &r.event.SNMP
	if !strings.HasPrefix(s.TrapOID, "1.3.6.1.") || strings.Trim(s.TrapOID, "0123456789.") != "" {
		return
	}
	who := host(s.TrapAddress)
	if who.IsZero() {
		who = host(r.event.SourceIP)
	}
	r.observe(who, "snmp.trap_enterprise", "/snmp/trap_oid", s.TrapOID)
}

// ether reads the addresses that frames came from. The destinations of a flow are
// sources too where packets came back; records of NetFlow are of one direction.
func (r *reader) ether() {
	e := &r.event
	r.source("/ether/src_mac", e.Ether.Source)
	if e.Type != "flow" && e.Type != "netflow" {
		return
	}
	for i, mac := range e.Ether.Sources {
		if e.Type == "netflow" || e.Flow.ToServer > 0 {
			r.source("/ether/src_macs/"+strconv.Itoa(i), mac)
		}
	}
	for i, mac := range e.Ether.Dests {
		if e.Type == "flow" && e.Flow.ToClient > 0 {
			r.source("/ether/dest_macs/"+strconv.Itoa(i), mac)
		}
	}
}

func (r *reader) source(pointer, mac string) {
	mac = station(mac)
	r.observe(whomade.Subject{MAC: mac}, "ethernet.source", pointer, mac)
}
