// Package gtp decodes what nodes of a packet core say of themselves in the GPRS
// Tunnelling Protocol: version 1 (3GPP TS 29.060, user plane TS 29.281), version
// 2 (TS 29.274) and the charging protocol GTP' (TS 32.295). Node addresses with
// their functions, names, restart counters and the authors of private extensions
// are reported; subscribers, their addresses and traffic are not.
package gtp

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/mobile"
)

// UDP ports (TS 29.060 clause 10.1, TS 29.281 clause 4.4.2, TS 32.295 clause
// 5.1).
const (
	PortControl  = 2123
	PortUser     = 2152
	PortCharging = 3386
)

// Message types (TS 29.060 clause 7.1).
const (
	createPDPRequest  = 16
	createPDPResponse = 17
	userData          = 255 // G-PDU

	dataRecordTransferRequest  = 240 // of GTP'
	dataRecordTransferResponse = 241
)

const maxElements = 512

// Decode decodes one datagram of any of the three ports. It returns false, and
// reports nothing, for user data: what is inside is another place.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < 8 {
		return false
	}
	switch version := b[0] >> 5; {
	case b[0]&0x1e == 0x0e: // the spare bits of GTP' are set, those of version 2 are not
		return version <= 2 && charging(b, s)
	case version == 1 && b[0]&0x10 != 0:
		return version1(b, s)
	case version == 2:
		return version2(b, s)
	}
	return false
}

// version1 decodes a message of version 1 (TS 29.060 clause 6).
func version1(b []byte, s wire.Sink) bool {
	kind, end := b[1], 8+int(binary.BigEndian.Uint16(b[2:]))
	if kind == userData || end > len(b) {
		return false
	}
	from := 8
	if b[0]&7 != 0 { // sequence number, N-PDU number, next extension header
		from = 12
		if end < from {
			return false
		}
		for next := b[11]; b[0]&4 != 0 && next != 0; {
			if from >= end || b[from] == 0 || from+4*int(b[from]) > end {
				return false
			}
			from += 4 * int(b[from])
			next = b[from-1]
		}
	}
	switch kind {
	case createPDPRequest:
		mobile.Function(mobile.SGSN, s)
	case createPDPResponse:
		mobile.Function(mobile.GGSN, s)
	}
	elements(b[from:end], s)
	return true
}

// charging decodes a message of GTP' (TS 32.295 clause 6.1.1): a head of six
// octets, or of twenty in version 0.
func charging(b []byte, s wire.Sink) bool {
	from := 6
	if b[0]&0xe1 == 0 {
		from = 20
	}
	end := from + int(binary.BigEndian.Uint16(b[2:]))
	if from > len(b) || end > len(b) {
		return false
	}
	if b[1] == dataRecordTransferResponse {
		mobile.Function(mobile.Charging, s)
	}
	if b[1] != dataRecordTransferRequest { // the records are about subscribers
		elements(b[from:end], s)
	}
	return true
}
