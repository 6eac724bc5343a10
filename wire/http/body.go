package http

import (
	"bytes"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/xml"
)

const (
	maxPage   = 16 << 10 // octets of a page in which its title is looked for
	maxMarkup = 64 << 10 // octets of an XML document
)

var (
	schemaDevice   = []byte("urn:schemas-upnp-org:device-1-0")
	endDescription = []byte("</root>")
	endInform      = []byte("</DeviceId>")
	startSettings  = []byte("<GetDeviceSettingsResponse")
	endSettings    = []byte("</GetDeviceSettingsResponse>")
	onvifAnswer    = []byte("GetDeviceInformationResponse") // behind a prefix; twice where the answer ends
)

// ready tells whether enough of the body is there.
func (m *message) ready() bool {
	if m.complete || m.kind == other {
		return true
	}
	if m.kind == page && (len(m.body) >= maxPage || indexFold(m.body, "</title") >= 0 || indexFold(m.body, "<body") >= 0) {
		return true
	}
	return len(m.body) >= maxMarkup || bytes.Contains(m.body, endInform) || bytes.Contains(m.body, endDescription) ||
		bytes.Contains(m.body, endSettings) || bytes.Count(m.body, onvifAnswer) > 1
}

// reportBody reports what the body says, as far as it is there.
func (m *message) reportBody(s wire.Sink) {
	if m.code == 0 {
		if m.kind == markup && string(m.method) == "POST" && bytes.Contains(m.body, []byte("Inform")) &&
			bytes.Contains(m.body, []byte("DeviceId")) {
			inform(m.text(maxMarkup), s)
		}
		return
	}
	if m.kind == page && indexFold(m.body[:min(len(m.body), maxPage)], "<title") >= 0 {
		title(m.text(maxPage), s)
	}
	if m.kind == other {
		return
	}
	// Both also come as text/html, or without a type.
	start := m.body[:min(len(m.body), maxPage)]
	if bytes.Contains(start, schemaDevice) {
		description(m.text(maxMarkup), s)
	}
	if bytes.Contains(start, startSettings) {
		settings(m.text(maxMarkup), s)
	}
	if bytes.Contains(start, onvifAnswer) {
		information(m.text(maxMarkup), s)
	}
}

// text returns the body without the framing of chunks (RFC 9112 clause 7.1).
func (m *message) text(limit int) []byte {
	if !m.chunked {
		return m.body[:min(len(m.body), limit)]
	}
	out := make([]byte, 0, min(len(m.body), limit))
	for b := m.body; len(out) < limit; {
		n := bytes.IndexByte(b[:min(len(b), 256)], '\n')
		size := 0
		if n < 0 || !hexadecimal(b[:n], &size) || size == 0 {
			break
		}
		b = b[n+1:]
		out = append(out, b[:min(size, len(b), limit-len(out))]...)
		if size+2 > len(b) {
			break
		}
		b = b[size+2:]
	}
	return out
}

// hexadecimal reads a chunk size, which blanks or extensions may follow.
func hexadecimal(b []byte, v *int) bool {
	n := 0
	for ; n < len(b) && n < 7; n++ {
		c := lower(b[n])
		switch {
		case c >= '0' && c <= '9':
			*v = *v<<4 | int(c-'0')
		case c >= 'a' && c <= 'f':
			*v = *v<<4 | int(c-'a'+10)
		default:
			return n > 0 && (c == ';' || c == ' ' || c == '\r')
		}
	}
	return n > 0 && n == len(b)
}

// title reports the text of the first title element of a page.
func title(b []byte, s wire.Sink) {
	n := indexFold(b, "<title")
	if n < 0 {
		return
	}
	b = b[n+len("<title"):]
	n = bytes.IndexByte(b, '>')
	if n < 0 || n > 0 && b[0] > ' ' {
		return
	}
	b = b[n+1:]
	n = bytes.IndexByte(b, '<')
	if n < 0 {
		return
	}
	if t := xml.Clean(b[:n]); len(t) != 0 {
		s.Field("html_title", wire.Text, t)
	}
}
