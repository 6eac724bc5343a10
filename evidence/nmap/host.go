package nmap

import (
	"cmp"
	"encoding/xml"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
)

// reader goes through the elements.
type reader struct {
	out    evidence.Out
	limits evidence.Limits
	levels []level // the document, then one for each open element
	ended  bool    // the root element was closed
	deep   int     // elements passed over

	host    whomade.Subject
	first   time.Time
	last    time.Time
	port    port
	matches int // osmatch elements of this host
	script  script
	keep    *strings.Builder // where text goes, or nil
	chars   strings.Builder
}

// level is an open element and how many children of each name it had so far.
type level struct {
	name     string
	position int
	children map[string]int
}

// port is the port being read.
type port struct {
	number  string
	service string
}

// repeated are elements whose position a path tells.
var repeated = map[string]bool{
	"host": true, "port": true, "address": true, "hostname": true, "script": true, "osmatch": true, "osclass": true, "cpe": true, "table": true, "elem": true,
}

// maxMatches is how many guesses of the operating system are taken of one host:
// Nmap writes the best first.
const maxMatches = 3

func (r *reader) start(t xml.StartElement) {
	parent := &r.levels[len(r.levels)-1]
	if parent.children == nil {
		parent.children = map[string]int{}
	}
	name := strings.Clone(t.Name.Local)
	if len(parent.children) < 256 || parent.children[name] > 0 {
		parent.children[name]++
	}
	r.levels = append(r.levels, level{name: name, position: parent.children[name]})
	if len(r.levels)-1 > r.limits.Depth {
		r.deep++
		return
	}
	switch t.Name.Local {
	case "host":
		r.host, r.port, r.matches = whomade.Subject{}, port{}, 0
		r.first, r.last = epoch(attr(t, "starttime")), epoch(attr(t, "endtime"))
	case "address":
		r.address(t)
	case "hostname":
		r.observe("host.name", attr(t, "name"))
	case "port":
		r.port = port{number: attr(t, "portid")}
	case "service":
		r.service(t)
	case "cpe":
		r.keepText()
	case "osmatch":
		if r.matches++; r.matches <= maxMatches {
			r.observe("nmap.os_match", guess(attr(t, "name"), attr(t, "accuracy")))
		}
	case "osclass":
		if r.matches <= maxMatches {
			r.observe("nmap.os_vendor", attr(t, "vendor"))
		}
	case "script":
		r.script = script{id: attr(t, "id"), output: attr(t, "output")}
	case "table":
		r.script.enter(attr(t, "key"))
	case "elem":
		r.script.key = attr(t, "key")
		r.keepText()
	}
}

// end closes an element and reports whether it was the one that is open.
func (r *reader) end(t xml.EndElement) bool {
	if len(r.levels) < 2 || r.levels[len(r.levels)-1].name != t.Name.Local {
		return false
	}
	if len(r.levels)-1 <= r.limits.Depth {
		r.close(t.Name.Local)
	}
	r.levels = r.levels[:len(r.levels)-1]
	if len(r.levels) == 1 {
		r.ended = true
	}
	return true
}

func (r *reader) close(name string) {
	switch name {
	case "host":
		r.host = whomade.Subject{}
	case "ports":
		r.port = port{}
	case "cpe":
		r.observe("nmap.cpe", strings.TrimSpace(r.takeText()))
	case "elem":
		r.script.element(r.takeText())
	case "table":
		r.script.leave()
	case "script":
		r.tell()
		r.script = script{}
	}
}

func (r *reader) keepText() {
	r.chars.Reset()
	r.keep = &r.chars
}

func (r *reader) takeText() string {
	s := r.chars.String()
	r.chars.Reset()
	r.keep = nil
	return s
}

func (r *reader) text(t xml.CharData) {
	if r.keep != nil && r.keep.Len() <= r.limits.Value {
		r.keep.Write(t)
	}
}

// address takes an address of the host. Nmap writes all of them before anything
// else that is told of a host.
func (r *reader) address(t xml.StartElement) {
	value := attr(t, "addr")
	switch attr(t, "addrtype") {
	case "ipv4", "ipv6":
		if a, err := netip.ParseAddr(value); err == nil && r.host.IP == "" {
			r.host.IP = a.WithZone("").String()
		}
	case "mac":
		mac := strings.ToLower(value)
		if !isMAC(mac) {
			return
		}
		r.host.MAC = mac
		r.observe("nmap.mac", mac)
		r.observe("nmap.mac_vendor", attr(t, "vendor"))
	}
}

// service takes what Nmap made of a port. Without a probe it is only the name
// that the port number has in a table.
func (r *reader) service(t xml.StartElement) {
	r.port.service = attr(t, "name")
	if attr(t, "method") == "table" {
		return
	}
	var parts []string
	for _, s := range []string{attr(t, "product"), attr(t, "version")} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if s := attr(t, "extrainfo"); s != "" {
		parts = append(parts, "("+s+")")
	}
	r.observe("nmap.service_product", strings.Join(parts, " "))
}

// observe tells a fact about the host; without an address it is about nobody.
func (r *reader) observe(attribute, value string) {
	if value == "" || r.host.IsZero() {
		return
	}
	r.out.Observe(whomade.Observation{
		Subject: r.host, Attribute: attribute, Value: value, Encoding: whomade.EncodingText,
		Locator: whomade.Locator{Path: r.path()}, First: r.first, Last: cmp.Or(r.last, r.first),
	})
}

// path is where the reader stands.
func (r *reader) path() string {
	var b strings.Builder
	for _, l := range r.levels[1:] {
		b.WriteByte('/')
		b.WriteString(strings.ToValidUTF8(l.name, "\uFFFD"))
		if repeated[l.name] {
			b.WriteString("[" + strconv.Itoa(l.position) + "]")
		}
		if b.Len() > 512 {
			break
		}
	}
	return b.String()
}

// guess is a guess with how sure Nmap is of it.
func guess(name, accuracy string) string {
	if n, err := strconv.Atoi(accuracy); name != "" && err == nil && n >= 0 && n <= 100 {
		return name + " (accuracy " + accuracy + "%)"
	}
	return name
}

// epoch is a time in seconds since 1970, or zero.
func epoch(s string) time.Time {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 || n > 1<<36 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

func isMAC(s string) bool {
	if len(s) != 17 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if i%3 == 2 {
			if c != ':' {
				return false
			}
		} else if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
