package pcap

import (
	"net/netip"

	"github.com/whomade/whomade/wire"
)

// Limits of the reassembly of TCP heads (RFC 9293): what a greeting, a header or
// a certificate chain needs, and no more.
const (
	headLimit  = 64 << 10 // octets of one direction
	maxFlows   = 1 << 16  // directions followed at once
	flowsLimit = 48 << 20 // octets of all heads together
	maxTries   = 48       // how often a decoder may ask for more
	maxPieces  = 32       // out-of-order pieces of one head
)

// flowKey is one direction of a TCP connection.
type flowKey struct {
	src, dst     netip.Addr
	sport, dport uint16
	context      string
}

// flow is the head of one direction.
type flow struct {
	key    flowKey
	first  uint32 // sequence number of the head's first octet
	synced bool   // first is known from a SYN
	buf    []byte
	pieces []piece // received ranges of buf, in order, not touching
	tried  int     // length at the last try
	tries  int
	want   uint32 // lines of streamTable that are not finished
	done   bool
	sender who
	link   hardware
	at     place // of the packet that brought the first octet
}

type piece struct{ from, to int }

// flows follows the heads of all directions of TCP.
type flows struct {
	m     map[flowKey]*flow
	order []*flow // oldest first, for eviction
	bytes int
}

func newFlows() *flows { return &flows{m: map[flowKey]*flow{}} }

// add puts a segment's octets at their place and returns how long the head is
// without a gap.
func (f *flow) add(seq uint32, data []byte) (grown int) {
	from := int(int32(seq - f.first))
	if from < 0 {
		if -from >= len(data) {
			return 0
		}
		data, from = data[-from:], 0
	}
	if from >= headLimit || len(data) == 0 {
		return 0
	}
	data = data[:min(len(data), headLimit-from)]
	to := from + len(data)
	if len(f.pieces) >= maxPieces && from > f.pieces[len(f.pieces)-1].to {
		return 0
	}
	before := len(f.buf)
	if to > len(f.buf) {
		if to > cap(f.buf) {
			bigger := make([]byte, to, min(max(to, 2*cap(f.buf), 1024), headLimit))
			copy(bigger, f.buf)
			f.buf = bigger
		}
		f.buf = f.buf[:to]
	}
	f.insert(from, to, data)
	return len(f.buf) - before
}

// insert fills the parts of [from,to) that are not filled yet: what came first
// stays, as a receiver would have read it.
func (f *flow) insert(from, to int, data []byte) {
	base, merged := from, piece{from, to}
	at := from
	out := f.pieces[:0:0]
	placed := false
	for _, p := range f.pieces {
		switch {
		case p.to < merged.from:
			out = append(out, p)
		case p.from > merged.to:
			if !placed {
				out, placed = append(out, merged), true
			}
			out = append(out, p)
		default:
			if at < p.from {
				copy(f.buf[at:min(p.from, to)], data[at-base:])
			}
			at = max(at, p.to)
			merged = piece{min(merged.from, p.from), max(merged.to, p.to)}
		}
	}
	if at < to {
		copy(f.buf[at:to], data[at-base:])
	}
	if !placed {
		out = append(out, merged)
	}
	f.pieces = out
}

// head is the part without a gap.
func (f *flow) head() []byte {
	if len(f.pieces) == 0 || f.pieces[0].from != 0 {
		return nil
	}
	return f.buf[:f.pieces[0].to]
}

// try shows the head to the decoders. end says that no more will come.
func (d *dissector) try(f *flow, end bool) {
	head := f.head()
	if f.done || len(head) == 0 {
		return
	}
	end = end || len(head) >= headLimit || f.tries >= maxTries
	if !end && len(head) == f.tried {
		return
	}
	if f.tries == 0 {
		f.want = wanted(f.key.sport, head)
	}
	f.tried = len(head)
	f.tries++
	for i := range streamTable {
		if f.want&(1<<i) == 0 {
			continue
		}
		d.enter(f.sender, f.link, f.at)
		if streamTable[i].decode(head, end, d) != wire.NeedMore {
			f.want &^= 1 << i
		}
	}
	if f.want == 0 || end {
		d.settle(f)
	}
}

// settle ends the following of a head; only its key stays.
func (d *dissector) settle(f *flow) {
	d.flows.bytes -= len(f.buf)
	f.done, f.buf, f.pieces = true, nil, nil
}

// segment takes one TCP segment.
func (d *dissector) segment(key flowKey, seq uint32, syn, fin bool, data []byte, at place) {
	fl := d.flows
	f := fl.m[key]
	if f != nil && syn && f.synced && f.first != seq+1 { // the ports are used again
		d.try(f, true)
		if !f.done {
			d.settle(f)
		}
	}
	if f == nil || syn && f.done {
		if !syn && len(data) == 0 {
			return
		}
		if f == nil {
			f = d.newFlow(key)
		}
		*f = flow{key: key, first: seq, sender: d.sender, link: d.link, at: at}
		if syn {
			f.first, f.synced = seq+1, true
		}
	}
	if syn {
		seq++
	}
	if f.done {
		if len(data) > 0 && messageStart(data) {
			d.enter(d.sender, d.link, at)
			d.message(data)
		}
		return
	}
	if len(data) > 0 {
		if len(f.buf) == 0 {
			f.at = at
		}
		fl.bytes += f.add(seq, data)
		d.try(f, fin)
	}
	if fin {
		d.try(f, true)
	}
	for fl.bytes > flowsLimit && len(fl.order) > 0 {
		d.evict()
	}
}

func (d *dissector) newFlow(key flowKey) *flow {
	fl := d.flows
	for len(fl.m) >= maxFlows {
		d.evict()
	}
	f := &flow{}
	fl.m[key] = f
	fl.order = append(fl.order, f)
	return f
}

// evict ends the oldest direction, making the best of what is there.
func (d *dissector) evict() {
	fl := d.flows
	f := fl.order[0]
	fl.order = fl.order[1:]
	d.try(f, true)
	if !f.done {
		d.settle(f)
	}
	delete(fl.m, f.key)
}

// finish ends all directions, in the order they began.
func (d *dissector) finishFlows() {
	for len(d.flows.order) > 0 {
		d.evict()
	}
}
