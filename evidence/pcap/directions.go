package pcap

// directions finds the place in the ring by a direction's key: an open table of
// a fixed size, twice the ring's, probed in a line.
type directions struct{ slots []uint64 }

const (
	directionBits  = 17
	directionShift = 64 - directionBits
	placeMask      = 1<<directionBits - 1 // place in the ring plus one; the key's other bits stand above
)

func newDirections() directions { return directions{make([]uint64, 1<<directionBits)} }

func home(s uint64) int { return int(s >> directionShift) }

// slot returns where the key is, or the free place where it belongs.
func (t *directions) slot(key uint64) int {
	i := home(key)
	for t.slots[i] != 0 && (t.slots[i]^key)&^placeMask != 0 {
		i = (i + 1) & (len(t.slots) - 1)
	}
	return i
}

func (t *directions) find(key uint64) (n uint32, ok bool) {
	s := t.slots[t.slot(key)]
	return uint32(s&placeMask) - 1, s != 0
}

// put enters a key or gives it another place.
func (t *directions) put(key uint64, n uint32) {
	t.slots[t.slot(key)] = key&^placeMask | uint64(n+1)
}

// remove takes out a key, if n is still its place.
func (t *directions) remove(key uint64, n uint32) {
	i := t.slot(key)
	if t.slots[i]&placeMask != uint64(n+1) {
		return
	}
	// What stands behind the gap moves into it, unless it is at home there.
	mask := len(t.slots) - 1
	for j := (i + 1) & mask; t.slots[j] != 0; j = (j + 1) & mask {
		if h := home(t.slots[j]); (j-h)&mask >= (j-i)&mask {
			t.slots[i] = t.slots[j]
			i = j
		}
	}
	t.slots[i] = 0
}
