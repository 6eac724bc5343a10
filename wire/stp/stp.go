// Package stp decodes the bridge protocol data units of the spanning tree
// protocols: STP, RSTP and MSTP (IEEE 802.1Q clause 14).
package stp

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ethernet"
)

// SAP is the service access point that announces a BPDU in an LLC header.
const SAP = 0x42

// Types of BPDU (IEEE 802.1Q clause 14.4).
const (
	typeConfiguration  = 0x00
	typeRapid          = 0x02
	typeTopologyChange = 0x80
)

// Places of the addresses: each identifier is two octets of priority, then six
// of address.
const (
	rootAddress   = 7
	bridgeAddress = 19
	minLength     = 25
)

// Decode decodes what follows the LLC header of one frame, or the SNAP header of
// a per-VLAN BPDU, which has the same form. The bridge address is about the
// sender, the root address about the bridge it names, or about the sender where
// it can name none, as a group address. It returns false for other protocol
// identifiers and types.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < 4 || binary.BigEndian.Uint16(b) != 0 || b[2] > 4 || b[2] == 1 {
		return false
	}
	switch b[3] {
	case typeTopologyChange:
		return true
	case typeConfiguration, typeRapid:
	default:
		return false
	}
	if len(b) < minLength {
		return false
	}
	if mac := b[bridgeAddress : bridgeAddress+6]; !wire.Blank(mac) {
		s.Field("stp.bridge_id", wire.MAC, mac)
	}
	if mac := b[rootAddress : rootAddress+6]; !wire.Blank(mac) {
		if ethernet.Station([6]byte(mac)) {
			s.About(wire.KeyMAC, mac)
		}
		s.Field("stp.root_id", wire.MAC, mac)
	}
	return true
}
