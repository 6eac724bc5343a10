// Package nd decodes the link-layer addresses that IPv6 Neighbor Discovery
// (RFC 4861) gives away.
package nd

import (
	"net/netip"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ethernet"
)

// ICMPv6 types (RFC 4861 clause 4) and the length of what stands before the
// options.
const (
	routerSolicitation    = 133
	routerAdvertisement   = 134
	neighborSolicitation  = 135
	neighborAdvertisement = 136

	solicitationHead  = 8
	advertisementHead = 16
	neighborHead      = 24
)

// Options (RFC 4861 clause 4.6.1).
const (
	sourceAddress = 1
	targetAddress = 2

	maxOptions = 64
)

// Decode decodes one ICMPv6 message whose IPv6 header names src as its source.
// A solicitation or router advertisement binds src to the source link-layer
// address; a neighbor advertisement binds its target to the target link-layer
// address. It returns false for other ICMPv6 messages. The caller sees to it
// that the hop limit is 255, without which the message comes from another link
// and is void (RFC 4861 clause 7.1).
func Decode(src netip.Addr, b []byte, s wire.Sink) bool {
	if len(b) < solicitationHead || b[1] != 0 {
		return false
	}
	head, option := 0, byte(sourceAddress)
	switch b[0] {
	case routerSolicitation:
		head = solicitationHead
	case routerAdvertisement:
		head = advertisementHead
	case neighborSolicitation:
		head = neighborHead
	case neighborAdvertisement:
		head, option = neighborHead, targetAddress
	default:
		return false
	}
	if len(b) < head {
		return false
	}
	owner := src
	if option == targetAddress {
		owner = netip.AddrFrom16([16]byte(b[8:24]))
	}
	if mac, ok := linkAddress(b[head:], option); ok && host(owner) {
		s.Bind(owner, mac)
	}
	return true
}

// linkAddress returns the EUI-48 in the first option of the given type. Options
// count their length in units of eight octets.
func linkAddress(options []byte, option byte) (mac [6]byte, ok bool) {
	for range maxOptions {
		if len(options) < 8 {
			break
		}
		n := int(options[1]) * 8
		if n == 0 || n > len(options) {
			break
		}
		if options[0] == option && n == 8 {
			mac = [6]byte(options[2:8])
			return mac, ethernet.Station(mac)
		}
		options = options[n:]
	}
	return mac, false
}

// host reports whether an address can be that of one interface.
func host(a netip.Addr) bool {
	return a.Is6() && !a.Is4In6() && !a.IsUnspecified() && !a.IsLoopback() && !a.IsMulticast()
}
