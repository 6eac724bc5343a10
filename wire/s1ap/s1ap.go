// Package s1ap decodes what nodes of an LTE radio network say of themselves in
// S1AP (3GPP TS 36.413, between eNB and MME) and X2AP (TS 36.423, between
// eNBs). What concerns a subscriber is passed over.
package s1ap

import (
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/aper"
	"github.com/whomade/whomade/wire/mobile"
)

var form = aper.Form{Alternatives: 3, Extensible: true}

// Elementary procedures (TS 36.413 clause 9.3.7).
const (
	initialContextSetup    = 9
	paging                 = 10
	downlinkNASTransport   = 11
	initialUEMessage       = 12
	uplinkNASTransport     = 13
	s1Setup                = 17
	capabilityIndication   = 22
	enbConfigurationUpdate = 29
	mmeConfigurationUpdate = 30
	privateMessage         = 39
)

// Information elements (TS 36.413 clause 9.3.7).
const (
	ieGlobalENB     = 59
	ieENBName       = 60
	ieMMEName       = 61
	ieSupportedTAs  = 64
	ieEUTRANCGI     = 100
	ieServedGUMMEIs = 105
)

// Decode decodes one S1AP message. The fields are about its sender.
func Decode(b []byte, s wire.Sink) bool {
	m, ok := aper.Parse(b, form)
	if !ok {
		return false
	}
	if m.Procedure == privateMessage && m.Kind == aper.Initiating {
		mobile.Private(m, s)
		return true
	}
	role := sender(m)
	mobile.Function(role, s)
	elements := m.Elements()
	for {
		e, ok := elements.Next()
		if !ok {
			return true
		}
		r := aper.NewReader(e.Value)
		switch e.ID {
		case ieENBName:
			mobile.NodeName("s1ap.enb_name", r.String(1, 150), s)
		case ieMMEName:
			mobile.NodeName("s1ap.mme_name", r.String(1, 150), s)
		case ieGlobalENB:
			if m.Procedure == s1Setup {
				globalENB(&r, s)
			}
		case ieSupportedTAs:
			supportedTAs(&r, s)
		case ieServedGUMMEIs:
			servedGUMMEIs(&r, s)
		case ieEUTRANCGI:
			if role == mobile.ENB {
				cell(&r, s)
			}
		}
	}
}

// sender tells which end of the interface sends a message (TS 36.413 clause 8).
func sender(m aper.Message) mobile.Role {
	first := mobile.Unknown
	switch m.Procedure {
	case s1Setup, enbConfigurationUpdate, initialUEMessage, uplinkNASTransport, capabilityIndication:
		first = mobile.ENB
	case initialContextSetup, paging, downlinkNASTransport, mmeConfigurationUpdate:
		first = mobile.MME
	}
	switch {
	case m.Kind == aper.Initiating:
		return first
	case first == mobile.ENB:
		return mobile.MME
	case first == mobile.MME:
		return mobile.ENB
	}
	return mobile.Unknown
}

// globalENB reads a Global eNB ID (TS 36.413 clause 9.2.1.37, TS 36.423 clause
// 9.2.22): the macro or home eNB, or behind the extension marker the short and
// long macro eNB.
func globalENB(r *aper.Reader, s wire.Sink) {
	r.Bits(2) // extension bit, presence of extensions
	plmn := r.Octets(3)
	var id uint64
	choice, extended := r.Choice(2, true)
	switch {
	case !extended && choice == 0:
		id, _ = r.BitString(20, 20)
	case !extended:
		id, _ = r.BitString(28, 28)
	default:
		inner := aper.NewReader(r.Open())
		size := 21
		if choice == 2 {
			size = 18
		}
		id, _ = inner.BitString(size, size)
		if !inner.OK() || choice > 3 {
			return
		}
	}
	if r.OK() {
		mobile.PLMN("mobile.plmn", plmn, s)
		mobile.NodeID("mobile.node_id", plmn, id, s)
	}
}

// supportedTAs reads the tracking areas of an eNB (TS 36.413 clause 9.1.8.4).
// Of each only what stands before its first extension is read.
func supportedTAs(r *aper.Reader, s wire.Sink) {
	for range r.Whole(1, 256) {
		r.Bool()
		extensions := r.Bool()
		tac := r.Bits(16)
		n := r.Whole(1, 6)
		if !r.OK() {
			return
		}
		mobile.Number("mobile.tac", tac, s)
		for range n {
			if plmn := r.Octets(3); r.OK() {
				mobile.PLMN("mobile.plmn", plmn, s)
			}
		}
		if extensions {
			return
		}
	}
}

// servedGUMMEIs reads the identities of an MME (TS 36.413 clause 9.1.8.5):
// networks, group ids and codes.
func servedGUMMEIs(r *aper.Reader, s wire.Sink) {
	for range r.Whole(1, 8) {
		r.Bool()
		extensions := r.Bool()
		for range r.Whole(1, 32) {
			if plmn := r.Octets(3); r.OK() {
				mobile.PLMN("mobile.plmn", plmn, s)
			}
		}
		for range r.Whole(1, 65535) {
			if group := r.Bits(16); r.OK() {
				mobile.Number("mobile.mme_group_id", group, s)
			} else {
				return
			}
		}
		for range r.Whole(1, 256) {
			if code := r.Bits(8); r.OK() {
				mobile.Number("mobile.mme_code", code, s)
			} else {
				return
			}
		}
		if extensions {
			return
		}
	}
}

// cell reads the identity of the cell that a message came through (TS 36.413
// clause 9.2.1.38): its network. The cell itself would tell where a subscriber
// is.
func cell(r *aper.Reader, s wire.Sink) {
	r.Bits(2)
	if plmn := r.Octets(3); r.OK() {
		mobile.PLMN("mobile.plmn", plmn, s)
	}
}
