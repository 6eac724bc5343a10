// Package rtsp reads what servers of the Real Time Streaming Protocol say of
// themselves in their responses (RFC 2326, RFC 7826): cameras and recorders above
// all. Requests, addresses of streams and credentials are not reported.
package rtsp

import (
	"bytes"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/http"
)

// Start is how a response begins.
const Start = "RTSP/"

const (
	maxHead  = 8 << 10 // octets waited for until a response's fields are complete
	maxField = 512     // octets of a reported field value
)

// Decode is a wire.StreamDecoder for the server's direction. It reports
//
//	rtsp_header.server
//	http_header.wwwauth    one per challenge, scheme and realm only
func Decode(head []byte, end bool, s wire.Sink) wire.Status {
	n := min(len(head), len(Start))
	if string(head[:n]) != Start[:n] || n == 0 && end {
		return wire.NotMine
	}
	start := bytes.IndexByte(head, '\n')
	if start >= 0 && !isStatus(head[:start]) {
		return wire.NotMine
	}
	if !end && len(head) < maxHead && (start < 0 || !complete(head[start:])) {
		return wire.NeedMore
	}
	if start < 0 {
		return wire.NotMine
	}
	for rest := head[start+1 : min(len(head), max(maxHead, start+1))]; ; {
		name, value, r, ok := http.NextField(rest)
		if !ok {
			return wire.Done
		}
		rest = r
		switch {
		case len(value) == 0 || len(value) > maxField:
		case http.Is(name, "server"):
			s.Field("rtsp_header.server", wire.Text, value)
		case http.Is(name, "www-authenticate"):
			http.Challenges(value, s)
		}
	}
}

// Message reports what Decode does for the octets of one segment that starts with
// a response, in the middle of a stream.
func Message(b []byte, s wire.Sink) bool { return Decode(b, true, s) == wire.Done }

// isStatus tells whether a line is "RTSP/n.n nnn ...".
func isStatus(line []byte) bool {
	const least = len("RTSP/1.0 200")
	if len(line) < least || line[6] != '.' || line[8] != ' ' {
		return false
	}
	for _, at := range [5]int{5, 7, 9, 10, 11} {
		if line[at] < '0' || line[at] > '9' {
			return false
		}
	}
	return true
}

// complete tells whether an empty line ends the fields; b begins with the end of
// the status line.
func complete(b []byte) bool {
	return bytes.Contains(b, []byte("\n\r\n")) || bytes.Contains(b, []byte("\n\n"))
}
