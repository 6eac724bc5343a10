package xml

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

const maxValue = 1024 // octets of a title or of an element's text

// Clean folds white space to single blanks and resolves character references
// (HTML 13.5, XML 1.0 clause 4.6): the five of XML, nbsp, and numbers. Text that
// needs neither is returned as it stands.
func Clean(b []byte) []byte {
	b = bytes.TrimSpace(b)
	if len(b) > maxValue {
		n := maxValue
		for n > maxValue-utf8.UTFMax && !utf8.RuneStart(b[n]) {
			n--
		}
		b = b[:n]
	}
	if !needsCleaning(b) {
		return b
	}
	out := make([]byte, 0, len(b))
	space := false
	for i := 0; i < len(b); {
		c, n := rune(b[i]), 1
		raw := true
		if c == '&' {
			if r, size := reference(b[i:]); size != 0 {
				c, n, raw = r, size, false
			}
		}
		i += n
		if c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0xa0 && !raw {
			space = len(out) != 0
			continue
		}
		if space {
			out, space = append(out, ' '), false
		}
		if raw {
			out = append(out, byte(c))
		} else {
			out = utf8.AppendRune(out, c)
		}
	}
	return out
}

func needsCleaning(b []byte) bool {
	for i, c := range b {
		if c == '&' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == ' ' && i > 0 && b[i-1] == ' ' {
			return true
		}
	}
	return false
}

// reference resolves the character reference that b starts with. size is 0 when
// it is none that is known.
func reference(b []byte) (r rune, size int) {
	n := bytes.IndexByte(b[:min(len(b), 10)], ';')
	if n < 2 {
		return 0, 0
	}
	switch name := string(b[1:n]); name {
	case "amp":
		return '&', n + 1
	case "lt":
		return '<', n + 1
	case "gt":
		return '>', n + 1
	case "quot":
		return '"', n + 1
	case "apos":
		return '\'', n + 1
	case "nbsp":
		return 0xa0, n + 1
	default:
		if name[0] != '#' {
			return 0, 0
		}
		base, digits := 10, name[1:]
		if len(digits) > 1 && digits[0]|0x20 == 'x' {
			base, digits = 16, digits[1:]
		}
		v, err := strconv.ParseUint(digits, base, 32)
		if err != nil || v < ' ' || !utf8.ValidRune(rune(v)) {
			return 0, 0
		}
		return rune(v), n + 1
	}
}
