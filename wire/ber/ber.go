// Package ber reads the tag-length-value encoding of ITU-T X.690 (BER, and DER
// as a part of it) from octets that nobody vouches for. It walks; it does not
// validate. Only single-octet tags and definite lengths are read, which is all
// that SNMP messages and X.509 certificates hold. Nothing is allocated: every
// content slice aliases the input.
package ber

// Identifier octets (X.690 clause 8.1.2) that the decoders of this program use.
const (
	TagBoolean     = 0x01
	TagInteger     = 0x02
	TagBitString   = 0x03
	TagOctetString = 0x04
	TagNull        = 0x05
	TagOID         = 0x06
	TagSequence    = 0x30
	TagSet         = 0x31
)

// MaxDepth is how many constructed values may enclose each other.
const MaxDepth = 16

// Reader walks the values of one constructed value from first to last. The
// zero Reader is empty.
type Reader struct {
	rest  []byte
	depth uint8
}

// New returns a Reader of the values in b.
func New(b []byte) Reader { return Reader{rest: b} }

// Empty tells whether no octets are left.
func (r *Reader) Empty() bool { return len(r.rest) == 0 }

// Rest returns the octets not read yet.
func (r *Reader) Rest() []byte { return r.rest }

// Tag returns the identifier octet of the next value without reading it, or 0
// at the end (no value has that tag here: 0 marks the end of contents of the
// indefinite form, X.690 clause 8.1.5).
func (r *Reader) Tag() byte {
	if len(r.rest) == 0 {
		return 0
	}
	return r.rest[0]
}

// Next reads one whole value. It returns ok == false, and reads nothing more
// ever after, when the value is cut, has a multi-octet tag or an indefinite
// length.
func (r *Reader) Next() (tag byte, content []byte, ok bool) {
	tag, head, length, ok := header(r.rest)
	if !ok || length > len(r.rest)-head {
		r.rest = nil
		return 0, nil, false
	}
	content = r.rest[head : head+length]
	r.rest = r.rest[head+length:]
	return tag, content, true
}

// Want reads one whole value that must have the given tag.
func (r *Reader) Want(tag byte) (content []byte, ok bool) {
	if r.Tag() != tag {
		r.rest = nil
		return nil, false
	}
	_, content, ok = r.Next()
	return content, ok
}

// Skip reads past one whole value and tells whether there was one.
func (r *Reader) Skip() bool {
	_, _, ok := r.Next()
	return ok
}

// Enter reads a constructed value that must have the given tag and returns a
// Reader of its content. A value that claims more octets than its surroundings
// have is entered as far as it goes: packets are often captured short. ok is
// false on another tag, an unreadable head, or below MaxDepth.
func (r *Reader) Enter(tag byte) (inner Reader, ok bool) {
	if r.Tag() != tag || r.depth >= MaxDepth {
		r.rest = nil
		return Reader{}, false
	}
	_, head, length, ok := header(r.rest)
	if !ok {
		r.rest = nil
		return Reader{}, false
	}
	length = min(length, len(r.rest)-head)
	inner = Reader{rest: r.rest[head : head+length], depth: r.depth + 1}
	r.rest = r.rest[head+length:]
	return inner, true
}

// Int reads an INTEGER (X.690 clause 8.3) of at most eight octets.
func (r *Reader) Int() (int64, bool) {
	c, ok := r.Want(TagInteger)
	if !ok || len(c) == 0 || len(c) > 8 {
		return 0, false
	}
	v := int64(int8(c[0]))
	for _, x := range c[1:] {
		v = v<<8 | int64(x)
	}
	return v, true
}

// header splits the identifier and length octets off b. Lengths may be longer
// than needed (some agents always send 82 xx xx): DER forbids that, BER does
// not (X.690 clause 8.1.3.5).
func header(b []byte) (tag byte, size, length int, ok bool) {
	if len(b) < 2 || b[0] == 0 || b[0]&0x1f == 0x1f {
		return 0, 0, 0, false
	}
	if b[1] < 0x80 {
		return b[0], 2, int(b[1]), true
	}
	n := int(b[1] & 0x7f)
	if n == 0 || n > 8 || len(b) < 2+n {
		return 0, 0, 0, false
	}
	var v uint64
	for _, x := range b[2 : 2+n] {
		v = v<<8 | uint64(x)
	}
	if v > 1<<30 {
		return 0, 0, 0, false
	}
	return b[0], 2 + n, int(v), true
}
