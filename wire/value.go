package wire

import (
	"bytes"
	"unicode/utf8"
)

// TextOrBytes is the kind of a value whose protocol leaves open whether it is
// text: Text if it can be printed, otherwise Bytes. NUL octets at the end do not
// count, and an empty value is Bytes.
func TextOrBytes(v []byte) Kind {
	t := bytes.TrimRight(v, "\x00")
	if len(t) == 0 || !utf8.Valid(t) {
		return Bytes
	}
	for _, o := range t {
		if o < 0x20 || o == 0x7f {
			return Bytes
		}
	}
	return Text
}

// Blank reports whether a value holds nothing but NUL octets and blanks, or
// nothing at all.
func Blank(v []byte) bool {
	for _, o := range v {
		if o != 0 && o != ' ' {
			return false
		}
	}
	return true
}

// UntilNUL returns what stands before the first NUL octet: text of a padded
// field, or of a program that counted the terminator of its string.
func UntilNUL(v []byte) []byte {
	if i := bytes.IndexByte(v, 0); i >= 0 {
		return v[:i]
	}
	return v
}

// OIDContent returns the content octets of an OBJECT IDENTIFIER that may or may
// not have its BER tag and length before it. Agents differ in what they put into
// LLDP and CDP. No identifier in use begins with the octet 0x06, which is the
// arc 0.6.
func OIDContent(v []byte) []byte {
	if len(v) > 2 && v[0] == 0x06 && int(v[1]) == len(v)-2 {
		return v[2:]
	}
	return v
}
