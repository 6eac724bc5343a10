// Package dhcp decodes BOOTP and DHCP for IPv4 (RFC 951, RFC 2131, RFC 2132) and
// DHCP for IPv6 (RFC 8415). It reports what clients say of themselves and which
// address a server confirms to which client. A relay agent that carries a message
// is never taken for the client. Options that authenticate or hold credentials
// are not read.
package dhcp

import (
	"encoding/binary"
	"net/netip"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ethernet"
)

// Places in a BOOTP message (RFC 2131 clause 2).
const (
	yourAddressAt = 16
	relayAt       = 24
	hardwareAt    = 28
	nameAt        = 44
	fileAt        = 108
	cookieAt      = 236
	optionsAt     = 240
)

const (
	bootRequest = 1
	bootReply   = 2

	cookie = 0x63825363
)

// Message types (RFC 2132 clause 9.6) that matter here; 0 stands for BOOTP,
// which has none.
const (
	msgBOOTP    = 0
	msgDiscover = 1
	msgOffer    = 2
	msgRequest  = 3
	msgDecline  = 4
	msgAck      = 5
	msgRelease  = 7
	msgInform   = 8
)

// Decode decodes one message of UDP ports 67 and 68. The fields of a request are
// about the client's hardware address, the one in its client identifier if it
// states no other, or the sender if there is none and no relay stands between. Of replies, an acknowledgement
// binds the address given to the client's hardware address. It returns false for
// what has not the form of a BOOTP message.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < cookieAt || b[0] != bootRequest && b[0] != bootReply || b[2] > 16 {
		return false
	}
	var o options
	if len(b) >= optionsAt && binary.BigEndian.Uint32(b[cookieAt:]) == cookie {
		o.message(b)
	}
	kind := byte(msgBOOTP)
	if t := o.first[atMessageType]; len(t) == 1 {
		kind = t[0]
	}
	room := rooms.Get().(*scratch)
	defer rooms.Put(room)
	if b[0] == bootRequest {
		request(b, kind, &o, room, s)
	} else {
		reply(b, kind, &o, room, s)
	}
	return true
}

// hardware returns the client's hardware address if it is an EUI-48.
func hardware(b []byte) ([]byte, bool) {
	mac := b[hardwareAt : hardwareAt+6]
	eui48 := (b[1] == 1 || b[1] == 6) && b[2] == 6
	return mac, eui48 && ethernet.Station([6]byte(mac))
}

// reply reports which client an address was given to, and what a gateway says
// of itself to the devices behind it.
func reply(b []byte, kind byte, o *options, room *scratch, s wire.Sink) {
	ip := netip.AddrFrom4([4]byte(b[yourAddressAt:]))
	if mac, ok := hardware(b); ok && (kind == msgAck || kind == msgBOOTP) && host(ip) {
		s.Bind(ip, [6]byte(mac))
	}
	// The server identifier is the responder's address whichever relay carried
	// the message.
	if id := o.first[atServerID]; (kind == msgOffer || kind == msgAck) && len(id) == 4 && host(netip.AddrFrom4([4]byte(id))) {
		s.About(wire.KeyIP, id)
		identity(o.get(atVIVendorOptions, room), gatewayIdentity, s)
	}
}

func host(ip netip.Addr) bool {
	first := ip.As4()[0]
	return first != 0 && first != 127 && first < 224
}
