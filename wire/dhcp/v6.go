package dhcp

import (
	"encoding/binary"
	"net/netip"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ethernet"
)

// Message types of DHCPv6 (RFC 8415 clause 7.3).
const (
	v6Solicit            = 1
	v6Advertise          = 2
	v6Request            = 3
	v6Confirm            = 4
	v6Renew              = 5
	v6Rebind             = 6
	v6Reply              = 7
	v6Release            = 8
	v6Decline            = 9
	v6Reconfigure        = 10
	v6InformationRequest = 11
	v6RelayForward       = 12
	v6RelayReply         = 13
)

// Option codes of DHCPv6 (RFC 8415 clause 21, RFC 4704, RFC 6939).
const (
	v6ClientID     = 1
	v6ServerID     = 2
	v6RelayMessage = 9
	v6VendorClass  = 16
	v6VendorOpts   = 17
	v6ClientFQDN   = 39
	v6ClientLink   = 79
)

const (
	v6Head      = 4       // type and transaction id
	v6RelayHead = 34      // type, hop count, link address, peer address
	v6Peer      = 18      // place of the peer address
	maxRelays   = 8       // HOP_COUNT_LIMIT of RFC 8415 clause 7.6
	maxOptions  = 1 << 10 // options of one message that are looked at
)

// origin is what the relay agents of a message tell of whom they serve.
type origin struct {
	relayed bool
	peer    []byte // address of the client, 16 octets
	mac     []byte // link-layer address of the client (RFC 6939)
}

// Decode6 decodes one message of UDP ports 546 and 547, inside as many relay
// messages as RFC 8415 allows. What a client says is about the MAC address that
// a relay agent or its DUID tells, else about its address as a relay agent saw
// it, else about the sender. What a server says is about the MAC address in its
// DUID, else about the sender. It returns false for unknown message types and
// for messages without a whole option.
func Decode6(b []byte, s wire.Sink) bool {
	var from origin
	for range maxRelays + 1 {
		if len(b) < v6Head {
			return false
		}
		switch b[0] {
		case v6Solicit, v6Request, v6Confirm, v6Renew, v6Rebind, v6Release, v6Decline, v6InformationRequest:
			return fromClient(b[v6Head:], from, s)
		case v6Advertise, v6Reply, v6Reconfigure:
			return fromServer(b[v6Head:], from, s)
		case v6RelayForward, v6RelayReply:
			if len(b) < v6RelayHead {
				return false
			}
			inner, ok := option6(b[v6RelayHead:], v6RelayMessage)
			if !ok {
				return false
			}
			// The innermost relay agent is the one that heard the client.
			from = origin{relayed: true, peer: b[v6Peer:v6RelayHead]}
			if v, ok := option6(b[v6RelayHead:], v6ClientLink); ok {
				from.mac = eui48(v)
			}
			b = inner
		default:
			return false
		}
	}
	return false
}

// next6 splits the first option off: two octets of code, two of length.
func next6(b []byte) (code uint16, value, rest []byte, ok bool) {
	if len(b) < 4 {
		return 0, nil, nil, false
	}
	n := 4 + int(binary.BigEndian.Uint16(b[2:]))
	if len(b) < n {
		return 0, nil, nil, false
	}
	return binary.BigEndian.Uint16(b), b[4:n], b[n:], true
}

// option6 returns the first option with a code.
func option6(b []byte, code uint16) ([]byte, bool) {
	for range maxOptions {
		c, value, rest, ok := next6(b)
		if !ok {
			break
		}
		if c == code {
			return value, true
		}
		b = rest
	}
	return nil, false
}

// eui48 returns the address behind a hardware type if it is an EUI-48 that one
// station can have, else nil.
func eui48(v []byte) []byte {
	if len(v) != 8 {
		return nil
	}
	if hardware := binary.BigEndian.Uint16(v); hardware != 1 && hardware != 6 {
		return nil
	}
	return station(v[2:])
}

func station(mac []byte) []byte {
	if !ethernet.Station([6]byte(mac)) {
		return nil
	}
	return mac
}

func fromClient(b []byte, from origin, s wire.Sink) bool {
	if _, _, _, ok := next6(b); !ok {
		return false
	}
	id, _ := option6(b, v6ClientID)
	if from.mac == nil {
		from.mac = duidMAC(id)
	}
	switch {
	case from.mac != nil:
		s.About(wire.KeyMAC, from.mac)
	case from.relayed && host6(from.peer):
		s.About(wire.KeyIP, from.peer)
	case from.relayed:
		s.About(wire.KeyOther, aClient)
	}
	duid(id, s)
	vendor6(b, s)
	if name, ok := option6(b, v6ClientFQDN); ok {
		fqdn(name, s)
	}
	if id, ok := option6(b, v6ServerID); ok {
		other(id, aServer, s)
	}
	return true
}

func fromServer(b []byte, from origin, s wire.Sink) bool {
	if _, _, _, ok := next6(b); !ok {
		return false
	}
	id, _ := option6(b, v6ServerID)
	if mac := duidMAC(id); mac != nil {
		s.About(wire.KeyMAC, mac)
	} else if from.relayed {
		// Between two relay agents the sender may be either of them.
		s.About(wire.KeyOther, aServer)
	}
	duid(id, s)
	vendor6(b, s)
	if id, ok := option6(b, v6ClientID); ok {
		other(id, aClient, s)
	}
	return true
}

// other reports the DUID of the other end of an exchange.
func other(id, label []byte, s wire.Sink) {
	if mac := duidMAC(id); mac != nil {
		s.About(wire.KeyMAC, mac)
	} else {
		s.About(wire.KeyOther, label)
	}
	duid(id, s)
}

func host6(addr []byte) bool {
	a := netip.AddrFrom16([16]byte(addr))
	return !a.IsUnspecified() && !a.IsMulticast() && !a.IsLoopback()
}
