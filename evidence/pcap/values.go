package pcap

import (
	"fmt"
	"hash/maphash"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/wire"
)

// value is one distinct value of one attribute. It holds numbers only.
type value struct {
	raw       span // octets as on the wire
	text      span // as it is reported
	same      uint32
	attribute uint16
	kind      wire.Kind
	hex       bool
}

// values numbers every distinct value; each is formatted and cleaned once.
type values struct {
	seeds  *seeds
	limits evidence.Limits
	index  table // by what is on the wire
	clean  table // by what is reported
	all    list[value]
	octets arena
	memory int64

	attributes []string
	numbers    map[string]uint16 // of attributes
}

func newValues(s *seeds, l evidence.Limits) values {
	return values{seeds: s, limits: l, index: newTable(12), clean: newTable(12), numbers: map[string]uint16{}}
}

// noValue stands for a value that is not kept.
const noValue = ^uint32(0)

// valueOverhead is about what a value takes besides its octets.
const valueOverhead = 80

func (v *values) hash(attribute string, kind wire.Kind, raw []byte) uint64 {
	return mix(maphash.Bytes(v.seeds.octets, raw)^uint64(len(attribute))<<8^uint64(kind), v.seeds.a^tail(attribute))
}

// tail is the last octets of an attribute's name, which tell most apart.
func tail(s string) (n uint64) {
	for i := max(0, len(s)-8); i < len(s); i++ {
		n = n<<8 | uint64(s[i])
	}
	return n
}

// id returns the number of a value, or noValue where nothing is left of it or
// the limit is reached.
func (v *values) id(attribute string, kind wire.Kind, raw []byte, d *dissector) uint32 {
	h := v.hash(attribute, kind, raw)
	n, i, ok := v.index.next(h, v.index.probe(h))
	for ; ok; n, i, ok = v.index.next(h, v.index.after(i)) {
		if x := v.all.at(n); x.kind == kind && v.octets.text(x.raw) == transient(raw) && v.attributes[x.attribute] == attribute {
			return x.same
		}
	}
	if v.memory > v.limits.Memory {
		d.facts.lost++
		return noValue
	}
	n = v.enter(attribute, kind, raw, d)
	v.index.put(h, i, n)
	return v.all.at(n).same
}

// number returns the number of an attribute.
func (v *values) number(attribute string) uint16 {
	n, ok := v.numbers[attribute]
	if !ok && len(v.attributes) < 1<<16-1 {
		n = uint16(len(v.attributes))
		v.attributes = append(v.attributes, string([]byte(attribute)))
		v.numbers[v.attributes[n]] = n
	}
	return n
}

// enter keeps a new value.
func (v *values) enter(attribute string, kind wire.Kind, raw []byte, d *dissector) uint32 {
	x := value{attribute: v.number(attribute), kind: kind, raw: v.octets.keep(raw)}
	text, encoding := wire.Format(kind, raw)
	if kind == wire.Text || len(text) > v.limits.Value {
		var cut bool
		if text, encoding, cut = evidence.Clean(text, encoding, v.limits.Value); cut {
			d.out.Diagnose(whomade.SeverityWarning, d.at.locator(), fmt.Sprintf("a value of %s was cut to %d octets", attribute, v.limits.Value))
		}
	}
	x.hex = encoding == wire.EncodingHex
	if x.text = x.raw; text != transient(raw) {
		x.text = v.octets.keep([]byte(text))
	}
	v.memory += int64(len(raw) + len(text) + valueOverhead)
	n := uint32(v.all.len)
	x.same = v.canonical(&x, n)
	v.all.add(x)
	return n
}

// canonical returns the number of the value that has the same reported form,
// n if that is x itself, or noValue where nothing is to report.
func (v *values) canonical(x *value, n uint32) uint32 {
	if x.text.length == 0 {
		return noValue
	}
	h := v.hash(v.attributes[x.attribute], 0xff, v.octets.octets(x.text))
	m, i, ok := v.clean.next(h, v.clean.probe(h))
	for ; ok; m, i, ok = v.clean.next(h, v.clean.after(i)) {
		if y := v.all.at(m); y.attribute == x.attribute && y.hex == x.hex && v.octets.text(y.text) == v.octets.text(x.text) {
			return m
		}
	}
	v.clean.put(h, i, n)
	return n
}
