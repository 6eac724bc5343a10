package pcap

import (
	"hash/maphash"
	"math/bits"
)

// Odd constants with as many ones as zeros; what is mixed with them is spread
// over all bits.
const (
	mixA = 0x9e3779b97f4a7c15
	mixB = 0xd1b54a32d192ed03
	mixC = 0x8cb92ba72f3d8dd7
)

// mix makes one number of two in which every bit depends on all bits of both.
func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// seeds are made anew for each capture, so that nobody can write one whose
// facts collide on purpose. Nothing that is reported depends on them.
type seeds struct {
	octets maphash.Seed
	a, b   uint64
}

func newSeeds() seeds {
	s := maphash.MakeSeed()
	return seeds{s, maphash.String(s, "a") | 1, maphash.String(s, "b") | 1}
}
