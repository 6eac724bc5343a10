// Package diameter decodes what Diameter peers say of themselves (RFC 6733):
// names, product, maker and abilities from the exchange of capabilities, and the
// names and functions of those who talk through them. Subscribers, sessions and
// users are passed over.
//
// The two ends of a connection are named by the messages that no agent forwards
// (application 0). Other messages name who sent them first, which is the sender
// of a request only if no agent has put its record into it (RFC 6733 clause
// 6.1.9).
package diameter

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// Port is the port of Diameter over TCP and SCTP (RFC 6733 clause 2.1).
const Port = 3868

const (
	headLength  = 20
	maxMessage  = 64 << 10 // octets of one message
	maxMessages = 64       // of one datagram, segment or head
	maxAVPs     = 512      // of one group
)

// Command flags (RFC 6733 clause 3).
const (
	flagRequest  = 0x80
	flagError    = 0x20
	flagReserved = 0x0f
)

// Looks tells whether octets can be the beginning of a message: version,
// length, flags without reserved ones, and a command.
func Looks(b []byte) bool {
	if len(b) < headLength || b[0] != 1 || b[4]&flagReserved != 0 {
		return false
	}
	n := length(b)
	return n >= headLength && n <= maxMessage && n&3 == 0 && b[5]|b[6]|b[7] != 0 && b[4]&(flagRequest|flagError) != flagRequest|flagError
}

// length is a message's, as its head says.
func length(b []byte) int { return int(b[1])<<16 | int(b[2])<<8 | int(b[3]) }

// Decode decodes the messages of one datagram (of SCTP). The last one may be cut
// off.
func Decode(b []byte, s wire.Sink) bool {
	found := false
	for range maxMessages {
		if !Looks(b) {
			break
		}
		found = true
		n := min(length(b), len(b))
		report(b[:n], s)
		b = b[n:]
	}
	return found
}

// Message decodes one segment that begins with a message, in the middle of a
// stream. It returns false when it does not begin with one.
func Message(b []byte, s wire.Sink) bool { return Decode(b, s) }

// DecodeStream is a wire.StreamDecoder for either direction. It waits for the
// first message only; further ones are decoded as far as they are there.
func DecodeStream(head []byte, end bool, s wire.Sink) wire.Status {
	if len(head) < headLength {
		if len(head) > 0 && head[0] != 1 || end {
			return wire.NotMine
		}
		return wire.NeedMore
	}
	if !Looks(head) {
		return wire.NotMine
	}
	if length(head) > len(head) && !end {
		return wire.NeedMore
	}
	Decode(head, s)
	return wire.Done
}

// avp is one attribute-value pair.
type avp struct {
	code, vendor uint32
	data         []byte
	author       []byte // octets of vendor, nil where it has none
}

// next splits the first AVP off (RFC 6733 clause 4.1).
func next(b []byte) (a avp, rest []byte, ok bool) {
	if len(b) < 8 {
		return avp{}, nil, false
	}
	n, from := length(b[4:]), 8
	if b[4]&0x80 != 0 {
		from = 12
	}
	if n < from || n > len(b) {
		return avp{}, nil, false
	}
	a.code = binary.BigEndian.Uint32(b)
	if from == 12 {
		a.author = b[8:12]
		a.vendor = binary.BigEndian.Uint32(a.author)
	}
	a.data = b[from:n]
	return a, b[min((n+3)&^3, len(b)):], true
}
