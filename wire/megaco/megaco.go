// Package megaco decodes what media gateways and their controllers say of
// themselves: H.248.1 (MEGACO) in text (annex B) and binary (annex A), and MGCP
// (RFC 3435). Calls, and who makes them, are passed over.
package megaco

import (
	"bytes"

	"github.com/whomade/whomade/wire"
)

// Ports of H.248 (H.248.1 annex D): text and binary.
const (
	PortText   = 2944
	PortBinary = 2945
)

// Decode decodes one H.248 message in either form.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) > 0 && b[0] == 0x30 {
		return binaryMessage(b, s)
	}
	return text(b, s)
}

// DecodeStream is a wire.StreamDecoder for H.248 over TCP, where messages stand
// in packets of RFC 1006 (H.248.1 clause D.2). It waits for the first message.
func DecodeStream(head []byte, end bool, s wire.Sink) wire.Status {
	if len(head) < 4 {
		if end || len(head) > 0 && head[0] != 3 {
			return wire.NotMine
		}
		return wire.NeedMore
	}
	n := int(head[2])<<8 | int(head[3])
	if head[0] != 3 || head[1] != 0 || n < 8 {
		return wire.NotMine
	}
	if n > len(head) && !end {
		return wire.NeedMore
	}
	if !Decode(head[4:min(n, len(head))], s) {
		return wire.NotMine
	}
	return wire.Done
}

// text decodes a message in text (H.248.1 annex B.2): "MEGACO/1 mid", in short
// "!/1 mid". The profile of a ServiceChange names the kind of gateway.
func text(b []byte, s wire.Sink) bool {
	rest, ok := bytes.CutPrefix(b, []byte("MEGACO/"))
	if !ok {
		if rest, ok = bytes.CutPrefix(b, []byte("!/")); !ok {
			return false
		}
	}
	n := 0
	for n < len(rest) && n < 2 && rest[n] >= '0' && rest[n] <= '9' {
		n++
	}
	if n == 0 || n == len(rest) || !space(rest[n]) {
		return false
	}
	s.Field("megaco.version", wire.Text, rest[:n])
	body := bytes.TrimLeft(rest[n:], " \t\r\n")
	if mid := identifier(body); printable(mid) {
		s.Field("megaco.mid", wire.Text, mid)
	}
	if profile := after(body, "Profile", "PF"); printable(profile) {
		s.Field("megaco.profile", wire.Text, profile)
	}
	return true
}

func space(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// identifier is a message identifier without its port: a domain in angle
// brackets, an address in square ones, or a name.
func identifier(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	closing := byte(0)
	switch b[0] {
	case '<':
		closing = '>'
	case '[':
		closing = ']'
	}
	for n, c := range b[:min(len(b), 260)] {
		if closing != 0 && c == closing {
			return b[1:n]
		}
		if space(c) && closing == 0 {
			return b[:n]
		}
	}
	return nil
}

// after is the value of the first parameter "long=value" or "short=value".
func after(b []byte, long, short string) []byte {
	for len(b) > 0 {
		n := bytes.IndexByte(b, '=')
		if n < 0 {
			return nil
		}
		name := bytes.TrimRight(b[:n], " \t\r\n")
		b = bytes.TrimLeft(b[n+1:], " \t\r\n")
		if !ends(name, long) && !ends(name, short) {
			continue
		}
		end := bytes.IndexAny(b[:min(len(b), 80)], ",}{ \t\r\n")
		if end < 0 {
			return nil
		}
		return b[:end]
	}
	return nil
}

// ends tells whether a name is the last word of b.
func ends(b []byte, name string) bool {
	n := len(b) - len(name)
	return n >= 0 && string(b[n:]) == name && (n == 0 || space(b[n-1]) || b[n-1] == ',' || b[n-1] == '{')
}
