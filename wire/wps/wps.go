// Package wps decodes what Wi-Fi Protected Setup says of a device: the data
// elements that access points put into beacons and probe responses, clients into
// probe requests, and both into the first messages of the registration protocol
// (Wi-Fi Simple Configuration Technical Specification 2.0, clause 12). Keys,
// nonces, passwords and encrypted settings are passed over.
package wps

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// Types of data elements (clause 12, table 28).
const (
	typeDeviceName   = 0x1011
	typeManufacturer = 0x1021
	typeModelName    = 0x1023
	typeModelNumber  = 0x1024
	typeSerialNumber = 0x1042
)

const (
	elementHead = 4   // two octets of type, two of length
	maxElements = 128 // of one message
)

// Attributes reports what a series of data elements says of the sender. It ends
// at the first that is cut off.
func Attributes(b []byte, s wire.Sink) {
	for range maxElements {
		if len(b) < elementHead {
			return
		}
		kind, size := binary.BigEndian.Uint16(b), elementHead+int(binary.BigEndian.Uint16(b[2:]))
		if len(b) < size {
			return
		}
		value := b[elementHead:size]
		b = b[size:]
		if a := attribute(kind); a != "" && !wire.Blank(value) {
			s.Field(a, wire.Text, wire.UntilNUL(value))
		}
	}
}

func attribute(kind uint16) string {
	switch kind {
	case typeDeviceName:
		return "wps.device_name"
	case typeManufacturer:
		return "wps.manufacturer"
	case typeModelName:
		return "wps.model_name"
	case typeModelNumber:
		return "wps.model_number"
	case typeSerialNumber:
		return "wps.serial_number"
	}
	return ""
}
