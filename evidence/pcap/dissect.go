package pcap

import (
	"context"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"unsafe"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/wire"
)

// dissector takes packets to the decoders and keeps what they find. It is the
// wire.Sink of all of them.
type dissector struct {
	ctx      context.Context
	out      evidence.Out
	facts    *facts
	bindings *bindings
	flows    *flows
	frame    int64 // frames read so far

	// The unit that is being decoded.
	sender  who
	about   who
	link    hardware
	at      place
	context string
	binds   string // attribute of bindings, or "" where they are reported otherwise

	contexts        contexts
	damaged         int64
	firstDamaged    int64
	unknownLinks    map[int]int64 // link type to first frame
	saidNoInterface bool
}

func newDissector(ctx context.Context, in evidence.Input, out evidence.Out) *dissector {
	return &dissector{
		ctx: ctx, out: out, facts: newFacts(in.Limits.Facts), bindings: newBindings(in.Limits.Facts), flows: newFlows(),
		unknownLinks: map[int]int64{}, contexts: contexts{},
	}
}

func (d *dissector) ctxDone() bool { return d.frame&0xfff == 0 && d.ctx.Err() != nil }

// enter begins a unit: its sender, the source of its frame, and its place.
func (d *dissector) enter(sender who, link hardware, at place) {
	d.sender, d.about, d.link, d.at = sender, sender, link, at
}

// About is a method of wire.Sink.
func (d *dissector) About(key wire.Key, value []byte) {
	switch {
	case key == wire.KeySender:
		d.about = d.sender
	case key == wire.KeyMAC && len(value) == 6:
		d.about = who{key: wire.KeyMAC, mac: [6]byte(value)}
	case key == wire.KeyIP:
		if ip, ok := netip.AddrFromSlice(value); ok {
			d.about = who{key: wire.KeyIP, ip: ip.Unmap(), context: d.context}
		}
	case key == wire.KeyOther:
		// A neighbour without a key of its own: told apart by who speaks of it.
		d.about = who{key: wire.KeyOther, mac: d.sender.mac, text: transient(value)}
	default:
		d.about = who{key: key, text: transient(value)}
	}
}

// transient is a string over octets of the packet; the table of facts copies it
// where it keeps it.
func transient(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// Field is a method of wire.Sink.
func (d *dissector) Field(attribute string, kind wire.Kind, value []byte) {
	if len(value) == 0 {
		return
	}
	d.facts.add(&d.about, d.link, attribute, kind, value, d.at)
}

// Bind is a method of wire.Sink.
func (d *dissector) Bind(ip netip.Addr, mac [6]byte) {
	ip = ip.Unmap()
	if d.bindings.add(d.context, ip, mac) && d.binds != "" {
		about := who{ip: ip, context: d.context}
		d.facts.add(&about, d.link, d.binds, wire.MAC, mac[:], d.at)
	}
}

// finish reports everything.
func (d *dissector) finish() {
	d.finishFlows()
	d.flows = nil
	d.facts.report(d.out, d.bindings)
	if d.facts.full {
		d.out.Diagnose(whomade.SeverityError, whomade.Locator{}, "the capture holds more distinct facts than the limit; the later ones were dropped")
	}
	if d.damaged > 0 {
		d.out.Diagnose(whomade.SeverityWarning, whomade.Locator{Frame: d.firstDamaged}, fmt.Sprintf("the headers of %d frames are cut off or damaged, this one first; they were passed over", d.damaged))
	}
	for _, link := range slices.Sorted(maps.Keys(d.unknownLinks)) {
		d.out.Diagnose(whomade.SeverityError, whomade.Locator{Frame: d.unknownLinks[link]}, fmt.Sprintf("frames of link-layer type %d are not understood and were not read, from this one on", link))
	}
}
