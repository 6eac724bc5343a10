package ethernet

import "encoding/binary"

// Link-layer header types of capture files, as registered by the tcpdump group
// (LINKTYPE_ values), with the platform values of BSD systems that occur in
// files as well.
const (
	LinkNull       = 0   // BSD loopback: address family in the capturing machine's order
	LinkEthernet   = 1   // IEEE 802.3
	LinkTokenRing  = 6   // IEEE 802.5
	LinkSLIP       = 8   // serial line IP, with a head of 16 octets
	LinkPPP        = 9   // PPP, with or without its address octets
	LinkFDDI       = 10  // FDDI
	LinkRawBSD     = 12  // raw IP, DLT_RAW of most systems
	LinkRawOther   = 14  // raw IP, DLT_RAW of OpenBSD
	LinkPPPHDLC    = 50  // PPP or Cisco's HDLC of a serial line
	LinkPPPoE      = 51  // PPP over Ethernet, without the Ethernet header
	LinkATM        = 100 // LLC over ATM (RFC 2684)
	LinkRaw        = 101 // raw IP
	LinkHDLC       = 104 // Cisco's HDLC
	LinkDot11      = 105 // IEEE 802.11
	LinkFrameRelay = 107 // frame relay
	LinkLoop       = 108 // OpenBSD loopback: address family in network order
	LinkENC        = 109 // OpenBSD's enc interface: 12 octets before IP
	LinkCooked     = 113 // Linux "cooked" capture
	LinkPFLog      = 117 // a packet filter's log
	LinkPrism      = 119 // IEEE 802.11 behind a Prism header
	LinkSunATM     = 123 // SunATM
	LinkRadiotap   = 127 // IEEE 802.11 behind a radiotap header
	LinkARCNET     = 129 // ARCNET as Linux writes it
	LinkMTP2Pseudo = 139 // MTP level 2 behind a head of four octets
	LinkMTP2       = 140 // MTP level 2
	LinkMTP3       = 141 // MTP level 3
	LinkDOCSIS     = 143 // frames of a cable network
	linkUserFirst  = 147 // sixteen types for private use
	linkUserLast   = 162
	LinkAVS        = 163 // IEEE 802.11 behind an AVS header
	LinkPPPPPPD    = 166 // PPP with a direction octet in place of its address
	LinkPPI        = 192 // a head that names the type of what follows
	LinkERF        = 197 // Endace's record format
	LinkPPPDir     = 204 // PPP behind a direction octet
	LinkHDLCDir    = 205 // Cisco's HDLC behind a direction octet
	LinkRelayDir   = 206 // frame relay behind a direction octet
	LinkMPLS       = 219 // MPLS
	LinkIPNet      = 226 // Solaris' ipnet: 24 octets before IP
	LinkIPv4       = 228 // raw IPv4
	LinkIPv6       = 229 // raw IPv6
	LinkNFLog      = 239 // Linux netfilter's log
	LinkAnalyzer   = 240 // Hilscher netANALYZER: 4 octets before Ethernet
	LinkAnalyzer2  = 241 // the same, 4 octets and a preamble
	LinkIPoIB      = 242 // IP over InfiniBand, with its routing header
	LinkPKTAP      = 258 // Apple's PKTAP, which names the type of what follows
	LinkMPacket    = 274 // Ethernet with its preamble (IEEE 802.3br)
	LinkCooked2    = 276 // Linux "cooked" capture, second version
	LinkBroadcom   = 281 // Ethernet with a Broadcom switch tag behind the addresses
	LinkBroadcom2  = 282 // the same before the addresses
	LinkDSA        = 284 // Ethernet with a Marvell switch tag behind the addresses
	LinkEDSA       = 285 // the same with an EtherType of its own
)

// Known reports whether Peel understands a link-layer header type.
func Known(linkType uint32) bool {
	switch linkType {
	case LinkNull, LinkEthernet, LinkTokenRing, LinkSLIP, LinkPPP, LinkFDDI, LinkRawBSD, LinkRawOther, LinkPPPHDLC, LinkPPPoE, LinkATM,
		LinkRaw, LinkHDLC, LinkDot11, LinkFrameRelay, LinkLoop, LinkENC, LinkCooked, LinkPFLog, LinkPrism, LinkSunATM, LinkRadiotap, LinkARCNET, LinkIPoIB,
		LinkMTP2Pseudo, LinkMTP2, LinkMTP3, LinkDOCSIS, LinkAVS, LinkPPPPPPD, LinkPPI, LinkERF, LinkPPPDir, LinkHDLCDir, LinkRelayDir,
		LinkMPLS, LinkIPNet, LinkIPv4, LinkIPv6, LinkNFLog, LinkAnalyzer, LinkAnalyzer2, LinkPKTAP, LinkMPacket, LinkCooked2,
		LinkBroadcom, LinkBroadcom2, LinkDSA, LinkEDSA:
		return true
	}
	return isJuniper(linkType)
}

