// Package ubdp decodes the discovery protocol of Ubiquiti's devices. No
// specification is published; the form is that of the packets. Names of networks
// are not read.
package ubdp

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ethernet"
)

// Port is the UDP port that questions and answers are sent to.
const Port = 10001

// TLV types.
const (
	tlvMAC          = 1
	tlvMACAndIP     = 2
	tlvFirmwareLong = 3
	tlvHostname     = 11
	tlvProduct      = 12
	tlvModelLong    = 20
	tlvModel        = 21
	tlvFirmware     = 22
	tlvPlatform     = 27
)

const (
	headLength = 4 // version, command, length
	tlvHead    = 3 // type, length
	maxTLVs    = 128
)

// Decode decodes one datagram. The fields are about the sender. It returns false
// for other versions and lengths, and for a question, which is a head alone.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < headLength+tlvHead || b[0] != 1 && b[0] != 2 {
		return false
	}
	size := int(binary.BigEndian.Uint16(b[2:]))
	if size < tlvHead || size > len(b)-headLength {
		return false
	}
	b = b[headLength : headLength+size]
	for n := range maxTLVs {
		if len(b) < tlvHead {
			return n > 0
		}
		kind, size := b[0], tlvHead+int(binary.BigEndian.Uint16(b[1:]))
		if size > len(b) {
			return n > 0
		}
		field(kind, b[tlvHead:size], s)
		b = b[size:]
	}
	return true
}

func field(kind byte, v []byte, s wire.Sink) {
	switch kind {
	case tlvMAC, tlvMACAndIP:
		if len(v) >= 6 && ethernet.Station([6]byte(v)) {
			s.Field("ubdp.mac", wire.MAC, v[:6])
		}
	case tlvFirmwareLong, tlvFirmware:
		text("ubdp.firmware", v, s)
	case tlvHostname:
		text("ubdp.hostname", v, s)
	case tlvProduct:
		text("ubdp.product", v, s)
	case tlvModel, tlvModelLong:
		text("ubdp.model", v, s)
	case tlvPlatform:
		text("ubdp.platform_version", v, s)
	}
}

func text(attribute string, v []byte, s wire.Sink) {
	if !wire.Blank(v) && wire.TextOrBytes(v) == wire.Text {
		s.Field(attribute, wire.Text, v)
	}
}
