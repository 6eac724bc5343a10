// Package ike decodes the vendor ids that gateways send in clear when they agree
// on keys: IKE version 1 (RFC 2408 clause 3.16) and 2 (RFC 7296 clause 3.12).
// Identities, keys and certificates are not read.
package ike

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// Port is the UDP port on which gateways meet. On 4500, where they go on behind
// address translators, nearly all is encrypted (RFC 7296 clause 2.23).
const Port = 500

const (
	headLength  = 28
	payloadHead = 4
	maxPayloads = 64
	maxVendor   = 256 // octets of a vendor id

	vendor1, vendor2 = 13, 43 // payload types of both versions
	encrypted        = 1      // flag of version 1
	encrypted2       = 46     // payload types of version 2 that hold all others
	encryptedPart2   = 53
)

// Decode decodes one datagram, also behind the four octets of zeros that tell it
// from encrypted packets (RFC 3948). The fields are about the sender. It returns
// false for other versions and lengths that do not fit.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) >= 4 && binary.BigEndian.Uint32(b) == 0 {
		b = b[4:]
	}
	if len(b) < headLength || b[17] != 0x10 && b[17] != 0x20 || binary.BigEndian.Uint64(b) == 0 {
		return false
	}
	size := binary.BigEndian.Uint32(b[24:])
	if size < headLength || uint64(size) > uint64(len(b)) {
		return false
	}
	one := b[17] == 0x10
	if one && b[19]&encrypted != 0 {
		return true
	}
	kind := b[16]
	b = b[headLength:size]
	for range maxPayloads {
		if kind == 0 || !one && (kind == encrypted2 || kind == encryptedPart2) || len(b) < payloadHead {
			return true
		}
		n := int(binary.BigEndian.Uint16(b[2:]))
		if n < payloadHead || n > len(b) {
			return true
		}
		if v := b[payloadHead:n]; (one && kind == vendor1 || !one && kind == vendor2) && len(v) > 0 && len(v) <= maxVendor {
			s.Field("ike.vendor_id", wire.TextOrBytes(v), v)
		}
		kind, b = b[0], b[n:]
	}
	return true
}
