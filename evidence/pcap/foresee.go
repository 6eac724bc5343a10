package pcap

import (
	"encoding/binary"
	"unsafe"

	"github.com/whomade/whomade/wire/ethernet"
	"github.com/whomade/whomade/wire/ip"
)

// batch is how many records are looked at together before they are read. What
// is looked up for each lies all over the memory: a short loop waits for many of
// these places at once, a long one for one after the other.
const batch = 128

// leastHead is how many octets of an Ethernet frame hold its source, leastFrame
// how many a first look takes.
const (
	leastHead  = 14
	leastFrame = 38
)

// located is a record's place in the buffer.
type located struct {
	at, end uint32 // its head, and what is behind it
	source  uint64 // station key, or 0 where no look is taken
}

// record is a record that may give something away and what a first look said.
type record struct {
	at, length uint32 // of the frame
	frame      int64
	nanos      int64
	source     uint64 // station key
	direction  uint64 // key of the direction of a TCP segment, or 0
	found      uint64 // what is in its place of a table
	data, end  uint16 // of a TCP segment: where its data begin and end in the frame
	verdict    verdict
}

// batched takes the records that were located.
func (d *dissector) batched(buf []byte, c *classic, n int) {
	list := d.todo[:d.consider(buf, c, n)]
	d.warmUp(list)
	last := d.at
	for i := range list {
		r := &list[i]
		if r.verdict == ifPending && !d.flows.isPending(r.direction) {
			continue
		}
		d.at.frame, d.at.nanos = r.frame, r.nanos
		d.introduce(true)
		b := buf[r.at : r.at+r.length : r.at+r.length]
		if r.direction != 0 {
			d.segmentAhead(r, b)
		} else {
			d.packet(packet{data: b, link: c.link, nanos: r.nanos, counted: r.verdict != notSeen})
		}
	}
	d.at.frame, d.at.nanos = last.frame, last.nanos
	d.introduce(true)
}

// consider counts the sources of the records that were located and lists those
// that may give something away.
func (d *dissector) consider(buf []byte, c *classic, n int) (kept int) {
	t := &d.stations
	slots, shift := t.slots, t.shift&63
	frame, nanos := d.at.frame, d.at.nanos
	d.recent = recent{}
	for i := range d.located[:n] {
		l := &d.located[i]
		b := buf[l.at:l.end]
		frame++
		nanos = int64(c.u32(b))*1e9 + int64(c.u32(b[4:]))*c.unit
		b = b[c.size:]
		r := &d.todo[kept]
		if l.source == 0 {
			*r = record{at: l.end - uint32(len(b)), length: uint32(len(b)), frame: frame, nanos: nanos, verdict: notSeen}
			d.recent.any = true
			kept++
			continue
		}
		if x := &slots[l.source*mixA>>shift&uint64(len(slots)-1)]; x.key != l.source {
			t.count(l.source, nanos, frame)
			slots, shift = t.slots, t.shift&63
		} else {
			x.count++
			if nanos > x.last {
				x.last = nanos
			} else if nanos < x.first {
				x.first = nanos
			}
		}
		if r.verdict = d.foresee(r, b); r.verdict != passOver {
			if r.direction != 0 {
				prefetch(unsafe.Pointer(&d.flows.index.slots[home(r.direction)]))
			}
			r.at, r.length, r.frame, r.nanos, r.source = l.end-uint32(len(b)), uint32(len(b)), frame, nanos, l.source
			kept++
		}
	}
	d.at.frame, d.at.nanos = frame, nanos
	return kept
}

// verdict is what is to be done with a frame after a first look.
type verdict uint8

const (
	notSeen   verdict = iota // no look was taken
	dissect                  // it may give something away
	ifPending                // it does if its direction is not finished
	passOver                 // it does not
)

// recent is the directions that a batch may begin to follow, by a part of their
// keys: until it is read, the flows do not know of them.
type recent struct {
	set [64]uint64
	any bool // what was not looked into may be any
}

func (x *recent) add(key uint64)      { x.set[key>>40&63] |= 1 << (key >> 46 & 63) }
func (x *recent) has(key uint64) bool { return x.set[key>>40&63]&(1<<(key>>46&63)) != 0 || x.any }

