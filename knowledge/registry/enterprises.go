package registry

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// penMagic opens every enterprise number table and names its layout.
//
// After it follow the count of numbers and the size of the name heap (uint32,
// big-endian); 256 length bytes and their phrases, one for each value of a byte;
// one length byte per number from 0 up (zero: not assigned, or held back by its
// holder); the heap. A name is the concatenation of its bytes' phrases; after the
// byte penEscape stands one UTF-8 character as it is.
const penMagic = "WHOMADE/pen/1\n\x00\x00"

const (
	penEscape = 0xff
	penBlock  = 64 // numbers between two entries of the offset index
)

// penTable is the file itself and the offset of every penBlock-th name.
type penTable struct {
	phrases [256]string
	lengths string
	heap    string
	starts  []uint32
}

var errPenLayout = errors.New("not in the layout this program reads")

// openPens checks the layout of data; the names stay packed.
func openPens(data string) (penTable, error) {
	const header = len(penMagic) + 2*4 + 256
	if len(data) < header || !strings.HasPrefix(data, penMagic) {
		return penTable{}, errPenLayout
	}
	count, heapLen := be(data[len(penMagic):], 4), be(data[len(penMagic)+4:], 4)
	var t penTable
	rest := data[header:]
	for i := range t.phrases {
		l := int(data[header-256+i])
		if l > len(rest) {
			return penTable{}, errPenLayout
		}
		t.phrases[i], rest = rest[:l], rest[l:]
	}
	if uint64(len(rest)) != count+heapLen {
		return penTable{}, errPenLayout
	}
	t.lengths, t.heap = rest[:count], rest[count:]
	t.starts = make([]uint32, 0, count/penBlock+1)
	off := uint64(0)
	for i := range len(t.lengths) {
		if i%penBlock == 0 {
			t.starts = append(t.starts, uint32(off))
		}
		off += uint64(t.lengths[i])
	}
	if off != heapLen {
		return penTable{}, errPenLayout
	}
	return t, nil
}

// packed returns the packed name of number n.
func (t *penTable) packed(n uint32) string {
	if uint64(n) >= uint64(len(t.lengths)) {
		return ""
	}
	off := int(t.starts[n/penBlock])
	for i := n - n%penBlock; i < n; i++ {
		off += int(t.lengths[i])
	}
	return t.heap[off : off+int(t.lengths[n])]
}

// unpack appends the name that p stands for.
func (t *penTable) unpack(dst []byte, p string) []byte {
	for i := 0; i < len(p); {
		if p[i] != penEscape {
			dst = append(dst, t.phrases[p[i]]...)
			i++
			continue
		}
		_, size := utf8.DecodeRuneInString(p[i+1:])
		dst = append(dst, p[i+1:i+1+size]...)
		i += 1 + size
	}
	return dst
}

// AppendEnterprise appends the name registered for a private enterprise number
// (the arc below 1.3.6.1.4.1) to dst and reports whether there is one.
func (r *Registry) AppendEnterprise(dst []byte, number uint32) ([]byte, bool) {
	p := r.pens.packed(number)
	return r.pens.unpack(dst, p), p != ""
}

// Enterprise returns the name registered for a private enterprise number (the
// arc below 1.3.6.1.4.1) and whether there is one.
func (r *Registry) Enterprise(number uint32) (string, bool) {
	var buf [128]byte
	name, ok := r.AppendEnterprise(buf[:0], number)
	return string(name), ok
}

// Enterprises calls yield for every assigned number in ascending order until it
// returns false.
func (r *Registry) Enterprises(yield func(number uint32, name string) bool) {
	var buf []byte
	off := 0
	for n := range len(r.pens.lengths) {
		end := off + int(r.pens.lengths[n])
		if end == off {
			continue
		}
		buf = r.pens.unpack(buf[:0], r.pens.heap[off:end])
		off = end
		if !yield(uint32(n), string(buf)) {
			return
		}
	}
}
