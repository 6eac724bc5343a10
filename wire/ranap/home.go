package ranap

import (
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/aper"
	"github.com/whomade/whomade/wire/mobile"
)

// Procedures and information elements of RUA (TS 25.468 clause 9.3.6).
const (
	ruaConnect        = 1
	ruaDirectTransfer = 2
	ruaConnectionless = 4
	ruaPrivateMessage = 6
	ruaRANAPMessage   = 4
)

// DecodeRUA decodes one RUA message and the RANAP message that it carries.
func DecodeRUA(b []byte, s wire.Sink) bool {
	m, ok := aper.Parse(b, homeForm)
	if !ok {
		return false
	}
	if m.Kind != aper.Initiating {
		return true
	}
	switch m.Procedure {
	case ruaPrivateMessage:
		mobile.Private(m, s)
	case ruaConnect, ruaDirectTransfer, ruaConnectionless:
		elements := m.Elements()
		for {
			e, ok := elements.Next()
			if !ok {
				return true
			}
			if e.ID == ruaRANAPMessage {
				r := aper.NewReader(e.Value)
				if inner := r.Open(); r.OK() {
					decode(inner, false, s)
				}
			}
		}
	}
	return true
}

// Procedures and information elements of HNBAP (TS 25.469 clause 9.3.6).
const (
	hnbRegister     = 1
	hnbPLMNIdentity = 9
	hnbLAC          = 6
)

// DecodeHNBAP decodes one HNBAP message. The fields are about its sender.
func DecodeHNBAP(b []byte, s wire.Sink) bool {
	m, ok := aper.Parse(b, homeForm)
	if !ok {
		return false
	}
	if m.Procedure != hnbRegister || m.Kind == aper.Unsuccessful {
		return true
	}
	if m.Kind == aper.Successful {
		mobile.Function(mobile.HNBGateway, s)
		return true
	}
	mobile.Function(mobile.HomeNodeB, s)
	elements := m.Elements()
	for {
		e, ok := elements.Next()
		if !ok {
			return true
		}
		switch e.ID {
		case hnbPLMNIdentity:
			mobile.PLMN("mobile.plmn", e.Value, s)
		case hnbLAC:
			if len(e.Value) == 2 {
				s.Field("mobile.lac", wire.Uint, e.Value)
			}
		}
	}
}