// foresee takes a first look at an Ethernet frame: it says what packet, internet,
// tcp and udp would find out.
func (d *dissector) foresee(r *record, b []byte) verdict {
	r.direction = 0
	if len(b) < leastFrame {
		d.recent.any = true
		return dissect
	}
	const ipAt, above = 14, 34
	// Version 4, a header of 20 octets, not in fragments.
	if binary.LittleEndian.Uint32(b[12:])&0xffffff != 0x450008 || binary.BigEndian.Uint16(b[20:])&0x3fff != 0 {
		d.recent.any = d.recent.any || !linkLocal(b)
		return dissect
	}
	end := len(b)
	if total := int(binary.BigEndian.Uint16(b[ipAt+2:])); total >= 20 && ipAt+total <= end {
		end = ipAt + total
	} else if total != 0 && total < 20 {
		return passOver
	}
	switch b[ipAt+9] {
	case ip.ProtocolTCP:
		if end < above+20 || end > 1<<16-1 {
			d.recent.any = true
			return dissect
		}
		b = b[:end]
		flags, head := b[above+13], above+int(b[above+12]>>4)*4
		if head < above+20 || head > len(b) {
			return passOver
		}
		data := b[head:]
		if flags&(ip.SYN|ip.FIN|ip.RST) == 0 && len(data) == 0 {
			return passOver
		}
		key := direction(b[ipAt+12:above], binary.LittleEndian.Uint32(b[above:]), 0)
		r.direction, r.data, r.end = key, uint16(head), uint16(end)
		if flags&ip.SYN == 0 && d.flows.starts.uninteresting(binary.BigEndian.Uint16(b[above:]), data) {
			if !d.flows.isPending(key) && !d.recent.has(key) {
				return passOver
			}
			return ifPending
		}
		d.recent.add(key)
	case ip.ProtocolUDP:
		if end < above+9 {
			return dissect
		}
		x := d.ports
		if !x.known.has(binary.BigEndian.Uint16(b[above:])) && !x.known.has(binary.BigEndian.Uint16(b[above+2:])) && !x.guess[b[above+8]] {
			return passOver
		}
	}
	return dissect
}

// linkLocal reports whether a frame surely holds no segment of TCP: it is ARP,
// LLDP, STP or one of Cisco's.
func linkLocal(b []byte) bool {
	switch t := binary.BigEndian.Uint16(b[12:]); {
	case t >= 0x600:
		return t == ethernet.TypeARP || t == ethernet.TypeLLDP
	case b[14] == 0xaa:
		return [3]byte(b[17:20]) == [3]byte{0, 0, 0x0c}
	default:
		return b[14] == 0x42
	}
}

// warmUp asks the memory for what the records of a batch will need, so that it
// is near when their turn comes.
func (d *dissector) warmUp(list []record) {
	fl := d.flows
	oldest := fl.next // what makes room for new directions
	for i := range list {
		r := &list[i]
		if r.direction == 0 {
			r.found = 0
			continue
		}
		r.found = fl.index.slots[home(r.direction)] & placeMask
		switch {
		case r.found > uint64(len(fl.ring)):
			r.found = 0
		case r.found != 0:
			prefetch(unsafe.Pointer(&fl.ring[r.found-1]))
		case oldest < uint32(len(fl.ring)):
			prefetch(unsafe.Pointer(&fl.index.slots[home(fl.ring[oldest].key)]))
			oldest++
		}
		prefetch(unsafe.Pointer(&fl.awaited[r.direction%pendingSize]))
	}
	for i := range list {
		r := &list[i]
		if r.found == 0 {
			continue
		}
		if f := &fl.ring[r.found-1]; f.head >= 0 {
			r.found = uint64(f.head) + 1
			prefetch(unsafe.Pointer(fl.heads[f.head]))
		} else {
			r.found = 0
		}
	}
	for i := range list {
		if n := list[i].found; n != 0 {
			h := fl.heads[n-1]
			if k := len(h.buf); k < cap(h.buf) {
				prefetch(unsafe.Pointer(&h.buf[:k+1][k]))
			}
		}
	}
}

// segmentAhead takes a TCP segment at which foresee looked.
func (d *dissector) segmentAhead(r *record, b []byte) {
	const ipAt, above = 14, 34
	d.source, d.context = r.source, 0
	g := datagram{b[ipAt+12 : above : above], ip.ProtocolTCP, b[above:r.end], b[ipAt+8], b[ipAt+6]&dontFragment != 0, above, 0}
	flags := b[above+13]
	d.segment(&g, int(r.data)-above, r.direction, binary.BigEndian.Uint16(b[above:]), binary.BigEndian.Uint32(b[above+4:]), flags&ip.SYN != 0, flags&(ip.FIN|ip.RST) != 0)
}
