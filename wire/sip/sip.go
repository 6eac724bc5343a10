// Package sip decodes what the Session Initiation Protocol (RFC 3261) says of
// the equipment that speaks it: Server and User-Agent, and the hosts of Via,
// Contact and the origin of a session description (RFC 8866 clause 5.2). Users,
// their addresses, networks and credentials are passed over.
package sip

import (
	"bytes"

	"github.com/whomade/whomade/wire"
)

const (
	maxLine     = 4 << 10  // octets of a start line
	maxValue    = 2 << 10  // octets of a reported value
	maxHead     = 32 << 10 // octets waited for until a message's fields are complete
	maxFields   = 256
	maxMessages = 32 // of one segment or head
)

// Starts is how messages begin that are worth a look, for streams on any port.
var Starts = []string{
	"SIP/2.0 ", "INVITE ", "REGISTER ", "ACK ", "BYE ", "CANCEL ", "OPTIONS ", "SUBSCRIBE ", "NOTIFY ", "PUBLISH ", "PRACK ", "UPDATE ",
	"MESSAGE ", "INFO ", "REFER ",
}

const version = "SIP/2.0"

// Looks tells whether octets begin with a start line (RFC 3261 clauses 7.1 and
// 7.2).
func Looks(b []byte) bool {
	if len(b) < 16 || b[0] < 'A' || b[0] > 'Z' {
		return false
	}
	if b[0] == 'S' && string(b[:8]) == version+" " {
		return true
	}
	n := 1
	for n < 20 && n < len(b) && b[n] >= 'A' && b[n] <= 'Z' {
		n++
	}
	if n >= len(b) || b[n] != ' ' || n < 3 {
		return false
	}
	eol := bytes.IndexByte(b[:min(len(b), maxLine)], '\n')
	if eol < 0 {
		return false
	}
	return bytes.HasSuffix(bytes.TrimRight(b[:eol], "\r "), []byte(" "+version))
}

// Decode decodes one datagram: one message.
func Decode(b []byte, s wire.Sink) bool {
	b = keepAlive(b)
	if !Looks(b) {
		return false
	}
	message(b, s)
	return true
}

// Message decodes one segment that begins with a message, in the middle of a
// stream. Fields that the segment cuts off are not reported.
func Message(b []byte, s wire.Sink) bool { return messages(b, s) > 0 }

// DecodeStream is a wire.StreamDecoder for either direction. It waits for the
// fields of the first message; further messages are decoded as far as they are
// there.
func DecodeStream(head []byte, end bool, s wire.Sink) wire.Status {
	b := keepAlive(head)
	if !Looks(b) {
		if !end && len(b) < maxLine && begins(b) && bytes.IndexByte(b, '\n') < 0 {
			return wire.NeedMore
		}
		return wire.NotMine
	}
	if !end && len(b) < maxHead && !bytes.Contains(b, []byte("\r\n\r\n")) {
		return wire.NeedMore
	}
	messages(b, s)
	return wire.Done
}

// begins tells whether a start line may be about to come.
func begins(b []byte) bool {
	for _, s := range Starts {
		if n := min(len(s), len(b)); string(b[:n]) == s[:n] {
			return true
		}
	}
	return false
}

// keepAlive passes over empty lines before a message (RFC 3261 clause 7.5, RFC
// 5626 clause 3.5.1).
func keepAlive(b []byte) []byte {
	for len(b) > 0 && (b[0] == '\r' || b[0] == '\n') {
		b = b[1:]
	}
	return b
}

// messages decodes the messages that stand behind each other and returns how
// many there were.
func messages(b []byte, s wire.Sink) (n int) {
	for n < maxMessages {
		b = keepAlive(b)
		if !Looks(b) {
			break
		}
		n++
		b = b[message(b, s):]
	}
	return n
}

// message reports one message and returns its length: its fields, and the body
// that its Content-Length tells of.
func message(b []byte, s wire.Sink) int {
	h := scan(b)
	h.report(s)
	body, size := b[h.body:], h.body
	if h.length >= 0 {
		body = body[:min(h.length, len(body))]
		size += len(body)
	}
	if h.sdp && !h.forwarded() {
		origin(body, s)
	}
	return size
}
