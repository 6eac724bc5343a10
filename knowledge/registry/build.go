package registry

import "math/bits"

// records are the blocks of one size as the file holds them: the key in as few
// octets as hold it, big-endian, and the index of the holder's name.
type records struct {
	data string
	bits int
}

// recordSize is the length of a block of that many bits in the file.
func recordSize(bits int) int { return (bits+7)/8 + 2 }

// next takes the first block off. It is unrolled because opening the table reads
// every block twice.
func (r *records) next() (key uint64, name int) {
	d := r.data
	switch r.bits {
	case 24:
		_ = d[4]
		key = uint64(d[0])<<16 | uint64(d[1])<<8 | uint64(d[2])
		name, r.data = int(d[3])<<8|int(d[4]), d[5:]
	case 28:
		_ = d[5]
		key = uint64(d[0])<<24 | uint64(d[1])<<16 | uint64(d[2])<<8 | uint64(d[3])
		name, r.data = int(d[4])<<8|int(d[5]), d[6:]
	default:
		_ = d[6]
		key = uint64(d[0])<<32 | uint64(d[1])<<24 | uint64(d[2])<<16 | uint64(d[3])<<8 | uint64(d[4])
		name, r.data = int(d[5])<<8|int(d[6]), d[7:]
	}
	return key, name
}

// be reads an unsigned big-endian integer of n octets.
func be(s string, n int) (v uint64) {
	for i := range n {
		v = v<<8 | uint64(s[i])
	}
	return v
}

// build fills the table from the blocks of the three sizes, names being their
// holders. It returns false if blocks are not in ascending order, name no holder
// or are more than the table can hold.
func (t *blockTable) build(sizes [3]records, names []entry) bool {
	leads := make([]uint32, 0, len(sizes[0].data)/recordSize(24)+1<<12)
	for _, r := range sizes {
		var ok bool
		if leads, ok = r.check(leads, len(names)); !ok {
			return false
		}
	}
	n, ok := t.assign(leads)
	if !ok {
		return false
	}
	t.entries = make([]entry, n, n+n/2+maxPlaces/2)
	for r := sizes[0]; r.data != ""; {
		key, name := r.next()
		t.entries[t.place(uint32(key))] = names[name].ofSize(24)
	}
	wides := 0
	for _, r := range sizes[1:] {
		below := r.bits - 24
		last, start := ^uint32(0), 0
		for r.data != "" {
			key, name := r.next()
			if lead := uint32(key >> below); lead != last {
				if below == 12 {
					wides++
				}
				if wides > maxWide {
					return false
				}
				last, start = lead, t.subdivide(t.place(lead), below)
			}
			t.entries[start+int(key)&(1<<below-1)] = names[name].ofSize(r.bits)
		}
	}
	return true
}

// check appends the leading 24 bits of the blocks, each once, and reports
// whether the blocks are in order and have names.
func (r records) check(leads []uint32, names int) ([]uint32, bool) {
	last := int64(-1)
	for r.data != "" {
		key, name := r.next()
		if int64(key) <= last || key>>r.bits != 0 || name >= names {
			return nil, false
		}
		lead := uint32(key >> (r.bits - 24))
		if last < 0 || lead != uint32(last>>(r.bits-24)) {
			leads = append(leads, lead)
		}
		last = int64(key)
	}
	return leads, true
}

// assign makes the groups that the blocks lie in. It returns how many entries
// they take, the one without holder included.
func (t *blockTable) assign(leads []uint32) (int, bool) {
	t.group = new([1 << 24 / 64]uint16)
	t.assigned = make([]uint64, 1, len(leads)+1)
	for _, lead := range leads {
		pos := position(lead)
		g := t.group[pos>>6]
		if g == 0 {
			if len(t.assigned) >= maxPlaces {
				return 0, false
			}
			g = uint16(len(t.assigned))
			t.group[pos>>6] = g
			t.assigned = append(t.assigned, 0)
		}
		t.assigned[g] |= 1 << (pos & 63)
	}
	t.first = make([]uint16, len(t.assigned))
	places := 1
	for g, a := range t.assigned {
		t.first[g] = uint16(min(places, maxPlaces-1))
		places += bits.OnesCount64(a)
	}
	return places, places <= maxPlaces
}

// subdivide gives a block a row with an entry for each value of the given number
// of bits and returns where it starts. What was known of the block before holds
// for all of them.
func (t *blockTable) subdivide(place uint32, below int) int {
	old, start, kind := t.entries[place], len(t.entries), entry(narrow)
	if below == 12 {
		kind = wide
	}
	for i := range 1 << below {
		e := old
		if old.isRow() {
			e = t.entries[int(old&entryMask)+i>>(below-4)]
		}
		t.entries = append(t.entries, e)
	}
	t.entries[place] = kind<<entryShift | entry(start)
	return start
}
