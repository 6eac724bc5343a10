// Package capwap decodes the control channel of CAPWAP (RFC 5415) between access
// points (WTP) and their controllers (AC), as far as it is not encrypted:
// discovery always, the rest where DTLS is not used.
package capwap

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// Port is the UDP port of the control channel (RFC 5415 clause 14.1).
const Port = 5246

// Message elements (clause 4.6).
const (
	elementACDescriptor = 1
	elementACName       = 4
	elementVendor       = 37
	elementBoardData    = 38
	elementDescriptor   = 39
	elementWTPName      = 45
)

// Sub-elements of the WTP board data (clause 4.6.40) and descriptor (4.6.41).
const (
	boardModel     = 0
	boardSerial    = 1
	softwareActive = 1
)

// Decode decodes one control message. It returns false where the octets are none,
// or encrypted.
func Decode(b []byte, s wire.Sink) bool {
	// The header: preamble (version 0, type 0), then five bits of its length in
	// four octets.
	if len(b) < 8 || b[0] != 0 {
		return false
	}
	head := int(b[1]>>3) * 4
	fragment := b[3]&0x80 != 0
	if head < 8 || len(b) < head+8 || fragment && binary.BigEndian.Uint16(b[6:])>>3 != 0 {
		return false
	}
	b = b[head:]
	// The control header (clause 4.5.1.1): type, sequence, length, flags. The type
	// begins with an enterprise number, 0 for CAPWAP's own.
	if binary.BigEndian.Uint32(b)>>8 > 0xffff || b[3] == 0 || b[3] > 26 {
		return false
	}
	// The length counts from its own end: the flags and the elements.
	size := int(binary.BigEndian.Uint16(b[5:]))
	b = b[8:]
	if size >= 3 && len(b) > size {
		b = b[:size]
	}
	for len(b) >= 4 {
		n := 4 + int(binary.BigEndian.Uint16(b[2:]))
		if len(b) < n {
			break
		}
		element(binary.BigEndian.Uint16(b), b[4:n], s)
		b = b[n:]
	}
	return true
}

func element(kind uint16, v []byte, s wire.Sink) {
	switch kind {
	case elementACName:
		text("capwap.ac_name", v, s)
	case elementWTPName:
		text("capwap.wtp_name", v, s)
	case elementVendor:
		vendor(v, s)
	case elementBoardData:
		vendor(v, s)
		if len(v) > 4 {
			board(v[4:], s)
		}
	case elementACDescriptor:
		if len(v) > 12 {
			information(v[12:], s, false)
		}
	case elementDescriptor:
		if len(v) < 3 {
			return
		}
		if skip := 3 + 3*int(v[2]); len(v) > skip {
			information(v[skip:], s, true)
		}
	}
}

// vendor is an enterprise number in four octets. Cisco writes its OUI and a zero
// octet.
func vendor(v []byte, s wire.Sink) {
	if len(v) >= 4 && binary.BigEndian.Uint32(v) != 0 {
		s.Field("capwap.vendor_id", wire.Uint, v[:4])
	}
}

// board is the sub-elements of the WTP board data: type, length, value.
func board(v []byte, s wire.Sink) {
	for len(v) >= 4 {
		n := 4 + int(binary.BigEndian.Uint16(v[2:]))
		if len(v) < n {
			return
		}
		switch binary.BigEndian.Uint16(v) {
		case boardModel:
			text("capwap.wtp_model", v[4:n], s)
		case boardSerial:
			text("capwap.wtp_serial_number", v[4:n], s)
		}
		v = v[n:]
	}
}

// information is the sub-elements of the descriptors: vendor, type, length, value.
func information(v []byte, s wire.Sink, wtp bool) {
	for len(v) >= 8 {
		n := 8 + int(binary.BigEndian.Uint16(v[6:]))
		if len(v) < n {
			return
		}
		if id := binary.BigEndian.Uint32(v); id > 0xffffff {
			return // a draft's form
		}
		vendor(v, s)
		if wtp && binary.BigEndian.Uint16(v[4:]) == softwareActive && wire.TextOrBytes(v[8:n]) == wire.Text {
			text("capwap.wtp_software", v[8:n], s)
		}
		v = v[n:]
	}
}

func text(attribute string, v []byte, s wire.Sink) {
	if len(v) > 0 && len(v) <= 512 && !wire.Blank(v) {
		s.Field(attribute, wire.Text, v)
	}
}
