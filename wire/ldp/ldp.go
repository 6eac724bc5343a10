// Package ldp decodes the protocol data units of the Label Distribution Protocol
// (RFC 5036 clause 3): the identifier of the label switching router and the
// authors of vendor-private parts.
package ldp

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// Port is the UDP port of hellos and the TCP port of sessions (clause 3.10).
const Port = 646

const (
	version       = 1
	headLength    = 10 // version, length, identifier of six octets
	messageHead   = 8  // type, length, message identifier
	parameterHead = 4  // type, length
	maxMessages   = 64
	maxParameters = 64

	privateFirst, privateLast = 0x3e00, 0x3eff // messages and parameters of a vendor (clause 3.6.1)
	unknown                   = 0x8000         // bit that says what to do with an unknown type
	forward                   = 0x4000         // the same of a parameter
)

// Decode decodes one datagram. The fields are about the sender. It returns false
// for other versions and lengths.
func Decode(b []byte, s wire.Sink) bool {
	if !whole(b) {
		return false
	}
	unit(b, s)
	return true
}

// DecodeStream is a wire.StreamDecoder for a session: its first unit is read.
func DecodeStream(head []byte, end bool, s wire.Sink) wire.Status {
	switch {
	case whole(head) || end && start(head):
		unit(head, s)
		return wire.Done
	case end || len(head) >= headLength && !start(head) || len(head) > 1 && binary.BigEndian.Uint16(head) != version:
		return wire.NotMine
	}
	return wire.NeedMore
}

// start tells whether b starts with the head of a unit with a message in it.
func start(b []byte) bool {
	const least = headLength - 4 + messageHead
	return len(b) >= headLength && binary.BigEndian.Uint16(b) == version && int(binary.BigEndian.Uint16(b[2:])) >= least &&
		binary.BigEndian.Uint16(b[2:]) <= 4096
}

// whole tells whether the first unit is there.
func whole(b []byte) bool { return start(b) && len(b) >= 4+int(binary.BigEndian.Uint16(b[2:])) }

func unit(b []byte, s wire.Sink) {
	b = b[:min(len(b), 4+int(binary.BigEndian.Uint16(b[2:])))]
	if id := b[4:8]; !wire.Blank(id) {
		s.Field("ldp.lsr_id", wire.IP, id)
	}
	b = b[headLength:]
	for range maxMessages {
		if len(b) < messageHead {
			return
		}
		kind, size := binary.BigEndian.Uint16(b)&^unknown, 4+int(binary.BigEndian.Uint16(b[2:]))
		if size < messageHead || len(b) < size {
			return
		}
		m := b[messageHead:size]
		b = b[size:]
		if kind >= privateFirst && kind <= privateLast {
			vendor(m, s)
			continue
		}
		parameters(m, s)
	}
}

func parameters(b []byte, s wire.Sink) {
	for range maxParameters {
		if len(b) < parameterHead {
			return
		}
		kind, size := binary.BigEndian.Uint16(b)&^(unknown|forward), parameterHead+int(binary.BigEndian.Uint16(b[2:]))
		if len(b) < size {
			return
		}
		if kind >= privateFirst && kind <= privateLast {
			vendor(b[parameterHead:size], s)
		}
		b = b[size:]
	}
}

// vendor reports the author of something private: an OUI in four octets.
func vendor(v []byte, s wire.Sink) {
	if len(v) >= 4 && v[0] == 0 && !wire.Blank(v[1:4]) {
		s.Field("ldp.vendor_oui", wire.OUI, v[1:4])
	}
}
