package pcap

// arena keeps octets that are never let go, without a pointer for each: the
// garbage collector has nothing to look at. Octets 0 are none.
type arena struct {
	blocks [][]byte
	large  [][]byte // what fits no block has one of its own
}

const arenaBlock = 64 << 10

// span is octets of an arena: block and place, or a large one.
type span struct {
	block  uint32 // of blocks, or with its highest bit set of large
	offset uint16
	length uint32
}

const largeSpan = 1 << 31

// keep copies octets.
func (a *arena) keep(b []byte) span {
	if len(b) > arenaBlock/4 {
		a.large = append(a.large, append([]byte(nil), b...))
		return span{largeSpan | uint32(len(a.large)-1), 0, uint32(len(b))}
	}
	if len(b) == 0 {
		return span{}
	}
	n := len(a.blocks)
	if n == 0 || len(a.blocks[n-1])+len(b) > arenaBlock {
		a.blocks = append(a.blocks, make([]byte, 0, arenaBlock))
		n++
	}
	block := a.blocks[n-1]
	a.blocks[n-1] = append(block, b...)
	return span{uint32(n - 1), uint16(len(block)), uint32(len(b))}
}

// octets returns what was kept, which must not be changed.
func (a *arena) octets(s span) []byte {
	switch {
	case s.length == 0:
		return nil
	case s.block&largeSpan != 0:
		return a.large[s.block&^largeSpan]
	}
	return a.blocks[s.block][s.offset : int(s.offset)+int(s.length)]
}

// text is octets as a string. It holds on to the block that they are in.
func (a *arena) text(s span) string { return transient(a.octets(s)) }
