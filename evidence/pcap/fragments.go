package pcap

import (
	"net/netip"
	"slices"

	"github.com/whomade/whomade/wire/ip"
)

// Limits of the reassembly of IP fragments (RFC 791 clause 3.2, RFC 8200 clause
// 4.5).
const (
	maxFragmented = 512       // packets in parts at once
	maxWhole      = 1<<16 - 1 // octets of one packet
	heldFragments = 4 << 20   // octets held
)

// fragmentKey is what the fragments of one packet have in common.
type fragmentKey struct {
	src, dst netip.Addr
	context  uint32
	id       uint32
	protocol uint8
}

// fragmented is a packet of which not all parts came yet.
type fragmented struct {
	parts
	end int // length of the whole, or 0 while it is not known

	// Of the fragment that came first.
	at        place
	source    uint64
	offset    int
	tunnels   int
	addresses [32]byte
	size      int // of addresses
}

// fragments puts packets together. The one that began longest ago makes room.
type fragments struct {
	packets map[fragmentKey]*fragmented
	order   []fragmentKey
	held    int
}

// fragment takes a part of a packet and returns true once g holds the whole.
func (d *dissector) fragment(g *datagram, p *ip.Packet) bool {
	f := &d.fragments
	to := p.FragmentOffset + len(p.Payload)
	if to > maxWhole || len(p.Payload) == 0 {
		return false
	}
	k := fragmentKey{p.Src, p.Dst, d.context, p.ID, p.Protocol}
	x := f.packets[k]
	if x == nil {
		for len(f.packets) >= maxFragmented || f.held > heldFragments {
			d.forgetFragments()
		}
		if f.packets == nil {
			f.packets = map[fragmentKey]*fragmented{}
		}
		x = &fragmented{at: d.at, source: d.source, offset: g.offset, tunnels: g.tunnels, size: len(g.addresses)}
		copy(x.addresses[:], g.addresses)
		f.packets[k] = x
		f.order = append(f.order, k)
		if len(f.order) > 4*maxFragmented { // most of them are whole by now
			f.order = slices.DeleteFunc(f.order, func(k fragmentKey) bool { return f.packets[k] == nil })
		}
	}
	f.held += x.add(p.FragmentOffset, p.Payload, maxWhole, &d.flows.pool)
	if !p.MoreFragments && p.Missing == 0 {
		x.end = to
	}
	if x.end == 0 || len(x.pieces) != 1 || x.pieces[0] != (piece{0, x.end}) {
		return false
	}
	f.drop(k, x)
	g.payload = x.buf[:x.end]
	return true
}

// drop ends the keeping of a packet.
func (f *fragments) drop(k fragmentKey, x *fragmented) {
	f.held -= len(x.buf)
	delete(f.packets, k)
	if len(f.packets) == 0 {
		f.order = f.order[:0]
	}
}

// forgetFragments gives up the packet that began longest ago, making the best of
// its first part.
func (d *dissector) forgetFragments() {
	f := &d.fragments
	k := f.order[0]
	f.order = f.order[1:]
	x := f.packets[k]
	if x == nil {
		return
	}
	f.drop(k, x)
	b := x.octets()
	if len(b) == 0 {
		return
	}
	at, source, context := d.at, d.source, d.context
	d.at, d.source, d.context = x.at, x.source, k.context
	d.above(&datagram{addresses: x.addresses[:x.size], protocol: k.protocol, payload: b, offset: x.offset, tunnels: x.tunnels})
	d.at, d.source, d.context = at, source, context
}
