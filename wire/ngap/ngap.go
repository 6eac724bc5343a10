// Package ngap decodes what nodes of a 5G radio network say of themselves in
// NGAP (3GPP TS 38.413, between RAN node and AMF), XnAP (TS 38.423, between RAN
// nodes), F1AP (TS 38.473, between the two parts of a gNB) and E1AP (TS 37.483,
// between the parts of its central unit). What concerns a subscriber is passed
// over.
package ngap

import (
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/aper"
	"github.com/whomade/whomade/wire/mobile"
)

var form = aper.Form{Alternatives: 3, Extensible: true}

// Elementary procedures (TS 38.413 clause 9.4.7).
const (
	amfConfigurationUpdate = 0
	downlinkNASTransport   = 4
	initialContextSetup    = 14
	ngSetup                = 21
	paging                 = 24
	privateMessage         = 31
	ranConfigurationUpdate = 35
)

// Information elements (TS 38.413 clause 9.4.7).
const (
	ieAMFName         = 1
	ieGlobalRANNode   = 27
	iePLMNSupportList = 80
	ieRANNodeName     = 82
	ieServedGUAMIs    = 96
	ieSupportedTAs    = 102
	ieExtendedRANName = 273
	ieExtendedAMFName = 274
)

// Decode decodes one NGAP message. The fields are about its sender.
func Decode(b []byte, s wire.Sink) bool {
	m, ok := aper.Parse(b, form)
	if !ok {
		return false
	}
	if m.Procedure == privateMessage && m.Kind == aper.Initiating {
		mobile.Private(m, s)
		return true
	}
	if isAMF(m) {
		mobile.Function(mobile.AMF, s)
	}
	elements := m.Elements()
	for {
		e, ok := elements.Next()
		if !ok {
			return true
		}
		r := aper.NewReader(e.Value)
		switch e.ID {
		case ieAMFName:
			mobile.NodeName("ngap.amf_name", r.String(1, 150), s)
		case ieRANNodeName:
			mobile.NodeName("ngap.ran_node_name", r.String(1, 150), s)
		case ieExtendedAMFName:
			extendedName("ngap.amf_name", &r, s)
		case ieExtendedRANName:
			extendedName("ngap.ran_node_name", &r, s)
		case ieGlobalRANNode:
			if m.Kind == aper.Initiating && (m.Procedure == ngSetup || m.Procedure == ranConfigurationUpdate) {
				globalRANNode(&r, s)
			}
		case ieServedGUAMIs:
			servedGUAMIs(&r, s)
		case ieSupportedTAs:
			supportedTAs(&r, s)
		case iePLMNSupportList:
			networks(&r, s)
		}
	}
}

// isAMF tells whether only an AMF sends a message (TS 38.413 clause 8).
func isAMF(m aper.Message) bool {
	switch m.Procedure {
	case ngSetup, ranConfigurationUpdate:
		return m.Kind != aper.Initiating
	case amfConfigurationUpdate, downlinkNASTransport, initialContextSetup, paging:
		return m.Kind == aper.Initiating
	}
	return false
}

// extendedName reads an Extended RAN Node Name or AMF Name (TS 38.413 clauses
// 9.3.1.202 and 9.3.3.51): the name in ASCII, in UTF-8, or both.
func extendedName(attribute string, r *aper.Reader, s wire.Sink) {
	r.Bool()
	visible, utf8 := r.Bool(), r.Bool()
	r.Bool()
	if visible {
		if name := r.String(1, 150); r.OK() {
			mobile.NodeName(attribute, name, s)
		}
	}
	if utf8 {
		// Its size is of characters, so the octets are counted by a length.
		if name := r.Open(); r.OK() {
			mobile.NodeName(attribute, name, s)
		}
	}
}
