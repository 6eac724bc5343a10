// Package scan builds the facts of a host that somebody's scanner talked to. What
// the host said is given to the decoders of the protocols, so that the same
// greeting gives the same facts whether it was captured, scanned or bought.
package scan

import (
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/internal/jsonscan"
	"github.com/whomade/whomade/wire"
)

// Host is a host at a place of the artifact that tells of it.
type Host struct {
	out     evidence.Out
	subject whomade.Subject
	at      whomade.Locator
	seen    time.Time
}

// NewHost is the host with an address; ok is false where it is none.
func NewHost(out evidence.Out, address string, at whomade.Locator) (h Host, ok bool) {
	a, err := netip.ParseAddr(strings.TrimSpace(address))
	if err != nil {
		return Host{}, false
	}
	return Host{out: out, subject: whomade.Subject{IP: a.Unmap().WithZone("").String()}, at: at}, true
}

// IP is the host's address.
func (h Host) IP() string { return h.subject.IP }

// At is the host at a place below.
func (h Host) At(names ...string) Host {
	h.at.Pointer += jsonscan.Pointer(names)
	return h
}

// Seen is the host at a time; zero leaves it as it is.
func (h Host) Seen(t time.Time) Host {
	if !t.IsZero() {
		h.seen = t
	}
	return h
}

// Add tells a fact; an empty value is none.
func (h Host) Add(attribute, value string) {
	if value = strings.TrimSpace(strings.Trim(value, "\x00")); value == "" {
		return
	}
	h.out.Observe(whomade.Observation{
		Subject: h.subject, Locator: h.at, Attribute: attribute, Value: value, Encoding: whomade.EncodingText, First: h.seen, Last: h.seen,
	})
}

// Octets tells a fact whose value is octets.
func (h Host) Octets(attribute string, value []byte) { h.field(attribute, wire.Bytes, value) }

// field tells a decoder's field.
func (h Host) field(attribute string, kind wire.Kind, value []byte) {
	text, encoding := wire.Format(kind, value)
	if text == "" {
		return
	}
	h.out.Observe(whomade.Observation{
		Subject: h.subject, Locator: h.at, Attribute: attribute, Value: text, Encoding: encoding, First: h.seen, Last: h.seen,
	})
}

// System is the system group of SNMP (RFC 3418).
type System struct{ Description, ObjectID, Name, Contact, Location string }

// System tells the system group. Texts that reach a person are left out.
func (h Host) System(s System) {
	h.Add("snmp.sys_description", s.Description)
	h.Add("snmp.sys_object_id", ObjectID(s.ObjectID))
	h.Add("snmp.sys_name", s.Name)
	if !items.Contact(s.Contact) {
		h.Add("snmp.sys_contact", s.Contact)
	}
	if !items.Contact(s.Location) {
		h.Add("snmp.sys_location", s.Location)
	}
}

// Engine tells an SNMP engine id (RFC 3411 clause 5), written in hexadecimal, and
// reports whether it is one.
func (h Host) Engine(id string) bool {
	id = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(id)), "0x")
	b, err := hex.DecodeString(strings.NewReplacer(":", "", " ", "", "-", "").Replace(id))
	if err != nil || len(b) < 5 || len(b) > 32 {
		return false
	}
	h.Octets("snmp.engine_id", b)
	return true
}

// Enterprise tells the enterprise number of an engine id of which only that is
// known.
func (h Host) Enterprise(number string) {
	if n, err := strconv.ParseUint(number, 10, 32); err == nil && n > 0 {
		h.Add("snmp.engine_enterprise", strconv.FormatUint(n, 10))
	}
}

// enterprises is how programs write the subtree of private numbers.
var enterprises = []string{"SNMPv2-SMI::enterprises.", "enterprises.", "iso.3.6.1.4.1.", "iso.org.dod.internet.private.enterprises."}

// ObjectID is an object identifier in figures; empty for what is none.
func ObjectID(s string) string {
	s = strings.TrimSpace(s)
	for _, prefix := range enterprises {
		if rest, ok := strings.CutPrefix(s, prefix); ok {
			s = "1.3.6.1.4.1." + rest
		}
	}
	s = strings.TrimPrefix(s, ".")
	if !strings.HasPrefix(s, "1.3.6.1.") || strings.Trim(s, "0123456789.") != "" || strings.Contains(s, "..") || strings.HasSuffix(s, ".") {
		return ""
	}
	return s
}

// layouts are how scanners write times; those without a zone are in UTC.
var layouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "2006-01-02 15:04:05.999999999 MST"}

// Time reads a time, also one in seconds since 1970; zero where it is none.
func Time(s string) time.Time {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		if n <= 0 || n > 1<<34 {
			return time.Time{}
		}
		return time.Unix(n, 0).UTC()
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1970 {
			return t.UTC()
		}
	}
	return time.Time{}
}
