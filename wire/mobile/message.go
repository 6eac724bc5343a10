package mobile

import (
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/aper"
)

// NodeName reports the name an operator gave a node, unless it is blank.
func NodeName(attribute string, name []byte, s wire.Sink) {
	if !wire.Blank(name) {
		s.Field(attribute, wire.Text, name)
	}
}

// Private reports the authors of the elements of a private message (TS 36.413
// clause 9.1.17 and its like): only nodes of one maker send each other such.
func Private(m aper.Message, s wire.Sink) {
	elements := m.Private()
	for {
		oid, ok := elements.Next()
		if !ok {
			return
		}
		if len(oid) > 0 {
			s.Field("mobile.private_oid", wire.OID, oid)
		}
	}
}
