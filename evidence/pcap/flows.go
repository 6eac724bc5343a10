package pcap

import (
	"github.com/whomade/whomade/wire"
)

// Limits of the reassembly of TCP heads (RFC 9293): what a greeting, a header or
// a certificate chain needs, and no more.
const (
	headLimit  = 64 << 10 // octets of one direction
	maxFlows   = 1 << 16  // directions followed at once
	flowsLimit = 16 << 20 // octets of all heads together
	maxTries   = 48       // how often a decoder may ask for more
	retryAfter = 2        // a head is shown again when it grew by this part
)

// flow is one direction of a TCP connection. It holds numbers only, so that the
// garbage collector passes it over.
type flow struct {
	key    uint64 // digest of addresses, ports and context
	first  uint32 // sequence number of the first octet
	head   int32  // in flows.heads, or -1
	sport  uint16
	synced bool // first is known from a SYN
	done   bool
	stack  uint16 // how it began, in stacks, or 0
	syn    int64  // frame of its SYN
}

// head is what came of a direction so far, where one packet was not enough.
type head struct {
	parts
	tried int // length at the last try
	tries int
	need  int    // length before which a try is of no use
	want  uint32 // lines of streamTable that are not finished

	// Of the packet that came first.
	sender  who
	source  uint64
	context uint32
	at      place
}

// flows follows the heads of all directions of TCP. A ring holds them in the
// order they began; the oldest makes room.
type flows struct {
	index  directions
	ring   []flow
	next   uint32 // place of the next flow, once the ring is full
	heads  []*head
	free   []int32
	spare  []*head // that were settled
	starts *startsIndex
	pool   buffers
	bytes  int // octets of all heads
	oldest uint32

	// What Stream.Continue asks for: octets of directions and nothing else, and
	// whether a direction took any.
	following, followed bool

	// awaited counts the unfinished directions by a part of their keys, and
	// pending is where that is not zero, so that segments of others are passed
	// over without looking for their direction.
	awaited [pendingSize]uint8
	pending [pendingSize / 64]uint64
}

const pendingSize = 1 << 18

func newFlows() *flows {
	return &flows{index: newDirections(), ring: make([]flow, 0, maxFlows), starts: starts()}
}

// isPending reports whether the direction may be unfinished.
func (fl *flows) isPending(key uint64) bool {
	key %= pendingSize
	return fl.pending[key/64]&(1<<(key%64)) != 0
}

// await counts a direction as unfinished, or as finished.
func (fl *flows) await(key uint64, unfinished bool) {
	key %= pendingSize
	switch p := &fl.awaited[key]; {
	case *p == 255: // too many to count: it stays as it is
	case unfinished:
		*p++
		fl.pending[key/64] |= 1 << (key % 64)
	default:
		if *p--; *p == 0 {
			fl.pending[key/64] &^= 1 << (key % 64)
		}
	}
}

// segment takes one TCP segment whose direction has this key and whose data
// begin at of the datagram's payload.
func (d *dissector) segment(g *datagram, at int, key uint64, sport uint16, seq uint32, syn, fin bool) {
	data := g.payload[at:]
	fl := d.flows
	n, known := fl.index.find(key)
	var f *flow
	if known {
		f = &fl.ring[n]
	}
	switch {
	case syn:
		if f != nil && f.synced && f.first == seq+1 && !f.done {
			break // said again
		}
		if f != nil && !f.done { // the ports are used again
			d.end(f)
		}
		f = d.newFlow(key, sport)
		f.first, f.synced = seq+1, true
		d.synSeen(f, g)
	case f == nil:
		if len(data) == 0 || wanted(sport, data) == 0 {
			d.message(g, at)
			return
		}
		f = d.newFlow(key, sport)
		f.first = seq
	case f.done:
		d.message(g, at)
		return
	}
	if syn {
		seq++ // the SYN has a number of its own
	}
	if len(data) > 0 {
		if f.head < 0 {
			d.unit(g, at)
		}
		d.follow(f, int(int32(seq-f.first)), data, fin)
	}
	if fin && !f.done {
		d.end(f)
	}
	for fl.bytes > flowsLimit {
		d.evict()
	}
}

// follow takes octets of an unfinished direction.
func (d *dissector) follow(f *flow, from int, data []byte, end bool) {
	fl := d.flows
	fl.followed = true
	if f.head < 0 {
		if from == 0 {
			want := wanted(f.sport, data)
			tried := false
			if want != 0 {
				tried = true
				told := d.told
				want = d.decodeHead(want, data, true, end)
				d.hint(f, told)
			}
			if want == 0 || end {
				d.settle(f)
				return
			}
			h := d.newHead(f)
			h.want, h.tries, h.tried = want, 1, len(data)
			if !tried {
				h.tries = 0
			}
			h.need = needed(want, data)
			fl.bytes += h.add(0, data, headLimit, &fl.pool)
			return
		}
		d.newHead(f)
	}
	h := fl.heads[f.head]
	fl.bytes += h.add(from, data, headLimit, &fl.pool)
	d.try(f, h, end)
}

