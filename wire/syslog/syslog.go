// Package syslog decodes what messages of the syslog protocol (RFC 3164, RFC 5424)
// show of the program that wrote them: names in the head, and the marks by which
// makers' dialects are told apart. The text of a message is not reported: it may
// hold names of users and addresses of subscribers.
package syslog

import (
	"bytes"

	"github.com/whomade/whomade/wire"
)

// Port is the UDP port of collectors.
const Port = 514

const (
	maxLook   = 1024 // octets of a message that are looked at
	maxName   = 128  // octets of a name
	highest   = 191  // priority (RFC 5424 clause 6.2.1)
	maxBlocks = 16   // elements of structured data
)

// Decode decodes one datagram. The fields are about the sender. It returns false
// where no priority comes first.
func Decode(b []byte, s wire.Sink) bool {
	b, ok := priority(b[:min(len(b), maxLook)])
	if !ok {
		return false
	}
	if bytes.HasPrefix(b, []byte("1 ")) {
		modern(b[2:], s)
	} else {
		old(b, s)
	}
	return true
}

// priority passes "<n>".
func priority(b []byte) ([]byte, bool) {
	if len(b) < 4 || b[0] != '<' {
		return nil, false
	}
	n, i := 0, 1
	for ; i < len(b) && i < 5 && isDigit(b[i]); i++ {
		n = n*10 + int(b[i]-'0')
	}
	if i == 1 || i == len(b) || b[i] != '>' || n > highest {
		return nil, false
	}
	return b[i+1:], true
}

// modern reads a message of RFC 5424 behind its version: time, host, application,
// process, message type, structured data, text.
func modern(b []byte, s wire.Sink) {
	_, b = word(b)
	host, b := word(b)
	application, b := word(b)
	_, b = word(b)
	kind, b := word(b)
	name("syslog.host_name", host, s)
	name("syslog.app_name", application, s)
	name("syslog.msg_id", kind, s)
	b = structured(b, s)
	marks(b, s)
}

// structured passes the structured data, and reports the enterprise numbers in the
// names of its elements (RFC 5424 clauses 6.3.2, 7.2.2).
func structured(b []byte, s wire.Sink) []byte {
	for range maxBlocks {
		if len(b) == 0 || b[0] != '[' {
			return b
		}
		id := b[1:]
		for i, c := range id {
			if c == ' ' || c == ']' || c == '"' || c == '=' {
				id = id[:i]
				break
			}
		}
		if _, number, ok := bytes.Cut(id, []byte("@")); ok {
			if number = number[:digits(number)]; len(number) > 0 && len(number) <= 10 {
				s.Field("syslog.sd_enterprise", wire.Text, number)
			}
		}
		n := blockEnd(b)
		if n == 0 {
			return nil
		}
		b = b[n:]
	}
	return b
}

// blockEnd is the length of an element, with values in quotes and escapes.
func blockEnd(b []byte) int {
	quoted := false
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == '\\' && quoted:
			i++
		case b[i] == '"':
			quoted = !quoted
		case b[i] == ']' && !quoted:
			return i + 1
		}
	}
	return 0
}

// old reads a message of RFC 3164: time, host, text. Equipment leaves out any of
// them, and puts a sequence number or a year in.
func old(b []byte, s wire.Sink) {
	b = bytes.TrimLeft(b, " ")
	rest, dated := date(b)
	if !dated {
		marks(b, s)
		return
	}
	host, text := word(rest)
	if !isName(host) || len(host) == 0 {
		marks(rest, s)
		return
	}
	// Without a host the text follows at once: a word is a host only if what comes
	// behind it begins like a text.
	if host[len(host)-1] != ':' && begins(text) {
		name("syslog.host_name", host, s)
		rest = text
	}
	if n := tagEnd(rest); n > 0 && begins(rest) {
		name("syslog.app_name", rest[:n], s)
	}
	marks(rest, s)
}

// begins tells whether a text begins with the name of a program and a mark behind
// it, or with a mark alone.
func begins(b []byte) bool {
	n := tagEnd(b)
	return n < len(b) && (b[n] == '[' || b[n] == ':' || n == 0 && b[n] == '%')
}

// date passes "Mmm dd hh:mm:ss", where a year may stand before the time.
func date(b []byte) (rest []byte, ok bool) {
	if len(b) < 15 || b[0] < 'A' || b[0] > 'Z' || b[3] != ' ' {
		return b, false
	}
	b = bytes.TrimLeft(b[4:], " ")
	if n := digits(b); n < 1 || n > 2 || n == len(b) || b[n] != ' ' {
		return b, false
	} else {
		b = b[n+1:]
	}
	if n := digits(b); n == 4 && len(b) > 4 && b[4] == ' ' {
		b = b[5:]
	}
	clock, rest := word(b)
	if len(clock) < 8 || clock[2] != ':' || clock[5] != ':' {
		return b, false
	}
	return rest, true
}

