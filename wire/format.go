package wire

import (
	"bytes"
	"encoding/hex"
	"math"
	"net/netip"
	"strconv"
	"unicode/utf8"
)

// Encodings of a formatted value, as an observation names them.
const (
	EncodingText = "text" // the value is what it says
	EncodingHex  = "hex"  // the value is lower-case hexadecimal of the octets
)

// Format writes the octets of a field down and says how the result is encoded.
//
// Text loses the NUL octets that pad it and is hexadecimal only if what remains
// is no valid UTF-8 or still holds a NUL. Bytes are always hexadecimal, and so
// is every value whose octets do not fit its kind: a MAC address of five octets
// is evidence too. The hexadecimal form keeps every octet, padding included.
func Format(k Kind, v []byte) (value, encoding string) {
	switch k {
	case Text:
		t := bytes.TrimRight(v, "\x00")
		if utf8.Valid(t) && bytes.IndexByte(t, 0) < 0 {
			return string(t), EncodingText
		}
	case MAC:
		if len(v) == 6 {
			return colons(v), EncodingText
		}
	case OUI:
		if len(v) == 3 {
			return colons(v), EncodingText
		}
	case OID:
		if s, ok := dotted(v); ok {
			return s, EncodingText
		}
	case Uint:
		if 1 <= len(v) && len(v) <= 8 {
			var n uint64
			for _, o := range v {
				n = n<<8 | uint64(o)
			}
			return strconv.FormatUint(n, 10), EncodingText
		}
	case IP:
		if a, ok := netip.AddrFromSlice(v); ok {
			return a.String(), EncodingText
		}
	}
	return hex.EncodeToString(v), EncodingHex
}

// colons writes octets as two hexadecimal digits each, joined by colons.
func colons(v []byte) string {
	const digits = "0123456789abcdef"
	out := make([]byte, 0, 3*len(v))
	for i, o := range v {
		if i > 0 {
			out = append(out, ':')
		}
		out = append(out, digits[o>>4], digits[o&15])
	}
	return string(out)
}

// dotted writes the content octets of an OBJECT IDENTIFIER (X.690 clause 8.19)
// in dotted form. It refuses empty content, an arc that is cut off and an arc
// beyond 64 bits. Arcs padded with leading 0x80 octets are taken, since agents
// send them.
func dotted(v []byte) (string, bool) {
	if len(v) == 0 {
		return "", false
	}
	out := make([]byte, 0, 4*len(v))
	var arc uint64
	inside := false
	for _, o := range v {
		if arc > math.MaxUint64>>7 {
			return "", false
		}
		arc = arc<<7 | uint64(o&0x7f)
		if inside = o&0x80 != 0; inside {
			continue
		}
		if len(out) == 0 {
			// The first sub-identifier holds two arcs: 40*first + second.
			first := min(arc/40, 2)
			out = strconv.AppendUint(out, first, 10)
			arc -= 40 * first
		}
		out = append(out, '.')
		out = strconv.AppendUint(out, arc, 10)
		arc = 0
	}
	return string(out), !inside
}
