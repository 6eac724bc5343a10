// Package wsd decodes Web Services Dynamic Discovery (OASIS WS-Discovery 1.1), by
// which cameras, printers and computers announce themselves, and the scopes by
// which cameras of the ONVIF profile say in it who they are (ONVIF Core
// Specification clause 7.3.2).
package wsd

import (
	"bytes"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/xml"
)

// Port is the UDP port of questions and announcements.
const Port = 3702

const (
	maxDocument = 16 << 10 // octets of a message that are read
	maxWords    = 64       // scopes or types of a message
	maxTags     = 512      // tags of a message
)

// Decode decodes one datagram. It returns false unless that holds a message of a
// target service: Hello, ProbeMatch or ResolveMatch. Questions name nobody.
func Decode(b []byte, s wire.Sink) bool {
	b = b[:min(len(b), maxDocument)]
	if len(b) == 0 || bytes.IndexByte(b[:min(len(b), 4)], '<') < 0 {
		return false
	}
	mine, place := false, false
	for range maxTags {
		t, rest, ok := xml.Next(b)
		if !ok {
			return mine
		}
		b = rest
		if !t.Open {
			if string(t.Name) == "EndpointReference" {
				place = false
			}
			continue
		}
		switch string(t.Name) {
		case "Hello", "ProbeMatch", "ResolveMatch":
			mine = true
		case "EndpointReference":
			place = mine
		case "Address":
			if place {
				text("wsd.endpoint", t.Text, s)
			}
		case "Types":
			if mine {
				types(t.Text, s)
			}
		case "Scopes":
			if mine {
				scopes(t.Text, s)
			}
		}
	}
	return mine
}

func text(attribute string, v []byte, s wire.Sink) {
	if v = xml.Clean(v); len(v) != 0 {
		s.Field(attribute, wire.Text, v)
	}
}

// types reports the local parts of qualified names.
func types(b []byte, s wire.Sink) {
	for range maxWords {
		word, rest := cut(b)
		if len(word) == 0 {
			return
		}
		b = rest
		if word = word[bytes.IndexByte(word, ':')+1:]; len(word) != 0 {
			text("wsd.type", word, s)
		}
	}
}

var onvif = []byte("onvif://www.onvif.org/")

// scopes reports what the ONVIF scopes among a list of addresses say.
func scopes(b []byte, s wire.Sink) {
	for range maxWords {
		word, rest := cut(b)
		if len(word) == 0 {
			return
		}
		b = rest
		kind, value, ok := bytes.Cut(bytes.TrimPrefix(word, onvif), []byte("/"))
		if !ok || len(word) == len(kind)+1+len(value) {
			continue
		}
		if a := attribute(kind); a != "" {
			text(a, plain(value), s)
		}
	}
}

func attribute(kind []byte) string {
	switch {
	case bytes.EqualFold(kind, []byte("hardware")):
		return "onvif.hardware"
	case bytes.EqualFold(kind, []byte("name")):
		return "onvif.name"
	case bytes.EqualFold(kind, []byte("manufacturer")):
		return "onvif.manufacturer"
	}
	return ""
}

// cut splits the first word off a list.
func cut(b []byte) (word, rest []byte) {
	b = bytes.TrimLeft(b, " \t\r\n")
	n := bytes.IndexAny(b, " \t\r\n")
	if n < 0 {
		n = len(b)
	}
	return b[:n], b[n:]
}

// plain undoes the escapes of an address (RFC 3986 clause 2.1).
func plain(v []byte) []byte {
	if bytes.IndexByte(v, '%') < 0 {
		return v
	}
	out := make([]byte, 0, len(v))
	for i := 0; i < len(v); i++ {
		if v[i] == '%' && i+2 < len(v) {
			if high, low := digit(v[i+1]), digit(v[i+2]); high >= 0 && low >= 0 {
				out = append(out, byte(high<<4|low))
				i += 2
				continue
			}
		}
		out = append(out, v[i])
	}
	return out
}

func digit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}
