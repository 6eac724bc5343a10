// Package bgp decodes the OPEN message of the Border Gateway Protocol (RFC 4271
// clause 4.2) with its capabilities (RFC 5492). Routes are not read.
package bgp

import (
	"bytes"
	"encoding/binary"
	"sync"

	"github.com/whomade/whomade/wire"
)

// Port is the TCP port of the protocol.
const Port = 179

// Marker is how every message begins (RFC 4271 clause 4.1).
const Marker = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"

const (
	headLength = 19
	leastOpen  = 29
	maxMessage = 4096
	typeOpen   = 1
	extended   = 255 // length and type of a parameter that announce longer ones (RFC 9072)

	parameterCapabilities = 2
	maxCodes              = 64
)

// Capabilities, of the registry that RFC 5492 clause 6 opened.
const (
	capabilityAS       = 65 // RFC 6793
	capabilityName     = 73 // draft-walton-bgp-hostname-capability
	capabilitySoftware = 75 // draft-ietf-idr-bgp-software-version
)

// codes is room for the codes of capabilities.
type codes [maxCodes]byte

var rooms = sync.Pool{New: func() any { return new(codes) }}

// Decode is a wire.StreamDecoder for either direction of a session.
func Decode(head []byte, end bool, s wire.Sink) wire.Status {
	n := min(len(head), len(Marker))
	if string(head[:n]) != Marker[:n] || n == 0 && end {
		return wire.NotMine
	}
	if len(head) < headLength {
		if end {
			return wire.NotMine
		}
		return wire.NeedMore
	}
	size := int(binary.BigEndian.Uint16(head[16:]))
	if head[18] != typeOpen || size < leastOpen || size > maxMessage {
		return wire.NotMine
	}
	if len(head) < size && !end {
		return wire.NeedMore
	}
	if len(head) < leastOpen {
		return wire.NotMine
	}
	open(head[headLength:min(size, len(head))], s)
	return wire.Done
}

// open reads the body of an OPEN message, of which ten octets are there.
func open(b []byte, s wire.Sink) {
	s.Field("bgp.as", wire.Uint, b[1:3])
	if id := b[5:9]; !wire.Blank(id) {
		s.Field("bgp.identifier", wire.IP, id)
	}
	s.Field("bgp.hold_time", wire.Uint, b[3:5])
	room := rooms.Get().(*codes)
	list := room[:0]
	wide := b[9] == extended && len(b) >= 13 && b[10] == extended
	if b = b[10:]; wide {
		b = b[3:]
	}
	for len(b) >= 2 {
		kind, size, head := b[0], int(b[1]), 2
		if wide {
			if len(b) < 3 {
				break
			}
			size, head = int(binary.BigEndian.Uint16(b[1:])), 3
		}
		v := b[head:min(len(b), head+size)]
		if kind == parameterCapabilities {
			list = capabilities(list, v, s)
		}
		b = b[min(len(b), head+size):]
	}
	if len(list) > 0 {
		s.Field("bgp.capabilities", wire.Bytes, list)
	}
	rooms.Put(room)
}

// capabilities reads the capabilities of one parameter and appends their codes.
func capabilities(list, b []byte, s wire.Sink) []byte {
	for len(b) >= 2 && len(b) >= 2+int(b[1]) {
		code, v := b[0], b[2:2+int(b[1])]
		b = b[2+len(v):]
		if len(list) < maxCodes {
			list = append(list, code)
		}
		switch code {
		case capabilityAS:
			if len(v) == 4 {
				s.Field("bgp.as4", wire.Uint, v)
			}
		case capabilityName:
			if name, ok := counted(v); ok {
				s.Field("bgp.hostname", wire.Text, name)
			}
		case capabilitySoftware:
			if text, ok := counted(v); ok {
				s.Field("bgp.software_version", wire.Text, text)
			}
		}
	}
	return list
}

// counted is text behind an octet with its length.
func counted(v []byte) ([]byte, bool) {
	if len(v) < 2 || len(v) < 1+int(v[0]) || v[0] == 0 {
		return nil, false
	}
	v = v[1 : 1+int(v[0])]
	return v, wire.TextOrBytes(v) == wire.Text && len(bytes.TrimSpace(v)) > 0
}
