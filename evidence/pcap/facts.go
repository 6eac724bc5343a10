package pcap

import (
	"iter"
	"time"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/wire"
)

// fact is one distinct fact. It holds numbers only, so that the garbage
// collector passes it over.
type fact struct {
	subject, link, value uint32
	offset, length       int32
	frame                int64
	first, last          int64
	count                int64

	_ [8]byte // one line of the cache each
}

// facts holds every distinct fact once, in the order first seen.
type facts struct {
	seeds *seeds
	index table
	all   list[fact]
	limit int
	lost  int64
}

func newFacts(s *seeds, limit int) facts {
	return facts{seeds: s, index: newTable(13), limit: limit}
}

func (f *facts) hash(subject, link, value uint32) uint64 {
	return mix(uint64(subject)<<32|uint64(link)^f.seeds.a, uint64(value)*mixC^f.seeds.b)
}

// add counts a fact and returns its number, or -1 where it is not kept.
func (f *facts) add(subject, link, value uint32, at *place) int32 {
	if value == noValue {
		return -1
	}
	h := f.hash(subject, link, value)
	m, i, ok := f.index.next(h, f.index.probe(h))
	for ; ok; m, i, ok = f.index.next(h, f.index.after(i)) {
		if x := f.all.at(m); x.subject == subject && x.value == value && x.link == link {
			x.again(at)
			return int32(m)
		}
	}
	if f.all.len >= f.limit {
		f.lost++
		return -1
	}
	n := f.all.len
	f.all.add(fact{
		subject: subject, link: link, value: value, offset: at.offset, length: at.length,
		frame: at.frame, first: at.nanos, last: at.nanos, count: 1,
	})
	f.index.put(h, i, uint32(n))
	return int32(n)
}

// again counts a fact that is known already.
func (x *fact) again(at *place) {
	x.count++
	if at.frame < x.frame { // of a connection whose head took longer
		x.frame, x.offset, x.length = at.frame, at.offset, at.length
	}
	nanos := at.nanos
	if nanos == noTime {
		return
	}
	if x.first == noTime || nanos < x.first {
		x.first = nanos
	}
	x.last = max(x.last, nanos)
}

func (p *place) locator() whomade.Locator {
	return whomade.Locator{Frame: p.frame, Offset: int64(p.offset), Length: int64(p.length)}
}

// report hands every fact over, in the order first seen.
func (d *dissector) report(out evidence.Out) {
	d.stations.settle(&d.facts)
	// What only reading needs is not needed any more.
	d.facts.index, d.values.index, d.values.clean, d.subjects.index = table{}, table{}, table{}, table{}
	d.contents, d.flows, d.fragments, d.associations = contents{}, nil, fragments{}, associations{}
	if p, ok := out.(evidence.Patient); ok {
		p.Later(d.observations())
		return
	}
	for o := range d.observations() {
		out.Observe(o)
	}
}

// written is a subject in its written form, kept for its next fact.
type written struct {
	number  uint32
	there   bool
	subject whomade.Subject
}

// observations writes the facts down, one at a time.
func (d *dissector) observations() iter.Seq[whomade.Observation] {
	return func(yield func(whomade.Observation) bool) {
		recent := make([]written, 1<<13)
		links := make([]string, len(d.stations.all))
		for i := range d.facts.all.len {
			if i%listPart == 0 && i > 0 {
				d.facts.all.parts[i/listPart-1] = nil
			}
			x := d.facts.all.at(uint32(i))
			v := d.values.all.at(x.value)
			w := &recent[x.subject%uint32(len(recent))]
			if !w.there || w.number != x.subject {
				of := d.subjects.who(x.subject)
				*w = written{x.subject, true, of.subject(d.bindings, &d.contexts)}
			}
			o := whomade.Observation{
				Locator: whomade.Locator{Frame: x.frame, Offset: int64(x.offset), Length: int64(x.length)},
				Subject: w.subject, Attribute: d.values.attributes[v.attribute], Value: d.values.octets.text(v.text), Encoding: wire.EncodingText, Count: x.count,
			}
			if v.hex {
				o.Encoding = wire.EncodingHex
			}
			if x.link != 0 {
				if links[x.link] == "" {
					links[x.link] = macText(d.stations.all[x.link].mac)
				}
				o.Link.MAC = links[x.link]
			}
			if x.first != noTime {
				o.First, o.Last = time.Unix(0, x.first).UTC(), time.Unix(0, x.last).UTC()
			}
			if !yield(o) {
				return
			}
		}
	}
}
