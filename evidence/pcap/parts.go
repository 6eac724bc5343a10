package pcap

import (
	"math/bits"
	"slices"
)

// maxPieces is how many ranges with gaps between them are kept.
const maxPieces = 32

// parts is octets that come in pieces, in any order.
type parts struct {
	buf    []byte
	pieces []piece // received ranges of buf, in order, not touching
}

type piece struct{ from, to int }

// add puts octets at their place, seen from the first one, unless that is beyond
// limit, and returns by how much buf grew.
func (p *parts) add(from int, data []byte, limit int, pool *buffers) (grown int) {
	if from < 0 {
		if -from >= len(data) {
			return 0
		}
		data, from = data[-from:], 0
	}
	if from >= limit || len(data) == 0 {
		return 0
	}
	data = data[:min(len(data), limit-from)]
	to := from + len(data)
	if len(p.pieces) >= maxPieces && from > p.pieces[len(p.pieces)-1].to {
		return 0
	}
	before := len(p.buf)
	if to > len(p.buf) {
		if to > cap(p.buf) {
			bigger := pool.get(max(to, min(2*cap(p.buf), limit)))[:to]
			copy(bigger, p.buf)
			pool.put(p.buf)
			p.buf = bigger
		}
		p.buf = p.buf[:to]
	}
	if n := len(p.pieces) - 1; n >= 0 && p.pieces[n].to == from { // the next ones, in order
		copy(p.buf[from:to], data)
		p.pieces[n].to = to
	} else {
		p.insert(from, to, data)
	}
	return len(p.buf) - before
}

// insert fills the parts of [from,to) that are not filled yet: what came first
// stays, as a receiver would have read it.
func (p *parts) insert(from, to int, data []byte) {
	base, merged := from, piece{from, to}
	at := from
	first := 0
	for first < len(p.pieces) && p.pieces[first].to < from {
		first++
	}
	last := first
	for ; last < len(p.pieces) && p.pieces[last].from <= to; last++ {
		x := p.pieces[last]
		if at < x.from {
			copy(p.buf[at:x.from], data[at-base:])
		}
		at = max(at, x.to)
		merged = piece{min(merged.from, x.from), max(merged.to, x.to)}
	}
	if at < to {
		copy(p.buf[at:to], data[at-base:])
	}
	p.pieces = slices.Replace(p.pieces, first, last, merged)
}

// octets is the part without a gap.
func (p *parts) octets() []byte {
	if len(p.pieces) == 0 || p.pieces[0].from != 0 {
		return nil
	}
	return p.buf[:p.pieces[0].to]
}

// buffers are octets to be used again, by the logarithm of their number.
type buffers [bufferSizes][][]byte

const (
	leastBuffer = 10 // 1 KiB
	bufferSizes = 7  // up to 64 KiB
)

// get returns a buffer of at least n octets, of any content.
func (p *buffers) get(n int) []byte {
	i := max(bits.Len(uint(n-1)), leastBuffer) - leastBuffer
	if i >= bufferSizes {
		return make([]byte, n)
	}
	if m := len(p[i]); m > 0 {
		b := p[i][m-1]
		p[i] = p[i][:m-1]
		return b
	}
	return make([]byte, 1<<(i+leastBuffer))
}

// put takes a buffer back.
func (p *buffers) put(b []byte) {
	if i := bits.Len(uint(cap(b))) - 1 - leastBuffer; i >= 0 && i < bufferSizes && cap(b) == 1<<(i+leastBuffer) {
		p[i] = append(p[i], b[:cap(b)])
	}
}
