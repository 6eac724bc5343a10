package nmap

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/greeting"
	"github.com/whomade/whomade/wire/ssh"
	"github.com/whomade/whomade/wire/telnet"
)

// script is the output of a script: its text, and what of its structure is used.
type script struct {
	id     string
	output string
	key    string   // of the element being read
	tables []string // keys of the open tables
	title  string
	names  map[string][]pair // ssl-cert: subject and issuer
	number string            // snmp-info: enterprise
}

type pair struct{ name, value string }

func (s *script) enter(key string) { s.tables = append(s.tables, key) }

func (s *script) leave() {
	if len(s.tables) > 0 {
		s.tables = s.tables[:len(s.tables)-1]
	}
}

// maxPairs bounds the parts of a certificate's name.
const maxPairs = 32

// element takes a named value of the structure.
func (s *script) element(value string) {
	switch {
	case s.id == "http-title" && len(s.tables) == 0 && s.key == "title":
		s.title = value
	case s.id == "ssl-cert" && len(s.tables) == 1 && (s.tables[0] == "subject" || s.tables[0] == "issuer"):
		if s.names == nil {
			s.names = map[string][]pair{}
		}
		if p := s.names[s.tables[0]]; len(p) < maxPairs {
			s.names[s.tables[0]] = append(p, pair{s.key, value})
		}
	case s.id == "snmp-info" && len(s.tables) == 0 && s.key == "enterprise":
		s.number = value
	}
}

// tell tells what a script found out. Only scripts are used whose output is what
// the host itself said; what others guessed, or tried out, is left alone.
func (r *reader) tell() {
	s := &r.script
	switch s.id {
	case "http-title":
		r.observe("html_title", s.pageTitle())
	case "http-server-header":
		for line := range strings.Lines(s.output) {
			r.observe("http_header.server", strings.TrimSpace(line))
		}
	case "ssl-cert":
		r.observe("x509.subject", s.name("subject"))
		r.observe("x509.issuer", s.name("issuer"))
	case "snmp-sysdescr":
		text, _, _ := strings.Cut(s.output, "System uptime:")
		r.observe("snmp.sys_description", strings.TrimSpace(text))
	case "snmp-info":
		if n, err := strconv.ParseUint(strings.TrimSpace(s.number), 10, 32); err == nil {
			r.observe("snmp.engine_enterprise", strconv.FormatUint(n, 10))
		}
	case "banner":
		r.banner(unescape(s.output))
	}
}

// pageTitle is the title, without what the script says where there is none.
func (s *script) pageTitle() string {
	title := s.title
	if title == "" {
		title, _, _ = strings.Cut(s.output, "\n")
	}
	title = strings.TrimSpace(title)
	for _, none := range []string{"Site doesn't have a title", "Did not follow redirect", "Requested resource was"} {
		if strings.HasPrefix(title, none) {
			return ""
		}
	}
	return title
}

// shortNames are the short names of RFC 4514 for those that OpenSSL prints long.
var shortNames = map[string]string{
	"commonName": "CN", "organizationName": "O", "organizationalUnitName": "OU", "countryName": "C", "localityName": "L",
	"stateOrProvinceName": "ST", "streetAddress": "STREET", "surname": "SN", "givenName": "GN", "domainComponent": "DC", "userId": "UID",
}

// nameOrder is the usual order of a certificate's name, most special part first;
// the script's table has none.
var nameOrder = []string{"emailAddress", "serialNumber", "UID", "CN", "OU", "O", "STREET", "L", "ST", "C", "DC"}

// name is a certificate's name as RFC 4514 writes it.
func (s *script) name(key string) string {
	byName := map[string][]string{}
	var others []string
	for _, p := range s.names[key] {
		name := p.name
		if short, ok := shortNames[name]; ok {
			name = short
		}
		if _, seen := byName[name]; !seen && !slices.Contains(nameOrder, name) {
			others = append(others, name)
		}
		byName[name] = append(byName[name], p.value)
	}
	var parts []string
	for _, name := range append(others, nameOrder...) {
		for _, v := range byName[name] {
			parts = append(parts, name+"="+escapeDN(v))
		}
	}
	return strings.Join(parts, ",")
}

// escapeDN escapes a value as RFC 4514 clause 2.4 says.
func escapeDN(s string) string {
	var b strings.Builder
	for i, c := range s {
		if strings.ContainsRune(`,+"\<>;`, c) || i == 0 && (c == '#' || c == ' ') || c == ' ' && i == len(s)-1 {
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// banner lets the decoder of the port's protocol read what the host said first.
func (r *reader) banner(b []byte) {
	var decode wire.StreamDecoder
	switch r.port.protocol() {
	case "ssh":
		decode = ssh.Decode
	case "telnet":
		decode = telnet.Decode
	case "ftp":
		decode = greeting.DecodeFTP
	case "smtp":
		decode = greeting.DecodeSMTP
	case "pop3":
		decode = greeting.DecodePOP3
	case "imap":
		decode = greeting.DecodeIMAP
	default:
		return
	}
	// The script cuts the line's end, which some decoders wait for.
	decode(append(b, "\r\n"...), true, sink{r})
}

// protocol is what a port speaks: what Nmap found, or the port's usual one.
func (p port) protocol() string {
	switch p.service {
	case "ssh", "telnet", "ftp", "smtp", "pop3", "imap":
		return p.service
	}
	return map[string]string{"21": "ftp", "22": "ssh", "23": "telnet", "25": "smtp", "110": "pop3", "143": "imap"}[p.number]
}

// sink takes a decoder's fields as facts about the host.
type sink struct{ r *reader }

func (sink) About(wire.Key, []byte) {}

func (sink) Bind(netip.Addr, [6]byte) {}

func (s sink) Field(attribute string, kind wire.Kind, value []byte) {
	if kind == wire.Text && utf8.Valid(value) {
		s.r.observe(attribute, string(value))
		return
	}
	s.r.observeHex(attribute, value)
}

// observeHex tells a fact whose value is octets.
func (r *reader) observeHex(attribute string, value []byte) {
	if len(value) == 0 || r.host.IsZero() {
		return
	}
	const digits = "0123456789abcdef"
	hex := make([]byte, 0, 2*len(value))
	for _, b := range value {
		hex = append(hex, digits[b>>4], digits[b&15])
	}
	r.out.Observe(whomade.Observation{
		Subject: r.host, Attribute: attribute, Value: string(hex), Encoding: whomade.EncodingHex,
		Locator: whomade.Locator{Path: r.path()}, First: r.first, Last: r.last,
	})
}

// unescape undoes the \xHH that scripts print unprintable octets as.
func unescape(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) && s[i+1] == 'x' {
			if v, err := strconv.ParseUint(s[i+2:i+4], 16, 8); err == nil {
				out = append(out, byte(v))
				i += 3
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}
