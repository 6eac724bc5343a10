package ngap

import (
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/aper"
	"github.com/whomade/whomade/wire/mobile"
)

// f1Form is F1AP's outermost CHOICE: it has an alternative for extensions in
// place of an extension marker (TS 38.473 clause 9.4.3).
var f1Form = aper.Form{Alternatives: 4}

// Procedures and information elements of F1AP (TS 38.473 clause 9.4.7).
const (
	f1Setup          = 1
	f1PrivateMessage = 14
	f1DUID           = 42
	f1DUName         = 45
	f1CUName         = 82
	f1ExtendedCUName = 426
	f1ExtendedDUName = 427
)

// DecodeF1AP decodes one F1AP message. The fields are about its sender.
func DecodeF1AP(b []byte, s wire.Sink) bool {
	m, ok := aper.Parse(b, f1Form)
	if !ok {
		return false
	}
	if m.Procedure == f1PrivateMessage && m.Kind == aper.Initiating {
		mobile.Private(m, s)
		return true
	}
	if m.Procedure == f1Setup {
		mobile.Function(either(m, mobile.GNBDU, mobile.GNBCU), s)
	}
	elements := m.Elements()
	for {
		e, ok := elements.Next()
		if !ok {
			return true
		}
		r := aper.NewReader(e.Value)
		switch e.ID {
		case f1DUName:
			mobile.NodeName("f1ap.gnb_du_name", r.String(1, 150), s)
		case f1CUName:
			mobile.NodeName("f1ap.gnb_cu_name", r.String(1, 150), s)
		case f1ExtendedDUName:
			extendedName("f1ap.gnb_du_name", &r, s)
		case f1ExtendedCUName:
			extendedName("f1ap.gnb_cu_name", &r, s)
		case f1DUID:
			if id := r.Integer(5); r.OK() && m.Procedure == f1Setup {
				mobile.Number("f1ap.gnb_du_id", id, s)
			}
		}
	}
}

// either is the asking end's role for the first message of a procedure, the
// other end's for the answer.
func either(m aper.Message, asks, answers mobile.Role) mobile.Role {
	if m.Kind == aper.Initiating {
		return asks
	}
	return answers
}

// Procedures and information elements of E1AP (TS 37.483 clause 9.4.7).
const (
	e1PrivateMessage = 2
	e1UPSetup        = 3
	e1CPSetup        = 4
	e1UPID           = 7
	e1UPName         = 8
	e1CPName         = 9
)

// DecodeE1AP decodes one E1AP message. The fields are about its sender.
func DecodeE1AP(b []byte, s wire.Sink) bool {
	m, ok := aper.Parse(b, form)
	if !ok {
		return false
	}
	switch m.Procedure {
	case e1PrivateMessage:
		if m.Kind == aper.Initiating {
			mobile.Private(m, s)
		}
		return true
	case e1UPSetup:
		mobile.Function(either(m, mobile.GNBCUUP, mobile.GNBCUCP), s)
	case e1CPSetup:
		mobile.Function(either(m, mobile.GNBCUCP, mobile.GNBCUUP), s)
	}
	elements := m.Elements()
	for {
		e, ok := elements.Next()
		if !ok {
			return true
		}
		r := aper.NewReader(e.Value)
		switch e.ID {
		case e1UPName:
			mobile.NodeName("e1ap.gnb_cu_up_name", r.String(1, 150), s)
		case e1CPName:
			mobile.NodeName("e1ap.gnb_cu_cp_name", r.String(1, 150), s)
		case e1UPID:
			if id := r.Integer(5); r.OK() && (m.Procedure == e1UPSetup || m.Procedure == e1CPSetup) {
				mobile.Number("e1ap.gnb_cu_up_id", id, s)
			}
		}
	}
}
