package pcap

import (
	"encoding/binary"
	"sync"
)

// streamNumbers begin the numbers by which contents of streams are told from
// those of datagrams.
const streamNumbers = 1 << 31

// set16 is a set of numbers of 16 bits.
type set16 [1 << 16 / 64]uint64

func (s *set16) add(n uint16)      { s[n>>6] |= 1 << (n & 63) }
func (s *set16) has(n uint16) bool { return s[n>>6]&(1<<(n&63)) != 0 }

// startsIndex is streamTable turned around, to find the few lines that may know
// a head without going through all.
type startsIndex struct {
	ports    map[uint16]uint32 // lines by server port
	first    [256]uint32       // lines by the first octet of their starts
	messages uint32            // lines that know messages
	brief    uint32            // lines that are decoded as fast as known again
	begins   set16             // first two octets of any start
	served   set16             // server ports
}

var starts = sync.OnceValue(func() *startsIndex {
	x := &startsIndex{ports: map[uint16]uint32{}}
	for i := range streamTable {
		t := &streamTable[i]
		for _, p := range t.ports {
			x.ports[p] |= 1 << i
			x.served.add(p)
		}
		for _, s := range t.starts {
			x.first[s[0]] |= 1 << i
			x.begins.add(uint16(s[0])<<8 | uint16(s[1]))
		}
		if t.message != nil {
			x.messages |= 1 << i
		}
		if t.brief {
			x.brief |= 1 << i
		}
	}
	return x
})

// uninteresting reports whether no line of the table asks for a segment's data,
// as far as its first two octets and the sender's port tell.
func (x *startsIndex) uninteresting(sport uint16, data []byte) bool {
	if len(data) == 0 {
		return true
	}
	return !x.served.has(sport) && (x.first[data[0]] == 0 || len(data) < 2 || !x.begins.has(binary.BigEndian.Uint16(data)))
}

// wanted is the set of lines of the table that may know a head. Protocols whose
// greeting is told by the port alone speak first in the server's direction.
func wanted(sport uint16, head []byte) (set uint32) {
	x := starts()
	if x.served.has(sport) {
		set = x.ports[sport]
	}
	maybe := x.first[head[0]] &^ set
	for i := range streamTable {
		if maybe&(1<<i) != 0 && !streamTable[i].last && streamTable[i].begins(head) {
			set |= 1 << i
		}
	}
	if set != 0 {
		return set
	}
	for i := range streamTable {
		if maybe&(1<<i) != 0 && streamTable[i].last && streamTable[i].begins(head) {
			set |= 1 << i
		}
	}
	return set
}

// begins reports whether a head begins, as far as it goes, like the protocol.
func (t *streamDecoder) begins(head []byte) bool {
	for _, s := range t.starts {
		if n := min(len(s), len(head)); string(head[:n]) == s[:n] {
			return true
		}
	}
	return false
}

// message reads a segment that may begin a message in the middle of a stream.
func (d *dissector) message(g *datagram, at int) {
	if data := g.payload[at:]; d.flows.starts.maybeMessage(data) != 0 {
		d.unit(g, at)
		d.messageIn(data)
	}
}

// maybeMessage is the set of lines of the table of which data may begin a
// message.
func (x *startsIndex) maybeMessage(data []byte) uint32 {
	if len(data) < 16 {
		return 0
	}
	return x.first[data[0]] & x.messages
}

// messageIn reads octets that may be a message. Their unit was entered.
func (d *dissector) messageIn(data []byte) {
	maybe := d.flows.starts.maybeMessage(data)
	for i := range streamTable {
		if maybe&(1<<i) != 0 && streamTable[i].begins(data) && d.show(streamNumbers>>1|uint32(i), streamTable[i].message, data) {
			return
		}
	}
}
