// Package ptp decodes what clocks say of themselves in the Precision Time
// Protocol version 2 (IEEE 1588-2008 and -2019, IEEE 802.1AS): the identity of
// the sending clock, that of the grandmaster it follows, and the clock
// description that management asks for.
package ptp

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// UDP ports (IEEE 1588 annex C.2) and EtherType (annex E).
const (
	PortEvent   = 319
	PortGeneral = 320
	EtherType   = 0x88f7
)

// Message types (IEEE 1588 clause 13.3.2.3).
const (
	announce   = 0xb
	management = 0xd
)

const (
	headLength     = 34
	sourceAt       = 20 // source port identity: clock identity, port
	grandmasterAt  = 53 // in announce
	announceLength = 64
	managementAt   = 48 // first TLV of management

	tlvManagement    = 1
	clockDescription = 1
)

// Decode decodes one message.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < headLength || b[1]&15 != 2 {
		return false
	}
	n := int(binary.BigEndian.Uint16(b[2:]))
	if n < headLength || n > len(b) || !known(b[0]&15) {
		return false
	}
	b = b[:n]
	identity("ptp.clock_identity", "ptp.clock_oui", b[sourceAt:sourceAt+8], s)
	switch b[0] & 15 {
	case announce:
		if n >= announceLength {
			// Usually another clock's: the boundary clock between has its own.
			identity("ptp.grandmaster_identity", "", b[grandmasterAt:grandmasterAt+8], s)
		}
	case management:
		if n > managementAt {
			describe(b[managementAt:], s)
		}
	}
	return true
}

// known tells whether a message type is assigned.
func known(kind byte) bool { return kind <= 3 || kind >= 8 && kind <= management }

// identity reports a clock identity (IEEE 1588 clause 7.5.2.2) and the OUI it
// begins with, unless it is a made-up one: all zero, all one, or local.
func identity(attribute, oui string, id []byte, s wire.Sink) {
	if zero := binary.BigEndian.Uint64(id); zero == 0 || zero == ^uint64(0) {
		return
	}
	s.Field(attribute, wire.Bytes, id)
	if oui != "" && id[0]&3 == 0 && id[0]|id[1]|id[2] != 0 {
		s.Field(oui, wire.OUI, id[:3])
	}
}
