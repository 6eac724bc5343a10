// Package bfd decodes bidirectional forwarding detection: control packets
// (RFC 5880 clause 4.1) over one hop (RFC 5881), several (RFC 5883) and one link
// of a group (RFC 7130). They say that a router or switch sends them and little
// else; keys and digests are not read.
package bfd

import "github.com/whomade/whomade/wire"

// UDP ports (RFC 5881 clause 4, RFC 5883 clause 5, RFC 7130 clause 2.2).
const (
	Port         = 3784
	PortEcho     = 3785
	PortMultihop = 4784
	PortMicro    = 6784
)

const (
	headLength = 24

	stateDown     = 1
	authenticated = 0x04 // flag: an authentication section follows
	multipoint    = 0x01 // flag: reserved, zero
	lastDiagnosis = 9
)

var (
	singleHop = []byte("single hop")
	multihop  = []byte("multihop")
	micro     = []byte("micro")
	echo      = []byte("echo")
)

// Decode decodes a control packet of a session over one hop.
func Decode(b []byte, s wire.Sink) bool { return control(b, singleHop, s) }

// DecodeMultihop decodes a control packet of a session over several hops.
func DecodeMultihop(b []byte, s wire.Sink) bool { return control(b, multihop, s) }

// DecodeMicro decodes a control packet of a session on one link of a group.
func DecodeMicro(b []byte, s wire.Sink) bool { return control(b, micro, s) }

// DecodeEcho takes an echo packet. Its octets are the sender's own business (RFC
// 5880 clause 6.4), so they say no more than that it is there.
func DecodeEcho(b []byte, s wire.Sink) bool {
	if len(b) == 0 {
		return false
	}
	s.Field("bfd.session", wire.Text, echo)
	return true
}

// control reports the kind of a session and its number at the sender, which is
// unique there (RFC 5880 clause 6.3), by the rules of clause 6.8.6.
func control(b []byte, kind []byte, s wire.Sink) bool {
	if len(b) < headLength || b[0]>>5 != 1 || b[0]&0x1f > lastDiagnosis || b[1]&multipoint != 0 || b[2] == 0 {
		return false
	}
	least := headLength
	if b[1]&authenticated != 0 {
		least += 2
	}
	if n := int(b[3]); n < least || n > len(b) {
		return false
	}
	mine, yours := b[4:8], b[8:12]
	if zero(mine) || zero(yours) && b[1]>>6 > stateDown {
		return false
	}
	s.Field("bfd.session", wire.Text, kind)
	s.Field("bfd.discriminator", wire.Uint, mine)
	return true
}

func zero(b []byte) bool { return b[0]|b[1]|b[2]|b[3] == 0 }
