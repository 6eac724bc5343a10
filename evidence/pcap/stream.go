package pcap

import (
	"context"
	"fmt"
	"time"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/wire"
)

// Stream reads frames as they come, without an end, and tells facts as they are
// new. What it keeps in mind is bounded by its limits: where they are reached it
// begins anew, and facts that it told before are new again.
type Stream struct {
	limits   evidence.Limits
	diagnose func(whomade.Diagnostic)
	d        *dissector
	told     int   // facts
	frame    int64 // of all frames
	forgot   int64 // how often it began anew
}

// NewStream returns a stream. What could not be read goes to diagnose.
func NewStream(limits evidence.Limits, diagnose func(whomade.Diagnostic)) *Stream {
	s := &Stream{limits: limits, diagnose: diagnose}
	s.begin()
	return s
}

func (s *Stream) begin() {
	s.d = nil // before there is another
	s.d, s.told = newDissector(context.Background(), evidence.Input{Limits: s.limits}, streamOut{s}), 0
}

// Packet reads one frame: its link-layer type (a LINKTYPE number), its time in
// nanoseconds since 1970, and its octets, which are not kept.
func (s *Stream) Packet(link int, nanos int64, data []byte) {
	s.frame++
	s.d.at.frame = s.frame
	s.d.packet(packet{data: data, link: link, nanos: nanos})
}

// Continue reads a segment of TCP only if it continues what a frame before it
// began, and reports whether it did. Of others nothing is counted.
func (s *Stream) Continue(link int, nanos int64, data []byte) bool {
	d := s.d
	fl := d.flows
	d.at.frame = s.frame + 1
	fl.following, fl.followed = true, false
	d.packet(packet{data: data, link: link, nanos: nanos, counted: true})
	fl.following = false
	if fl.followed {
		s.frame++
	}
	return fl.followed
}

// New tells every fact that was not told yet, in the order first seen. Frames are
// numbered from the stream's first one.
func (s *Stream) New(tell func(whomade.Observation)) {
	for ; s.told < s.d.facts.all.len; s.told++ {
		tell(s.d.observation(uint32(s.told)))
	}
	d := s.d
	if d.facts.lost+d.stations.lost > 0 || d.facts.all.len >= s.limits.Facts || d.subjects.all.len >= s.limits.Facts || len(d.contexts.names) >= maxContexts {
		s.forgot++
		s.begin()
	}
}

// Forgot is how often the limits were reached.
func (s *Stream) Forgot() int64 { return s.forgot }

// Settle makes the best of heads of connections and of packets in fragments that
// began before a time and are not whole.
func (s *Stream) Settle(before int64) {
	d := s.d
	for i := range d.flows.ring {
		if f := &d.flows.ring[i]; !f.done && f.head >= 0 && d.flows.heads[f.head].at.nanos < before {
			d.end(f)
		}
	}
	for len(d.fragments.packets) > 0 {
		if x := d.fragments.packets[d.fragments.order[0]]; x != nil && x.at.nanos >= before {
			break
		}
		d.forgetFragments()
	}
}

// Close makes the best of all that is not whole and tells the facts that were not
// told yet.
func (s *Stream) Close(tell func(whomade.Observation)) {
	for len(s.d.fragments.packets) > 0 {
		s.d.forgetFragments()
	}
	s.d.finishFlows()
	if s.d.damaged > 0 {
		s.diagnose(whomade.Diagnostic{
			Severity: whomade.SeverityWarning, Locator: whomade.Locator{Frame: s.d.firstDamaged},
			Message: fmt.Sprintf("the headers of %d frames are cut off or damaged, this one first; they were passed over", s.d.damaged),
		})
	}
	s.New(tell)
}

// observation writes one fact down as it is known so far.
func (d *dissector) observation(n uint32) whomade.Observation {
	x := d.facts.all.at(n)
	v := d.values.all.at(x.value)
	of := d.subjects.who(x.subject)
	o := whomade.Observation{
		Locator: whomade.Locator{Frame: x.frame, Offset: int64(x.offset), Length: int64(x.length)},
		Subject: of.subject(d.bindings, &d.contexts), Attribute: d.values.attributes[v.attribute],
		Value: d.values.octets.text(v.text), Encoding: wire.EncodingText, Count: x.count,
	}
	if v.hex {
		o.Encoding = wire.EncodingHex
	}
	if x.link != 0 {
		o.Link.MAC = macText(d.stations.all[x.link].mac)
	}
	if x.first != noTime {
		o.First, o.Last = time.Unix(0, x.first).UTC(), time.Unix(0, x.last).UTC()
	}
	return o
}

// streamOut is the Out of a stream's dissector. Facts are asked for, not handed
// over.
type streamOut struct{ s *Stream }

func (o streamOut) Observe(whomade.Observation) {}

func (o streamOut) Diagnose(severity string, at whomade.Locator, message string) {
	o.s.diagnose(whomade.Diagnostic{Severity: severity, Locator: at, Message: message})
}
