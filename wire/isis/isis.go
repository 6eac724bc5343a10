// Package isis decodes the protocol data units by which intermediate systems find
// each other and spread what they know: hellos and link state (ISO/IEC 10589
// clause 9, RFC 1195), with the names of systems (RFC 5301). Passwords are not
// read.
package isis

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// SAP is the service access point of the network layer protocols of ISO.
const SAP = 0xfe

// EtherTypes under which such units come where no LLC header fits: GRE's for ISO
// protocols, and Cisco's of serial lines.
const (
	TypeOSI      = 0x00fe
	TypeOSICisco = 0xfefe
)

const (
	discriminator = 0x83
	headLength    = 8
	idLength      = 6 // of a system
)

// Types of units.
const (
	hello1   = 15
	hello2   = 16
	helloP2P = 17
	state1   = 18
	state2   = 20
)

const (
	helloLANLength = headLength + 19
	helloP2PLength = headLength + 12
	stateLength    = headLength + 19
	tlvHostname    = 137
	maxTLVs        = 256
)

// Decode decodes what follows the LLC header. A hello is about the sender; link
// state is about the system that it names, since others pass it on. It returns
// false for other protocols and types.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) > 1 && b[0] != discriminator && b[1] == discriminator {
		b = b[1:] // an octet of padding, as serial lines have it
	}
	if len(b) < headLength || b[0] != discriminator || b[2] != 1 || b[3] != 0 && b[3] != idLength || b[5] != 1 {
		return false
	}
	switch b[4] & 0x1f {
	case hello1, hello2:
		if len(b) < helloLANLength {
			return false
		}
		system(b[9:15], s)
		hostname(b, helloLANLength, 17, nil, s)
	case helloP2P:
		if len(b) < helloP2PLength {
			return false
		}
		system(b[9:15], s)
		hostname(b, helloP2PLength, 17, nil, s)
	case state1, state2:
		if len(b) < stateLength {
			return false
		}
		hostname(b, stateLength, 8, b[12:18], s)
	default:
		return false
	}
	return true
}

func system(id []byte, s wire.Sink) { s.Field("isis.system_id", wire.Bytes, id) }

// hostname reports the name that the unit's variable fields give, which begin at
// start. id is that of the system it is about where it is not the sender. length
// is where the unit's length stands.
func hostname(b []byte, start, length int, id []byte, s wire.Sink) {
	n := int(binary.BigEndian.Uint16(b[length:]))
	if n < start {
		return
	}
	b = b[start:min(n, len(b))]
	for range maxTLVs {
		if len(b) < 2 || len(b) < 2+int(b[1]) {
			return
		}
		kind, v := b[0], b[2:2+int(b[1])]
		b = b[2+len(v):]
		if kind != tlvHostname || wire.Blank(v) {
			continue
		}
		if id != nil {
			s.About(wire.KeyHostName, v)
			system(id, s)
		}
		s.Field("isis.hostname", wire.Text, v)
		return
	}
}
