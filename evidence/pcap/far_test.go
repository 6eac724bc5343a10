package pcap

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestFollow holds the following of records on several ways against following
// them one after the other, with octets that only look like records in between.
func TestFollow(t *testing.T) {
	several := 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 7))
		c := classic{unit: 1000, size: 16}
		order := binary.AppendByteOrder(binary.LittleEndian)
		if seed%4 == 1 {
			c.swapped, order = true, binary.BigEndian
		}
		if seed%4 == 2 {
			c.size = 24
		}
		largest := []int{0, 60, 1500, 9000, 200_000}[r.IntN(5)]
		record := func(b []byte, seconds uint32, length int) []byte {
			b = order.AppendUint32(b, seconds)
			b = order.AppendUint32(b, r.Uint32N(1e6))
			b = order.AppendUint32(b, uint32(length))
			b = order.AppendUint32(b, uint32(length))
			return append(b, make([]byte, c.size-16)...)
		}
		var buf []byte
		var want []uint32
		now := uint32(1_700_000_000)
		if seed%7 == 3 {
			now = 0
		}
		for len(buf) < 3<<20 && len(want) < 1<<16 {
			want = append(want, uint32(len(buf)))
			length := r.IntN(largest + 1)
			buf = record(buf, now, length)
			switch body := len(buf) + length; {
			case seed%3 == 0 && r.IntN(50) == 0: // it holds what looks like records
				for len(buf)+3*(c.size+60) < body {
					buf = append(record(buf, now, 60), make([]byte, 60)...)
				}
				fallthrough
			default:
				for len(buf) < body {
					buf = append(buf, byte(r.Uint32N(1+r.Uint32N(255))))
				}
			}
			if r.IntN(1000) == 0 {
				now += r.Uint32N(100_000)
			}
		}
		end := len(buf)
		switch seed % 5 {
		case 0: // cut off
			end = int(want[len(want)-1])
			want, buf = want[:len(want)-1], buf[:len(buf)-1]
			if end == len(buf) { // an empty record's head is cut
				buf = buf[:end+min(8, len(buf)-end)]
			}
		case 1: // a length that cannot be
			buf = record(buf, now, maxPacket+1)
			buf = append(buf, make([]byte, maxPacket+2)...)
		}
		var a ahead
		var got []uint32
		at := 0
		for {
			parts, size := a.follow(buf[at:min(at+1<<20, len(buf))], &c)
			if len(parts) > 1 {
				several++
			}
			for _, p := range parts {
				for _, n := range p {
					got = append(got, uint32(at)+n)
				}
			}
			if at += size; size == 0 {
				break
			}
		}
		if !slices.Equal(got, want) || at != end {
			t.Errorf("seed %d: %d records up to %d, want %d up to %d", seed, len(got), at, len(want), end)
		}
	}
	if several < 100 {
		t.Errorf("several ways were followed %d times only", several)
	}
}
