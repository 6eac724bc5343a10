// Package hsrp decodes the Hot Standby Router Protocol of Cisco: version 1
// (RFC 2281) and version 2, whose form is that of the packets, since no
// specification of it is published. Passwords are not read.
package hsrp

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ethernet"
)

// UDP ports, over IPv4 and over IPv6.
const (
	Port  = 1985
	Port6 = 2029
)

const (
	length1 = 20 // a message of version 1

	typeGroupState = 1 // of a TLV of version 2
	groupState     = 40
	place1         = 16 // of the virtual address in version 1
	place2         = 24 // and in the group state of version 2
)

// Decode decodes one message. The fields are about the sender. It returns false
// for other forms.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) >= length1 && b[0] == 0 && b[1] <= 2 {
		virtual(b[place1:place1+4], s)
		return true
	}
	if len(b) < 2+groupState || b[0] != typeGroupState || b[1] != groupState {
		return false
	}
	b = b[2 : 2+groupState]
	if b[0] != 2 || b[1] > 3 || b[3] != 4 && b[3] != 6 {
		return false
	}
	if mac := b[6:12]; ethernet.Station([6]byte(mac)) {
		s.Field("hsrp.identifier", wire.MAC, mac)
	}
	if b[3] == 4 {
		virtual(b[place2:place2+4], s)
	} else {
		virtual(b[place2:place2+16], s)
	}
	return true
}

// virtual reports the address of the virtual router, which a router that learns
// it does not know yet.
func virtual(v []byte, s wire.Sink) {
	if binary.BigEndian.Uint32(v) != 0 {
		s.Field("hsrp.virtual_ip", wire.IP, v)
	}
}
