// Package sonmp decodes the SynOptics Network Management Protocol, by which
// switches of Bay Networks, Nortel and Avaya find each other's topology. No
// specification is published; the form is that of the packets.
package sonmp

import "github.com/whomade/whomade/wire"

// OUI of the SNAP header.
var OUI = [3]byte{0x00, 0x00, 0x81}

// PIDs are the protocols of that organisation: of hellos within a segment and of
// such that are passed on.
const (
	PIDSegment = 0x01a1
	PIDFlat    = 0x01a2
)

const length = 11 // address, segment, chassis, backplane, state, links

// Decode decodes what follows the SNAP header. The fields are about the sender.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < length {
		return false
	}
	if address := b[:4]; !wire.Blank(address) {
		s.Field("sonmp.address", wire.IP, address)
	}
	s.Field("sonmp.chassis", wire.Uint, b[7:8])
	return true
}
