// Package ip reads the headers of the internet layer and of UDP and TCP: IPv4
// (RFC 791), IPv6 with its extension headers (RFC 8200), UDP (RFC 768), TCP (RFC
// 9293). It returns values that alias the input, allocates nothing and verifies
// no checksum: captures of one's own machine rarely hold a right one.
package ip

import (
	"encoding/binary"
	"net/netip"
)

// Protocol numbers of the IANA registry that callers look for.
const (
	ProtocolICMP   = 1
	ProtocolIPv4   = 4
	ProtocolTCP    = 6
	ProtocolUDP    = 17
	ProtocolIPv6   = 41
	ProtocolGRE    = 47
	ProtocolAH     = 51
	ProtocolICMPv6 = 58
	ProtocolSCTP   = 132
)

// MaxExtensions is how many extension headers of one IPv6 packet are followed.
const MaxExtensions = 8

// Packet is one IP packet, or one fragment of it.
type Packet struct {
	Version  uint8 // 4 or 6
	Protocol uint8 // what Payload is, extension headers passed
	HopLimit uint8 // time to live of IPv4
	Src, Dst netip.Addr

	// Payload is what the header says belongs to the packet, as far as it was
	// captured: padding of the link layer is not part of it. Of a fragment it
	// is the part that this fragment carries.
	Payload []byte
	// Offset is where Payload begins in the input.
	Offset int
	// Missing is how many octets of the payload the capture lacks.
	Missing int

	// Fragment says that Payload is not the whole; the following fields then
	// tell the place of the part. The first fragment (FragmentOffset 0) begins
	// with the header of Protocol.
	Fragment       bool
	MoreFragments  bool
	FragmentOffset int    // octets
	ID             uint32 // identification, common to all fragments
}

// First reports whether the payload begins with the header of Protocol: the
// packet is whole or the first fragment.
func (p *Packet) First() bool { return p.FragmentOffset == 0 }

// Parse reads the header of an IPv4 or IPv6 packet. It returns false when the
// version is neither, the header is cut off or contradicts itself, or there are
// more extension headers than MaxExtensions.
func Parse(b []byte) (Packet, bool) {
	var p Packet
	if len(b) == 0 {
		return p, false
	}
	switch b[0] >> 4 {
	case 4:
		return p, p.v4(b)
	case 6:
		return p, p.v6(b)
	}
	return p, false
}

func (p *Packet) v4(b []byte) bool {
	if len(b) < 20 {
		return false
	}
	head := int(b[0]&15) * 4
	total := int(binary.BigEndian.Uint16(b[2:]))
	if total == 0 {
		// Segmentation by the network card leaves the length to be filled in
		// after the capture.
		total = len(b)
	}
	if head < 20 || len(b) < head || total < head {
		return false
	}
	flags := binary.BigEndian.Uint16(b[6:])
	p.Version = 4
	p.MoreFragments = flags&0x2000 != 0
	p.FragmentOffset = int(flags&0x1fff) * 8
	p.Fragment = p.MoreFragments || p.FragmentOffset > 0
	p.ID = uint32(binary.BigEndian.Uint16(b[4:]))
	p.HopLimit, p.Protocol = b[8], b[9]
	p.Src = netip.AddrFrom4([4]byte(b[12:16]))
	p.Dst = netip.AddrFrom4([4]byte(b[16:20]))
	p.Missing = max(0, total-len(b))
	p.Offset, p.Payload = head, b[head:min(total, len(b))]
	return true
}

func (p *Packet) v6(b []byte) bool {
	const head = 40
	if len(b) < head {
		return false
	}
	total := head + int(binary.BigEndian.Uint16(b[4:]))
	if total == head {
		// A jumbogram (RFC 2675), or a length filled in after the capture.
		total = len(b)
	}
	p.Version = 6
	p.HopLimit, p.Protocol = b[7], b[6]
	p.Src = netip.AddrFrom16([16]byte(b[8:24]))
	p.Dst = netip.AddrFrom16([16]byte(b[24:40]))
	p.Missing = max(0, total-len(b))
	b = b[:min(total, len(b))]
	p.Offset = head
	if !p.extensions(b) {
		return false
	}
	p.Payload = b[p.Offset:]
	return true
}

// extensions moves Offset and Protocol past the extension headers (RFC 8200
// clause 4) and stops behind the fragment header of all but the first fragment:
// what follows there is payload, not a header.
func (p *Packet) extensions(b []byte) bool {
	for range MaxExtensions + 1 {
		rest := b[p.Offset:]
		var length int
		switch p.Protocol {
		case 0, 43, 60, 135, 139, 140: // hop-by-hop, routing, destination, mobility, HIP, shim6
			if len(rest) < 8 {
				return false
			}
			length = 8 + int(rest[1])*8
		case ProtocolAH:
			_, length = Authenticated(rest)
			if length == 0 {
				return false
			}
		case 44: // fragment
			if len(rest) < 8 {
				return false
			}
			length = 8
			place := binary.BigEndian.Uint16(rest[2:])
			p.MoreFragments = place&1 != 0
			p.FragmentOffset = int(place &^ 7)
			// An "atomic fragment" (RFC 6946) is the whole packet.
			p.Fragment = p.MoreFragments || p.FragmentOffset > 0
			p.ID = binary.BigEndian.Uint32(rest[4:])
		default:
			return true
		}
		if length > len(rest) {
			return false
		}
		p.Protocol = rest[0]
		p.Offset += length
		if p.FragmentOffset > 0 {
			return true
		}
	}
	return false
}

// Authenticated reads an authentication header (RFC 4302 clause 2): the protocol
// of what follows, and the header's length, 0 where it is cut off.
func Authenticated(b []byte) (protocol uint8, length int) {
	if len(b) < 8 || len(b) < 8+int(b[1])*4 {
		return 0, 0
	}
	return b[0], 8 + int(b[1])*4
}
