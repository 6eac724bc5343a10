// Package ethernet peels the link layer off a captured frame: Ethernet II and
// IEEE 802.3 with LLC (IEEE 802.2) or SNAP (IEEE 802 clause 9, RFC 1042), VLAN
// tags (IEEE 802.1Q clause 9), and the pseudo headers that capture programs
// write in place of a link layer; also serial lines, PPPoE sessions, MPLS and the
// tunnels that carry frames. It returns values, allocates nothing and follows a
// limited number of headers.
package ethernet

import "encoding/binary"

// Link-layer header types of capture files, as registered by the tcpdump group
// (LINKTYPE_ values), with the platform values of BSD systems that occur in
// files as well.
const (
	LinkNull     = 0   // BSD loopback: address family in the capturing machine's order
	LinkEthernet = 1   // IEEE 802.3
	LinkPPP      = 9   // PPP, with or without its address octets
	LinkRawBSD   = 12  // raw IP, DLT_RAW of most systems
	LinkRawOther = 14  // raw IP, DLT_RAW of OpenBSD
	LinkPPPHDLC  = 50  // PPP or Cisco's HDLC of a serial line
	LinkPPPoE    = 51  // PPP over Ethernet, without the Ethernet header
	LinkRaw      = 101 // raw IP
	LinkHDLC     = 104 // Cisco's HDLC
	LinkLoop     = 108 // OpenBSD loopback: address family in network order
	LinkCooked   = 113 // Linux "cooked" capture
	LinkIPv4     = 228 // raw IPv4
	LinkIPv6     = 229 // raw IPv6
	LinkCooked2  = 276 // Linux "cooked" capture, second version
)

// EtherTypes of the IEEE registry that the decoders below wire are called for.
const (
	TypeIPv4         = 0x0800
	TypeARP          = 0x0806
	TypeVLAN         = 0x8100
	TypeIPv6         = 0x86dd
	TypeSlow         = 0x8809 // slow protocols (IEEE 802.3 annex 57A): LACP, OAM
	TypePPPoE        = 0x8863 // PPPoE discovery
	TypePPPoESession = 0x8864
	TypeLLDP         = 0x88cc
	TypeEAPOL        = 0x888e
	TypeMPLS         = 0x8847
	TypeMPLSUpstream = 0x8848 // labels that the receiver's neighbour chose
)

// MaxTags is how many VLAN tags one frame may carry. Provider bridges use two;
// a frame with more than four is not worth following.
const MaxTags = 4

// Framing tells how a frame names the protocol of its payload.
type Framing uint8

const (
	// ByEtherType: Frame.Type holds the EtherType. SNAP headers with the OUI
	// 00-00-00 or 00-00-F8 count here, since they hold an EtherType too.
	ByEtherType Framing = iota
	// ByLLC: Frame.DSAP, SSAP and Control hold the LLC header.
	ByLLC
	// BySNAP: Frame.OUI and Frame.PID hold the SNAP header.
	BySNAP
	// ByPPP: Frame.PID holds the number of a PPP protocol that is no network
	// protocol, such as the link's own negotiation.
	ByPPP
)

// Frame is what the link layer says of one captured frame.
type Frame struct {
	// Src and Dst are the hardware addresses, zero where there are none.
	Src, Dst [6]byte
	// HasSrc is whether Src names a station: it is there and is neither zero
	// nor a group address.
	HasSrc bool
	// HasDst is whether the link layer names a destination.
	HasDst bool

	// Outer is the source address of the frame itself where Src is that of a
	// frame inside it, as a pseudowire carries.
	Outer [6]byte

	// Framing says which of the following fields are valid.
	Framing             Framing
	Type                uint16
	OUI                 [3]byte
	PID                 uint16
	DSAP, SSAP, Control uint8

	// VLANs holds the identifiers of the tags, outermost first; VLANCount says
	// how many there are. A tag with identifier 0 carries a priority only and
	// is left out.
	VLANs     [MaxTags]uint16
	VLANCount uint8

	// Numbered says that Number tells apart networks which a link carries beside
	// each other: an MPLS label, the identifier of a VXLAN segment.
	Numbered bool
	Number   uint32

	// Offset is where Payload begins in the captured octets.
	Offset int
	// Payload is what follows the link layer, without the padding of a frame
	// whose header tells a length. It aliases the input.
	Payload []byte
}

// IsEtherType reports whether the payload is of the protocol with this EtherType.
func (f *Frame) IsEtherType(t uint16) bool { return f.Framing == ByEtherType && f.Type == t }

// IsSNAP reports whether the payload is of an organisation's own protocol.
func (f *Frame) IsSNAP(oui [3]byte, pid uint16) bool {
	return f.Framing == BySNAP && f.OUI == oui && f.PID == pid
}

// IsLLC reports whether both service access points of the frame are sap.
func (f *Frame) IsLLC(sap uint8) bool {
	return f.Framing == ByLLC && f.DSAP == sap && f.SSAP == sap
}

