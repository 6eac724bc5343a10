// Package sigtran decodes what nodes of a signalling network over IP say of
// themselves: the adaptation layers M3UA (RFC 4666), M2UA (RFC 3331), SUA (RFC
// 3868) and M2PA (RFC 4165), and the network functions that the messages inside
// show. Global titles, and the transactions of subscribers, are passed over.
package sigtran

import (
	"encoding/binary"
	"strconv"
	"sync"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/mobile"
)

// Message classes (RFC 4666 clause 3.1.2, RFC 3868 clause 3.1.2, RFC 4165
// clause 2.1.2).
const (
	classTransfer    = 1
	classASPState    = 3
	classASPTraffic  = 4
	classM2PA        = 11
	maxClass         = 15
	typeTransferData = 1
)

// Parameters (RFC 4666 clause 3.2).
const (
	paramInfo         = 0x0004
	paramASP          = 0x0011
	paramProtocolData = 0x0210
)

const (
	headLength    = 8
	maxParameters = 64
)

// DecodeM3UA decodes one M3UA message. The fields are about its sender, which
// speaks for the nodes whose point codes it sends.
func DecodeM3UA(b []byte, s wire.Sink) bool {
	parameters, ok := head(b)
	if !ok {
		return false
	}
	transfer := b[2] == classTransfer && b[3] == typeTransferData
	for range maxParameters {
		tag, v, rest, ok := next(parameters)
		if !ok {
			return true
		}
		parameters = rest
		if transfer && tag == paramProtocolData {
			protocolData(v, s)
			continue
		}
		server(b[2], tag, v, s)
	}
	return true
}

// DecodeSUA decodes one SUA message: what an application server says of itself.
func DecodeSUA(b []byte, s wire.Sink) bool { return decode(b, s) }

// DecodeM2UA decodes one M2UA message.
func DecodeM2UA(b []byte, s wire.Sink) bool { return decode(b, s) }

func decode(b []byte, s wire.Sink) bool {
	parameters, ok := head(b)
	if !ok {
		return false
	}
	for range maxParameters {
		tag, v, rest, ok := next(parameters)
		if !ok {
			return true
		}
		parameters = rest
		server(b[2], tag, v, s)
	}
	return true
}

// head checks the common header (RFC 4666 clause 3.1).
func head(b []byte) (parameters []byte, ok bool) {
	if len(b) < headLength || b[0] != 1 || b[1] != 0 || b[2] > maxClass {
		return nil, false
	}
	n := int(binary.BigEndian.Uint32(b[4:]))
	// Some senders leave the padding of the last parameter out of the length.
	if n < headLength || n > len(b) {
		return nil, false
	}
	return b[headLength:], true
}

// next splits the first parameter off (RFC 4666 clause 3.2).
func next(b []byte) (tag uint16, value, rest []byte, ok bool) {
	if len(b) < 4 {
		return 0, nil, nil, false
	}
	n := int(binary.BigEndian.Uint16(b[2:]))
	if n < 4 || n > len(b) {
		return 0, nil, nil, false
	}
	return binary.BigEndian.Uint16(b), b[4:n], b[min((n+3)&^3, len(b)):], true
}

// server reports what an application server process says of itself when it comes
// up or takes traffic (RFC 4666 clauses 3.5 and 3.7).
func server(class byte, tag uint16, v []byte, s wire.Sink) {
	if class != classASPState && class != classASPTraffic {
		return
	}
	switch {
	case tag == paramInfo && !wire.Blank(v):
		s.Field("sigtran.info", wire.TextOrBytes(v), v)
	case tag == paramASP && len(v) == 4:
		s.Field("sigtran.asp_identifier", wire.Uint, v)
	}
}

// protocolData reads the Protocol Data of M3UA (RFC 4666 clause 3.3.1): point
// codes of origin and destination, service and network indicators, and what is
// sent.
func protocolData(v []byte, s wire.Sink) {
	if len(v) < 12 {
		return
	}
	service, network := v[8], v[9]
	origin := binary.BigEndian.Uint32(v)
	if network > 3 || origin > 0xffffff {
		return
	}
	mobile.Pair("ss7.point_code", uint64(network), uint64(origin), s)
	if service == serviceSCCP {
		sccp(v[12:], s)
	}
}

// DecodeM2PA decodes one M2PA message (RFC 4165 clause 2): user data holds an
// MTP3 message in the form of ITU-T Q.704 behind its priority.
func DecodeM2PA(b []byte, s wire.Sink) bool {
	if _, ok := head(b); !ok || b[2] != classM2PA {
		return false
	}
	const unit = 17 // common header, sequence numbers, priority
	if b[3] == 1 && len(b) > unit {
		if network, origin, rest, ok := label(b[unit:]); ok {
			mobile.Pair("ss7.point_code", network, origin, s)
			inside(b[unit], rest, s)
		}
	}
	return true
}

// DecodeMTP3 decodes one message signal unit of a signalling link (ITU-T Q.704),
// from its service information octet on. Nobody on such a link has an address but
// its point code, so the fields are about the node with that of the origin.
func DecodeMTP3(b []byte, s wire.Sink) bool {
	network, origin, rest, ok := label(b)
	if !ok {
		return false
	}
	t := labels.Get().(*[32]byte)
	defer labels.Put(t)
	text := append(t[:0], "point code "...)
	text = strconv.AppendUint(append(strconv.AppendUint(text, network, 10), '.'), origin, 10)
	s.About(wire.KeyOther, text)
	mobile.Pair("ss7.point_code", network, origin, s)
	inside(b[0], rest, s)
	return true
}

// labels is room for the names of nodes.
var labels = sync.Pool{New: func() any { return new([32]byte) }}

// label reads the routing label of ITU behind the service information octet:
// destination of 14 bits, origin of 14, selection of 4 (Q.704 clause 2.2). Other
// networks have longer ones, told by the national indicators.
func label(b []byte) (network, origin uint64, rest []byte, ok bool) {
	if len(b) < 5 || b[0]>>6 != 0 {
		return 0, 0, nil, false
	}
	return 0, uint64(binary.LittleEndian.Uint32(b[1:]) >> 14 & 0x3fff), b[5:], true
}

// inside reads what a message signal unit carries.
func inside(indicator byte, b []byte, s wire.Sink) {
	if indicator&15 == serviceSCCP {
		sccp(b, s)
	}
}
