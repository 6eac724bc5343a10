package registry

import "math/bits"

// blockTable finds the entry of an address without a branch that depends on it
// (a mispredicted one costs more than all the loads) and in little enough memory
// to stay in the processor's caches.
//
// A 24 bit block has a position; 64 positions make a group. Of the groups only
// those with an assigned block are kept, and which of their positions are
// assigned. Counting those before the block's own gives its place in entries.
type blockTable struct {
	group    *[1 << 24 / 64]uint16 // of 64 positions, its place in the next two; the first is empty
	assigned []uint64              // a bit for each assigned position of a group
	first    []uint16              // place in entries of the first of them
	entries  []entry               // the first has no holder; the 24 bit blocks; rows of parts
}

// entry is one block. Its upper four bits are the block's length in units of
// four bits and the lower ones the place of its holder's name: offset above the
// lowest eight bits, length in them. An entry of zero is a block without holder.
//
// Instead of a length the upper bits may be narrow or wide: the block is
// subdivided, the lower bits are the place in entries where its row of 16 or
// 4096 parts starts.
type entry uint32

const (
	entryShift = 28
	entryMask  = 1<<entryShift - 1
	narrow     = 1
	wide       = 2
	maxWide    = 256     // wide rows; the registry has opened fewer than ten blocks for them
	maxPlaces  = 1 << 16 // 24 bit blocks, the one without holder among them
)

// bits is the length of the block.
func (e entry) bits() int { return int(e>>entryShift) * 4 }

// isRow reports whether the block is subdivided.
func (e entry) isRow() bool { return e != 0 && e>>entryShift <= wide }

// name is the registered name of the block's holder.
func (e entry) name(heap string) string {
	off := uint32(e&entryMask) >> 8
	return heap[off : off+uint32(e)&0xff]
}

// ofSize is the entry of a block of that many bits with the same holder.
func (e entry) ofSize(bits int) entry { return e&entryMask | entry(bits/4)<<entryShift }

// position moves the group and local bits of a block's first octet to the top,
// so that the universally administered blocks lie together.
func position(lead uint32) uint32 {
	return lead>>16&3<<22 | lead>>18<<16 | lead&0xffff
}

// place returns where in entries the 24 bit block is, 0 if it is not assigned.
func (t *blockTable) place(lead uint32) uint32 {
	pos := position(lead)
	g := t.group[pos>>6]
	a := t.assigned[g]
	n := uint32(t.first[g]) + uint32(bits.OnesCount64(a&(1<<(pos&63)-1)))
	return n & -uint32(a>>(pos&63)&1)
}

// part returns the place of the part of a subdivided block that the 24 trailing
// bits of an address select, or place itself if e, the entry there, is none.
func (e entry) part(place, rest uint32) uint32 {
	kind := uint32(e >> entryShift)
	// All ones for a row and for the entry without holder, which leads to itself.
	isRow := uint32(int32(kind-wide-1) >> 31)
	return place&^isRow | (uint32(e&entryMask)+rest>>((28-8*kind)&31))&isRow
}
