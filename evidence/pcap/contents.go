package pcap

import (
	"encoding/binary"
	"hash/maphash"
	"net/netip"
	"strings"
	"unsafe"

	"github.com/whomade/whomade/wire"
)

// Equipment says the same thing again and again: an LLDP frame every half
// minute, a certificate for every connection. What a decoder found in octets
// that came twice is kept, and told again without decoding when they come a
// third time.

const (
	contentSets = 1 << 11
	contentWays = 4
	minContent  = 48      // shorter ones are decoded as fast as recognised
	maxOps      = 512     // of one content
	allOps      = 1 << 17 // of all contents together
)

// op is one call of a decoder: About, Field or Bind.
type op struct {
	kind  opKind
	key   wire.Key
	mac   [6]byte
	value uint32 // number of the value
	text  string // of a key; octets of an address
}

type opKind uint8

const (
	opField opKind = iota
	opAbout
	opBind
)

// content is octets that one decoder was shown, known by two digests.
type content struct {
	second uint64
	ops    []op
	state  contentState
	more   uint32 // lines of streamTable that want more
	ok     bool   // what the decoder returned
	used   bool   // since somebody looked for room
}

type contentState uint8

const (
	contentNew   contentState = iota // never seen
	contentOnce                      // seen once
	contentKnown                     // decoded and kept
)

// contents is a cache of a fixed number of contents.
type contents struct {
	seed      maphash.Seed
	digests   *[contentSets][contentWays]uint64 // the first of each content
	sets      *[contentSets][contentWays]content
	ops       int
	recording bool
	tape      []op
}

func newContents() contents {
	return contents{seed: maphash.MakeSeed(), digests: new([contentSets][contentWays]uint64), sets: new([contentSets][contentWays]content)}
}

// find returns the place of octets that the decoder with this number is to be
// shown: known, or where they are to be kept, or nil.
func (c *contents) find(decoder uint32, b []byte) *content {
	h := mix(maphash.Bytes(c.seed, b)^uint64(len(b))<<32^uint64(decoder), mixB)
	set, digests := &c.sets[h%contentSets], &c.digests[h%contentSets]
	for i := range digests {
		if digests[i] != h || set[i].state == contentNew {
			continue
		}
		x := &set[i]
		second := sample(b)
		if x.state == contentOnce {
			x.second = second
		} else if x.second != second {
			return nil
		}
		x.used = true
		return x
	}
	i := victim(set)
	c.ops -= len(set[i].ops)
	set[i], digests[i] = content{state: contentOnce}, h
	return nil
}

// sample is a digest of a few of the octets, at least minContent.
func sample(b []byte) (h uint64) {
	for i := range 4 {
		h = mix(h^binary.LittleEndian.Uint64(b[i*(len(b)-8)/3:]), mixA)
	}
	return h
}

// victim chooses a place for a new content.
func victim(set *[contentWays]content) int {
	for i := range set {
		if set[i].state == contentNew {
			return i
		}
	}
	for i := range set {
		if x := &set[i]; x.state == contentOnce && !x.used {
			return i
		}
	}
	for i := range set {
		if x := &set[i]; x.used {
			x.used = false
		} else {
			return i
		}
	}
	return 0
}

// record begins to keep what a decoder says.
func (c *contents) record() { c.recording, c.tape = true, c.tape[:0] }

// keep keeps what was recorded as all that x gives away.
func (c *contents) keep(x *content, ok bool, more uint32) {
	c.recording = false
	if len(c.tape) > maxOps || c.ops+len(c.tape) > allOps {
		return
	}
	c.ops += len(c.tape)
	x.ops, x.state, x.ok, x.more = append([]op(nil), c.tape...), contentKnown, ok, more
}

// put records one call.
func (c *contents) put(o op) {
	if len(c.tape) <= maxOps {
		o.text = strings.Clone(o.text)
		c.tape = append(c.tape, o)
	}
}

// replay says again what x gives away.
func (d *dissector) replay(x *content) {
	if len(x.ops) > 1 && x.ops[0].kind == opField {
		// Most of the time goes into waiting for the places of the facts.
		f, link := &d.facts, d.link()
		subject := d.number()
		for i := range x.ops {
			if o := &x.ops[i]; o.kind == opField {
				prefetch(unsafe.Pointer(&f.index.slots[f.index.probe(f.hash(subject, link, o.value))]))
			}
		}
	}
	for i := range x.ops {
		switch o := &x.ops[i]; o.kind {
		case opField:
			d.fact(o.value)
		case opAbout:
			d.About(o.key, []byte(o.text))
		case opBind:
			if ip, ok := netip.AddrFromSlice([]byte(o.text)); ok {
				d.Bind(ip, o.mac)
			}
		}
	}
}

// show shows octets to a decoder, which has a number of its own.
func (d *dissector) show(decoder uint32, decode wire.DatagramDecoder, b []byte) bool {
	if len(b) < minContent {
		return decode(b, d)
	}
	x := d.contents.find(decoder, b)
	switch {
	case x == nil:
		return decode(b, d)
	case x.state == contentKnown:
		d.replay(x)
		return x.ok
	}
	d.contents.record()
	ok := decode(b, d)
	d.contents.keep(x, ok, 0)
	return ok
}

// partNumbers begin the numbers of decoders of parts.
const partNumbers = 1 << 24

// Part is a method of wire.Memory. Inside octets that are recorded as a whole
// their parts are not recorded too.
func (d *dissector) Part(kind uint8, b []byte, decode wire.DatagramDecoder) {
	if d.contents.recording {
		decode(b, d)
		return
	}
	d.show(partNumbers|uint32(kind), decode, b)
}
