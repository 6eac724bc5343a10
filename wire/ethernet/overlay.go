package ethernet

import "encoding/binary"

// UDP ports of tunnels (IANA registry, but for the second of VXLAN, which Linux
// used before there was one).
const (
	VXLANPort       = 4789
	VXLANPortBefore = 8472
	VXLANGPEPort    = 4790
	GenevePort      = 6081
	GTPUPort        = 2152
	L2TPPort        = 1701
	TeredoPort      = 3544
	CAPWAPDataPort  = 5247
	MPLSPort        = 6635
	GREPort         = 4754
	TZSPPort        = 37008
)

// Numbers of the protocol above IP of tunnels (IANA registry).
const (
	ProtocolEtherIP = 97
	ProtocolL2TP    = 115
	ProtocolMPLS    = 137
)

// PeelVXLAN reads what a datagram of VXLAN carries: an Ethernet frame (RFC 7348
// clause 5) or what the generic extension names (draft-ietf-nvo3-vxlan-gpe).
func PeelVXLAN(b []byte) (Frame, bool) {
	var f Frame
	if len(b) < 8 || b[0]&0x08 == 0 {
		return f, false
	}
	f.Numbered, f.Number = true, binary.BigEndian.Uint32(b[4:])>>8
	if b[0]&0x04 != 0 {
		return f, f.nextProtocol(b[3], b, 8, 1)
	}
	return f, f.ethernet(b, 8, 1)
}

// nextProtocol reads on behind a header that numbers what follows as VXLAN-GPE
// and NSH do.
func (f *Frame) nextProtocol(n uint8, b []byte, at, depth int) bool {
	switch n {
	case 1:
		return f.payload(TypeIPv4, b, at, depth)
	case 2:
		return f.payload(TypeIPv6, b, at, depth)
	case 3:
		return f.ethernet(b, at, depth)
	case 4:
		return f.nsh(b, at, depth)
	case 5:
		return f.mpls(b, at, depth)
	}
	return false
}

// nsh passes a network service header (RFC 8300 clause 2).
func (f *Frame) nsh(b []byte, at, depth int) bool {
	if len(b) < at+8 || depth >= maxDepth {
		return false
	}
	size := int(b[at+1]&0x3f) * 4
	if size < 8 || len(b) < at+size {
		return false
	}
	return f.nextProtocol(b[at+3], b, at+size, depth+1)
}

// pbb passes a backbone service tag; the customer's frame begins right behind it
// (IEEE 802.1Q clause 9.7).
func (f *Frame) pbb(b []byte, at, depth int) bool {
	if len(b) < at+4 {
		return false
	}
	f.Service, f.ServiceNumber = "pbb", binary.BigEndian.Uint32(b[at:])&0xffffff
	return f.ethernet(b, at+4, depth)
}

// PeelGeneve reads what a datagram of Geneve carries (RFC 8926 clause 3.4).
func PeelGeneve(b []byte) (Frame, bool) {
	var f Frame
	if len(b) < 8 || b[0]>>6 != 0 {
		return f, false
	}
	at := 8 + int(b[0]&0x3f)*4
	if len(b) < at {
		return f, false
	}
	f.Numbered, f.Number = true, binary.BigEndian.Uint32(b[4:])>>8
	return f, f.payload(binary.BigEndian.Uint16(b[2:]), b, at, 1)
}

// PeelGTPU reads the packet or frame of a user that a G-PDU of GTP-U carries (3GPP
// TS 29.281 clauses 5.1 and 7.3). Other messages are refused.
func PeelGTPU(b []byte) (Frame, bool) {
	const gpdu = 255
	var f Frame
	if len(b) < 8 || b[0]>>4 != 3 || b[1] != gpdu {
		return f, false
	}
	b = b[:min(len(b), 8+int(binary.BigEndian.Uint16(b[2:])))]
	at := 8
	if b[0]&7 != 0 {
		if len(b) < 12 {
			return f, false
		}
		next := b[11]
		at = 12
		for range 8 {
			if b[0]&4 == 0 || next == 0 {
				break
			}
			if len(b) <= at || b[at] == 0 || len(b) < at+int(b[at])*4 {
				return f, false
			}
			at += int(b[at]) * 4
			next = b[at-1]
		}
	}
	if plausibleIP(b[at:]) {
		return f, f.rawAt(b, at)
	}
	return f, plausibleEthernet(b[at:]) && f.ethernet(b, at, 1)
}

// rawAt reads a bare IP packet at offset at.
func (f *Frame) rawAt(b []byte, at int) bool {
	if len(b) <= at {
		return false
	}
	switch b[at] >> 4 {
	case 4:
		return f.payload(TypeIPv4, b, at, 1)
	case 6:
		return f.payload(TypeIPv6, b, at, 1)
	}
	return false
}

// plausibleIP reports whether octets look like an IP packet whose length is that
// of its header, as far as captured.
func plausibleIP(b []byte) bool {
	if len(b) < 20 {
		return false
	}
	switch b[0] >> 4 {
	case 4:
		total := int(binary.BigEndian.Uint16(b[2:]))
		return b[0]&15 >= 5 && total >= 20 && total >= len(b)-4
	case 6:
		return len(b) >= 40 && 40+int(binary.BigEndian.Uint16(b[4:])) >= len(b)-4
	}
	return false
}

