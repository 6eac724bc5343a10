package snmp

import (
	"bytes"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ber"
)

const (
	flagReportable = 0x04 // RFC 3412 clause 6.4: set in messages that want an answer
	securityUSM    = 3    // RFC 3411 clause 5, SnmpSecurityModel
	maxEngineID    = 32   // RFC 3411 clause 5, SnmpEngineID
)

// decodeV3 reads what follows the version of an SNMPv3Message (RFC 3412 clause 6).
func decodeV3(m *ber.Reader, s wire.Sink) bool {
	head, ok := m.Enter(ber.TagSequence)
	if !ok {
		return false
	}
	_, ok1 := head.Int() // msgID
	_, ok2 := head.Int() // msgMaxSize
	flags, ok3 := head.Want(ber.TagOctetString)
	model, ok4 := head.Int()
	if !ok1 || !ok2 || !ok3 || !ok4 || len(flags) != 1 {
		return false
	}
	security, ok := m.Want(ber.TagOctetString)
	if !ok {
		return true
	}
	var engine []byte
	if model == securityUSM {
		// UsmSecurityParameters (RFC 3414 clause 2.4): the engine id comes
		// first; what follows it (user name, digests) stays unread.
		outer := ber.New(security)
		if usm, ok := outer.Enter(ber.TagSequence); ok {
			engine, _ = usm.Want(ber.TagOctetString)
		}
	}
	scoped, plain := ber.Reader{}, false
	if m.Tag() == ber.TagSequence {
		scoped, plain = m.Enter(ber.TagSequence)
	}
	var context []byte
	if plain {
		var ok bool
		if context, ok = scoped.Want(ber.TagOctetString); ok {
			plain = scoped.Skip() // contextName
		} else {
			plain = false
		}
	}
	tag := byte(0)
	if plain {
		tag = scoped.Tag()
	}
	if !valid(context) {
		context = nil
	}
	engineID(s, engine, addressed(tag, flags[0]))
	switch {
	case !plain:
		return true
	case tag == pduInform:
		// Here the receiver is authoritative and the context engine is the
		// originator (RFC 3413 clause 3.2).
		engineID(s, context, false)
		context = nil
	case bytes.Equal(context, engine):
		context = nil
	}
	pdu(&scoped, s, context)
	return true
}

// addressed tells whether the authoritative engine of a message is its receiver
// (RFC 3412 clause 6.4, RFC 3414 clause 1.5.1): so for everything that wants an
// answer. The flag decides where the PDU is encrypted or cut off.
func addressed(pduTag, flags byte) bool {
	switch pduTag {
	case pduGet, pduGetNext, pduSet, pduGetBulk, pduInform:
		return true
	case pduResponse, pduTrapV2, pduReport:
		return false
	}
	return flags&flagReportable != 0
}

// engineID reports an engine id as that of the sender or of the peer it names.
func engineID(s wire.Sink, id []byte, peer bool) {
	if !valid(id) {
		return
	}
	if peer {
		s.About(wire.KeyEngineID, id)
	}
	s.Field("snmp.engine_id", wire.Bytes, id)
	if peer {
		s.About(wire.KeySender, nil)
	}
}

// valid tells whether id names an engine. RFC 3411 wants 5 to 32 octets that
// are neither all zero nor all ones; shorter ones are in use and let through.
func valid(id []byte) bool {
	if len(id) == 0 || len(id) > maxEngineID {
		return false
	}
	for _, x := range id[1:] {
		if x != id[0] {
			return true
		}
	}
	return id[0] != 0 && id[0] != 0xff
}
