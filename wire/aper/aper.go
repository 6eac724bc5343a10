// Package aper reads the aligned variant of the Packed Encoding Rules (ITU-T
// X.691), as far as the application protocols of the radio access networks need
// it, and walks their messages, which all have one form.
package aper

// Reader reads bits. After a read beyond the end every further read gives zero
// and OK is false.
type Reader struct {
	b      []byte
	at     int // bits read
	failed bool
}

// NewReader reads the octets of one complete encoding.
func NewReader(b []byte) Reader { return Reader{b: b} }

// OK reports whether every read so far was within the octets.
func (r *Reader) OK() bool { return !r.failed }

// Bits reads up to 64 bits, the most significant first (X.691 clause 11.3).
func (r *Reader) Bits(n int) uint64 {
	if n < 0 || n > 64 || r.failed || n > 8*len(r.b)-r.at {
		r.failed = true
		return 0
	}
	var v uint64
	for n > 0 {
		left := 8 - r.at&7
		take := min(left, n)
		v = v<<take | uint64(r.b[r.at>>3])>>(left-take)&(1<<take-1)
		r.at += take
		n -= take
	}
	return v
}

// Bool reads one bit: a BOOLEAN, an extension bit, the presence of an optional
// component.
func (r *Reader) Bool() bool { return r.Bits(1) == 1 }

// Align passes over the bits up to the next octet.
func (r *Reader) Align() { r.at = (r.at + 7) &^ 7 }

// Octets reads whole octets from the next octet on.
func (r *Reader) Octets(n int) []byte {
	r.Align()
	from := r.at >> 3
	if n < 0 || r.failed || n > len(r.b)-from {
		r.failed = true
		return nil
	}
	r.at += 8 * n
	return r.b[from : from+n : from+n]
}

// Whole reads a constrained whole number of the range lo to hi (clause 11.5.7),
// where the range holds no more than 65536 values.
func (r *Reader) Whole(lo, hi int) int {
	span := hi - lo
	switch {
	case span <= 0:
		return lo
	case span < 255:
		n := 0
		for v := span; v > 0; v >>= 1 {
			n++
		}
		return lo + int(r.Bits(n))
	case span == 255:
		r.Align()
		return lo + int(r.Bits(8))
	case span < 1<<16:
		r.Align()
		return lo + int(r.Bits(16))
	}
	r.failed = true
	return lo
}

// Length reads a general length determinant (clause 11.9.3.5). Encodings in
// fragments of 16384 and more octets are refused.
func (r *Reader) Length() int {
	r.Align()
	n := int(r.Bits(8))
	switch {
	case n < 0x80:
		return n
	case n < 0xc0:
		return n&0x3f<<8 | int(r.Bits(8))
	}
	r.failed = true
	return 0
}

// Open reads the octets of an open type field (clause 11.2).
func (r *Reader) Open() []byte { return r.Octets(r.Length()) }

// Choice reads the index of a CHOICE with n alternatives (clause 23). extended
// says that the alternative is behind the extension marker: then its value is an
// open type field.
func (r *Reader) Choice(n int, extensible bool) (index int, extended bool) {
	if extensible && r.Bool() {
		if r.Bool() { // not small (clause 11.6)
			r.failed = true
		}
		return n + int(r.Bits(6)), true
	}
	return r.Whole(0, n-1), false
}

// String reads a character string or OCTET STRING whose extensible size
// constraint is lo to hi octets (clauses 17 and 30), such as the names of nodes.
// hi is more than two.
func (r *Reader) String(lo, hi int) []byte {
	if r.Bool() {
		return r.Octets(r.Length())
	}
	return r.Octets(r.Whole(lo, hi))
}

// BitString reads a BIT STRING of lo to hi bits, at most 64 (clause 16.9 to
// 16.11), as a number.
func (r *Reader) BitString(lo, hi int) (v uint64, bits int) {
	bits = r.Whole(lo, hi)
	if hi > 16 {
		r.Align()
	}
	return r.Bits(bits), bits
}

// Integer reads a constrained INTEGER whose range is larger than 65536 and
// needs at most max octets (clause 13.2.6, 11.5.7.4).
func (r *Reader) Integer(max int) uint64 {
	n := r.Whole(1, max)
	r.Align()
	if n > 8 {
		r.failed = true
		return 0
	}
	return r.Bits(8 * n)
}

// Rest gives the octets that are not read yet, from the next octet on.
func (r *Reader) Rest() []byte { return r.Octets(len(r.b) - (r.at+7)>>3) }
