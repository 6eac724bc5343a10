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
	ctx  context.Context
	out  evidence.Out
	mind seeds

	stations     stations
	subjects     subjects
	values       values
	facts        facts
	contents     contents
	contexts     contexts
	bindings     *bindings
	flows        *flows
	ports        *portIndex
	types        *typeLines
	fragments    fragments
	associations associations
	stacks       *stacks
	echoes       int // facts of ICMP

	// The packet that is read. at.offset and at.length are those of the unit.
	at      place
	source  uint64 // station key of the source of its frame, or 0
	context uint32 // routing context
	ahead   ahead
	located [batch]located
	todo    [batch]record
	recent  recent

	// The unit that is decoded.
	sender  who
	about   who
	known   bool   // whether subject is the number of about
	subject uint32 // number of about
	binds   string // attribute of bindings, or "" where they are reported otherwise
	told    int64  // facts told of it and all others
	room    [256]byte

	damaged         int64
	firstDamaged    int64
	unknownLinks    map[int]int64 // link type to first frame
	saidNoInterface bool
}

func newDissector(ctx context.Context, in evidence.Input, out evidence.Out) *dissector {
	d := &dissector{
		ctx: ctx, out: out, mind: newSeeds(), stations: newStations(in.Limits.Facts), contents: newContents(), contexts: newContexts(),
		bindings: newBindings(in.Limits.Facts), flows: newFlows(), ports: datagramPorts(), stacks: new(stacks), types: new(typeLines), unknownLinks: map[int]int64{},
	}
	d.subjects = newSubjects(&d.mind)
	d.values = newValues(&d.mind, in.Limits)
	d.facts = newFacts(&d.mind, in.Limits.Facts)
	return d
}

func (d *dissector) ctxDone() bool { return d.at.frame&0xfff == 0 && d.ctx.Err() != nil }

// enter begins a unit, with its sender and its place in the frame.
func (d *dissector) enter(sender who, offset, length int) {
	d.sender, d.about, d.known, d.binds = sender, sender, false, ""
	d.at.offset, d.at.length = int32(offset), int32(length)
}

// About is a method of wire.Sink.
func (d *dissector) About(key wire.Key, value []byte) {
	if d.contents.recording {
		d.contents.put(op{kind: opAbout, key: key, text: transient(value)})
	}
	d.known = false
	switch {
	case key == wire.KeySender:
		d.about = d.sender
	case key == wire.KeyMAC:
		if len(value) == 6 {
			d.about = byMAC([6]byte(value))
		}
	case key == wire.KeyIP:
		if len(value) == 4 || len(value) == 16 {
			d.about = byIP(value, d.context)
		}
	default:
		d.about = who{key: key, text: transient(value)}
	}
}

// transient is a string over octets of the packet; who keeps it copies it.
func transient(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// Field is a method of wire.Sink.
func (d *dissector) Field(attribute string, kind wire.Kind, value []byte) {
	if len(value) == 0 {
		return
	}
	v := d.values.id(attribute, kind, value, d)
	if d.contents.recording {
		d.contents.put(op{kind: opField, value: v})
	}
	d.fact(v)
}

// fact counts a value of the subject that is spoken of.
func (d *dissector) fact(v uint32) {
	d.told++
	d.facts.add(d.number(), d.link(), v, &d.at)
}

// number is that of the subject that is spoken of.
func (d *dissector) number() uint32 {
	if !d.known {
		d.subject, d.known = d.subjects.id(&d.about), true
	}
	return d.subject
}

// Bind is a method of wire.Sink.
func (d *dissector) Bind(ip netip.Addr, mac [6]byte) {
	ip = ip.Unmap()
	if d.contents.recording {
		d.contents.put(op{kind: opBind, mac: mac, text: string(ip.AsSlice())})
	}
	if d.bindings.add(d.context, ip, mac) && d.binds != "" {
		w := byIP(ip.AsSlice(), d.context)
		d.facts.add(d.subjects.id(&w), d.link(), d.values.id(d.binds, wire.MAC, mac[:], d), &d.at)
	}
}

// finish reports everything.
func (d *dissector) finish() {
	for len(d.fragments.packets) > 0 {
		d.forgetFragments()
	}
	d.finishFlows()
	if d.facts.lost+d.stations.lost > 0 {
		d.out.Diagnose(whomade.SeverityError, whomade.Locator{}, "the capture holds more distinct facts than the limit; the later ones were dropped")
	}
	d.report(d.out)
	if d.damaged > 0 {
		d.out.Diagnose(whomade.SeverityWarning, whomade.Locator{Frame: d.firstDamaged}, fmt.Sprintf("the headers of %d frames are cut off or damaged, this one first; they were passed over", d.damaged))
	}
	for _, link := range slices.Sorted(maps.Keys(d.unknownLinks)) {
		d.out.Diagnose(whomade.SeverityError, whomade.Locator{Frame: d.unknownLinks[link]}, fmt.Sprintf("frames of link-layer type %d are not understood and were not read, from this one on", link))
	}
}