// Known reports whether Peel understands a link-layer header type.
func Known(linkType uint32) bool {
	switch linkType {
	case LinkNull, LinkEthernet, LinkPPP, LinkRawBSD, LinkRawOther, LinkPPPHDLC, LinkPPPoE, LinkRaw,
		LinkHDLC, LinkLoop, LinkCooked, LinkIPv4, LinkIPv6, LinkCooked2:
		return true
	}
	return false
}

// Peel reads the link layer of a frame captured with the given link-layer header
// type. It returns false when the type is not one of the constants above or the
// headers are cut off or nested too deep; the addresses are filled in as far as
// they could be read.
func Peel(linkType uint32, b []byte) (Frame, bool) {
	var f Frame
	switch linkType {
	case LinkEthernet:
		return f, f.ethernet(b, 0, 0)
	case LinkPPP:
		return f, f.ppp(b, 0, 0)
	case LinkPPPHDLC, LinkHDLC:
		return f, f.hdlc(b)
	case LinkPPPoE:
		return f, f.pppoe(b, 0, 0)
	case LinkCooked:
		return f, f.cooked(b)
	case LinkCooked2:
		return f, f.cooked2(b)
	case LinkNull, LinkLoop:
		return f, f.family(linkType, b)
	case LinkRaw, LinkRawBSD, LinkRawOther:
		return f, f.raw(b)
	case LinkIPv4:
		return f, f.version(b, 4)
	case LinkIPv6:
		return f, f.version(b, 6)
	}
	return f, false
}

// ethernet reads a frame at offset at, inside depth others. Its addresses
// replace those of the frame around it.
func (f *Frame) ethernet(b []byte, at, depth int) bool {
	if len(b) < at+14 || depth >= maxDepth {
		return false
	}
	if f.Outer == [6]byte{} {
		f.Outer = f.Src
	}
	f.Dst, f.Src = [6]byte(b[at:]), [6]byte(b[at+6:])
	f.HasDst = true
	f.HasSrc = Station(f.Src)
	return f.follow(binary.BigEndian.Uint16(b[at+12:]), b, at+14, depth)
}

// follow reads on at offset at, behind the type or length field t, through VLAN
// tags to the payload.
func (f *Frame) follow(t uint16, b []byte, at, depth int) bool {
	for tags := 0; isTag(t); tags++ {
		if tags == MaxTags || len(b) < at+4 {
			return false
		}
		id := binary.BigEndian.Uint16(b[at:]) & 0x0fff
		if id != 0 && f.VLANCount < MaxTags {
			f.VLANs[f.VLANCount] = id
			f.VLANCount++
		}
		t = binary.BigEndian.Uint16(b[at+2:])
		at += 4
	}
	if t < 0x600 {
		return f.length(b, at, int(t))
	}
	return f.payload(t, b, at, depth)
}

// isTag reports whether an EtherType announces a VLAN tag: IEEE 802.1Q, IEEE
// 802.1ad, and the values that equipment used for outer tags before that.
func isTag(t uint16) bool {
	return t == 0x8100 || t == 0x88a8 || t == 0x9100 || t == 0x9200
}

// payload keeps what is at offset at, or reads on if that is another link layer.
func (f *Frame) payload(t uint16, b []byte, at, depth int) bool {
	switch t {
	case TypePPPoESession:
		return f.pppoe(b, at, depth+1)
	case TypeMPLS, TypeMPLSUpstream:
		return f.mpls(b, at, depth+1)
	}
	f.Framing, f.Type = ByEtherType, t
	f.Offset, f.Payload = at, b[at:]
	return true
}

func (f *Frame) snap(oui [3]byte, pid uint16, b []byte, at int) bool {
	f.Framing, f.OUI, f.PID = BySNAP, oui, pid
	f.Offset, f.Payload = at, b[at:]
	return true
}

// length reads the LLC header of an IEEE 802.3 frame and drops the padding.
func (f *Frame) length(b []byte, at, n int) bool {
	if n > 1500 {
		return false // neither a length nor a type (IEEE 802.3 clause 3.2.6)
	}
	return f.llc(b[:min(len(b), at+n)], at)
}

// llc reads an LLC header (IEEE 802.2 clause 3.2) and the SNAP header behind it.
func (f *Frame) llc(b []byte, at int) bool {
	if len(b) < at+3 {
		return false
	}
	f.DSAP, f.SSAP, f.Control = b[at], b[at+1], b[at+2]
	at += 3
	if f.Control&3 != 3 {
		// Information and supervisory formats have a second control octet.
		if len(b) < at+1 {
			return false
		}
		at++
	}
	if f.DSAP != 0xaa || f.SSAP != 0xaa || f.Control != 3 {
		f.Framing = ByLLC
		f.Offset, f.Payload = at, b[at:]
		return true
	}
	if len(b) < at+5 {
		return false
	}
	oui, pid := [3]byte(b[at:]), binary.BigEndian.Uint16(b[at+3:])
	at += 5
	if oui == [3]byte{} || oui == [3]byte{0, 0, 0xf8} {
		return f.payload(pid, b, at, maxDepth)
	}
	return f.snap(oui, pid, b, at)
}