// plausibleEthernet reports whether octets look like an Ethernet frame with a
// common payload.
func plausibleEthernet(b []byte) bool {
	if len(b) < 14 || Group([6]byte(b[6:])) {
		return false
	}
	switch t := binary.BigEndian.Uint16(b[12:]); t {
	case TypeIPv4, TypeIPv6:
		return plausibleIP(b[14:])
	case TypeARP, TypeVLAN, 0x88a8, TypeLLDP, TypePPPoE, TypePPPoESession, TypeSlow, TypeMPLS:
		return true
	default:
		return t >= 3 && t <= 1500 && int(t) <= len(b)-14 && len(b) >= 17 && (b[14] == 0xaa || b[14] == 0x42)
	}
}

// PeelL2TP reads what a datagram of L2TP carries: PPP in version 2 (RFC 2661
// clause 3.1), a frame in version 3 (RFC 3931 clause 4.1.2). Control messages are
// refused.
func PeelL2TP(b []byte) (Frame, bool) {
	var f Frame
	if len(b) < 6 {
		return f, false
	}
	const control, length, sequence, offset = 0x8000, 0x4000, 0x0800, 0x0200
	flags := binary.BigEndian.Uint16(b)
	if flags&control != 0 {
		return f, false
	}
	switch flags & 15 {
	case 3:
		if len(b) < 8 {
			return f, false
		}
		return f, f.l2tpv3(b, 4)
	case 2:
		at := 6
		if flags&length != 0 {
			at += 2
		}
		if flags&sequence != 0 {
			at += 4
		}
		if flags&offset != 0 {
			if len(b) < at+2 {
				return f, false
			}
			at += 2 + int(binary.BigEndian.Uint16(b[at:]))
		}
		return f, len(b) > at && f.ppp(b, at, 1)
	}
	return f, false
}

// PeelL2TPIP reads what L2TP version 3 directly above IP carries (RFC 3931 clause
// 4.1.1). Session 0 is its control channel.
func PeelL2TPIP(b []byte) (Frame, bool) {
	var f Frame
	if len(b) < 8 || binary.BigEndian.Uint32(b) == 0 {
		return f, false
	}
	return f, f.l2tpv3(b, 0)
}

// l2tpv3 reads a session header at offset at. How long its cookie is, and whether
// a sublayer follows, was agreed in the control channel: what looks like a frame
// behind any of them is one.
func (f *Frame) l2tpv3(b []byte, at int) bool {
	for _, more := range [...]int{4, 8, 12, 16} {
		if n := at + more; len(b) > n {
			if plausibleEthernet(b[n:]) {
				return f.ethernet(b, n, 1)
			}
			if plausibleIP(b[n:]) {
				return f.rawAt(b, n)
			}
		}
	}
	return false
}

// PeelTeredo reads the IPv6 packet that a datagram of Teredo carries, behind its
// authentication and origin indications (RFC 4380 clause 5.1.1).
func PeelTeredo(b []byte) (Frame, bool) {
	var f Frame
	at := 0
	for len(b) >= at+4 && b[at] == 0 {
		switch b[at+1] {
		case 1:
			at += 13 + int(b[at+2]) + int(b[at+3])
		case 0:
			at += 8
		default:
			return f, false
		}
	}
	return f, len(b) >= at+40 && b[at]>>4 == 6 && f.rawAt(b, at)
}

// PeelEtherIP reads the frame that IP protocol 97 carries (RFC 3378 clause 3).
func PeelEtherIP(b []byte) (Frame, bool) {
	var f Frame
	return f, len(b) >= 2 && b[0]>>4 == 3 && f.ethernet(b, 2, 1)
}

// PeelMPLS reads an MPLS packet in a datagram (RFC 7510).
func PeelMPLS(b []byte) (Frame, bool) {
	var f Frame
	return f, f.mpls(b, 0, 1)
}

// PeelCAPWAP reads the station's frame that a datagram of CAPWAP's data channel
// carries (RFC 5415 clause 4.3): IEEE 802.3, or IEEE 802.11 where the header says
// so. Enciphered datagrams, keep-alives and later fragments are refused.
func PeelCAPWAP(b []byte) (Frame, bool) {
	const native, fragment, keepAlive = 0x01, 0x80, 0x08
	var f Frame
	if len(b) < 8 || b[0] != 0 || b[3]&keepAlive != 0 {
		return f, false
	}
	at := int(b[1]>>3) * 4
	if at < 8 || len(b) < at || b[3]&fragment != 0 && binary.BigEndian.Uint16(b[6:])>>3 != 0 {
		return f, false
	}
	if b[2]&native == 0 {
		return f, f.ethernet(b, at, 1)
	}
	return f, f.dot11(b, at, dot11Options{swapped: true})
}

// PeelTZSP reads the frame that a sniffer sent on with TZSP.
func PeelTZSP(b []byte) (Frame, bool) {
	const padding, end = 0, 1
	var f Frame
	if len(b) < 5 || b[0] != 1 || b[1] > 1 {
		return f, false
	}
	at := 4
	for {
		if len(b) <= at {
			return f, false
		}
		tag := b[at]
		at++
		if tag == padding {
			continue
		}
		if tag == end {
			break
		}
		if len(b) <= at {
			return f, false
		}
		at += 1 + int(b[at])
	}
	switch binary.BigEndian.Uint16(b[2:]) {
	case 1:
		return f, f.ethernet(b, at, 1)
	case 18:
		return f, f.dot11(b, at, dot11Options{})
	}
	return f, false
}

// PeelIP reads the IP packet that another one carries (RFC 2003, RFC 2473, RFC
// 4213).
func PeelIP(b []byte) (Frame, bool) {
	var f Frame
	return f, f.raw(b)
}
