package sip

import (
	"bytes"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/http"
)

// header is what the fields of a message say.
type header struct {
	request      bool
	server, user []byte // Server and User-Agent
	via, contact []byte // the topmost Via, the first Contact
	vias, routes int    // hops: elements of Via, and of Record-Route or Path
	length, body int    // Content-Length or -1, offset of the body
	sdp          bool
}

// scan reads the fields of a message.
func scan(b []byte) (h header) {
	h.request = b[0] != 'S' || string(b[:8]) != version+" "
	h.length = -1
	rest := b[bytes.IndexByte(b, '\n')+1:]
	h.body = len(b)
	for range maxFields {
		name, value, r, ok := http.NextField(rest)
		if !ok {
			if r != nil {
				h.body = len(b) - len(r)
			}
			return h
		}
		rest = r
		if len(name) > 0 && len(value) > 0 {
			h.field(name, value)
		}
	}
	return h
}

func (h *header) field(name, value []byte) {
	switch {
	case http.Is(name, "server"):
		h.server = value
	case http.Is(name, "user-agent"):
		h.user = value
	case http.Is(name, "via"), http.Is(name, "v"):
		if h.via == nil {
			h.via = value
		}
		h.vias += elements(value)
	case http.Is(name, "record-route"), http.Is(name, "path"):
		h.routes += elements(value)
	case http.Is(name, "contact"), http.Is(name, "m"):
		if h.contact == nil {
			h.contact = value
		}
	case http.Is(name, "content-type"), http.Is(name, "c"):
		h.sdp = len(value) >= 15 && http.Is(value[:15], "application/sdp")
	case http.Is(name, "content-length"), http.Is(name, "l"):
		h.length = number(value)
	}
}

// elements counts the elements of a list.
func elements(value []byte) int { return 1 + bytes.Count(value, []byte{','}) }

// number reads a decimal number of up to six digits, or gives -1.
func number(value []byte) int {
	if len(value) == 0 || len(value) > 6 {
		return -1
	}
	n := 0
	for _, c := range value {
		if c < '0' || c > '9' {
			return -1
		}
		n = 10*n + int(c-'0')
	}
	return n
}

// forwarded tells whether a proxy has the message from somebody else, so far as
// it shows: a request collects a Via at each hop, and a response loses them
// again, while the routes that proxies recorded stay (RFC 3261 clauses 16.6 and
// 16.7).
func (h *header) forwarded() bool {
	if h.request {
		return h.vias > 1
	}
	return h.routes > 0 && h.vias <= h.routes
}

// report reports the fields. The software of a forwarded message is of some other
// device, known by that software alone.
func (h *header) report(s wire.Sink) {
	forwarded := h.forwarded()
	product := func(attribute string, value []byte) {
		if len(value) == 0 || len(value) > maxValue || wire.Blank(value) {
			return
		}
		if forwarded {
			s.About(wire.KeyOther, value)
		}
		s.Field(attribute, wire.Text, value)
	}
	product("sip_header.server", h.server)
	product("sip_header.user_agent", h.user)
	if forwarded {
		s.About(wire.KeySender, nil)
	}
	if h.request {
		if via := sentBy(h.via); len(via) > 0 {
			s.Field("sip.via_host", wire.Text, via)
		}
	}
	if !forwarded {
		if contact := uriHost(h.contact); len(contact) > 0 {
			s.Field("sip.contact_host", wire.Text, contact)
		}
	}
}

// sentBy is the host of a Via: "SIP/2.0/UDP host:port;..." (RFC 3261 clause
// 20.42).
func sentBy(via []byte) []byte {
	i := bytes.IndexByte(via, ' ')
	if i < 0 {
		return nil
	}
	return host(bytes.TrimLeft(via[i:], " "))
}

// uriHost is the host of the first SIP URI of a Contact, behind the user (RFC
// 3261 clause 19.1.1).
func uriHost(contact []byte) []byte {
	i := bytes.Index(contact, []byte("sip:"))
	if i < 0 {
		return nil
	}
	uri := contact[i+4:]
	if n := bytes.IndexAny(uri, ">,"); n >= 0 {
		uri = uri[:n]
	}
	// The user part may hold ";" and "?" itself, so the "@" comes first.
	if at := bytes.IndexByte(uri, '@'); at >= 0 {
		uri = uri[at+1:]
	}
	return host(uri)
}

// host is the host at the beginning of b: a name or address of the characters
// that those may have, or one in brackets.
func host(b []byte) []byte {
	n := 0
	if len(b) > 0 && b[0] == '[' {
		if n = bytes.IndexByte(b, ']'); n < 2 || n > 64 {
			return nil
		}
		return b[1:n]
	}
	for n < len(b) && n < 255 && hostCharacter(b[n]) {
		n++
	}
	return b[:n]
}

func hostCharacter(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '-' || c == '.' || c == '_'
}

// origin reports the address of the origin line of a session description (RFC
// 8866 clause 5.2): "o=user session version IN IP4 address".
func origin(body []byte, s wire.Sink) {
	for range 8 {
		eol := bytes.IndexByte(body, '\n')
		if eol < 0 {
			return
		}
		line := bytes.TrimRight(body[:eol], "\r ")
		body = body[eol+1:]
		if !bytes.HasPrefix(line, []byte("o=")) {
			continue
		}
		if i := bytes.LastIndexByte(line, ' '); i >= 4 && (bytes.HasSuffix(line[:i], []byte("IP4")) || bytes.HasSuffix(line[:i], []byte("IP6"))) {
			if a := line[i+1:]; len(a) > 0 && len(a) <= 64 {
				s.Field("sip.sdp_origin", wire.Text, a)
			}
		}
		return
	}
}
