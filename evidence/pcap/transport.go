package pcap

import (
	"sync"

	"github.com/whomade/whomade/wire/ip"
	"github.com/whomade/whomade/wire/nd"
)

// protocolLines says of a number of the protocol above IP which line of
// tunnelTable and which of internetTable it belongs to, each plus one.
type protocolLines struct{ tunnel, internet [256]uint8 }

var protocols = sync.OnceValue(func() *protocolLines {
	var x protocolLines
	for i, t := range tunnelTable {
		if t.ip != 0 {
			x.tunnel[t.ip] = uint8(i + 1)
		}
	}
	for i, t := range internetTable {
		x.internet[t.protocol] = uint8(i + 1)
	}
	return &x
})

// internetNumbers begin the numbers of contents directly above IP.
const internetNumbers = 1 << 27

// transport takes what is neither TCP nor UDP.
func (d *dissector) transport(g *datagram) {
	x := protocols()
	switch {
	case g.protocol == ip.ProtocolSCTP:
		d.unit(g, 0)
		d.association(g)
	case g.protocol == ip.ProtocolICMP:
		d.icmp(g)
	case g.protocol == ip.ProtocolICMPv6:
		d.icmp(g)
		d.unit(g, 0)
		d.binds = "nd.link_layer_address"
		nd.Decode(g.src(), g.payload, d)
	case g.protocol == ip.ProtocolAH:
		if protocol, n := ip.Authenticated(g.payload); n != 0 && protocol != ip.ProtocolAH {
			g.protocol, g.payload, g.offset = protocol, g.payload[n:], g.offset+n
			d.above(g)
		}
	case x.tunnel[g.protocol] != 0:
		if g.tunnels < maxTunnels {
			d.tunnelled(g, 0, &tunnelTable[x.tunnel[g.protocol]-1])
		}
	case x.internet[g.protocol] != 0:
		line := x.internet[g.protocol]
		d.unit(g, 0)
		d.show(internetNumbers|uint32(line), internetTable[line-1].decode, g.payload)
	}
}

// tunnelled takes a frame out of a tunnel whose head is n octets into the
// payload.
func (d *dissector) tunnelled(g *datagram, n int, t *tunnelProtocol) bool {
	f, ok := t.peel(g.payload[n:])
	if !ok {
		return false
	}
	number := int64(noNumber)
	if f.Numbered {
		number = int64(f.Number)
		f.Numbered = false
	}
	outside := d.context
	d.context = d.contexts.number(tunnel{in: outside, kind: t.kind, src: g.src(), dst: g.dst(), number: number})
	d.inside(&f, g.offset+n+f.Offset, g.tunnels+1)
	d.context = outside
	return true
}
