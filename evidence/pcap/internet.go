package pcap

import (
	"encoding/binary"
	"net/netip"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ip"
)

// datagram is an IP packet that is being read.
type datagram struct {
	addresses []byte // source and destination, 8 or 32 octets
	protocol  uint8
	payload   []byte
	hops      uint8 // time to live or hop limit, 0 where it is not known
	whole     bool  // routers may not fragment it
	offset    int   // of payload in the captured octets
	tunnels   int   // how many it is in
}

func (g *datagram) src() netip.Addr { return address(g.addresses[:len(g.addresses)/2]) }
func (g *datagram) dst() netip.Addr { return address(g.addresses[len(g.addresses)/2:]) }

func address(b []byte) netip.Addr {
	a, _ := netip.AddrFromSlice(b)
	return a.Unmap()
}

// internet takes one IP packet, which begins at offset of the captured octets.
func (d *dissector) internet(b []byte, offset, tunnels int) {
	if len(b) >= 20 && b[0] == 0x45 && binary.BigEndian.Uint16(b[6:])&0x3fff == 0 {
		// Nearly every packet is version 4, without options, and whole.
		total := int(binary.BigEndian.Uint16(b[2:]))
		if total >= 20 && total <= len(b) {
			b = b[:total]
		} else if total != 0 && total < 20 {
			return
		}
		g := datagram{b[12:20:20], b[9], b[20:], b[8], b[6]&dontFragment != 0, offset + 20, tunnels}
		d.above(&g)
		return
	}
	p, ok := ip.Parse(b)
	if !ok {
		return
	}
	g := datagram{protocol: p.Protocol, payload: p.Payload, hops: p.HopLimit, offset: offset + p.Offset, tunnels: tunnels}
	if p.Version == 4 {
		g.whole = b[6]&dontFragment != 0
		g.addresses = b[12:20]
	} else {
		g.addresses = b[8:40]
		d.interfaceID(&g)
	}
	if !p.Fragment || d.fragment(&g, &p) {
		d.above(&g)
	}
}

// dontFragment is the flag in the seventh octet of version 4 (RFC 791 clause 3.1).
const dontFragment = 0x40

// above takes what an IP packet carries.
func (d *dissector) above(g *datagram) {
	switch g.protocol {
	case ip.ProtocolTCP:
		d.tcp(g)
	case ip.ProtocolUDP:
		d.udp(g)
	default:
		d.transport(g)
	}
}

// interfaceID reports the hardware address that an IPv6 source address was made
// of.
func (d *dissector) interfaceID(g *datagram) {
	if g.addresses[11] == 0xff && g.addresses[12] == 0xfe && !d.flows.following {
		if mac, ok := ip.EUI64(g.src()); ok {
			d.unit(g, 0)
			d.Field("ipv6.eui64", wire.MAC, mac[:])
		}
	}
}

// unit enters what is n octets into the payload: its sender is that of the
// packet, or of the frame where the packet's is nobody.
func (d *dissector) unit(g *datagram, n int) {
	sender := byIP(g.addresses[:len(g.addresses)/2], d.context)
	if sender.nobody() {
		sender = byMAC(macOfKey(d.source))
	}
	d.enter(sender, g.offset+n, len(g.payload)-n)
}

// tcp takes one segment. Segments that give nothing away are passed over with
// few looks: of a direction whose head is decided, and nothing begins in them.
func (d *dissector) tcp(g *datagram) {
	b := g.payload
	if len(b) < 20 {
		return
	}
	at := int(b[12]>>4) * 4
	if at < 20 || at > len(b) {
		return
	}
	flags := b[13]
	data := b[at:]
	if flags&(ip.SYN|ip.FIN|ip.RST) == 0 && len(data) == 0 {
		return
	}
	key := direction(g.addresses, binary.LittleEndian.Uint32(b), d.context)
	sport := binary.BigEndian.Uint16(b)
	if flags&ip.SYN == 0 && d.flows.starts.uninteresting(sport, data) && !d.flows.isPending(key) {
		return
	}
	d.segment(g, at, key, sport, binary.BigEndian.Uint32(b[4:]), flags&ip.SYN != 0, flags&(ip.FIN|ip.RST) != 0)
}

// direction is the key of one direction of a connection.
func direction(addresses []byte, ports, context uint32) uint64 {
	h := mix(uint64(ports)<<32|uint64(context)^flowSeed, mixA)
	for ; len(addresses) >= 8; addresses = addresses[8:] {
		h = mix(h^binary.LittleEndian.Uint64(addresses), mixB)
	}
	return h
}

// flowSeed is the same in every run, so that no run differs from another.
const flowSeed = 0xe7037ed1a0b428db

// udp takes one datagram.
func (d *dissector) udp(g *datagram) {
	b := g.payload
	if len(b) < 9 {
		return
	}
	x := d.ports
	sport, dport := binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
	if !x.known.has(dport) && !x.known.has(sport) {
		if x.guess[b[8]] {
			d.guess(g, b[8:])
		}
		return
	}
	u, ok := ip.ParseUDP(b)
	if !ok {
		return
	}
	g.payload = b[:8+len(u.Payload)]
	to, from := x.lines[dport], x.lines[sport]
	if to.tunnel|from.tunnel != 0 && g.tunnels < maxTunnels {
		line := to.tunnel
		if line == 0 {
			line = from.tunnel
		}
		if d.tunnelled(g, 8, &tunnelTable[line-1]) {
			return
		}
	}
	if to.datagram != 0 && d.datagram(g, to.datagram, u.Payload) {
		return
	}
	if from.datagram != 0 && from.datagram != to.datagram && d.datagram(g, from.datagram, u.Payload) {
		return
	}
	if to.datagram|from.datagram == 0 && len(u.Payload) > 0 && x.guess[u.Payload[0]] {
		d.guess(g, u.Payload)
	}
}

// datagram shows a payload to a line of datagramTable, by its number plus one.
func (d *dissector) datagram(g *datagram, line uint8, b []byte) bool {
	d.unit(g, 8)
	if t := &datagramTable[line-1]; t.fresh {
		return t.decode(b, d)
	}
	return d.show(uint32(line), datagramTable[line-1].decode, b)
}

// guess looks at a datagram whose ports say nothing.
func (d *dissector) guess(g *datagram, b []byte) {
	for i := range guessTable {
		if t := &guessTable[i]; t.first(b[0]) && t.looks(b) {
			d.unit(g, 8)
			d.show(guessNumbers|uint32(i), t.decode, b)
			return
		}
	}
}

// guessNumbers begin the numbers of contents whose port says nothing.
const guessNumbers = 1 << 29