// Peel reads the link layer of a frame captured with the given link-layer header
// type. It returns false when the type is not one of the constants above or the
// headers are cut off or nested too deep; the addresses are filled in as far as
// they could be read.
func Peel(linkType uint32, b []byte) (Frame, bool) {
	var f Frame
	return f, f.peel(linkType, b, 0)
}

func (f *Frame) peel(linkType uint32, b []byte, depth int) bool {
	switch linkType {
	case LinkEthernet:
		return f.ethernet(b, 0, 0)
	case LinkCooked:
		return f.cooked(b)
	case LinkCooked2:
		return f.cooked2(b)
	case LinkRaw, LinkRawBSD, LinkRawOther:
		return f.raw(b)
	case LinkIPv4:
		return f.version(b, 4)
	case LinkIPv6:
		return f.version(b, 6)
	case LinkNull, LinkLoop:
		return f.family(linkType, b)
	case LinkRadiotap:
		return f.radiotap(b)
	case LinkDot11:
		return f.dot11(b, 0, dot11Options{})
	case LinkPrism:
		return f.prism(b)
	case LinkAVS:
		return f.avs(b)
	case LinkPPI:
		return f.ppi(b, depth)
	case LinkNFLog:
		return f.nflog(b)
	case LinkPKTAP:
		return f.pktap(b, depth)
	case LinkBroadcom:
		return f.tagged(b, 4)
	case LinkBroadcom2:
		return f.ethernet(b, 4, 0)
	case LinkDSA:
		return f.tagged(b, 4)
	case LinkEDSA:
		return f.tagged(b, 8)
	case LinkERF:
		return f.erf(b)
	case LinkDOCSIS:
		return f.docsis(b)
	case LinkAnalyzer:
		return f.ethernet(b, 4, 0)
	case LinkAnalyzer2:
		return f.ethernet(b, 12, 0)
	case LinkMPacket:
		return f.ethernet(b, 8, 0)
	}
	return f.serial(linkType, b)
}

// serial is peel for lines between two ends, ring networks and signalling links.
func (f *Frame) serial(linkType uint32, b []byte) bool {
	switch linkType {
	case LinkPPP, LinkPPPHDLC, LinkHDLC:
		return f.hdlc(b, 0)
	case LinkPPPoE:
		return f.pppoe(b, 0, 0)
	case LinkPPPDir:
		return f.ppp(b, 1, 0)
	case LinkPPPPPPD:
		return len(b) >= 4 && f.ppp(b, 2, 0)
	case LinkHDLCDir:
		return f.hdlc(b, 1)
	case LinkFrameRelay:
		return f.frameRelay(b, 0)
	case LinkRelayDir:
		return f.frameRelay(b, 1)
	case LinkATM:
		return f.llc(b, 0)
	case LinkSunATM:
		return f.sunATM(b)
	case LinkTokenRing:
		return f.tokenRing(b)
	case LinkFDDI:
		return f.ring(b, 1)
	case LinkMPLS:
		return f.mpls(b, 0, 0)
	case LinkSLIP:
		return f.rawAt(b, 16)
	case LinkENC:
		return f.rawAt(b, 12)
	case LinkIPNet:
		return f.rawAt(b, 24)
	case LinkPFLog:
		return len(b) > 0 && f.rawAt(b, (int(b[0])+3)&^3)
	case LinkARCNET:
		return f.arcnet(b)
	case LinkIPoIB:
		return len(b) >= 44 && f.follow(binary.BigEndian.Uint16(b[40:]), b, 44, 0)
	case LinkMTP2Pseudo:
		return f.mtp2(b, 4)
	case LinkMTP2:
		return f.mtp2(b, 0)
	case LinkMTP3:
		f.Framing, f.Payload = ByMTP3, b
		return len(b) > 0
	}
	switch {
	case isJuniper(linkType):
		return f.juniper(linkType, b)
	case linkType >= linkUserFirst && linkType <= linkUserLast:
		return f.private(b)
	}
	return false
}

// peelInside peels what is behind a head of at octets that names its type.
func (f *Frame) peelInside(linkType uint32, b []byte, at, depth int) bool {
	if len(b) < at || depth > 0 {
		return false
	}
	ok := f.peel(linkType, b[at:], depth+1)
	f.Offset += at
	return ok
}