// marks reports by which dialect a text was written.
func marks(b []byte, s wire.Sink) {
	if m := mnemonic(b); len(m) != 0 {
		s.Field("syslog.mnemonic", wire.Text, m)
		return
	}
	if m := topics(b); len(m) != 0 {
		s.Field("syslog.mnemonic", wire.Text, m)
		return
	}
	if v := pair(b, []byte("devid=")); len(v) != 0 {
		name("syslog.device_id", v, s)
		name("syslog.host_name", pair(b, []byte("devname=")), s)
	}
}

// mnemonic finds "%FACILITY-n-NAME" or "%%ddFACILITY/n/NAME".
func mnemonic(b []byte) []byte {
	for from := 0; from < len(b); {
		n := bytes.IndexByte(b[from:], '%')
		if n < 0 {
			return nil
		}
		m := b[from+n:]
		from += n + 1
		i, separator := 1, byte('-')
		if len(m) > 4 && m[1] == '%' && isDigit(m[2]) && isDigit(m[3]) {
			i, separator = 4, '/'
		}
		facility := capitals(m[i:])
		at := i + facility
		if facility == 0 || facility > maxName || at+3 >= len(m) || m[at] != separator || !isDigit(m[at+1]) || m[at+2] != separator {
			continue
		}
		if event := capitals(m[at+3:]); event > 0 && event <= maxName {
			return m[:at+3+event]
		}
	}
	return nil
}

// capitals is how many octets a word of an event's name has.
func capitals(b []byte) int {
	for i, c := range b {
		if (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && !isDigit(c) && c != '_' && (c != '-' || i+1 < len(b) && isDigit(b[i+1])) {
			return i
		}
	}
	return len(b)
}

// severities are the words of which one is among the topics of a message.
var severities = [][]byte{[]byte("info"), []byte("warning"), []byte("error"), []byte("critical"), []byte("debug")}

// topics is the first word where that is a list of topics with a severity, as
// MikroTik's devices write it.
func topics(b []byte) []byte {
	first, _ := word(b)
	if len(first) > maxName || bytes.IndexByte(first, ',') < 0 {
		return nil
	}
	found := false
	for rest := first; len(rest) > 0; {
		topic, after, more := bytes.Cut(rest, []byte(","))
		if len(topic) == 0 || more && len(after) == 0 {
			return nil
		}
		for _, c := range topic {
			if (c < 'a' || c > 'z') && !isDigit(c) && c != '-' {
				return nil
			}
		}
		for _, w := range severities {
			found = found || bytes.Equal(topic, w)
		}
		rest = after
	}
	if !found {
		return nil
	}
	return first
}

// pair is the value behind a key, in quotes or not.
func pair(b, key []byte) []byte {
	n := bytes.Index(b, key)
	if n < 0 || n > 0 && b[n-1] != ' ' && b[n-1] != ',' {
		return nil
	}
	v := b[n+len(key):]
	if len(v) > 0 && v[0] == '"' {
		v, _, _ = bytes.Cut(v[1:], []byte{'"'})
		return v
	}
	if n := bytes.IndexAny(v, " ,"); n >= 0 {
		v = v[:n]
	}
	return v
}

func name(attribute string, v []byte, s wire.Sink) {
	if len(v) > 0 && len(v) <= maxName && string(v) != "-" && wire.TextOrBytes(v) == wire.Text {
		s.Field(attribute, wire.Text, v)
	}
}

// word splits off what stands before the first blank.
func word(b []byte) (first, rest []byte) {
	n := bytes.IndexByte(b, ' ')
	if n < 0 {
		return b, nil
	}
	return b[:n], b[n+1:]
}

// isName tells whether a word may name a host.
func isName(b []byte) bool {
	for i, c := range b {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', isDigit(c), c == '-', c == '.', c == '_', c >= 0x80:
		case c == ':' && i > 0:
		default:
			return false
		}
	}
	return true
}

// tagEnd is how long the name of a program is that a text may begin with.
func tagEnd(b []byte) int {
	for i, c := range b {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && !isDigit(c) && c != '-' && c != '_' && c != '.' && c != '/' {
			return i
		}
	}
	return len(b)
}

func digits(b []byte) int {
	for i, c := range b {
		if !isDigit(c) {
			return i
		}
	}
	return len(b)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
