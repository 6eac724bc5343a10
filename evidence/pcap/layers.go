package pcap

import (
	"sync"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/arp"
	"github.com/whomade/whomade/wire/cdp"
	"github.com/whomade/whomade/wire/dhcp"
	"github.com/whomade/whomade/wire/ethernet"
	"github.com/whomade/whomade/wire/ip"
	"github.com/whomade/whomade/wire/lacp"
	"github.com/whomade/whomade/wire/lldp"
	"github.com/whomade/whomade/wire/mdns"
	"github.com/whomade/whomade/wire/mndp"
	"github.com/whomade/whomade/wire/nd"
	"github.com/whomade/whomade/wire/snmp"
	"github.com/whomade/whomade/wire/ssdp"
	"github.com/whomade/whomade/wire/stp"
)

// linkProtocol is one line of the table of protocols directly above the link
// layer. To add one is to add a line.
type linkProtocol struct {
	mine   func(f *ethernet.Frame) bool
	decode wire.DatagramDecoder
	binds  string // attribute under which its bindings are reported
}

var linkTable = []linkProtocol{
	{mine: etherType(ethernet.TypeARP), decode: arp.Decode, binds: "arp.sender"},
	{mine: etherType(ethernet.TypeLLDP), decode: lldp.Decode},
	{mine: etherType(ethernet.TypeSlow), decode: lacp.Decode},
	{mine: snap([3]byte{0, 0, 0x0c}, 0x2000), decode: cdp.Decode},
	{mine: snap([3]byte{0, 0, 0x0c}, 0x010b), decode: stp.Decode}, // Cisco's, per VLAN
	{mine: func(f *ethernet.Frame) bool { return f.IsLLC(0x42) }, decode: stp.Decode},
}

func etherType(t uint16) func(*ethernet.Frame) bool {
	return func(f *ethernet.Frame) bool { return f.IsEtherType(t) }
}

func snap(oui [3]byte, pid uint16) func(*ethernet.Frame) bool {
	return func(f *ethernet.Frame) bool { return f.IsSNAP(oui, pid) }
}

// portVXLAN is VXLAN's (RFC 7348 clause 8).
const portVXLAN = 4789

// datagramProtocol is one line of the table of protocols over UDP.
type datagramProtocol struct {
	ports  []uint16
	decode wire.DatagramDecoder
}

var datagramTable = []datagramProtocol{
	{[]uint16{67, 68}, dhcp.Decode},
	{[]uint16{546, 547}, dhcp.Decode6},
	{[]uint16{161, 162, 10161, 10162}, snmp.Decode},
	{[]uint16{1900}, ssdp.Decode},
	{[]uint16{5353}, mdns.Decode},
	{[]uint16{5678}, mndp.Decode},
}

// byPort is the line of datagramTable for each port, plus one.
var byPort = sync.OnceValue(func() *[1 << 16]uint8 {
	var t [1 << 16]uint8
	for i, p := range datagramTable {
		for _, port := range p.ports {
			t[port] = uint8(i + 1)
		}
	}
	return &t
})

// maxTunnels is how many tunnels inside each other are followed.
const maxTunnels = 4

// packet takes one frame.
func (d *dissector) packet(p packet) {
	f, ok := ethernet.Peel(uint32(p.link), p.data)
	link := hardware{f.Src, f.HasSrc || f.HasDst}
	if f.Outer != ([6]byte{}) {
		link.mac = f.Outer
	}
	if ethernet.Station(link.mac) {
		src := place{frame: p.frame, nanos: p.nanos, timed: p.hasTime}
		if p.link == ethernet.LinkEthernet {
			src.offset, src.length = 6, 6
		}
		d.facts.source(link.mac, src)
	}
	if !ok {
		d.unread(p)
		return
	}
	d.inside(&f, link, place{frame: p.frame, offset: f.Offset, length: len(f.Payload), nanos: p.nanos, timed: p.hasTime}, "", 0)
}

