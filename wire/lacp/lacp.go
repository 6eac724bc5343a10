// Package lacp decodes the Link Aggregation Control Protocol (IEEE 802.1AX
// clause 6.4.2), which names the systems at both ends of a link.
package lacp

import (
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ethernet"
)

// subtype is that of LACP among the slow protocols (IEEE 802.3 annex 57A).
const subtype = 1

// Each end has a TLV of 20 octets: type, length, priority, system address, key
// and more.
const (
	tlvActor   = 1
	tlvPartner = 2
	tlvLength  = 20

	actorAt   = 2
	partnerAt = actorAt + tlvLength
	systemAt  = 4
)

// Decode decodes the payload of one frame with EtherType 0x8809. Each system is
// the subject of its own field. It returns false for other slow protocols.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < partnerAt || b[0] != subtype || b[actorAt] != tlvActor || b[actorAt+1] != tlvLength {
		return false
	}
	system("lacp.actor_system", b[actorAt+systemAt:], s)
	if p := b[partnerAt:]; len(p) >= tlvLength && p[0] == tlvPartner && p[1] == tlvLength {
		system("lacp.partner_system", p[systemAt:], s)
	}
	return true
}

// system reports the address b begins with. It is zero for a partner that was
// not heard yet.
func system(attribute string, b []byte, s wire.Sink) {
	mac := b[:6]
	if ethernet.Station([6]byte(mac)) {
		s.About(wire.KeyMAC, mac)
		s.Field(attribute, wire.MAC, mac)
	}
}
