// Package cdp decodes the Cisco Discovery Protocol as its maker describes it
// and as equipment of many makers sends it.
package cdp

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// OUI and PID are what the SNAP header of a CDP frame holds.
const PID = 0x2000

// OUI is the organisation in the SNAP header of a CDP frame.
var OUI = [3]byte{0x00, 0x00, 0x0c}

// TLV types.
const (
	tlvDeviceID       = 0x01
	tlvPortID         = 0x03
	tlvVersion        = 0x05
	tlvPlatform       = 0x06
	tlvSystemName     = 0x14
	tlvSystemObjectID = 0x15
	tlvManagement     = 0x16
)

// headLength is version, time to live and checksum; maxAddresses bounds a list
// whose length the sender states.
const (
	headLength   = 4
	maxAddresses = 64
)

// Decode decodes what follows the SNAP header of one frame; all fields are about
// the sender. It returns false unless the version is 1 or 2 and a whole TLV
// follows. Texts are reported in full, line breaks included.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < headLength || b[0] != 1 && b[0] != 2 {
		return false
	}
	rest := b[headLength:]
	if _, _, _, ok := next(rest); !ok {
		return false
	}
	for {
		kind, value, after, ok := next(rest)
		if !ok {
			return true
		}
		rest = after
		switch kind {
		case tlvDeviceID:
			text("cdp.device_id", value, s)
		case tlvPortID:
			text("cdp.port_id", value, s)
		case tlvVersion:
			text("cdp.version", value, s)
		case tlvPlatform:
			text("cdp.platform", value, s)
		case tlvSystemName:
			text("cdp.system_name", value, s)
		case tlvSystemObjectID:
			if len(value) > 0 {
				s.Field("cdp.system_object_id", wire.OID, wire.OIDContent(value))
			}
		case tlvManagement:
			addresses("cdp.management_address", value, s)
		}
	}
}

// next splits the first TLV off. Its length counts the four octets of its head.
func next(b []byte) (kind uint16, value, rest []byte, ok bool) {
	if len(b) < 4 {
		return 0, nil, nil, false
	}
	kind, n := binary.BigEndian.Uint16(b), int(binary.BigEndian.Uint16(b[2:]))
	if n < 4 || n > len(b) {
		return 0, nil, nil, false
	}
	if kind == tlvPortID && miscounted(b, n) {
		n += 3
	}
	return kind, b[4:n], b[n:], true
}

// miscounted reports whether a port id's length n is three octets short, as old
// software sends it: no TLV begins at n, because types below 0x2000 are all
// there are, but one begins three octets on.
func miscounted(b []byte, n int) bool {
	return len(b) >= n+5 && b[n] >= 0x20 && b[n+3] == 0
}

func text(attribute string, v []byte, s wire.Sink) {
	if !wire.Blank(v) {
		s.Field(attribute, wire.Text, v)
	}
}

// addresses reads a count, then for each address: kind and length of a protocol
// name, the name, length of the address, the address. An address of four octets
// is IPv4 and one of sixteen is IPv6, whatever name stands before it.
func addresses(attribute string, v []byte, s wire.Sink) {
	if len(v) < 4 {
		return
	}
	count := min(binary.BigEndian.Uint32(v), maxAddresses)
	v = v[4:]
	for range count {
		if len(v) < 2 || len(v) < 4+int(v[1]) {
			return
		}
		v = v[2+int(v[1]):]
		n := int(binary.BigEndian.Uint16(v))
		if len(v) < 2+n {
			return
		}
		if n == 4 || n == 16 {
			s.Field(attribute, wire.IP, v[2:2+n])
		}
		v = v[2+n:]
	}
}
