// Package cfm decodes the sender's identifier in messages of connectivity fault
// management (IEEE 802.1Q clause 21.5.3). Names of maintenance domains are not
// read.
package cfm

import (
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ethernet"
)

// EtherType of the protocol.
const EtherType = 0x8902

const (
	headLength = 4 // level and version, operation, flags, offset of the first TLV
	tlvEnd     = 0
	tlvSender  = 1
	tlvHead    = 3 // type, length
	maxTLVs    = 32

	// Subtypes of chassis identifiers, as those of IEEE 802.1AB clause 8.5.2.2.
	chassisMAC  = 4
	chassisName = 7
	nameAddress = 5
)

// Decode decodes what follows the EtherType. The field is about the sender. It
// returns false for other versions and where the first TLV is not there.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < headLength || b[0]&0x1f != 0 || b[1] == 0 || len(b) < headLength+int(b[3]) {
		return false
	}
	b = b[headLength+int(b[3]):]
	for range maxTLVs {
		if len(b) < tlvHead || b[0] == tlvEnd {
			return true
		}
		size := tlvHead + int(b[1])<<8 + int(b[2])
		if size > len(b) {
			return true
		}
		if b[0] == tlvSender {
			chassis(b[tlvHead:size], s)
		}
		b = b[size:]
	}
	return true
}

// chassis reports the chassis identifier: its length, its subtype, itself.
func chassis(v []byte, s wire.Sink) {
	if len(v) < 2 || v[0] == 0 || len(v) < 2+int(v[0]) {
		return
	}
	kind, id := v[1], v[2:2+int(v[0])]
	switch {
	case kind == chassisMAC && len(id) == 6:
		if ethernet.Station([6]byte(id)) {
			s.Field("cfm.chassis_id", wire.MAC, id)
		}
	case kind >= 1 && kind <= chassisName && kind != nameAddress && kind != chassisMAC && !wire.Blank(id):
		s.Field("cfm.chassis_id", wire.TextOrBytes(id), id)
	}
}
