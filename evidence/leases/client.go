package leases

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/table"
)

// client is what one lease says of the client that has it.
type client struct {
	at          whomade.Locator
	mac         string // hardware address
	id          []byte // client identifier (RFC 2132 clause 9.14)
	duid        []byte // RFC 8415 clause 11
	hostName    string
	vendorClass string    // RFC 2132 clause 9.13
	seen        time.Time // when the server last heard of it, zero where unknown
}

// Types of DUID (RFC 8415 clause 11).
const (
	duidLinkTime   = 1 // hardware type, time, link-layer address
	duidEnterprise = 2 // enterprise number, identifier
	duidLink       = 3 // hardware type, link-layer address

	maxDUID = 130 // RFC 8415 clause 11.1
)

// duidOf returns the DUID inside a client identifier (RFC 4361 clause 6.1), or nil.
func duidOf(id []byte) []byte {
	if len(id) > 7 && id[0] == 255 {
		return id[5:]
	}
	return nil
}

// duidMAC returns the MAC address that a DUID was made of, or "".
func duidMAC(d []byte) string {
	switch {
	case len(d) == 14 && binary.BigEndian.Uint16(d) == duidLinkTime && binary.BigEndian.Uint16(d[2:]) == 1:
		return macOf(hex.EncodeToString(d[8:]))
	case len(d) == 10 && binary.BigEndian.Uint16(d) == duidLink && binary.BigEndian.Uint16(d[2:]) == 1:
		return macOf(hex.EncodeToString(d[4:]))
	}
	return ""
}

// macOf is a MAC address in the program's form, "" where it is none or is that of
// no station.
func macOf(s string) string {
	mac, _ := table.Value("inventory.mac", s)
	if mac == "" || mac == "00:00:00:00:00:00" {
		return ""
	}
	if b, err := strconv.ParseUint(mac[:2], 16, 8); err != nil || b&1 != 0 {
		return ""
	}
	return mac
}

// subject is whom the lease is about: the address of the interface, else the one
// in the DUID, else the identifier itself, which is the client's everywhere.
func (c *client) subject() whomade.Subject {
	for _, mac := range []string{c.mac, duidMAC(c.duid), duidMAC(duidOf(c.id))} {
		if mac != "" {
			return whomade.Subject{MAC: mac}
		}
	}
	switch {
	case len(c.duid) >= 3:
		return whomade.Subject{Item: "duid " + hex.EncodeToString(c.duid)}
	case len(c.id) > 0 && !account(c.id):
		return whomade.Subject{Item: evidence.Self + "#client " + hex.EncodeToString(c.id)}
	}
	return whomade.Subject{Item: evidence.Self + "#lease at line " + strconv.FormatInt(c.at.Line, 10) + c.at.Pointer}
}

// account reports whether a client identifier looks like the account that some
// access networks have subscribers log in with.
func account(id []byte) bool { return bytes.ContainsAny(id, "@|") }

// tell reports the client.
func (c *client) tell(out evidence.Out) {
	subject := c.subject()
	observe := func(attribute, value, encoding string) {
		if value == "" || value == "*" {
			return
		}
		out.Observe(whomade.Observation{Subject: subject, Locator: c.at, Attribute: attribute, Value: value, Encoding: encoding, First: c.seen, Last: c.seen})
	}
	observe("dhcp.chaddr", c.mac, whomade.EncodingText)
	switch id := c.id; {
	case len(id) < 2 || account(id):
	case id[0] == 1 && len(id) == 7:
		observe("dhcp.client_id", macOf(hex.EncodeToString(id[1:])), whomade.EncodingText)
	default:
		observe("dhcp.client_id", hex.EncodeToString(id), whomade.EncodingHex)
	}
	observe("dhcp_vendor_class", c.vendorClass, whomade.EncodingText)
	observe("dhcp.hostname", c.hostName, whomade.EncodingText)
	for _, d := range [][]byte{c.duid, duidOf(c.id)} {
		if len(d) < 3 || len(d) > maxDUID {
			continue
		}
		observe("dhcp6.duid", hex.EncodeToString(d), whomade.EncodingHex)
		if len(d) >= 6 && binary.BigEndian.Uint16(d) == duidEnterprise {
			observe("dhcp6.duid_enterprise", strconv.FormatUint(uint64(binary.BigEndian.Uint32(d[2:])), 10), whomade.EncodingText)
		}
	}
}

// octets reads octets in hexadecimal, with or without colons.
func octets(s string) []byte {
	s = strings.TrimSpace(s)
	if strings.Contains(s, ":") {
		// Single figures stand for themselves: "1:0:5e".
		parts := strings.Split(s, ":")
		b := make([]byte, 0, len(parts))
		for _, p := range parts {
			n, err := strconv.ParseUint(p, 16, 8)
			if err != nil {
				return nil
			}
			b = append(b, byte(n))
		}
		return b
	}
	b, err := hex.DecodeString(s)
	if err != nil {
		return nil
	}
	return b
}

// unix is a time in seconds since 1970.
func unix(s string, less int64) time.Time {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil || n-less <= 0 || n > 1<<34 || less < 0 {
		return time.Time{}
	}
	return time.Unix(n-less, 0).UTC()
}
