// Package pppoe decodes what access concentrators say of themselves in the
// discovery stage of PPP over Ethernet (RFC 2516 clause 5). What access nodes put
// in of subscribers' lines (BBF TR-101 clause 3.9.2) is not read, nor are the
// names of services.
package pppoe

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// Codes of packets that a concentrator sends, and those of clients.
const (
	codeOffer   = 0x07 // PADO
	codeInit    = 0x09 // PADI
	codeRequest = 0x19 // PADR
	codeSession = 0x65 // PADS
	codeEnd     = 0xa7 // PADT
)

// Tags (annex A).
const (
	tagEnd    = 0x0000
	tagName   = 0x0102
	tagVendor = 0x0105
)

const (
	headLength = 6 // version and type, code, session, length
	tagHead    = 4
	maxTags    = 32
)

// Decode decodes what follows the EtherType of the discovery stage. The fields are
// about the sender. It returns false for other versions and codes.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < headLength || b[0] != 0x11 {
		return false
	}
	code := b[1]
	switch code {
	case codeOffer, codeInit, codeRequest, codeSession, codeEnd:
	default:
		return false
	}
	b = b[headLength:min(len(b), headLength+int(binary.BigEndian.Uint16(b[4:])))]
	for range maxTags {
		if len(b) < tagHead {
			return true
		}
		kind, size := binary.BigEndian.Uint16(b), tagHead+int(binary.BigEndian.Uint16(b[2:]))
		if kind == tagEnd || size > len(b) {
			return true
		}
		v := b[tagHead:size]
		b = b[size:]
		switch {
		case kind == tagName && (code == codeOffer || code == codeSession) && !wire.Blank(v):
			s.Field("pppoe.ac_name", wire.Text, v)
		case kind == tagVendor && len(v) >= 4 && !wire.Blank(v[:4]):
			s.Field("pppoe.vendor_id", wire.Uint, v[:4])
		}
	}
	return true
}
