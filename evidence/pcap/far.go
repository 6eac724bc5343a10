package pcap

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// Each record's head says where the next one is. Where the octets of a capture are
// far from the processor, in a file that is mapped into memory, each head would be
// waited for; the records are therefore followed from several places at once.
// Where a record begins is guessed, and thrown away where the records before do
// not lead there.

const (
	ways     = 8
	wayLimit = 1 << 11   // records followed on one way at a time
	farLeast = 256 << 10 // octets that are worth more than one way
	guessIn  = 8 << 10   // octets in which a place where a record begins is looked for
	surely   = 3         // records in a row that make a guess
	hour     = 3600      // how far the times of near records lie apart, in seconds
)

// ahead finds records ahead of their reading, on several ways: records that
// follow each other.
type ahead struct {
	list  [ways][wayLimit]uint32 // where the records begin
	start [ways]int              // of the first one
	parts [ways][]uint32         // of list
	touch byte                   // what was looked at for no other reason than to have it near
}

// follow returns where the next records begin that are wholly in buf, up to one
// that is too long or that begins another capture, and how many octets they take.
// What it returns is valid until the next call.
func (a *ahead) follow(buf []byte, c *classic) (parts [][]uint32, size int) {
	n := a.begin(buf, c)
	const mask = ways - 1
	var at, end, found [ways]int // behind the last record; where one cannot begin any more; how many there are
	for i := range n {
		at[i], end[i] = a.start[i], len(buf)-c.size+1
		if i > 0 {
			end[i-1] = min(end[i-1], at[i])
		}
	}
	touch, swapped, head := byte(0), c.swapped, c.size
	for more := true; more; {
		more = false
		for i := range n {
			from := at[i&mask]
			if from >= end[i&mask] {
				continue
			}
			h := (*[16]byte)(buf[from:])
			length := binary.LittleEndian.Uint32(h[8:])
			if swapped {
				length = bits.ReverseBytes32(length)
			}
			to := from + head + int(length)
			k := found[i&mask]
			if length > maxPacket || to > len(buf) || k == wayLimit || maybeMagic[h[0]] && nextSection(h[:]) {
				end[i&mask] = 0
				continue
			}
			// What protocols' heads need is most often here and where this is.
			touch |= buf[min(from+head+leastFrame+18, to-1)]
			a.list[i&mask][k&(wayLimit-1)] = uint32(from)
			at[i&mask], found[i&mask], more = to, k+1, true
		}
	}
	a.touch = touch
	for i := range n {
		if a.start[i] != size {
			break
		}
		a.parts[i], size = a.list[i][:found[i]], at[i]
		parts = a.parts[:i+1]
	}
	return parts, size
}

// begin says where the ways start and returns how many there are.
func (a *ahead) begin(buf []byte, c *classic) (n int) {
	n = 1
	if len(buf) < farLeast {
		return n
	}
	for i := 1; i < ways; i++ {
		if start := c.guess(buf, i*len(buf)/ways); start > 0 {
			a.start[n] = start
			n++
		}
	}
	return n
}

// guess returns a place behind from where a record seems to begin whose time is
// near that of the first record of buf, or -1.
func (c *classic) guess(buf []byte, from int) int {
	now := c.u32(buf)
	high := 3 // which octet of the time changes least
	if c.swapped {
		high = 0
	}
	for in := buf[from+high : min(from+high+guessIn, len(buf)-c.size)]; ; {
		n := bytes.IndexByte(in, byte(now>>24))
		if n < 0 {
			return -1
		}
		if at := from + n; c.seems(buf, at, now-hour) {
			return at
		}
		from, in = from+n+1, in[n+1:]
	}
}

// seems reports whether records begin at a place: their times are possible and
// near, no more was captured of them than they had, and they follow each other.
func (c *classic) seems(buf []byte, at int, earliest uint32) bool {
	for range surely {
		if len(buf)-at < c.size {
			return true
		}
		h := buf[at:]
		captured, had := c.u32(h[8:]), c.u32(h[12:])
		if c.u32(h)-earliest > 2*hour || int64(c.u32(h[4:]))*c.unit >= 1e9 || captured < leastHead || captured > had || had > maxPacket {
			return false
		}
		at += c.size + int(captured)
	}
	return true
}
