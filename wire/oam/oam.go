// Package oam decodes the maintenance units of Ethernet links (IEEE 802.3 clause
// 57.4), which name the organisation that made their sender's end.
package oam

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// Subtype is the subtype among the slow protocols.
const Subtype = 3

// Codes of units (clause 57.4.2) and types of information (clause 57.5.2).
const (
	codeInformation  = 0x00
	codeOrganisation = 0xfe

	tlvLocal        = 0x01
	tlvOrganisation = 0xfe
)

const (
	headLength  = 4  // subtype, flags, code
	localLength = 16 // of the local information
	localOUI    = 9  // where its OUI stands
	maxTLVs     = 32
)

// Decode decodes one unit. The fields are about the sender. It returns false for
// other subtypes.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < headLength || b[0] != Subtype || binary.BigEndian.Uint16(b[1:])&0xff80 != 0 {
		return false
	}
	code := b[3]
	b = b[headLength:]
	switch code {
	case codeOrganisation:
		if len(b) >= 3 {
			oui("oam.organisation_oui", b[:3], s)
		}
	case codeInformation:
		for range maxTLVs {
			if len(b) < 2 || b[0] == 0 || b[1] < 2 || len(b) < int(b[1]) {
				break
			}
			kind, v := b[0], b[:b[1]]
			b = b[b[1]:]
			switch {
			case kind == tlvLocal && len(v) >= localLength:
				oui("oam.oui", v[localOUI:localOUI+3], s)
			case kind == tlvOrganisation && len(v) >= 5:
				oui("oam.organisation_oui", v[2:5], s)
			}
		}
	}
	return true
}

func oui(attribute string, v []byte, s wire.Sink) {
	if v[0]|v[1]|v[2] != 0 {
		s.Field(attribute, wire.OUI, v)
	}
}
