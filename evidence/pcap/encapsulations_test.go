package pcap

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/whomade/whomade/internal/frames"
	"github.com/whomade/whomade/wire/wiretest"
)

// TestEncapsulations finds the same datagram inside everything that is peeled.
func TestEncapsulations(t *testing.T) {
	hex := func(s string) []byte { return wiretest.Hex(t, s) }
	join := slices.Concat[[]byte]
	inner := ipv4(ipA, ipB, 17, 1, 0, hello("inner/1"))
	bridged := frames.Ethernet(beta, alpha, 0x0800, inner)
	size := func(n int) []byte { return binary.BigEndian.AppendUint16(nil, uint16(n)) }
	v6 := func(payload []byte) []byte {
		a, z := netip.MustParseAddr("2001:db8::1").As16(), netip.MustParseAddr("2001:db8::2").As16()
		return join(hex("60000000"), size(len(payload)), hex("11 40"), a[:], z[:], payload)
	}
	over := func(protocol byte, payload []byte) []byte {
		return frames.Ethernet(beta, alpha, 0x0800, ipv4(netip.MustParseAddr("198.51.100.1"), netip.MustParseAddr("198.51.100.2"), protocol, 2, 0, payload))
	}
	udp := func(port uint16, payload []byte) []byte { return over(17, frames.UDP(port, port, payload)) }
	for _, c := range []struct {
		name  string
		frame []byte
	}{
		{"VLAN tags", frames.Ethernet(beta, alpha, 0x88a8, join(hex("0064 8100 0007 0800"), inner))},
		{"backbone", frames.Ethernet(beta, alpha, 0x88e7, join(hex("00000105"), bridged))},
		{"labels", frames.Ethernet(beta, alpha, 0x8847, join(hex("00010040 00020140"), inner))},
		{"pseudowire", frames.Ethernet(beta, alpha, 0x8847, join(hex("00010140 00000000"), bridged))},
		{"PPPoE", frames.Ethernet(beta, alpha, 0x8864, join(hex("1100 0001"), size(len(inner)+2), hex("0021"), inner))},
		{"service header", frames.Ethernet(beta, alpha, 0x894f, join(hex("0002 0101 00000001"), inner))},
		{"GRE", over(47, join(hex("0000 0800"), inner))},
		{"ERSPAN I", over(47, join(hex("0000 88be"), bridged))},
		{"ERSPAN II", over(47, join(hex("1000 88be 00000001 10010001 00000000"), bridged))},
		{"ERSPAN III", over(47, join(hex("1000 22eb 00000001 20010001 00000000 00000000"), bridged))},
		{"VXLAN", udp(4789, join(hex("08000000 00000700"), bridged))},
		{"Geneve", udp(6081, join(hex("0000 6558 00000700"), bridged))},
		{"IP in IP", over(4, inner)},
		{"6in4", over(41, v6(hello("inner/1")))},
		{"Teredo", udp(3544, v6(hello("inner/1")))},
		{"L2TP", udp(1701, join(hex("0002 0001 0002 ff03 0021"), inner))},
		{"L2TP version 3", over(115, join(hex("00000001"), bridged))},
		{"GTP-U", udp(2152, join(hex("30ff"), size(len(inner)), hex("00000001"), inner))},
		{"CAPWAP", udp(5247, join(hex("00 10 00 00 0000 0000"), bridged))},
	} {
		if lines := find(read(t, frames.Pcap(1000, c.frame)), "ssdp.server = inner/1"); len(lines) != 1 {
			t.Errorf("%s: %q", c.name, read(t, frames.Pcap(1000, c.frame)))
		}
	}
}

