// Package ranap decodes what nodes of a UMTS access network say of themselves:
// RANAP (3GPP TS 25.413) between radio network controller and core, and RUA (TS
// 25.468) and HNBAP (TS 25.469) between home NodeB and its gateway. What concerns
// a subscriber is passed over.
package ranap

import (
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/aper"
	"github.com/whomade/whomade/wire/mobile"
)

var (
	form     = aper.Form{Alternatives: 4, Extensible: true} // RANAP knows a fourth kind: outcome
	homeForm = aper.Form{Alternatives: 3, Extensible: true}
)

// Procedures and information elements of RANAP (TS 25.413 clause 9.3.6).
const (
	initialUEMessage = 19
	privateMessage   = 25
	ieGlobalRNC      = 86
)

// Decode decodes one RANAP message. The fields are about its sender.
func Decode(b []byte, s wire.Sink) bool { return decode(b, true, s) }

// decode decodes a RANAP message; own tells whether its first sender also sends
// the packet.
func decode(b []byte, own bool, s wire.Sink) bool {
	m, ok := aper.Parse(b, form)
	if !ok {
		return false
	}
	if m.Kind != aper.Initiating {
		return true
	}
	switch m.Procedure {
	case privateMessage:
		mobile.Private(m, s)
	case initialUEMessage:
		if own {
			mobile.Function(mobile.RNC, s)
		}
		elements := m.Elements()
		for {
			e, ok := elements.Next()
			if !ok {
				return true
			}
			if e.ID == ieGlobalRNC {
				globalRNC(e.Value, s)
			}
		}
	}
	return true
}

// globalRNC reads a Global RNC-ID (TS 25.413 clause 9.2.1.39).
func globalRNC(b []byte, s wire.Sink) {
	r := aper.NewReader(b)
	plmn := r.Octets(3)
	id := r.Whole(0, 4095)
	if r.OK() {
		mobile.PLMN("mobile.plmn", plmn, s)
		mobile.NodeID("mobile.node_id", plmn, uint64(id), s)
	}
}
