package s1ap

import (
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/aper"
	"github.com/whomade/whomade/wire/mobile"
)

// Procedures and information elements of X2AP (TS 36.423 clause 9.3.7).
const (
	x2Setup          = 6
	x2PrivateMessage = 11
	endcX2Setup      = 36

	x2GlobalENB      = 21
	x2InitiatingNode = 244 // EN-DC X2 Setup: who asks
	x2RespondingNode = 246 // and who answers
	x2GlobalEnGNB    = 252
)

// DecodeX2AP decodes one X2AP message. The fields are about its sender.
func DecodeX2AP(b []byte, s wire.Sink) bool {
	m, ok := aper.Parse(b, form)
	if !ok {
		return false
	}
	switch {
	case m.Procedure == x2PrivateMessage && m.Kind == aper.Initiating:
		mobile.Private(m, s)
	case m.Kind == aper.Unsuccessful:
	case m.Procedure == x2Setup:
		mobile.Function(mobile.ENB, s)
		if v := find(m.Elements(), x2GlobalENB); v != nil {
			r := aper.NewReader(v)
			globalENB(&r, s)
		}
	case m.Procedure == endcX2Setup:
		endc(m, s)
	}
	return true
}

// find gives the value of the first element of a number.
func find(elements aper.Elements, id uint16) []byte {
	for {
		e, ok := elements.Next()
		if !ok {
			return nil
		}
		if e.ID == id {
			return e.Value
		}
	}
}

// endc reads an EN-DC X2 Setup (TS 36.423 clause 9.1.2.31): its only element of
// use is a choice between an eNB's and an en-gNB's elements.
func endc(m aper.Message, s wire.Sink) {
	v := find(m.Elements(), x2InitiatingNode)
	if m.Kind == aper.Successful {
		v = find(m.Elements(), x2RespondingNode)
	}
	if v == nil {
		return
	}
	choice := aper.NewReader(v)
	index, extended := choice.Choice(2, true)
	if extended || index > 1 {
		return
	}
	choice.Align()
	rest := choice.Rest()
	if !choice.OK() {
		return
	}
	if index == 0 {
		if e := find(aper.List(rest, 0, 65535), x2GlobalENB); e != nil {
			mobile.Function(mobile.ENB, s)
			r := aper.NewReader(e)
			globalENB(&r, s)
		}
		return
	}
	if e := find(aper.List(rest, 0, 65535), x2GlobalEnGNB); e != nil {
		mobile.Function(mobile.EnGNB, s)
		r := aper.NewReader(e)
		globalGNB(&r, s)
	}
}

// globalGNB reads a Global en-gNB ID (TS 36.423 clause 9.2.112).
func globalGNB(r *aper.Reader, s wire.Sink) {
	r.Bits(2)
	plmn := r.Octets(3)
	if _, extended := r.Choice(1, true); extended {
		return
	}
	id, _ := r.BitString(22, 32)
	if r.OK() {
		mobile.PLMN("mobile.plmn", plmn, s)
		mobile.NodeID("mobile.node_id", plmn, id, s)
	}
}