// try shows a head to the decoders. end says that no more will come.
func (d *dissector) try(f *flow, h *head, end bool) {
	b := h.octets()
	if len(b) == 0 {
		return
	}
	end = end || len(b) >= headLimit || h.tries >= maxTries
	if !end && (len(b) < h.tried+h.tried/retryAfter || len(b) < h.need) {
		return
	}
	if h.tries == 0 {
		h.want = wanted(f.sport, b)
	}
	h.tried = len(b)
	h.tries++
	at, source, context, sender := d.at, d.source, d.context, d.sender
	d.at, d.source, d.context = h.at, h.source, h.context
	d.enter(h.sender, int(h.at.offset), int(h.at.length))
	told := d.told
	h.want = d.decodeHead(h.want, b, h.tries == 1, end)
	d.hint(f, told)
	d.at, d.source, d.context = at, source, context
	d.enter(sender, int(at.offset), int(at.length))
	if h.want == 0 || end {
		d.settle(f)
		return
	}
	h.need = needed(h.want, b)
}

// needed is how long a head has to be for any line of want that knows it.
func needed(want uint32, head []byte) int {
	least := headLimit
	for i := range streamTable {
		if want&(1<<i) == 0 {
			continue
		}
		if streamTable[i].need == nil {
			return 0
		}
		least = min(least, streamTable[i].need(head))
	}
	return least
}

// decodeHead shows octets to the lines of the table in want and returns those
// that want more. first says that the octets may come again just so.
func (d *dissector) decodeHead(want uint32, b []byte, first, end bool) (more uint32) {
	number := streamNumbers | want<<1
	if end {
		number |= 1
	}
	var x *content
	if first && len(b) >= minContent && want&^d.flows.starts.brief != 0 {
		x = d.contents.find(number, b)
	}
	if x != nil && x.state == contentKnown {
		d.replay(x)
		return x.more
	}
	if x != nil {
		d.contents.record()
	}
	for i := range streamTable {
		if want&(1<<i) == 0 {
			continue
		}
		d.About(wire.KeySender, nil)
		if streamTable[i].decode(b, end, d) == wire.NeedMore && !end {
			more |= 1 << i
		}
	}
	if x != nil {
		d.contents.keep(x, true, more)
	}
	return more
}

// end makes the best of what came of a direction.
func (d *dissector) end(f *flow) {
	if f.head >= 0 {
		d.try(f, d.flows.heads[f.head], true)
	}
	if !f.done {
		d.settle(f)
	}
}

// settle ends the following of a direction; that it was there stays known.
func (d *dissector) settle(f *flow) {
	fl := d.flows
	f.done = true
	fl.await(f.key, false)
	if f.head >= 0 {
		h := fl.heads[f.head]
		fl.bytes -= len(h.buf)
		fl.pool.put(h.buf)
		fl.spare = append(fl.spare, h)
		fl.heads[f.head] = nil
		fl.free = append(fl.free, f.head)
		f.head = -1
	}
}

func (d *dissector) newHead(f *flow) *head {
	fl := d.flows
	var h *head
	if n := len(fl.spare); n > 0 {
		h = fl.spare[n-1]
		fl.spare = fl.spare[:n-1]
	} else {
		h = new(head)
	}
	h.buf, h.pieces = nil, h.pieces[:0]
	h.tried, h.tries, h.need, h.want = 0, 0, 0, 0
	h.sender, h.source, h.context, h.at = d.sender, d.source, d.context, d.at
	if n := len(fl.free); n > 0 {
		f.head = fl.free[n-1]
		fl.free = fl.free[:n-1]
		fl.heads[f.head] = h
		return h
	}
	f.head = int32(len(fl.heads))
	fl.heads = append(fl.heads, h)
	return h
}

func (d *dissector) newFlow(key uint64, sport uint16) *flow {
	fl := d.flows
	var n uint32
	if len(fl.ring) < maxFlows {
		n = uint32(len(fl.ring))
		fl.ring = append(fl.ring, flow{})
	} else {
		n = fl.next
		fl.next = (fl.next + 1) % maxFlows
		old := &fl.ring[n]
		if !old.done {
			d.end(old)
		}
		fl.index.remove(old.key, n)
	}
	fl.ring[n] = flow{key: key, sport: sport, head: -1}
	fl.index.put(key, n)
	fl.await(key, true)
	return &fl.ring[n]
}

// evict ends the oldest direction that has a head.
func (d *dissector) evict() {
	fl := d.flows
	for range fl.ring {
		f := &fl.ring[fl.oldest%uint32(len(fl.ring))]
		fl.oldest++
		if f.head >= 0 {
			d.end(f)
			return
		}
	}
}

// finishFlows ends all directions, in the order they began.
func (d *dissector) finishFlows() {
	fl := d.flows
	for i := range fl.ring {
		if f := &fl.ring[(int(fl.next)+i)%len(fl.ring)]; !f.done {
			d.end(f)
		}
	}
}
