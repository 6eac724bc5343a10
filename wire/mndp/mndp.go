// Package mndp decodes the MikroTik Neighbor Discovery Protocol, as RouterOS
// and SwOS send it to UDP port 5678. No specification is published; the form is
// that of the packets.
package mndp

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ethernet"
)

// Port is the UDP port that announcements are sent to.
const Port = 5678

// TLV types.
const (
	tlvMAC        = 1
	tlvIdentity   = 5
	tlvVersion    = 7
	tlvPlatform   = 8
	tlvSoftwareID = 11
	tlvBoard      = 12
)

const headLength = 4 // two octets of flags, two of sequence number

// Decode decodes one announcement. Its MAC address is the subject of the fields.
// It returns false unless a MAC address follows the head, as in every
// announcement; a request for announcements is a head alone.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < headLength {
		return false
	}
	kind, value, rest, ok := next(b[headLength:])
	if !ok || kind != tlvMAC || len(value) != 6 {
		return false
	}
	if ethernet.Station([6]byte(value)) {
		s.About(wire.KeyMAC, value)
	}
	for {
		kind, value, rest, ok = next(rest)
		if !ok {
			return true
		}
		if a := attribute(kind); a != "" && !wire.Blank(value) {
			s.Field(a, wire.Text, value)
		}
	}
}

func attribute(kind uint16) string {
	switch kind {
	case tlvIdentity:
		return "mndp.identity"
	case tlvVersion:
		return "mndp.version"
	case tlvPlatform:
		return "mndp.platform"
	case tlvSoftwareID:
		return "mndp.software_id"
	case tlvBoard:
		return "mndp.board"
	}
	return ""
}

// next splits the first TLV off: two octets of type, two of length.
func next(b []byte) (kind uint16, value, rest []byte, ok bool) {
	if len(b) < 4 {
		return 0, nil, nil, false
	}
	n := int(binary.BigEndian.Uint16(b[2:]))
	if len(b) < 4+n {
		return 0, nil, nil, false
	}
	return binary.BigEndian.Uint16(b), b[4 : 4+n], b[4+n:], true
}
