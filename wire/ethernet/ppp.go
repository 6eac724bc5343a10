package ethernet

import "encoding/binary"

// PPP protocol numbers (IANA registry) that have an EtherType of their own, and
// Cisco's discovery protocol.
const (
	pppIPv4 = 0x0021
	pppIPv6 = 0x0057
	pppOSI  = 0x0023 // RFC 1377
	pppMPLS = 0x0281
	pppCDP  = 0x0207
)

// Addresses that begin a frame of Cisco's HDLC: unicast and broadcast.
const (
	hdlcUnicast   = 0x0f
	hdlcBroadcast = 0x8f
)

// discovery is how an Ethernet frame announces Cisco's discovery protocol; links
// without SNAP headers have numbers of their own for it.
const discovery = 0x2000

// typeOSI is how a GRE header announces a protocol of ISO (RFC 1701).
const typeOSI = 0x00fe

var cisco = [3]byte{0x00, 0x00, 0x0c}

// ppp reads a PPP header (RFC 1661 clause 2, RFC 1662 clause 3.1) at offset at.
// The address and control octets and the first octet of a small protocol number
// may be missing.
func (f *Frame) ppp(b []byte, at, depth int) bool {
	if len(b) >= at+2 && b[at] == 0xff && b[at+1] == 0x03 {
		at += 2
	}
	if len(b) <= at {
		return false
	}
	protocol := uint16(b[at])
	at++
	if protocol&1 == 0 {
		if len(b) <= at {
			return false
		}
		protocol = protocol<<8 | uint16(b[at])
		at++
	}
	switch protocol {
	case pppIPv4:
		return f.payload(TypeIPv4, b, at, depth)
	case pppIPv6:
		return f.payload(TypeIPv6, b, at, depth)
	case pppOSI:
		return f.payload(typeOSI, b, at, depth)
	case pppMPLS:
		return f.payload(TypeMPLS, b, at, depth)
	case pppCDP:
		return f.snap(cisco, discovery, b, at)
	}
	f.Framing, f.PID = ByPPP, protocol
	f.Offset, f.Payload = at, b[at:]
	return true
}

// hdlc reads a frame of a serial line: Cisco's HDLC, or PPP in HDLC framing.
func (f *Frame) hdlc(b []byte, at int) bool {
	if len(b) < at+4 || b[at] != hdlcUnicast && b[at] != hdlcBroadcast {
		return f.ppp(b, at, 0)
	}
	protocol := binary.BigEndian.Uint16(b[at+2:])
	if protocol == discovery {
		return f.snap(cisco, discovery, b, at+4)
	}
	return f.payload(protocol, b, at+4, 0)
}

// pppoe reads the header of a PPPoE session (RFC 2516 clause 4).
func (f *Frame) pppoe(b []byte, at, depth int) bool {
	if len(b) < at+6 || b[at] != 0x11 || b[at+1] != 0 {
		return false
	}
	end := at + 6 + int(binary.BigEndian.Uint16(b[at+4:]))
	return f.ppp(b[:min(end, len(b))], at+6, depth)
}
