package sigtran

import (
	"bytes"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ber"
)

// Tags of TCAP (ITU-T Q.773 clauses 4.2.1 and 4.2.3).
const (
	tcapUnidirectional  = 0x61
	tcapBegin           = 0x62
	tcapEnd             = 0x64
	tcapContinue        = 0x65
	tcapOriginating     = 0x48
	tcapDestination     = 0x49
	tcapDialogue        = 0x6b
	tcapExternal        = 0x28
	tcapSingleASN1      = 0xa0
	tcapRequest         = 0x60
	tcapResponse        = 0x61
	tcapProtocolVersion = 0x80
	tcapContext         = 0xa1
)

// standardContexts is how the object identifiers of standard application contexts
// begin: those of ETSI, which MAP and CAMEL have (TS 29.002 clause 17.1.6, TS
// 29.078 clause 4.2), and of ITU-T.
var standardContexts = [][]byte{{0x04, 0x00}, {0x00}}

// tcap reports the application context of a dialogue where it is a maker's own.
// Nothing of its components is read: they are about subscribers.
func tcap(b []byte, s wire.Sink) {
	r := ber.New(b)
	switch r.Tag() {
	case tcapUnidirectional, tcapBegin, tcapEnd, tcapContinue:
	default:
		return
	}
	r, ok := r.Enter(r.Tag())
	for ok && (r.Tag() == tcapOriginating || r.Tag() == tcapDestination) {
		ok = r.Skip()
	}
	if !ok {
		return
	}
	if r, ok = r.Enter(tcapDialogue); !ok {
		return
	}
	if r, ok = r.Enter(tcapExternal); !ok {
		return
	}
	if _, ok = r.Want(ber.TagOID); !ok {
		return
	}
	if r, ok = r.Enter(tcapSingleASN1); !ok {
		return
	}
	if t := r.Tag(); t != tcapRequest && t != tcapResponse {
		return
	}
	if r, ok = r.Enter(r.Tag()); !ok {
		return
	}
	if r.Tag() == tcapProtocolVersion {
		r.Skip()
	}
	if r, ok = r.Enter(tcapContext); !ok {
		return
	}
	context, ok := r.Want(ber.TagOID)
	if !ok || len(context) == 0 {
		return
	}
	for _, p := range standardContexts {
		if bytes.HasPrefix(context, p) {
			return
		}
	}
	s.Field("tcap.application_context", wire.OID, context)
}
