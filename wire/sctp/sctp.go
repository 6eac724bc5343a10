// Package sctp reads the Stream Control Transmission Protocol (RFC 9260, with
// the interleaving of RFC 8260): it walks chunks, puts messages together that
// were sent in parts, and tells which protocol they are of. An association's
// start also lists the addresses of its two ends.
package sctp

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/mobile"
)

// UDPPort is the port of SCTP inside UDP (RFC 6951 clause 4).
const UDPPort = 9899

// Types of chunk (RFC 9260 clause 3.2, RFC 8260 clause 2.1).
const (
	chunkData    = 0
	chunkInit    = 1
	chunkInitAck = 2
	chunkIData   = 64
)

const (
	headerLength = 12
	maxChunks    = 64 // of one packet that are looked at
)

// chunk is one chunk of a packet.
type chunk struct {
	kind, flags byte
	value       []byte
}

// next splits the first chunk off (RFC 9260 clause 3.2). The padding of the last
// chunk may be missing.
func next(b []byte) (c chunk, rest []byte, ok bool) {
	if len(b) < 4 {
		return chunk{}, nil, false
	}
	n := int(binary.BigEndian.Uint16(b[2:]))
	if n < 4 || n > len(b) {
		return chunk{}, nil, false
	}
	c = chunk{b[0], b[1], b[4:n]}
	return c, b[min((n+3)&^3, len(b)):], true
}

// header checks that b can be a packet: two ports, and a chunk.
func header(b []byte) (chunks []byte, ok bool) {
	if len(b) < headerLength+4 || b[0]|b[1] == 0 || b[2]|b[3] == 0 {
		return nil, false
	}
	return b[headerLength:], true
}

// Decode reports the addresses that the sender of a packet lists as its own when
// an association starts (RFC 9260 clauses 3.3.2 and 5.1.2). It returns false
// unless b is an SCTP packet.
func Decode(b []byte, s wire.Sink) bool {
	chunks, ok := header(b)
	if !ok {
		return false
	}
	c, _, ok := next(chunks)
	if !ok {
		return false
	}
	if c.kind != chunkInit && c.kind != chunkInitAck || len(c.value) < 16 {
		return true
	}
	for p := c.value[16:]; len(p) >= 4; {
		n := int(binary.BigEndian.Uint16(p[2:]))
		if n < 4 || n > len(p) {
			break
		}
		switch binary.BigEndian.Uint16(p) {
		case 5, 6: // IPv4 and IPv6 address
			mobile.Address("sctp.address", p[4:n], s)
		}
		p = p[min((n+3)&^3, len(p)):]
	}
	return true
}
