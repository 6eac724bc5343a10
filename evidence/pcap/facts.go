package pcap

import (
	"hash/maphash"
	"net/netip"
	"time"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/wire"
)

// who is the subject of a fact in the form it has on the wire. It is comparable.
type who struct {
	key     wire.Key
	mac     [6]byte
	ip      netip.Addr
	text    string // chassis id, engine id, name, label
	context string // routing context of ip
}

// hardware is a hardware address that a frame may have or not: the address of a
// loopback interface is there, and zero.
type hardware struct {
	mac   [6]byte
	there bool
}

// fact is one distinct fact.
type fact struct {
	who         who
	link        hardware
	attribute   string
	kind        wire.Kind
	value       string // octets as on the wire
	frame       int64
	offset      int32
	length      int32
	first, last int64
	timed       bool
	count       int64
	next        int32 // next fact with the same digest, -1 at the end
}

// facts holds every distinct fact once. A repeated fact costs one digest and one
// comparison, and allocates nothing.
type facts struct {
	seed  maphash.Seed
	index map[uint64]int32
	macs  map[[6]byte]int32 // facts about sources of frames, found without a digest
	all   chunks
	limit int
	full  bool
}

func newFacts(limit int) *facts {
	return &facts{seed: maphash.MakeSeed(), index: map[uint64]int32{}, macs: map[[6]byte]int32{}, limit: limit}
}

// place is where and when a fact was seen.
type place struct {
	frame          int64
	offset, length int
	nanos          int64
	timed          bool
}

// add counts a fact. about.text aliases the packet and is copied only when the
// fact is new.
func (f *facts) add(about *who, link hardware, attribute string, kind wire.Kind, value []byte, at place) {
	var h maphash.Hash
	h.SetSeed(f.seed)
	h.WriteByte(byte(about.key))
	h.WriteByte(byte(kind))
	h.Write(about.mac[:])
	h.Write(link.mac[:])
	a := about.ip.As16()
	h.Write(a[:])
	h.WriteString(about.text)
	h.WriteString(about.context)
	h.WriteString(attribute)
	h.Write(value)
	sum := h.Sum64()
	head, ok := f.index[sum]
	if ok {
		for i := head; i >= 0; i = f.all.at(i).next {
			x := f.all.at(i)
			if x.value == string(value) && x.attribute == attribute && x.link == link && x.kind == kind && x.who == *about {
				x.again(at)
				return
			}
		}
	} else {
		head = -1
	}
	if f.all.len >= f.limit {
		f.full = true
		return
	}
	w := *about
	w.text = string([]byte(about.text))
	f.all.add(fact{
		who: w, link: link, attribute: attribute, kind: kind, value: string(value),
		frame: at.frame, offset: int32(at.offset), length: int32(at.length),
		first: at.nanos, last: at.nanos, timed: at.timed, count: 1, next: head,
	})
	f.index[sum] = int32(f.all.len - 1)
}

// chunks is a list that grows without copying what it holds.
type chunks struct {
	parts [][]fact
	len   int
}

const chunkSize = 1 << 10

func (c *chunks) at(i int32) *fact { return &c.parts[i/chunkSize][i%chunkSize] }

func (c *chunks) add(x fact) {
	if c.len%chunkSize == 0 {
		c.parts = append(c.parts, make([]fact, 0, chunkSize))
	}
	last := &c.parts[len(c.parts)-1]
	*last = append(*last, x)
	c.len++
}

// source counts a frame of a station.
func (f *facts) source(mac [6]byte, at place) {
	if i, ok := f.macs[mac]; ok {
		f.all.at(i).again(at)
		return
	}
	if f.all.len >= f.limit {
		f.full = true
		return
	}
	f.macs[mac] = int32(f.all.len)
	f.all.add(fact{
		who: who{key: wire.KeyMAC, mac: mac}, link: hardware{mac, true}, attribute: "ethernet.source", kind: wire.MAC, value: string(mac[:]),
		frame: at.frame, offset: int32(at.offset), length: int32(at.length),
		first: at.nanos, last: at.nanos, timed: at.timed, count: 1, next: -1,
	})
}

// again counts a fact that is known already.
func (x *fact) again(at place) {
	x.count++
	if at.timed {
		x.first, x.last = min(x.first, at.nanos), max(x.last, at.nanos)
	}
}

// report hands every fact to out, in the order first seen, with the sender of
// an IP packet known by its MAC address where the capture binds the two.
func (f *facts) report(out evidence.Out, b *bindings) {
	f.index, f.macs = nil, nil // what is reported is not needed any more
	for i := range f.all.len {
		if i%chunkSize == 0 && i > 0 {
			f.all.parts[i/chunkSize-1] = nil
		}
		x := f.all.at(int32(i))
		value, encoding := wire.Format(x.kind, []byte(x.value))
		if value == "" {
			continue
		}
		o := whomade.Observation{
			Locator:   whomade.Locator{Frame: x.frame, Offset: int64(x.offset), Length: int64(x.length)},
			Subject:   x.who.subject(b),
			Attribute: x.attribute, Value: value, Encoding: encoding, Count: x.count,
		}
		if x.link.there {
			o.Link.MAC = macText(x.link.mac)
		}
		if x.timed {
			o.First, o.Last = time.Unix(0, x.first).UTC(), time.Unix(0, x.last).UTC()
		}
		out.Observe(o)
	}
}

func macText(m [6]byte) string {
	s, _ := wire.Format(wire.MAC, m[:])
	return s
}

func (w *who) subject(b *bindings) whomade.Subject {
	var s whomade.Subject
	switch w.key {
	case wire.KeyMAC:
		s.MAC = macText(w.mac)
	case wire.KeyChassisID:
		s.ChassisID = w.text
	case wire.KeyEngineID:
		s.EngineID, _ = wire.Format(wire.Bytes, []byte(w.text))
	case wire.KeyHostName:
		s.HostName = w.text
	case wire.KeyOther:
		s.Item = evidence.Self + "#other " + w.text
	case wire.KeySender:
		if !w.ip.IsValid() {
			s.MAC = macText(w.mac)
		}
	}
	if w.ip.IsValid() {
		s.IP, s.Context = w.ip.String(), w.context
		if m, ok := b.mac(w.context, w.ip); ok && w.key != wire.KeyMAC {
			s.MAC = macText(m)
		}
	}
	return s
}
