package http

import (
	"bytes"

	"github.com/whomade/whomade/wire"
)

// What a body may hold, by its media type.
const (
	other = iota
	page  // HTML, or no media type given
	markup
)

// message is one HTTP message of a stream, as far as it is there.
type message struct {
	code     int    // status code; 0: a request
	method   []byte // of a request
	fields   []byte // header field lines
	body     []byte // as it stands in the stream
	size     int    // octets of the message that are there
	kind     int    // other, page or markup
	complete bool   // the body's end is known and there
	chunked  bool
}

// parse fills m from the octets of a stream. It answers NeedMore while the
// header fields are incomplete.
func parse(b []byte, end bool, m *message) wire.Status {
	code, method, start, status := startLine(b, end)
	if status != wire.Done {
		return status
	}
	body, ok := headEnd(b[start:])
	body += start
	if !ok && !end && len(b) < maxHead {
		return wire.NeedMore
	}
	*m = message{code: code, method: method, fields: b[start:body], size: len(b)}
	length, encoded := int64(-1), false
	for rest := m.fields; ; {
		name, value, r, ok := NextField(rest)
		if !ok {
			break
		}
		rest = r
		switch {
		case Is(name, "content-type"):
			m.kind = mediaType(value)
		case Is(name, "content-length"):
			length = number(value)
		case Is(name, "content-encoding"):
			encoded = len(value) != 0 && indexFold(value, "identity") < 0
		case Is(name, "transfer-encoding"):
			m.chunked = indexFold(value, "chunked") >= 0
		}
	}
	if indexFold(m.fields, "content-type") < 0 && code != 0 {
		m.kind = page
	}
	if encoded {
		m.kind = other
	}
	m.delimit(b[body:], body, length)
	return wire.Done
}

// delimit finds the end of the body in rest (RFC 9112 clause 6.3), which starts
// at offset body of the message.
func (m *message) delimit(rest []byte, body int, length int64) {
	switch {
	case m.code >= 100 && m.code < 200, m.code == 204, m.code == 304, m.code == 0 && length < 0 && !m.chunked:
		m.body, m.complete, m.size = nil, true, body
	case m.chunked:
		m.body = rest
		if n := bytes.Index(rest, []byte("\r\n0\r\n\r\n")); n >= 0 {
			m.body, m.complete, m.size = rest[:n+7], true, body+n+7
		}
	case isNextMessage(rest):
		// The answer to HEAD has a length and no body.
		m.body, m.complete, m.size = nil, true, body
	case length >= 0 && length <= int64(len(rest)):
		m.body, m.complete, m.size = rest[:length], true, body+int(length)
	default:
		m.body = rest
	}
}

// isNextMessage tells whether b starts with a status line.
func isNextMessage(b []byte) bool {
	return len(b) >= 12 && statusCode(b[:12]) != 0
}

// interim tells whether another response to the same request follows (RFC 9110
// clause 15.2).
func (m *message) interim() bool {
	return m.code >= 100 && m.code < 200 && m.code != 101
}

// report passes on the fields of the message and what its body says.
func (m *message) report(s wire.Sink) {
	for rest := m.fields; ; {
		name, value, r, ok := NextField(rest)
		if !ok {
			break
		}
		rest = r
		if len(value) == 0 || len(value) > maxField {
			continue
		}
		if m.code == 0 {
			if Is(name, "user-agent") {
				s.Field("http_header.user_agent", wire.Text, value)
			}
			continue
		}
		switch {
		case Is(name, "server"):
			s.Field("http_header.server", wire.Text, value)
		case Is(name, "x-powered-by"):
			s.Field("http_header.x_powered_by", wire.Text, value)
		case Is(name, "www-authenticate"):
			Challenges(value, s)
		case Is(name, "set-cookie"):
			if t := token(value); len(t) > 0 && len(t) < len(value) && value[len(t)] == '=' {
				s.Field("http_header.set_cookie_name", wire.Text, t)
			}
		}
	}
	m.reportBody(s)
}

// mediaType tells what a Content-Type (RFC 9110 clause 8.3) lets the body hold.
func mediaType(v []byte) int {
	switch {
	case len(v) == 0 || indexFold(v, "html") >= 0:
		return page
	case indexFold(v, "xml") >= 0 && indexFold(v, "svg") < 0:
		return markup
	}
	return other
}

// number reads a decimal number of at most 18 digits, or -1.
func number(b []byte) int64 {
	if len(b) == 0 || len(b) > 18 {
		return -1
	}
	v := int64(0)
	for _, c := range b {
		if c < '0' || c > '9' {
			return -1
		}
		v = v*10 + int64(c-'0')
	}
	return v
}
