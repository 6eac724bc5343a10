package pcap

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire/ip"
)

// batch is how many records are looked at together before they are read. What
// is looked up for each lies all over the memory: a short loop waits for many of
// these places at once, a long one for one after the other.
const batch = 128

// record is a record's place in the buffer and what a first look said.
type record struct {
	at, length uint32
	nanos      int64
	source     uint64 // station key
	found      uint64 // what is in its place of a table
	direction  uint64 // key of the direction of a TCP segment, or 0
	verdict    verdict
}

// verdict is what is to be done with a frame after a first look.
type verdict uint8

const (
	notSeen   verdict = iota // no look was taken
	dissect                  // it may give something away
	ifPending                // it does if its direction is not finished
	passOver                 // it does not
)

// foresee takes a first look at Ethernet frames and counts their sources. Each
// of its loops asks the memory for one thing and waits for nothing else.
func (d *dissector) foresee(buf []byte, list []record) {
	for i := range list {
		r := &list[i]
		if r.length < 38 {
			r.source = 0
			continue
		}
		b := buf[r.at : r.at+r.length]
		r.source = stationKey(b[6:])
		r.verdict = dissect
		// Version 4, a header of 20 octets, not in fragments.
		if binary.LittleEndian.Uint32(b[12:])&0xffffff == 0x450008 && binary.BigEndian.Uint16(b[20:])&0x3fff == 0 {
			d.foreseeIPv4(r, b)
		}
	}
	t := &d.stations
	slots, shift := t.slots, t.shift&63
	for i := range list {
		r := &list[i]
		r.found = slots[r.source*mixA>>shift&uint64(len(slots)-1)].key
	}
	for i := range list {
		r := &list[i]
		if r.source == 0 {
			continue
		}
		if r.found != r.source || len(slots) != len(t.slots) {
			t.count(r.source, r.nanos, d.at.frame+int64(i)+1)
			continue
		}
		s := &slots[r.source*mixA>>shift&uint64(len(slots)-1)]
		s.count++
		if r.nanos > s.last {
			s.last = r.nanos
		} else if r.nanos < s.first {
			s.first = r.nanos
		}
	}
	fl := d.flows
	for i := range list {
		r := &list[i]
		r.found = uint64(fl.pending[r.direction%uint64(len(fl.pending))])
	}
	var warm uint64
	for i := range list {
		r := &list[i]
		if r.direction != 0 && (r.found != 0 || r.verdict != ifPending) {
			r.found = fl.index.slots[home(r.direction)]
		} else {
			r.found = 0
		}
	}
	for i := range list {
		if n := list[i].found & placeMask; n != 0 && n <= uint64(len(fl.ring)) {
			warm += uint64(fl.ring[n-1].first)
		}
	}
	d.warm = warm
}

// foreseeIPv4 says of a frame with an IPv4 packet what packet, internet, tcp and
// udp would find out.
func (d *dissector) foreseeIPv4(r *record, b []byte) {
	const ipAt, above = 14, 34
	end := len(b)
	if total := int(binary.BigEndian.Uint16(b[ipAt+2:])); total >= 20 && ipAt+total <= end {
		end = ipAt + total
	}
	b = b[:end]
	switch b[ipAt+9] {
	case ip.ProtocolTCP:
		if len(b) < above+20 {
			return
		}
		flags, head := b[above+13], above+int(b[above+12]>>4)*4
		if head < above+20 || head > len(b) {
			r.verdict = passOver
			return
		}
		data := b[head:]
		if flags&(ip.SYN|ip.FIN|ip.RST) == 0 && len(data) == 0 {
			r.verdict = passOver
			return
		}
		r.direction = direction(b[ipAt+12:above], binary.LittleEndian.Uint32(b[above:]), 0)
		if flags&ip.SYN == 0 && d.flows.starts.uninteresting(binary.BigEndian.Uint16(b[above:]), data) {
			r.verdict = ifPending
		}
	case ip.ProtocolUDP:
		if len(b) < above+9 {
			return
		}
		x := d.ports
		if !x.known.has(binary.BigEndian.Uint16(b[above:])) && !x.known.has(binary.BigEndian.Uint16(b[above+2:])) && !x.guess[b[above+8]] {
			r.verdict = passOver
		}
	}
}
