// Package mobile holds what the decoders of the mobile networks' protocols
// share: how identities of networks, areas and nodes are written down, and the
// names of the functions a node can have. Nothing here concerns subscribers.
//
// Values that do not stand in the message as they are written down are put
// together in pooled rooms, since what a sink is handed must not live on the
// stack.
package mobile

import (
	"encoding/binary"
	"sync"

	"github.com/whomade/whomade/wire"
)

// room is space for one value that is put together.
type room [256]byte

var rooms = sync.Pool{New: func() any { return new(room) }}

// PLMN reports the identity of a network as "mcc-mnc", of the three octets of
// TS 24.008 clause 10.5.1.3, which S1AP, NGAP, GTP and their kin use too. It
// reports nothing unless every digit is one.
func PLMN(attribute string, b []byte, s wire.Sink) {
	if len(b) != 3 {
		return
	}
	digits := [6]byte{b[0] & 15, b[0] >> 4, b[1] & 15, b[2] & 15, b[2] >> 4, b[1] >> 4}
	n := 6
	if digits[5] == 15 {
		n = 5
	}
	r := rooms.Get().(*room)
	defer rooms.Put(r)
	out := r[:0]
	for i, d := range digits[:n] {
		if d > 9 {
			return
		}
		if i == 3 {
			out = append(out, '-')
		}
		out = append(out, '0'+d)
	}
	s.Field(attribute, wire.Text, out)
}

// Number reports a number that is no run of whole octets in the message.
func Number(attribute string, n uint64, s wire.Sink) {
	r := rooms.Get().(*room)
	defer rooms.Put(r)
	s.Field(attribute, wire.Uint, binary.BigEndian.AppendUint64(r[:0], n))
}

// NodeID reports the identity of a node that is unique among all networks as
// "mcc-mnc-id", the id in decimal, of the network's three octets and a number.
func NodeID(attribute string, plmn []byte, id uint64, s wire.Sink) {
	if len(plmn) != 3 {
		return
	}
	r := rooms.Get().(*room)
	defer rooms.Put(r)
	out := append(r[:0], "000-00"...)
	digits := [5]byte{plmn[0] & 15, plmn[0] >> 4, plmn[1] & 15, plmn[2] & 15, plmn[2] >> 4}
	for i, at := range [5]int{0, 1, 2, 4, 5} {
		if digits[i] > 9 {
			return
		}
		out[at] = '0' + digits[i]
	}
	if third := plmn[1] >> 4; third <= 9 {
		out = append(out, '0'+third)
	} else if third != 15 {
		return
	}
	out = appendUint(append(out, '-'), id)
	s.Field(attribute, wire.Text, out)
}

// appendUint appends a number in decimal.
func appendUint(out []byte, n uint64) []byte {
	var digits [20]byte
	i := len(digits)
	for {
		i--
		digits[i] = '0' + byte(n%10)
		if n /= 10; n == 0 {
			return append(out, digits[i:]...)
		}
	}
}

// Name reports a name in the form of DNS (RFC 1035 clause 3.1, without
// compression), as TS 23.003 clause 19.4.2 has it, with dots. Octets that are
// no labels are reported as the text they are, since peers exist that leave the
// lengths out.
func Name(attribute string, b []byte, s wire.Sink) {
	if len(b) == 0 || len(b) > len(room{}) {
		return
	}
	r := rooms.Get().(*room)
	defer rooms.Put(r)
	out := r[:0]
	for rest := b; len(rest) > 0; {
		n := 1 + int(rest[0])
		if n == 1 {
			break
		}
		if rest[0] > 63 || n > len(rest) {
			out = append(out[:0], b...)
			break
		}
		if len(out) > 0 {
			out = append(out, '.')
		}
		out = append(out, rest[1:n]...)
		rest = rest[n:]
	}
	if len(out) > 0 && !wire.Blank(out) {
		s.Field(attribute, wire.TextOrBytes(out), out)
	}
}

// Address reports an IP address of 4 or 16 octets, unless it is all zero.
func Address(attribute string, b []byte, s wire.Sink) {
	if len(b) != 4 && len(b) != 16 {
		return
	}
	for _, o := range b {
		if o != 0 {
			s.Field(attribute, wire.IP, b)
			return
		}
	}
}

// Pair reports two numbers as "first.second".
func Pair(attribute string, first, second uint64, s wire.Sink) {
	r := rooms.Get().(*room)
	defer rooms.Put(r)
	out := append(appendUint(r[:0], first), '.')
	s.Field(attribute, wire.Text, appendUint(out, second))
}
