package ngap

import (
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/aper"
	"github.com/whomade/whomade/wire/mobile"
)

// Procedures and information elements of XnAP (TS 38.423 clause 9.3.7).
const (
	xnSetup          = 17
	xnPrivateMessage = 22
	xnGlobalNodeID   = 14
)

// DecodeXnAP decodes one XnAP message. The fields are about its sender.
func DecodeXnAP(b []byte, s wire.Sink) bool {
	m, ok := aper.Parse(b, form)
	if !ok {
		return false
	}
	if m.Procedure == xnPrivateMessage && m.Kind == aper.Initiating {
		mobile.Private(m, s)
		return true
	}
	if m.Procedure != xnSetup || m.Kind == aper.Unsuccessful {
		return true
	}
	elements := m.Elements()
	for {
		e, ok := elements.Next()
		if !ok {
			return true
		}
		if e.ID == xnGlobalNodeID {
			r := aper.NewReader(e.Value)
			xnGlobalNode(&r, s)
		}
	}
}
