// Package edp decodes the Extreme Discovery Protocol, which switches of Extreme
// Networks speak. No specification is published; the form is that of the packets.
package edp

import (
	"bytes"
	"encoding/binary"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ethernet"
)

// OUI of the SNAP header.
var OUI = [3]byte{0x00, 0xe0, 0x2b}

// PID is the protocol of that organisation.
const PID = 0x00bb

// TLV types.
const (
	tlvNull    = 0
	tlvDisplay = 1
	tlvInfo    = 2
)

const (
	headLength = 16 // version, reserved, length, checksum, sequence, type of identifier, MAC address
	marker     = 0x99
	tlvHead    = 4 // marker, type, length
	version    = 12
	maxTLVs    = 64
)

// Decode decodes what follows the SNAP header. The fields are about the sender.
// It returns false for other versions and for what has no TLV.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < headLength+tlvHead || b[0] != 1 || b[headLength] != marker {
		return false
	}
	if mac := b[10:16]; binary.BigEndian.Uint16(b[8:]) == 0 && ethernet.Station([6]byte(mac)) {
		s.Field("edp.machine_mac", wire.MAC, mac)
	}
	b = b[headLength:]
	for range maxTLVs {
		if len(b) < tlvHead || b[0] != marker {
			return true
		}
		kind, size := b[1], int(binary.BigEndian.Uint16(b[2:]))
		if kind == tlvNull || size < tlvHead || size > len(b) {
			return true
		}
		value := b[tlvHead:size]
		b = b[size:]
		switch {
		case kind == tlvDisplay:
			if text := bytes.TrimSpace(wire.UntilNUL(value)); len(text) != 0 {
				s.Field("edp.display_string", wire.Text, text)
			}
		case kind == tlvInfo && len(value) >= version+4:
			s.Field("edp.software_version", wire.Bytes, value[version:version+4])
		}
	}
	return true
}