// inside takes what a frame carries, in the routing context of the tunnel that
// carries the frame.
func (d *dissector) inside(f *ethernet.Frame, link hardware, at place, context string, tunnels int) {
	if f.VLANCount > 1 {
		context = d.contexts.name(tunnel{in: context, kind: "vlan", vlans: f.VLANs})
	}
	d.context = context
	if f.Framing == ethernet.ByEtherType && (f.Type == ethernet.TypeIPv4 || f.Type == ethernet.TypeIPv6) {
		d.internet(f.Payload, link, at, tunnels)
		return
	}
	for i := range linkTable {
		if t := &linkTable[i]; t.mine(f) {
			d.enter(who{mac: f.Src}, link, at)
			d.binds = t.binds
			t.decode(f.Payload, d)
			return
		}
	}
}

// unread counts frames that could not be peeled.
func (d *dissector) unread(p packet) {
	if !ethernet.Known(uint32(p.link)) {
		if _, seen := d.unknownLinks[p.link]; !seen && len(d.unknownLinks) < 64 {
			d.unknownLinks[p.link] = p.frame
		}
		return
	}
	if d.damaged == 0 {
		d.firstDamaged = p.frame
	}
	d.damaged++
}

// internet takes one IP packet.
func (d *dissector) internet(b []byte, link hardware, at place, tunnels int) {
	p, ok := ip.Parse(b)
	if !ok || !p.First() {
		return
	}
	sender := who{ip: p.Src.Unmap(), context: d.context}
	if !p.Src.IsValid() || p.Src.IsUnspecified() || p.Src.IsMulticast() {
		sender = who{mac: link.mac}
	}
	at.offset += p.Offset
	at.length = len(p.Payload)
	if p.Version == 6 {
		if mac, ok := ip.EUI64(p.Src); ok {
			d.enter(sender, link, at)
			d.Field("ipv6.eui64", wire.MAC, mac[:])
		}
	}
	switch p.Protocol {
	case ip.ProtocolUDP:
		u, ok := ip.ParseUDP(p.Payload)
		if !ok {
			return
		}
		at.offset, at.length = at.offset+8, len(u.Payload)
		if u.DstPort == portVXLAN && tunnels < maxTunnels {
			if f, ok := ethernet.PeelVXLAN(u.Payload); ok {
				d.tunnelled(&f, link, at, tunnel{kind: "vxlan", src: p.Src, dst: p.Dst}, tunnels)
				return
			}
		}
		table := byPort()
		to, from := table[u.DstPort], table[u.SrcPort]
		if to == 0 && from == 0 {
			return
		}
		d.enter(sender, link, at)
		d.binds = ""
		if to != 0 && datagramTable[to-1].decode(u.Payload, d) || from == 0 || from == to {
			return
		}
		d.enter(sender, link, at)
		datagramTable[from-1].decode(u.Payload, d)
	case ip.ProtocolTCP:
		t, ok := ip.ParseTCP(p.Payload)
		if !ok {
			return
		}
		at.offset, at.length = at.offset+t.Offset, len(t.Payload)
		d.enter(sender, link, at)
		d.segment(flowKey{p.Src, p.Dst, t.SrcPort, t.DstPort, d.context}, t.Seq, t.Flags&ip.SYN != 0, t.Flags&(ip.FIN|ip.RST) != 0, t.Payload, at)
	case ip.ProtocolGRE:
		if f, ok := ethernet.PeelGRE(p.Payload); ok && tunnels < maxTunnels {
			d.tunnelled(&f, link, at, tunnel{kind: "gre", src: p.Src, dst: p.Dst}, tunnels)
		}
	case ip.ProtocolIPv4, ip.ProtocolIPv6:
		if f, ok := ethernet.Peel(ethernet.LinkRaw, p.Payload); ok && tunnels < maxTunnels {
			d.tunnelled(&f, link, at, tunnel{kind: "ip", src: p.Src, dst: p.Dst}, tunnels)
		}
	case ip.ProtocolICMPv6:
		d.enter(sender, link, at)
		d.binds = "nd.link_layer_address"
		nd.Decode(p.Src, p.Payload, d)
	}
}
