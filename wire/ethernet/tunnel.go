package ethernet

import "encoding/binary"

// maxDepth is how many frames may stand inside each other, maxLabels how many
// MPLS labels in a row.
const (
	maxDepth  = 4
	maxLabels = 16
)

// Protocol types of GRE that are not EtherTypes of a network payload.
const (
	greERSPAN2 = 0x88be // a mirrored frame, types I and II
	greERSPAN3 = 0x22eb // a mirrored frame, type III
	greAruba   = 0x8200 // and up: an IEEE 802.11 frame between Aruba's access points and controllers
	grePPP     = 0x880b // version 1 (RFC 2637)
)

// mpls passes a label stack (RFC 3032 clause 2.1). Its bottom does not say what
// follows: the first four bits tell IPv4 and IPv6 apart, and a control word
// (RFC 4385) or anything else means an Ethernet pseudowire (RFC 4448).
func (f *Frame) mpls(b []byte, at, depth int) bool {
	for range maxLabels {
		if len(b) < at+5 {
			return false
		}
		bottom := b[at+2]&1 != 0
		label := binary.BigEndian.Uint32(b[at:]) >> 12
		at += 4
		if !bottom {
			continue
		}
		f.Service, f.ServiceNumber = "mpls", label
		switch b[at] >> 4 {
		case 4:
			return f.payload(TypeIPv4, b, at, depth)
		case 6:
			return f.payload(TypeIPv6, b, at, depth)
		case 0:
			return f.ethernet(b, at+4, depth)
		}
		return f.ethernet(b, at, depth)
	}
	return false
}

// PeelGRE reads what the payload of an IP packet of protocol 47 carries: generic
// routing encapsulation (RFC 2784, RFC 2890), with Ethernet, mirrored Ethernet
// (ERSPAN), PPP (RFC 2637) or a network packet inside. The addresses of the
// result are those of the inner frame, if it has any.
func PeelGRE(b []byte) (Frame, bool) {
	var f Frame
	if len(b) < 4 {
		return f, false
	}
	flags, protocol := binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
	const checksum, routing, key, sequence, acknowledgement, version = 0x8000, 0x4000, 0x2000, 0x1000, 0x0080, 7
	at := 4
	for _, optional := range [...]uint16{checksum, key, sequence} {
		if flags&optional == 0 {
			continue
		}
		if optional == key && flags&version == 0 && len(b) >= at+4 {
			f.Numbered, f.Number = true, binary.BigEndian.Uint32(b[at:])
		}
		at += 4
	}
	if flags&version == 1 && flags&acknowledgement != 0 {
		at += 4
	}
	if flags&routing != 0 || flags&version > 1 || len(b) < at {
		return f, false
	}
	switch protocol {
	case grePPP:
		return f, f.ppp(b, at, 1)
	case greERSPAN2:
		// Type I has no sequence number and no header of its own.
		if flags&sequence != 0 {
			at += 8
		}
		return f, f.ethernet(b, at, 1)
	case greERSPAN3:
		if len(b) < at+12 {
			return f, false
		}
		if at += 12; b[at-1]&1 != 0 {
			at += 8 // platform specific subheader
		}
		return f, f.ethernet(b, at, 1)
	case discovery:
		return f, f.snap(cisco, discovery, b, at)
	}
	if protocol&0xff00 == greAruba {
		return f, f.dot11(b, at, dot11Options{swapped: true})
	}
	return f, protocol >= 0x600 && f.payload(protocol, b, at, 1)
}
