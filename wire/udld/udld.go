// Package udld decodes the Unidirectional Link Detection protocol of Cisco
// (RFC 5171 clause 4). What a device echoes of its neighbours is not read.
package udld

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// PID is the protocol of Cisco's SNAP header.
const PID = 0x0111

// TLV types (RFC 5171 clause 4.2).
const (
	tlvDeviceID   = 1
	tlvPortID     = 2
	tlvDeviceName = 6
)

const (
	headLength = 4 // version and operation, flags, checksum
	tlvHead    = 4
	maxTLVs    = 32
)

// Decode decodes what follows the SNAP header. The fields are about the sender.
// It returns false for other versions, and unless a whole TLV comes first.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < headLength || b[0]>>5 != 1 {
		return false
	}
	b = b[headLength:]
	for n := range maxTLVs {
		if len(b) < tlvHead {
			return n > 0
		}
		kind, size := binary.BigEndian.Uint16(b), int(binary.BigEndian.Uint16(b[2:]))
		if kind == 0 || size < tlvHead || size > len(b) {
			return n > 0
		}
		if value := b[tlvHead:size]; !wire.Blank(value) {
			if a := attribute(kind); a != "" {
				s.Field(a, wire.Text, value)
			}
		}
		b = b[size:]
	}
	return true
}

func attribute(kind uint16) string {
	switch kind {
	case tlvDeviceID:
		return "udld.device_id"
	case tlvPortID:
		return "udld.port_id"
	case tlvDeviceName:
		return "udld.device_name"
	}
	return ""
}
