// Package http reads identity from HTTP/1.x messages (RFC 9110, RFC 9112): a
// few header fields, the title of a page, the UPnP device description and the
// DeviceId of a CPE WAN Management Protocol Inform. Authorization, cookie
// values, targets and everything else in a message are never reported.
package http

import (
	"bytes"

	"github.com/whomade/whomade/wire"
)

const (
	maxHead     = 64 << 10 // octets waited for until a message's fields are complete
	maxLine     = 8 << 10  // octets of a request or status line
	maxField    = 2 << 10  // octets of a reported field value
	maxMessages = 8        // messages looked at in one head
)

// Decode is a wire.StreamDecoder for either direction. It reports
//
//	http_header.server, .x_powered_by        responses
//	http_header.wwwauth                      responses: one per challenge, scheme and realm only
//	http_header.set_cookie_name              responses: the name, never the value
//	http_header.user_agent                   requests
//	html_title                               first title in the first 16 KiB of a page
//	upnp.*                                   device descriptions (UPnP Device Architecture 2.0 clause 2.3)
//	hnap.*                                   answers to the Home Network Administration Protocol's GetDeviceSettings
//	onvif.*                                  answers to ONVIF's GetDeviceInformation
//	cwmp.*                                   Inform requests (TR-069 Amendment 6 clause A.3.3.1)
//
// It waits for the first message that is no interim response, and for as much
// of its body as these need. Messages behind it are reported if they are there.
func Decode(head []byte, end bool, s wire.Sink) wire.Status {
	var m message
	for n := 0; ; n++ {
		status := parse(head, end, &m)
		if n == 0 && status != wire.Done {
			return status
		}
		if status == wire.NeedMore {
			return wire.NeedMore
		}
		if status != wire.Done || n == maxMessages {
			return wire.Done // interim responses and nothing behind them
		}
		if !m.interim() {
			break
		}
		head = head[m.size:]
		if len(head) == 0 && !end {
			return wire.NeedMore
		}
	}
	if !end && !m.ready() {
		return wire.NeedMore
	}
	for range maxMessages {
		m.report(s)
		head = head[m.size:]
		if parse(head, true, &m) != wire.Done {
			break
		}
	}
	return wire.Done
}

// Message reports what Decode does for the octets of one segment that starts
// with a message, in the middle of a stream. It returns false when b does not
// start with one. Fields that the segment cuts off are not reported.
func Message(b []byte, s wire.Sink) bool {
	return Decode(b, true, s) == wire.Done
}

// startLine looks at a request or status line. size is that of the line with
// its end.
func startLine(b []byte, end bool) (code int, method []byte, size int, status wire.Status) {
	if len(b) == 0 || b[0] < 'A' || b[0] > 'Z' {
		if len(b) == 0 && !end {
			return 0, nil, 0, wire.NeedMore
		}
		return 0, nil, 0, wire.NotMine
	}
	n := 1
	for n < len(b) && n < 20 && (b[n] >= 'A' && b[n] <= 'Z' || b[n] == '-' || b[n] == '_') {
		n++
	}
	if n == len(b) && !end {
		return 0, nil, 0, wire.NeedMore
	}
	if n == len(b) || b[n] != ' ' && b[n] != '/' {
		return 0, nil, 0, wire.NotMine
	}
	eol := bytes.IndexByte(b[:min(len(b), maxLine)], '\n')
	if eol < 0 {
		if end || len(b) >= maxLine {
			return 0, nil, 0, wire.NotMine
		}
		return 0, nil, 0, wire.NeedMore
	}
	line := bytes.TrimRight(b[:eol], "\r ")
	if b[n] == '/' {
		code = statusCode(line)
	} else if !isVersion(line[bytes.LastIndexByte(line, ' ')+1:]) || bytes.IndexByte(line, ' ') == bytes.LastIndexByte(line, ' ') {
		return 0, nil, 0, wire.NotMine
	} else {
		method = b[:n]
	}
	if code == 0 && method == nil {
		return 0, nil, 0, wire.NotMine
	}
	return code, method, eol + 1, wire.Done
}

// statusCode returns the code of a status line (RFC 9112 clause 4), or 0.
func statusCode(line []byte) int {
	if len(line) < 12 || !isVersion(line[:8]) || line[8] != ' ' {
		return 0
	}
	code := 0
	for _, c := range line[9:12] {
		if c < '0' || c > '9' {
			return 0
		}
		code = code*10 + int(c-'0')
	}
	return code
}

// isVersion tells whether b is "HTTP/1.x".
func isVersion(b []byte) bool {
	return len(b) == 8 && string(b[:7]) == "HTTP/1." && b[7] >= '0' && b[7] <= '9'
}