// TestLinkTypes finds the same datagram behind the heads of link types.
func TestLinkTypes(t *testing.T) {
	inner := ipv4(ipA, ipB, 17, 1, 0, hello("inner/1"))
	macs := "00001e100002 00000c000001"
	for _, c := range []struct {
		name string
		link byte
		high byte // of the link type
		head string
	}{
		{"Ethernet", 1, 0, macs + "0800"},
		{"Linux cooked", 113, 0, "0000 0001 0006 00000c000001 0000 0800"},
		{"Linux cooked 2", 276 & 0xff, 1, "0800 0000 00000003 0001 00 06 00000c000001 0000"},
		{"raw", 101, 0, ""},
		{"null", 0, 0, "02000000"},
		{"loop", 108, 0, "00000002"},
		{"PPP", 9, 0, "ff03 0021"},
		{"PPPoE", 51, 0, "1100 0001 0000 0021"},
		{"Cisco's HDLC", 104, 0, "0f00 0800"},
		{"802.11", 105, 0, "0801 0000 00005e005310 00000c000001 00001e100002 1000 aaaa03000000 0800"},
		{"radiotap", 127, 0, "0000 0800 00000000 0801 0000 00005e005310 00000c000001 00001e100002 1000 aaaa03000000 0800"},
		{"PPI", 192, 0, "00 00 0800 69000000 0801 0000 00005e005310 00000c000001 00001e100002 1000 aaaa03000000 0800"},
		{"netfilter's log", 239, 0, "02 00 0000"},
		{"Juniper", 178, 0, "4d4743 80 0002 0000" + macs + "0800"},
		{"Broadcom", 281 & 0xff, 1, macs + "00000001 0800"},
		{"Broadcom before", 282 & 0xff, 1, "00000001" + macs + "0800"},
		{"Marvell", 284 & 0xff, 1, macs + "c0000001 0800"},
		{"Marvell with a type", 285 & 0xff, 1, macs + "dada0000 c0000001 0800"},
	} {
		p := wiretest.Hex(t, c.head)
		switch c.name {
		case "PPPoE":
			binary.BigEndian.PutUint16(p[4:], uint16(len(inner)+2))
		case "netfilter's log": // the packet is an attribute with its length
			p = binary.LittleEndian.AppendUint16(p, uint16(len(inner)+4))
			p = binary.LittleEndian.AppendUint16(p, 9)
		}
		b := frames.Pcap(1000, append(p, inner...))
		b[20], b[21] = c.link, c.high
		if lines := find(read(t, b), "ssdp.server = inner/1"); len(lines) != 1 {
			t.Errorf("%s: %q", c.name, read(t, b))
		}
	}
}

// TestSignallingLinks: a node of a signalling link is known by its point code.
func TestSignallingLinks(t *testing.T) {
	for _, c := range []struct {
		link byte
		in   string
	}{{139, "00 00 0000 81a33f 05 02804010 0102"}, {140, "81a33f 05 02804010 0102"}, {141, "05 02804010 0102"}} {
		b := frames.Pcap(1000, wiretest.Hex(t, c.in))
		b[20] = c.link
		lines := find(read(t, b), "ss7.point_code = 0.258")
		if len(lines) != 1 || !strings.Contains(lines[0], "point code 0.258 |") {
			t.Errorf("link type %d: %q", c.link, read(t, b))
		}
	}
}

// TestMessageInParts: a message of SCTP that came in two packets is read whole.
func TestMessageInParts(t *testing.T) {
	message := wiretest.Hex(t, "01 00 01 01 0000001a 0210 0012 00000065 00000066 05 02 00 01 0102 0000")
	part := func(tsn uint32, flags byte, data []byte) []byte {
		b := wiretest.Hex(t, "0b59 0b59 00000001 00000000 00")
		b = append(b, flags)
		b = binary.BigEndian.AppendUint16(b, uint16(16+len(data)))
		b = binary.BigEndian.AppendUint32(b, tsn)
		b = append(append(b, wiretest.Hex(t, "0001 0000 00000003")...), data...)
		for len(b)%4 != 0 {
			b = append(b, 0)
		}
		return frames.IP(beta, alpha, ipA, ipB, 132, b)
	}
	first, last := part(100, 2, message[:12]), part(101, 1, message[12:])
	for _, order := range [][][]byte{{first, last}, {last, first}} {
		if lines := find(read(t, frames.Pcap(1000, order...)), "ss7.point_code = 2.101"); len(lines) != 1 {
			t.Errorf("%q", read(t, frames.Pcap(1000, order...)))
		}
	}
	if lines := find(read(t, frames.Pcap(1000, first)), "ss7.point_code"); len(lines) != 0 {
		t.Errorf("the first part alone: %q", lines)
	}
}
