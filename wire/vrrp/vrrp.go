// Package vrrp decodes the advertisements of the Virtual Router Redundancy
// Protocol: version 2 (RFC 3768) and version 3 (RFC 9568). The password of
// version 2 is not read. CARP uses the same number and first octets; of it the
// group is read and nothing else.
package vrrp

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// Protocol is the number of the protocol above IP.
const Protocol = 112

const (
	headLength        = 8
	typeAdvertisement = 1
	carpLength        = 36
)

// Decode decodes what follows the IP header. The fields are about the sender,
// which speaks for the virtual router. It returns false for other versions and
// types.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < headLength || b[0]&0x0f != typeAdvertisement || b[1] == 0 {
		return false
	}
	version, count := b[0]>>4, int(b[3])
	if version != 2 && version != 3 {
		return false
	}
	s.Field("vrrp.virtual_router", wire.Uint, b[1:2])
	size := 4
	if version == 2 && len(b) == carpLength && b[3] == 7 && binary.BigEndian.Uint16(b[6:]) != 0 {
		return true // CARP: seven words of authentication
	}
	rest := b[headLength:]
	if version == 3 && len(rest) >= 16*count {
		size = 16
	}
	for range count {
		if len(rest) < size {
			return true
		}
		if !wire.Blank(rest[:size]) {
			s.Field("vrrp.virtual_address", wire.IP, rest[:size])
		}
		rest = rest[size:]
	}
	return true
}
