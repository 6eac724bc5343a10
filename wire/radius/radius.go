// Package radius decodes what the ends of RADIUS say of themselves (RFC 2865,
// accounting of RFC 2866, dynamic authorization of RFC 5176): the name and
// address of the network access server, and whose attributes both use. User
// names, passwords, addresses and sessions of users are passed over.
package radius

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/mobile"
)

// Codes (RFC 2865 clause 3, RFC 2866 clause 3, RFC 5176 clause 2.3).
const (
	accessRequest      = 1
	accountingRequest  = 4
	accountingResponse = 5
	accessChallenge    = 11
	statusServer       = 12
	statusClient       = 13
	disconnectRequest  = 40
	coaNAK             = 45
)

// Attributes (RFC 2865 clause 5, RFC 3162 clause 2.1, RFC 6929).
const (
	attrNASAddress     = 4
	attrVendorSpecific = 26
	attrCalledStation  = 30
	attrNASIdentifier  = 32
	attrProxyState     = 33
	attrNASAddress6    = 95
	attrExtended       = 241
	attrLongExtended   = 245
	attrLastExtended   = 246
)

const (
	headLength    = 20
	maxAttributes = 512
)

// nas is what a packet says of the network access server.
type nas struct {
	name, address, called []byte
	proxied               bool
}

// Decode decodes one packet. The fields about the NAS are about the sender where
// the NAS itself sent the packet, and else about the address or name that the
// packet has of it. radius.vendor_id is the author of an attribute, which the
// other end has to understand: it need not have made the sender.
func Decode(b []byte, s wire.Sink) bool {
	attributes, ok := body(b)
	if !ok {
		return false
	}
	var n nas
	for range maxAttributes {
		kind, v, rest, ok := next(attributes)
		if !ok {
			break
		}
		attributes = rest
		switch kind {
		case attrNASIdentifier:
			n.name = wire.UntilNUL(v)
		case attrNASAddress, attrNASAddress6:
			if len(v) == 4 || len(v) == 16 {
				n.address = v
			}
		case attrCalledStation:
			n.called = v
		case attrProxyState:
			n.proxied = true
		case attrVendorSpecific:
			vendorSpecific(v, b[0], s)
		default:
			if kind >= attrExtended && kind <= attrLastExtended {
				extended(kind, v, s)
			}
		}
	}
	n.report(b[0] == accessRequest || b[0] == accountingRequest, s)
	return true
}

// body checks the head of a packet (RFC 2865 clause 3) and returns its
// attributes. Octets behind the length are padding.
func body(b []byte) ([]byte, bool) {
	if len(b) < headLength {
		return nil, false
	}
	code, n := b[0], int(binary.BigEndian.Uint16(b[2:]))
	known := code >= accessRequest && code <= accountingResponse || code >= accessChallenge && code <= statusClient ||
		code >= disconnectRequest && code <= coaNAK
	if !known || n < headLength || n > 4096 {
		return nil, false
	}
	attributes := b[headLength:min(n, len(b))]
	if len(attributes) > 0 {
		if _, _, _, ok := next(attributes); !ok {
			return nil, false
		}
	}
	return attributes, true
}

// next splits the first attribute off (RFC 2865 clause 5).
func next(b []byte) (kind byte, value, rest []byte, ok bool) {
	if len(b) < 2 || b[1] < 2 || int(b[1]) > len(b) {
		return 0, nil, nil, false
	}
	n := int(b[1])
	return b[0], b[2:n], b[n:], true
}

// report reports what the packet says of the NAS.
func (n *nas) report(fromNAS bool, s wire.Sink) {
	switch {
	case fromNAS && !n.proxied:
		s.About(wire.KeySender, nil)
	case len(n.address) > 0:
		s.About(wire.KeyIP, n.address)
	case len(n.name) > 0:
		s.About(wire.KeyHostName, n.name)
	default:
		return
	}
	if !wire.Blank(n.name) {
		s.Field("radius.nas_identifier", wire.Text, n.name)
	}
	mobile.Address("radius.nas_address", n.address, s)
	// Dial-in servers put a number there that somebody called, so only the
	// address of a station counts (RFC 3580 clause 3.20).
	if station(n.called) {
		s.Field("radius.called_station_id", wire.Text, n.called)
	}
}

// station tells whether a called station begins with a MAC address in text.
func station(v []byte) bool {
	if len(v) < 17 {
		return false
	}
	for i, o := range v[:17] {
		if i%3 == 2 {
			if o != '-' && o != ':' {
				return false
			}
			continue
		}
		if c := o | 0x20; (o < '0' || o > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
