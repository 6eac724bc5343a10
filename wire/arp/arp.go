// Package arp decodes the Address Resolution Protocol (RFC 826) for IPv4 on
// links with EUI-48 addresses. It gives away one thing: which station uses which
// address.
package arp

import (
	"encoding/binary"
	"net/netip"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ethernet"
)

// Operations that a station sends of itself.
const (
	request = 1
	reply   = 2
)

// Decode decodes one ARP packet (EtherType 0x0806) and binds the sender's
// protocol address to its hardware address. Nothing is bound of a probe, whose
// sender address is 0.0.0.0 (RFC 5227 clause 1.1), nor of addresses that no one
// station can have. It returns false for other address families and hardware.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < 28 {
		return false
	}
	hardware := binary.BigEndian.Uint16(b)
	if hardware != 1 && hardware != 6 || binary.BigEndian.Uint16(b[2:]) != ethernet.TypeIPv4 || b[4] != 6 || b[5] != 4 {
		return false
	}
	op := binary.BigEndian.Uint16(b[6:])
	if op != request && op != reply {
		return true
	}
	mac, ip := [6]byte(b[8:14]), netip.AddrFrom4([4]byte(b[14:18]))
	if !ethernet.Station(mac) || !host(ip) {
		return true
	}
	s.Bind(ip, mac)
	return true
}

// host reports whether an address can be that of one station on a link: not of
// 0/8, which means "this network" (RFC 1122 clause 3.2.1.3), nor loopback,
// multicast or reserved up to the broadcast address.
func host(ip netip.Addr) bool {
	first := ip.As4()[0]
	return first != 0 && first != 127 && first < 224
}
