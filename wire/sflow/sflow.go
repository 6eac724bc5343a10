// Package sflow decodes what sFlow datagrams say of the agent that exports them:
// versions 2 and 4 (RFC 3176) and 5 (sFlow.org, "sFlow Version 5"). The packets
// that an agent samples belong to other devices and are not read.
package sflow

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// Port is the UDP port of collectors.
const Port = 6343

const (
	maxSamples = 64
	maxRecords = 64
	company    = 12 // bits below the enterprise number of a data format
)

// Sample types of version 5, and where the number of their records stands.
const (
	flowSample             = 1
	counterSample          = 2
	expandedFlowSample     = 3
	expandedCounterSample  = 4
	recordsOfFlow          = 28
	recordsOfCounter       = 8
	recordsOfExpandedFlow  = 40
	recordsOfExpandedCount = 12
)

// Decode decodes one datagram. The fields are about the sender. It returns false
// for other versions and families of addresses.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < 28 {
		return false
	}
	version, family := binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])
	if version != 2 && version != 4 && version != 5 || family != 1 && family != 2 {
		return false
	}
	size := 4
	if family == 2 {
		size = 16
	}
	if agent := b[8 : 8+size]; !wire.Blank(agent) {
		s.Field("sflow.agent", wire.IP, agent)
	}
	b = b[8+size:]
	if version != 5 || len(b) < 16 {
		return true
	}
	samples, b := binary.BigEndian.Uint32(b[12:]), b[16:]
	for range min(samples, maxSamples) {
		format, body, rest, ok := next(b)
		if !ok {
			return true
		}
		b = rest
		if !private(format, s) {
			records(format, body, s)
		}
	}
	return true
}

// records reads the formats of a sample's records.
func records(format uint32, b []byte, s wire.Sink) {
	at := 0
	switch format {
	case flowSample:
		at = recordsOfFlow
	case counterSample:
		at = recordsOfCounter
	case expandedFlowSample:
		at = recordsOfExpandedFlow
	case expandedCounterSample:
		at = recordsOfExpandedCount
	default:
		return
	}
	if len(b) < at+4 {
		return
	}
	count, b := binary.BigEndian.Uint32(b[at:]), b[at+4:]
	for range min(count, maxRecords) {
		format, _, rest, ok := next(b)
		if !ok {
			return
		}
		b = rest
		private(format, s)
	}
}

// private reports the author of a format that is not sFlow.org's.
func private(format uint32, s wire.Sink) bool {
	n := format >> company
	if n == 0 {
		return false
	}
	wire.Number("sflow.enterprise", uint64(n), s)
	return true
}

// next splits off a format, with the length of what it describes.
func next(b []byte) (format uint32, body, rest []byte, ok bool) {
	if len(b) < 8 {
		return 0, nil, nil, false
	}
	n := binary.BigEndian.Uint32(b[4:])
	if uint64(n) > uint64(len(b)-8) {
		return 0, nil, nil, false
	}
	return binary.BigEndian.Uint32(b), b[8 : 8+n], b[8+n:], true
}
