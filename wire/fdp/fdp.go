// Package fdp decodes the Foundry Discovery Protocol, which switches of Foundry,
// Brocade and Ruckus speak. No specification is published; the form is that of
// the packets, and near to that of the Cisco Discovery Protocol.
package fdp

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// OUI and PID of the SNAP header.
var OUI = [3]byte{0x00, 0xe0, 0x52}

// PID is the protocol of that organisation.
const PID = 0x2000

// TLV types.
const (
	tlvDeviceID  = 1
	tlvInterface = 3
	tlvVersion   = 5
	tlvPlatform  = 6
)

const (
	headLength = 4 // version, time to live, checksum
	tlvHead    = 4
	maxTLVs    = 64
)

// Decode decodes what follows the SNAP header. The fields are about the sender.
// It returns false for other versions, and unless a whole TLV comes first.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < headLength || b[0] != 1 && b[0] != 2 {
		return false
	}
	b = b[headLength:]
	for n := range maxTLVs {
		if len(b) < tlvHead {
			return n > 0
		}
		size := int(binary.BigEndian.Uint16(b[2:]))
		if size < tlvHead || size > len(b) {
			return n > 0
		}
		value := b[tlvHead:size]
		switch kind := binary.BigEndian.Uint16(b); {
		case wire.Blank(value):
		case kind == tlvDeviceID:
			s.Field("fdp.device_id", wire.Text, value)
		case kind == tlvInterface, kind == tlvVersion, kind == tlvPlatform:
			s.Field("fdp.string", wire.Text, value)
		}
		b = b[size:]
	}
	return true
}
