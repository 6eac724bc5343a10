package sctp

import (
	"encoding/binary"
	"slices"
)

// Limits of the messages that are being put together.
const (
	maxFragments = 256     // of one message, or one stream without order
	maxMessage   = 1 << 18 // octets of one message
	maxHeld      = 2 << 20 // octets held, twice
)

// Flags of DATA chunks (RFC 9260 clause 3.3.1).
const (
	flagEnd   = 1
	flagBegin = 2
)

// Assembler hands out the user messages of packets. K tells the directions of
// associations apart, other than by ports and verification tag: addresses and
// place. The zero value is ready. It must not be used by two goroutines at once.
//
// Parts of messages are held up to a limit; beyond it the oldest are forgotten.
type Assembler[K comparable] struct {
	young, old map[stream[K]]*parts
	held       int // octets in young
	room       []byte
}

// stream is where the parts of a message may come from. message is the message
// identifier of I-DATA; the parts of DATA are told apart by their numbers alone.
type stream[K comparable] struct {
	key     K
	head    [8]byte // ports and verification tag
	id      uint16
	kind    byte
	message uint32
}

// parts are received in any order and kept in order of their numbers.
type parts struct {
	list []part
	size int
}

type part struct {
	number uint32 // TSN, or FSN of I-DATA
	flags  byte
	ppid   uint32
	user   []byte
}

// Packet takes one packet and calls deliver for each user message that it
// completes. User of a Message is valid during the call only. It returns false
// unless b is an SCTP packet.
func (a *Assembler[K]) Packet(key K, b []byte, deliver func(m Message)) bool {
	chunks, ok := header(b)
	if !ok {
		return false
	}
	m := Message{SrcPort: binary.BigEndian.Uint16(b), DstPort: binary.BigEndian.Uint16(b[2:])}
	for n := range maxChunks {
		c, rest, ok := next(chunks)
		if !ok {
			return n > 0
		}
		chunks = rest
		s := stream[K]{key: key, head: [8]byte(b), kind: c.kind}
		var p part
		switch {
		case c.kind == chunkData && len(c.value) > 12:
			p = part{binary.BigEndian.Uint32(c.value), c.flags, binary.BigEndian.Uint32(c.value[8:]), c.value[12:]}
		case c.kind == chunkIData && len(c.value) > 16:
			s.message = binary.BigEndian.Uint32(c.value[8:])
			p = part{0, c.flags, 0, c.value[16:]}
			if c.flags&flagBegin != 0 {
				p.ppid = binary.BigEndian.Uint32(c.value[12:])
			} else {
				p.number = binary.BigEndian.Uint32(c.value[12:])
			}
		default:
			continue
		}
		s.id = binary.BigEndian.Uint16(c.value[4:])
		m.Stream = s.id
		if p.flags&(flagBegin|flagEnd) == flagBegin|flagEnd {
			m.PPID, m.User = p.ppid, p.user
			deliver(m)
			continue
		}
		if m.User, m.PPID, ok = a.add(s, p); ok {
			deliver(m)
		}
	}
	return true
}

// add keeps a part and returns the message that it completes.
func (a *Assembler[K]) add(s stream[K], p part) (user []byte, ppid uint32, complete bool) {
	t := a.stream(s)
	at, known := slices.BinarySearchFunc(t.list, p.number, func(x part, n uint32) int { return int(int32(x.number - n)) })
	if known || len(t.list) >= maxFragments || t.size+len(p.user) > maxMessage {
		return nil, 0, false
	}
	p.user = slices.Clone(p.user)
	t.list = slices.Insert(t.list, at, p)
	t.size += len(p.user)
	a.held += len(p.user)

	from, to := at, at
	for t.list[from].flags&flagBegin == 0 {
		if from == 0 || t.list[from-1].number+1 != t.list[from].number || t.list[from-1].flags&flagEnd != 0 {
			return nil, 0, false
		}
		from--
	}
	for t.list[to].flags&flagEnd == 0 {
		if to+1 == len(t.list) || t.list[to].number+1 != t.list[to+1].number || t.list[to+1].flags&flagBegin != 0 {
			return nil, 0, false
		}
		to++
	}
	a.room = a.room[:0]
	for _, x := range t.list[from : to+1] {
		a.room = append(a.room, x.user...)
	}
	ppid = t.list[from].ppid
	t.list = slices.Delete(t.list, from, to+1)
	t.size -= len(a.room)
	a.held = max(a.held-len(a.room), 0)
	if len(t.list) == 0 {
		delete(a.young, s)
	}
	return a.room, ppid, true
}

// stream finds or makes the parts of a stream. When the young ones hold too
// much, they become the old ones, and those that were are forgotten.
func (a *Assembler[K]) stream(s stream[K]) *parts {
	if t := a.young[s]; t != nil {
		return t
	}
	if a.young == nil || a.held > maxHeld || len(a.young) >= maxFragments*16 {
		a.old, a.young, a.held = a.young, map[stream[K]]*parts{}, 0
	}
	t := a.old[s]
	if t == nil {
		t = &parts{}
	} else {
		delete(a.old, s)
		a.held += t.size
	}
	a.young[s] = t
	return t
}
