// Package telnet reads what a Telnet server says before anybody logs in: its
// option negotiation and the text up to the first prompt (RFC 854, RFC 855).
//
// It must be given the server's direction only. A server echoes what its client
// types, so nothing after the first prompt is looked at.
package telnet

import (
	"bytes"
	"unicode/utf8"

	"github.com/whomade/whomade/wire"
)

const (
	maxText        = 4 << 10
	maxNegotiation = 96
)

// Telnet commands (RFC 854, RFC 855) and the option that makes the rest of the
// stream unreadable (RFC 2946).
const (
	se         = 240
	sb         = 250
	will       = 251
	dont       = 254
	iac        = 255
	optEncrypt = 38
)

// Decode is a wire.StreamDecoder. It reports
//
//	telnet.negotiation  the first unbroken run of WILL, WONT, DO and DONT
//	telnet.banner       the text, line ends written "\n", terminal control left out
func Decode(head []byte, end bool, s wire.Sink) wire.Status {
	var buf [maxText]byte
	text, state := strip(buf[:0], head)
	options := negotiation(head)
	if state == binary {
		// What came before may still be a banner: whole lines of it, if text.
		text = text[:bytes.LastIndexByte(text, '\n')+1]
		if !utf8.Valid(text) {
			text = nil
		}
		if len(options) == 0 && len(text) == 0 {
			return wire.NotMine
		}
	}
	stop, prompt := promptEnd(text, end || state != open)
	if !prompt && !end && state == open {
		return wire.NeedMore
	}
	text = bytes.TrimSpace(text[:stop])
	if len(options) == 0 && len(text) == 0 {
		return wire.NotMine
	}
	if len(options) != 0 {
		s.Field("telnet.negotiation", wire.Bytes, options)
	}
	if len(text) != 0 {
		s.Field("telnet.banner", wire.Text, bytes.Clone(text))
	}
	return wire.Done
}

// negotiation returns the first run of three-octet option commands.
func negotiation(b []byte) []byte {
	start := bytes.IndexByte(b, iac)
	if start < 0 {
		return nil
	}
	n := start
	for n+3 <= len(b) && n+3-start <= maxNegotiation && b[n] == iac && b[n+1] >= will && b[n+1] <= dont {
		n += 3
	}
	return b[start:n]
}
