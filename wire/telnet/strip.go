package telnet

import "bytes"

// What strip found behind the text it returns.
const (
	open   = iota // nothing: the text may go on
	full          // more text than is wanted
	binary        // octets that are no text
)

// strip appends the text of b to out, as far as out's capacity goes: Telnet
// commands and terminal control sequences are left out and line ends become
// "\n".
func strip(out, b []byte) (text []byte, state int) {
	cr := false // a carriage return waits for what follows it
	for i := 0; i < len(b); {
		c := b[i]
		if c == iac {
			n, encrypted := command(b[i:])
			if encrypted {
				return out, full
			}
			if n == 0 {
				return out, open
			}
			i += n
			continue
		}
		if len(out)+2 > cap(out) {
			return out, full
		}
		if cr && c != '\r' {
			cr = false
			if c != '\n' && len(out) != 0 && out[len(out)-1] != '\n' {
				out = append(out, '\n')
			}
		}
		i++
		switch {
		case c == '\r':
			cr = true
		case c == '\n' || c == '\f':
			out = append(out, '\n')
		case c == 0x1b:
			n := escape(b[i:])
			if n < 0 {
				return out, open
			}
			i += n
		case c == 0, c == '\a', c == '\b', c == 0x0e, c == 0x0f: // padding, bell, backspace, shifts
		case c >= ' ' && c != 0x7f || c == '\t':
			out = append(out, c)
		default:
			return out, binary
		}
	}
	return out, open
}

// command returns the size of the Telnet command that b starts with, or 0 when
// its end is missing. encrypted says that text ends here (RFC 2946).
func command(b []byte) (size int, encrypted bool) {
	if len(b) < 2 {
		return 0, false
	}
	switch c := b[1]; {
	case c == sb:
		if len(b) > 2 && b[2] == optEncrypt {
			return 0, true
		}
		for i := 2; i+1 < len(b); {
			n := bytes.IndexByte(b[i:], iac)
			if n < 0 || i+n+1 >= len(b) {
				return 0, false
			}
			if b[i+n+1] == se {
				return i + n + 2, false
			}
			i += n + 2
		}
		return 0, false
	case c >= will && c <= dont:
		if len(b) < 3 {
			return 0, false
		}
		return 3, false
	}
	return 2, false // a command without option, or the octet 255 itself: no text in either
}

// escape returns the size of a terminal control sequence after its ESC
// (ECMA-48 clause 5.3 and 5.4), or -1 when its end is missing.
func escape(b []byte) int {
	if len(b) == 0 {
		return -1
	}
	i := 1
	if b[0] != '[' {
		for i = 0; i < len(b) && b[i] >= 0x20 && b[i] < 0x30; i++ {
		}
	} else {
		for i < len(b) && b[i] >= 0x20 && b[i] < 0x40 {
			i++
		}
	}
	if i >= len(b) {
		return -1
	}
	return i + 1
}
