package http

import "bytes"

// NextField splits the first header field line off b (RFC 9112 clause 5). ok is
// false when the next line is empty, the end of the fields, or has no end: half
// a value is no value. Lines without colon, and continuation lines, come back
// with an empty name. rest starts behind the line; when ok is false and the line
// was the empty one, rest is the body.
func NextField(b []byte) (name, value, rest []byte, ok bool) {
	n := bytes.IndexByte(b, '\n')
	if n < 0 {
		return nil, nil, nil, false
	}
	line := bytes.TrimRight(b[:n], "\r")
	rest = b[n+1:]
	if len(line) == 0 {
		return nil, nil, rest, false
	}
	colon := bytes.IndexByte(line, ':')
	if colon <= 0 || line[0] == ' ' || line[0] == '\t' {
		return nil, nil, rest, true
	}
	return bytes.TrimRight(line[:colon], " \t"), bytes.Trim(line[colon+1:], " \t"), rest, true
}

// Is tells whether a field name is the given one, written in lower case.
func Is(name []byte, lower string) bool {
	return len(name) == len(lower) && indexFold(name, lower) == 0
}

// headEnd returns the offset of the body: what follows the first empty line.
// ok is false when the fields do not end in b.
func headEnd(b []byte) (body int, ok bool) {
	for i := 0; i < len(b); {
		n := bytes.IndexByte(b[i:], '\n')
		if n < 0 {
			return len(b), false
		}
		if n == 0 || n == 1 && b[i] == '\r' {
			return i + n + 1, true
		}
		i += n + 1
	}
	return len(b), false
}

// indexFold is bytes.Index that takes ASCII capitals for small letters; w is in
// lower case.
func indexFold(b []byte, w string) int {
	for i := 0; i+len(w) <= len(b); i++ {
		n := 0
		for n < len(w) && lower(b[i+n]) == w[n] {
			n++
		}
		if n == len(w) {
			return i
		}
	}
	return -1
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c | 0x20
	}
	return c
}
