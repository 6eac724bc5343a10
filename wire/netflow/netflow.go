// Package netflow decodes what the exports of flow records say of the exporter:
// NetFlow versions 1, 5 and 7 (Cisco), version 9 (RFC 3954) and IPFIX (RFC 7011).
// The records themselves are of other devices' traffic and are not read.
package netflow

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// Ports are the UDP ports that collectors commonly use; the last is IPFIX's own.
var Ports = []uint16{2055, 2056, 9555, 9995, 9996, 4739}

const (
	maxSets      = 64
	maxTemplates = 64
	maxFields    = 256

	reverse = 29305 // enterprise number that marks the other direction (RFC 5103 clause 6.1)
)

// Decode decodes one datagram. The fields are about the sender. It returns false
// for other versions and lengths that do not fit.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < 20 {
		return false
	}
	count := int(binary.BigEndian.Uint16(b[2:]))
	switch version := binary.BigEndian.Uint16(b); version {
	case 1, 5, 7:
		head, record := 24, 48
		if version == 1 {
			head = 16
		}
		if version != 5 {
			record = 52
		}
		if count < 1 || count > 30 || len(b) != head+record*count {
			return false
		}
		s.Field("netflow.version", wire.Uint, b[:2])
		if version == 5 {
			s.Field("netflow.source_id", wire.Uint, b[20:22]) // engine's type and number
		}
		return true
	case 9:
		if len(b) < 24 || !set(b[20:]) {
			return false
		}
		s.Field("netflow.version", wire.Uint, b[:2])
		s.Field("netflow.source_id", wire.Uint, b[16:20])
		sets(b[20:], 0, s)
		return true
	case 10:
		if count < 20 || count > len(b) || !set(b[16:count]) {
			return false
		}
		s.Field("netflow.version", wire.Uint, b[:2])
		s.Field("netflow.source_id", wire.Uint, b[12:16])
		sets(b[16:count], 2, s)
		return true
	}
	return false
}

// set tells whether a whole set comes first.
func set(b []byte) bool {
	return len(b) >= 4 && int(binary.BigEndian.Uint16(b[2:])) >= 4 && int(binary.BigEndian.Uint16(b[2:])) <= len(b)
}

// sets reads the templates among sets; those of options have the next number.
func sets(b []byte, templates uint16, s wire.Sink) {
	for range maxSets {
		if !set(b) {
			return
		}
		n := int(binary.BigEndian.Uint16(b[2:]))
		if id := binary.BigEndian.Uint16(b); id == templates {
			list(b[4:n], templates == 2, false, s)
		} else if id == templates+1 && templates == 2 {
			list(b[4:n], true, true, s)
		}
		b = b[n:]
	}
}

// list reads templates: number, count of fields, count of scopes where they
// describe options, fields.
func list(b []byte, ipfix, options bool, s wire.Sink) {
	for range maxTemplates {
		if len(b) < 4 || binary.BigEndian.Uint16(b) < 256 {
			return
		}
		count := int(binary.BigEndian.Uint16(b[2:]))
		b = b[4:]
		if options {
			if len(b) < 2 {
				return
			}
			b = b[2:]
		}
		size := fields(b, count, ipfix, s)
		if size <= 0 {
			return
		}
		if !options {
			s.Field("netflow.template", wire.Bytes, b[:size])
		}
		b = b[size:]
	}
}

// fields returns how many octets a number of field specifiers take, 0 where they
// are not all there, and reports the authors of private ones.
func fields(b []byte, count int, ipfix bool, s wire.Sink) (size int) {
	const private = 0x8000
	if count < 1 || count > maxFields {
		return 0
	}
	for range count {
		if len(b)-size < 4 {
			return 0
		}
		id := binary.BigEndian.Uint16(b[size:])
		size += 4
		if !ipfix || id&private == 0 {
			continue
		}
		if len(b)-size < 4 {
			return 0
		}
		if author := binary.BigEndian.Uint32(b[size:]); author != 0 && author != reverse {
			s.Field("netflow.enterprise", wire.Uint, b[size:size+4])
		}
		size += 4
	}
	return size
}
