package mdns

const (
	maxName   = 255 // octets of a name, RFC 1035 clause 2.3.4
	maxLabels = 64
	maxJumps  = 16
)

// labels walks the labels of the name at off, following compression pointers
// (RFC 1035 clause 4.1.4) backwards only.
type labels struct {
	msg         []byte
	off         int
	n, jumps    int
	size        int
	broken, end bool
}

// next returns the next label, or nil at the end or at an error.
func (l *labels) next() []byte {
	for !l.end && !l.broken {
		if l.off >= len(l.msg) {
			break
		}
		c := int(l.msg[l.off])
		switch {
		case c == 0:
			l.end = true
			return nil
		case c >= 0xc0:
			if l.off+1 >= len(l.msg) || l.jumps == maxJumps {
				l.broken = true
				return nil
			}
			to := (c&0x3f)<<8 | int(l.msg[l.off+1])
			if to >= l.off {
				l.broken = true
				return nil
			}
			l.off, l.jumps = to, l.jumps+1
		case c < 0x40 && l.off+1+c <= len(l.msg) && l.n < maxLabels && l.size+1+c <= maxName:
			label := l.msg[l.off+1 : l.off+1+c]
			l.off, l.n, l.size = l.off+1+c, l.n+1, l.size+1+c
			return label
		default:
			l.broken = true
			return nil
		}
	}
	l.broken = l.broken || !l.end
	return nil
}

// skipName returns the offset behind the name at off, or -1.
func skipName(b []byte, off int) int {
	for n := 0; n <= maxLabels && off < len(b); n++ {
		c := int(b[off])
		switch {
		case c == 0:
			return off + 1
		case c >= 0xc0:
			if off+2 > len(b) {
				return -1
			}
			return off + 2
		case c >= 0x40:
			return -1
		}
		off += 1 + c
	}
	return -1
}

// is tells whether a label is the given one, in lower case.
func is(label []byte, lower string) bool {
	if len(label) != len(lower) {
		return false
	}
	for i, c := range label {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}
