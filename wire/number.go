package wire

import (
	"encoding/binary"
	"sync"
)

// numbers is room for the octets of numbers that stand in no octets of their own.
var numbers = sync.Pool{New: func() any { return new([8]byte) }}

// Number reports a number that is no run of whole octets of what is decoded.
func Number(attribute string, n uint64, s Sink) {
	b := numbers.Get().(*[8]byte)
	defer numbers.Put(b)
	binary.BigEndian.PutUint64(b[:], n)
	s.Field(attribute, Uint, b[:])
}
