package snmp

import (
	"bytes"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ber"
)

const tagIPAddress = 0x40 // RFC 2578 clause 7.1.5

// maxVariables bounds the variable bindings read of one message. A full
// datagram of empty ones holds about eight times as many; none has to.
const maxVariables = 1024

// variables reports the variable bindings of one message. key and id say whom
// they are about.
type variables struct {
	sink wire.Sink
	key  wire.Key
	id   []byte
	told bool // key was passed on, or is what the sink assumes anyway

	binds   []byte // the whole list
	lookups int    // searches of it for the class of an entity
}

// list reads a VarBindList (RFC 3416 clause 3).
func (v *variables) list(body *ber.Reader) {
	list, ok := body.Enter(ber.TagSequence)
	if !ok {
		return
	}
	v.binds = list.Rest()
	for n := 0; n < maxVariables && !list.Empty(); n++ {
		name, tag, value, ok := next(&list)
		if !ok {
			return
		}
		if len(value) != 0 && (tag == ber.TagOctetString || tag == ber.TagOID) {
			v.variable(name, tag, value)
		}
	}
}

// next reads one VarBind.
func next(list *ber.Reader) (name []byte, tag byte, value []byte, ok bool) {
	bind, ok := list.Enter(ber.TagSequence)
	if !ok {
		return nil, 0, nil, false
	}
	if name, ok = bind.Want(ber.TagOID); !ok {
		return nil, 0, nil, false
	}
	tag, value, ok = bind.Next()
	return name, tag, value, ok
}

// variable reports one binding, if it says something.
func (v *variables) variable(name []byte, tag byte, value []byte) {
	if t, column, index := neighbour(name); t != nil {
		if tag == ber.TagOctetString {
			v.remote(t, column, index, value)
		}
		return
	}
	attribute, kind := scalar(name)
	if attribute == "" {
		attribute, kind = v.entity(name)
	}
	switch {
	case attribute != "" && kind == wire.OID && tag == ber.TagOID:
		v.oid(attribute, value)
	case attribute != "" && kind == wire.Text && tag == ber.TagOctetString:
		v.about()
		v.sink.Field(attribute, wire.Text, value)
	case attribute == "" && tag == ber.TagOID && bytes.HasPrefix(value, oidEnterprises):
		v.oid("snmp.value_oid", value)
	}
}

// oid reports an OID-valued field. zeroDotZero (RFC 2578 clause 2) stands for
// "none" and says nothing.
func (v *variables) oid(attribute string, value []byte) {
	if len(value) == 0 || len(value) > maxOID || len(value) == 1 && value[0] == 0 {
		return
	}
	v.about()
	v.sink.Field(attribute, wire.OID, value)
}

// about tells the sink once whom the fields are about.
func (v *variables) about() {
	if v.key != wire.KeySender && !v.told {
		v.sink.About(v.key, v.id)
	}
	v.told = true
}

// remote reports a fact of a neighbour table and returns to the speaker.
func (v *variables) remote(t *table, column byte, index, value []byte) {
	if int(column) >= len(t.columns) || t.columns[column] == "" {
		return
	}
	v.sink.About(wire.KeyOther, dotted(t.label, index))
	v.sink.Field(t.columns[column], wire.Text, value)
	v.sink.About(v.key, v.id)
	v.told = true
}
