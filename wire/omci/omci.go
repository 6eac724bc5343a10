// Package omci decodes what the ONU management and control interface (ITU-T
// G.988) says of the ends of a passive optical network: who made the ONU and the
// OLT, which equipment and which software. Passwords, the logical ONU id and what
// is configured are not read.
//
// On the fibre the messages travel in GEM frames of their own, which no capture
// of Ethernet holds. Over Ethernet they are standard only where ITU-T G.986 uses
// them on point-to-point links: EtherType 0x88B7 (OUI extended, IEEE 802 clause
// 9.2.4) with ITU-T's OUI, a protocol number and a length before the message, in
// the form that public dissectors show. EtherType 0x88B5 (IEEE 802 clause 9.2.3,
// local experiments) is what tools turn the logs of an OLT or ONU into, for the
// dissectors that know them there: a convention, and anything else may use the
// number, so that more of a message is looked at. No UDP port is assigned or in
// common use.
package omci

import (
	"encoding/binary"
	"sync"

	"github.com/whomade/whomade/wire"
)

// EtherTypes, and the OUI behind TypeExtended.
const (
	TypeExperimental = 0x88b5
	TypeExtended     = 0x88b7
)

var oui = [3]byte{0x00, 0x19, 0xa7}

// Message types (G.988 clause 11.2.2) and their flags.
const (
	acknowledgeRequest  = 0x40 // AR: an answer is wanted
	acknowledge         = 0x20 // AK: this is the answer
	destination         = 0x80 // DB: always zero
	kindSet             = 8
	kindGet             = 9
	kindUploadNext      = 14
	kindFirst, kindLast = 4, 29
)

// Device identifiers (G.988 clause 11.2.3).
const (
	baseline = 0x0a
	extended = 0x0b
)

const (
	headLength    = 8  // correlation, type, device, class, instance
	contentLength = 32 // of a message of the baseline set
	successful    = 0  // result
	partly        = 9  // result: some attributes failed

	classONUData = 2
)

// Decode decodes a message behind EtherType 0x88B5. It returns false for what
// does not look like one.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < headLength {
		return false
	}
	kind := b[2]
	if kind&destination != 0 || kind&acknowledgeRequest != 0 && kind&acknowledge != 0 || kind&0x1f < kindFirst || kind&0x1f > kindLast {
		return false
	}
	class := binary.BigEndian.Uint16(b[4:])
	var content []byte
	switch b[3] {
	case baseline:
		if len(b) < headLength+contentLength {
			return false
		}
		content = b[headLength : headLength+contentLength]
	case extended:
		if len(b) < headLength+2 {
			return false
		}
		n := int(binary.BigEndian.Uint16(b[headLength:]))
		if n > len(b)-headLength-2 {
			return false
		}
		content = b[headLength+2 : headLength+2+n]
	default:
		return false
	}
	switch kind {
	case kindSet | acknowledgeRequest:
		if len(content) >= 2 {
			entity(class, binary.BigEndian.Uint16(content), content[2:], s)
		}
	case kindGet | acknowledge:
		got(class, content, b[3] == extended, s)
	case kindUploadNext | acknowledge:
		if class == classONUData {
			uploaded(content, b[3] == extended, s)
		}
	}
	return true
}

// DecodeExtended decodes what follows EtherType 0x88B7. It returns false unless
// that is ITU-T's and looks like a message.
func DecodeExtended(b []byte, s wire.Sink) bool {
	const head = 7 // OUI, protocol, length
	if len(b) < head || [3]byte(b) != oui {
		return false
	}
	n := int(binary.BigEndian.Uint16(b[5:]))
	if n > len(b)-head {
		return false
	}
	return Decode(b[head:head+n], s)
}

// got reads the answer to get (G.988 annexes A.2.8 and A.3.8): result, mask and,
// in the extended set, the masks of what failed, which the baseline set has at
// its end and only where something did.
func got(class uint16, b []byte, extended bool, s wire.Sink) {
	from, to := 3, len(b)
	if extended {
		from = 7
	} else if b[0] == partly {
		to -= 4
	}
	if len(b) < from || b[0] != successful && b[0] != partly {
		return
	}
	entity(class, binary.BigEndian.Uint16(b[1:]), b[from:to], s)
}

// uploaded reads a part of a MIB (G.988 annexes A.2.16 and A.3.16): a managed
// entity, or several with their lengths in the extended set.
func uploaded(b []byte, extended bool, s wire.Sink) {
	for len(b) >= 6 {
		values := b[6:]
		if extended {
			n := int(binary.BigEndian.Uint16(b))
			if len(b) < 8+n {
				return
			}
			b, values = b[2:], b[8:8+n]
		}
		entity(binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[4:]), values, s)
		if !extended {
			return
		}
		b = b[6+len(values):]
	}
}

// texts is room for serial numbers, which are not written as they stand in a
// message.
var texts = sync.Pool{New: func() any { return new([12]byte) }}

// serial reports the serial number of an ONU as it is printed on it: four letters
// and eight hexadecimal digits (G.988 clause 9.1.1).
func serial(v []byte, s wire.Sink) {
	if wire.TextOrBytes(v[:4]) != wire.Text || wire.Blank(v[4:]) {
		return
	}
	const digits = "0123456789ABCDEF"
	room := texts.Get().(*[12]byte)
	defer texts.Put(room)
	t := append(room[:0], v[:4]...)
	for _, o := range v[4:8] {
		t = append(t, digits[o>>4], digits[o&15])
	}
	s.Field("gpon.serial_number", wire.Text, t)
}
