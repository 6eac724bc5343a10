// Package frames builds Ethernet frames and captures for tests and examples.
package frames

import (
	"encoding/binary"
	"net/netip"
)

// Everyone is the broadcast address.
var Everyone = []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// Pcap is a classic little-endian capture of Ethernet frames, one a second from
// start (seconds since 1970).
func Pcap(start int, frames ...[]byte) []byte {
	b := []byte{0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 1, 0, 0, 0}
	for i, f := range frames {
		b = binary.LittleEndian.AppendUint32(b, uint32(start+i))
		b = binary.LittleEndian.AppendUint32(b, 0)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(f)))
		b = binary.LittleEndian.AppendUint32(b, uint32(len(f)))
		b = append(b, f...)
	}
	return b
}

// Ethernet is a frame with an EtherType, or a length below 1536, padded to 60
// octets.
func Ethernet(dst, src []byte, kind uint16, payload []byte) []byte {
	f := append(append([]byte{}, dst...), src...)
	f = binary.BigEndian.AppendUint16(f, kind)
	f = append(f, payload...)
	for len(f) < 60 {
		f = append(f, 0)
	}
	return f
}

// ARP announces that ip is at mac.
func ARP(mac []byte, ip netip.Addr) []byte {
	a := ip.As4()
	p := []byte{0, 1, 8, 0, 6, 4, 0, 2}
	p = append(append(p, mac...), a[:]...)
	p = append(append(p, Everyone...), a[:]...)
	return Ethernet(Everyone, mac, 0x0806, p)
}

// UDP is a datagram without checksum.
func UDP(src, dst uint16, data []byte) []byte {
	p := binary.BigEndian.AppendUint16(nil, src)
	p = binary.BigEndian.AppendUint16(p, dst)
	p = binary.BigEndian.AppendUint16(p, uint16(8+len(data)))
	return append(append(p, 0, 0), data...)
}

// TCP is a frame with one segment.
func TCP(from, to []byte, src, dst netip.Addr, sport, dport uint16, seq uint32, flags byte, data []byte) []byte {
	p := binary.BigEndian.AppendUint16(nil, sport)
	p = binary.BigEndian.AppendUint16(p, dport)
	p = binary.BigEndian.AppendUint32(p, seq)
	p = append(p, 0, 0, 0, 1, 0x50, flags, 0x20, 0, 0, 0, 0, 0)
	return IP(to, from, src, dst, 6, append(p, data...))
}

// IP is a frame with an IPv4 packet.
func IP(to, from []byte, src, dst netip.Addr, protocol byte, payload []byte) []byte {
	s, d := src.As4(), dst.As4()
	p := []byte{0x45, 0}
	p = binary.BigEndian.AppendUint16(p, uint16(20+len(payload)))
	p = append(p, 0, 0, 0x40, 0, 64, protocol, 0, 0)
	p = append(append(p, s[:]...), d[:]...)
	var sum uint32
	for i := 0; i < 20; i += 2 {
		sum += uint32(binary.BigEndian.Uint16(p[i:]))
	}
	sum = sum>>16 + sum&0xffff
	binary.BigEndian.PutUint16(p[10:], ^uint16(sum+sum>>16))
	return Ethernet(to, from, 0x0800, append(p, payload...))
}
