package pcap

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire/ethernet"
)

// packet takes one frame.
func (d *dissector) packet(p packet) {
	d.at.nanos = p.nanos
	d.context = 0
	b := p.data
	if p.link == ethernet.LinkEthernet && len(b) >= 38 {
		// Nearly every frame of a capture is Ethernet with IP inside.
		at, t := 14, binary.BigEndian.Uint16(b[12:])
		if t == ethernet.TypeVLAN {
			at, t = 18, binary.BigEndian.Uint16(b[16:])
		}
		if t == ethernet.TypeIPv4 || t == ethernet.TypeIPv6 {
			if p.counted {
				d.source = stationKey(b[6:])
			} else {
				d.station(stationKey(b[6:]), true)
			}
			d.internet(b[at:], at, 0)
			return
		}
	}
	if p.link == linkUpper {
		if !d.upper(b) {
			d.unread(p)
		}
		return
	}
	f, ok := ethernet.Peel(uint32(p.link), b)
	d.source = 0
	if f.HasSrc || f.HasDst {
		mac := f.Src
		if f.Outer != ([6]byte{}) {
			mac = f.Outer
		}
		if p.counted {
			d.source = keyOfMAC(mac)
		} else {
			d.station(keyOfMAC(mac), p.link == ethernet.LinkEthernet)
		}
	}
	if !ok {
		d.unread(p)
		return
	}
	d.inside(&f, f.Offset, 0)
}

// inside takes what a frame carries, which begins at offset of the captured
// octets.
func (d *dissector) inside(f *ethernet.Frame, offset, tunnels int) {
	if f.VLANCount > 1 {
		d.context = d.contexts.number(tunnel{in: d.context, kind: "vlan", number: noNumber, vlans: f.VLANs})
	}
	if f.Service != "" {
		d.context = d.contexts.number(tunnel{in: d.context, kind: f.Service, number: int64(f.ServiceNumber)})
	}
	if f.Framing == ethernet.ByEtherType && (f.Type == ethernet.TypeIPv4 || f.Type == ethernet.TypeIPv6) {
		d.internet(f.Payload, offset, tunnels)
		return
	}
	if i := d.types.line(f); i >= 0 {
		t := &linkTable[i]
		d.enter(byMAC(f.Src), offset, len(f.Payload))
		d.binds = t.binds
		if t.fresh {
			t.decode(f.Payload, d)
			return
		}
		d.show(linkNumbers|uint32(i), t.decode, f.Payload)
	}
}

// linkNumbers begin the numbers of contents of the link layer.
const linkNumbers = 1 << 28

// typeLines is the line of linkTable plus two for the EtherTypes that were asked
// for, 0 for the others; what is no EtherType is asked for each frame.
type typeLines [1 << 16]int8

func askLine(f *ethernet.Frame) int {
	for i := range linkTable {
		if linkTable[i].mine(f) {
			return i
		}
	}
	return -1
}

func (t *typeLines) line(f *ethernet.Frame) int {
	if f.Framing != ethernet.ByEtherType {
		return askLine(f)
	}
	x := &t[f.Type]
	if *x == 0 {
		*x = int8(askLine(f) + 2)
	}
	return int(*x) - 2
}

// unread counts frames that could not be peeled.
func (d *dissector) unread(p packet) {
	if p.link != linkUpper && !ethernet.Known(uint32(p.link)) {
		if _, seen := d.unknownLinks[p.link]; !seen && len(d.unknownLinks) < 64 {
			d.unknownLinks[p.link] = d.at.frame
		}
		return
	}
	if d.damaged == 0 {
		d.firstDamaged = d.at.frame
	}
	d.damaged++
}
