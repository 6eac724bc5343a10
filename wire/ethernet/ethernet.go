// Package ethernet peels the link layer off a captured frame: Ethernet II and
// IEEE 802.3 with LLC (IEEE 802.2) or SNAP (IEEE 802 clause 9, RFC 1042), VLAN
// tags (IEEE 802.1Q clause 9), and the pseudo headers that capture programs
// write in place of a link layer; also serial lines, PPPoE sessions, MPLS and the
// tunnels that carry frames. It returns values, allocates nothing and follows a
// limited number of headers.
package ethernet

import "encoding/binary"

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
	TypePBB          = 0x88e7 // a provider backbone's service tag (IEEE 802.1Q clause 9.7)
	TypeNSH          = 0x894f // network service header (RFC 8300)
	TypeBridged      = 0x6558 // an Ethernet frame
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
	// By80211: Payload is an IEEE 802.11 management frame with its header.
	By80211
	// ByMTP3: Payload is a message signal unit of the signalling system, from its
	// service information octet on (ITU-T Q.704 clause 2.2).
	ByMTP3
	// Opaque: the payload cannot be read: it is enciphered, a control frame, or
	// nothing.
	Opaque
	// ByPPP: Frame.PID holds the number of a PPP protocol that is no network
	// protocol, such as the link's own negotiation.
	ByPPP
)

// Frame is what the link layer says of one captured frame.
type Frame struct {
	// Src and Dst are the hardware addresses, zero where there are none.
	Src, Dst [6]byte
	// HasSrc is whether Src names a station: it is there and is neither zero
	// nor a group address. Only the zeros of a loopback interface count too.
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

	// Numbered says that Number tells apart networks which a tunnel carries beside
	// each other, such as the identifier of a VXLAN segment.
	Numbered bool
	Number   uint32
	// Service is what lies between the link and the payload and leads to another
	// network: "mpls" with the innermost label, "pbb" with the service identifier,
	// or empty.
	Service       string
	ServiceNumber uint32

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
	for tags := 0; isTag(t) || t == typeMetadata; tags++ {
		if t == typeMetadata && len(b) >= at+8 {
			t = binary.BigEndian.Uint16(b[at+6:])
			at += 8
			continue
		}
		if tags >= MaxTags || len(b) < at+4 {
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

// typeMetadata announces six octets of Cisco's, such as a security group, before
// the frame's own type.
const typeMetadata = 0x8909

// typeFabric announces two octets of Cisco's FabricPath, a tree and a time to live,
// before the frame that is carried; the addresses outside are numbers of switches,
// which are administered locally.
const typeFabric = 0x8903

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
	case TypePBB:
		return f.pbb(b, at, depth+1)
	case TypeNSH:
		return f.nsh(b, at, depth+1)
	case TypeBridged:
		return f.ethernet(b, at, depth+1)
	case typeFabric:
		return f.ethernet(b, at+2, depth+1)
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
