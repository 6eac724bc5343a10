package pcap

import (
	"encoding/binary"
	"hash/maphash"
	"net/netip"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/wire"
)

// who is the subject of a fact in the form it has on the wire. The same subject
// has one form only.
type who struct {
	key     wire.Key // KeyIP, KeyMAC and so on; never KeySender
	context uint32   // routing context of an IP address
	hi, lo  uint64   // address: of IP as an IPv6 address, of MAC in lo
	text    string   // chassis id, engine id, name, label
	far     bool     // of an IP address: behind a router, so that no station of the capture is it
}

// byMAC is the subject that a hardware address names.
func byMAC(mac [6]byte) who { return who{key: wire.KeyMAC, lo: keyOfMAC(mac)} }

// byIP is the subject that an address of 4 or 16 octets names.
func byIP(a []byte, context uint32) who {
	w := who{key: wire.KeyIP, context: context}
	if len(a) == 4 {
		w.lo = 0xffff<<32 | uint64(binary.BigEndian.Uint32(a))
	} else {
		w.hi, w.lo = binary.BigEndian.Uint64(a), binary.BigEndian.Uint64(a[8:])
	}
	return w
}

// ip is the address of a KeyIP.
func (w *who) ip() netip.Addr {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:], w.hi)
	binary.BigEndian.PutUint64(b[8:], w.lo)
	return netip.AddrFrom16(b).Unmap()
}

// nobody reports whether an IP address cannot be a sender's: it is unspecified or
// that of a group.
func (w *who) nobody() bool {
	if w.hi == 0 && w.lo>>32 == 0xffff {
		return uint32(w.lo) == 0 || uint32(w.lo)>>28 == 0xe
	}
	return w.hi>>56 == 0xff || w.hi == 0 && w.lo == 0
}

// subject is who, kept.
type subject struct {
	hi, lo  uint64
	text    span
	context uint32
	key     wire.Key
	far     bool
}

// subjects numbers every distinct subject.
type subjects struct {
	seeds *seeds
	index table
	all   list[subject]
	texts arena
}

func newSubjects(s *seeds) subjects { return subjects{seeds: s, index: newTable(12)} }

func (s *subjects) hash(w *who) uint64 {
	h := mix(w.lo^s.seeds.a, mixB^uint64(w.key))
	h = mix(h^w.hi, mixC^uint64(w.context))
	if w.far {
		h ^= mixA
	}
	if w.text != "" {
		h ^= maphash.String(s.seeds.octets, w.text)
	}
	return mix(h, s.seeds.b)
}

// who is a subject as it was given.
func (s *subjects) who(n uint32) who {
	x := s.all.at(n)
	return who{x.key, x.context, x.hi, x.lo, s.texts.text(x.text), x.far}
}

// id returns the number of w, whose text may alias a packet.
func (s *subjects) id(w *who) uint32 {
	h := s.hash(w)
	n, i, ok := s.index.next(h, s.index.probe(h))
	for ; ok; n, i, ok = s.index.next(h, s.index.after(i)) {
		if x := s.all.at(n); x.lo == w.lo && x.hi == w.hi && x.key == w.key && x.context == w.context && x.far == w.far && s.texts.text(x.text) == w.text {
			return n
		}
	}
	n = uint32(s.all.len)
	s.all.add(subject{w.hi, w.lo, s.texts.keep([]byte(w.text)), w.context, w.key, w.far})
	s.index.put(h, i, n)
	return n
}

func macText(m [6]byte) string {
	s, _ := wire.Format(wire.MAC, m[:])
	return s
}

// subject writes a subject down, with the sender of an IP packet known by its
// MAC address where the capture binds the two.
func (w *who) subject(b *bindings, c *contexts) whomade.Subject {
	var s whomade.Subject
	switch w.key {
	case wire.KeyMAC:
		s.MAC = macText(macOfKey(w.lo))
	case wire.KeyIP:
		ip := w.ip()
		s.IP, s.Context = ip.String(), c.names[w.context]
		if m, ok := b.mac(w.context, ip); ok && !w.far {
			s.MAC = macText(m)
		}
	case wire.KeyChassisID:
		s.ChassisID = w.text
	case wire.KeyEngineID:
		s.EngineID, _ = wire.Format(wire.Bytes, []byte(w.text))
	case wire.KeyHostName:
		s.HostName = w.text
	default:
		s.Item = evidence.Self + "#other " + w.text
	}
	return s
}
