package pcap

import "math/bits"

// table finds numbers by digest: an open table that is probed in a line. It
// holds the upper half of each digest, which tells the place too, so that what
// has another one is passed over without looking at it and growing looks at
// nothing else.
type table struct {
	slots []uint64 // upper half of the digest, and number plus one; or 0
	used  int
}

func newTable(bits uint8) table { return table{slots: make([]uint64, 1<<bits)} }

const tagMask = 0xffffffff << 32

// probe begins a search: it returns the home of a digest.
func (t *table) probe(hash uint64) int {
	return int(hash >> ((65 - bits.Len(uint(len(t.slots)))) & 63))
}

// next returns the number of the next entry whose digest may be hash, and where
// it is; ok is false where there is none, and at then where it belongs.
func (t *table) next(hash uint64, i int) (n uint32, at int, ok bool) {
	for ; ; i = t.after(i) {
		s := t.slots[i]
		if s == 0 {
			return 0, i, false
		}
		if (s^hash)&tagMask == 0 {
			return uint32(s) - 1, i, true
		}
	}
}

// after is where a search goes on behind i.
func (t *table) after(i int) int { return (i + 1) & (len(t.slots) - 1) }

// put enters a number at i, which next returned, and makes room for more.
func (t *table) put(hash uint64, i int, n uint32) {
	t.slots[i] = hash&tagMask | uint64(n+1)
	if t.used++; 2*t.used > len(t.slots) {
		t.grow()
	}
}

// page is what the system gives memory in. What is looked at before it is written
// to it gives twice: nothing first, and then something.
const page = 4096

func (t *table) grow() {
	old := t.slots
	t.slots = make([]uint64, 2*len(old))
	for i := 0; i < len(t.slots); i += page / 8 {
		t.slots[i] = 0
	}
	for _, s := range old {
		if s == 0 {
			continue
		}
		i := t.probe(s)
		for t.slots[i] != 0 {
			i = t.after(i)
		}
		t.slots[i] = s
	}
}
