package pcap

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/whomade/whomade/internal/frames"
)

// ipv4 is a packet of a protocol.
func ipv4(src, dst netip.Addr, protocol byte, id, place uint16, payload []byte) []byte {
	p := []byte{0x45, 0}
	p = binary.BigEndian.AppendUint16(p, uint16(20+len(payload)))
	p = binary.BigEndian.AppendUint16(p, id)
	p = binary.BigEndian.AppendUint16(p, place)
	p = append(p, 64, protocol, 0, 0)
	p = append(append(p, src.AsSlice()...), dst.AsSlice()...)
	return append(p, payload...)
}

// hello is a datagram of SSDP that names a server.
func hello(server string) []byte {
	return frames.UDP(1900, 1900, []byte("NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nNT: upnp:rootdevice\r\nSERVER: "+server+"\r\n\r\n"))
}

func find(lines []string, what string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return !strings.Contains(l, what) })
}

// TestContexts: the same address in two tunnels, and outside, is three places,
// and none of them takes another's hardware address.
func TestContexts(t *testing.T) {
	inner := ipv4(ipA, ipB, 17, 1, 0, hello("inner/1"))
	vxlan := func(vni byte) []byte {
		return append([]byte{8, 0, 0, 0, 0, 0, vni, 0}, frames.Ethernet(beta, alpha, 0x0800, inner)...)
	}
	outer1, outer2 := netip.MustParseAddr("198.51.100.1"), netip.MustParseAddr("198.51.100.2")
	gre := append([]byte{0, 0, 8, 0}, inner...)
	label := append([]byte{0, 0x01, 0x01, 0x40}, inner...)
	mac := []byte{0x00, 0x1b, 0x21, 0, 0, 9}
	lines := find(read(t, frames.Pcap(1000,
		frames.Ethernet(beta, mac, 0x0800, inner),
		frames.Ethernet(beta, mac, 0x0800, ipv4(outer1, outer2, 17, 2, 0, frames.UDP(4000, 4789, vxlan(7)))),
		frames.Ethernet(beta, mac, 0x0800, ipv4(outer2, outer1, 17, 3, 0, frames.UDP(4000, 4789, vxlan(7)))),
		frames.Ethernet(beta, mac, 0x0800, ipv4(outer1, outer2, 17, 4, 0, frames.UDP(4000, 4789, vxlan(8)))),
		frames.Ethernet(beta, mac, 0x0800, ipv4(outer1, outer2, 47, 5, 0, gre)),
		frames.Ethernet(beta, mac, 0x8847, label),
		frames.ARP(mac, ipA),
	)), "ssdp.server")
	want := []string{
		"mac:00:1b:21:00:00:09 ip:192.0.2.1 | ssdp.server = inner/1 | link 00:1b:21:00:00:09 frame 1 x1",
		"ip@vxlan 198.51.100.1 198.51.100.2 7:192.0.2.1 | ssdp.server = inner/1 | link 00:1b:21:00:00:09 frame 2 x2",
		"ip@vxlan 198.51.100.1 198.51.100.2 8:192.0.2.1 | ssdp.server = inner/1 | link 00:1b:21:00:00:09 frame 4 x1",
		"ip@gre 198.51.100.1 198.51.100.2:192.0.2.1 | ssdp.server = inner/1 | link 00:1b:21:00:00:09 frame 5 x1",
		"ip@mpls 16:192.0.2.1 | ssdp.server = inner/1 | link 00:1b:21:00:00:09 frame 6 x1",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}

// TestTunnelsInTunnels are followed to a limited depth and no further.
func TestTunnelsInTunnels(t *testing.T) {
	p := ipv4(ipA, ipB, 17, 1, 0, hello("deep/1"))
	for n := range 2 * maxTunnels {
		lines := find(read(t, frames.Pcap(1000, frames.Ethernet(beta, alpha, 0x0800, p))), "ssdp.server")
		if got := len(lines) == 1; got != (n <= maxTunnels) {
			t.Errorf("%d deep: %q", n, lines)
		}
		p = ipv4(ipA, ipB, 4, 1, 0, p)
	}
}

// TestAuthenticated: what an authentication header signs is read.
func TestAuthenticated(t *testing.T) {
	p := append([]byte{17, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1}, hello("signed/1")...)
	for _, c := range []struct {
		payload []byte
		want    int
	}{{p, 1}, {p[:8], 0}, {append([]byte{51}, p[1:]...), 0}} {
		if lines := find(read(t, frames.Pcap(1000, frames.Ethernet(beta, alpha, 0x0800, ipv4(ipA, ipB, 51, 1, 0, c.payload)))), "ssdp.server"); len(lines) != c.want {
			t.Errorf("%x: %q", c.payload[:8], lines)
		}
	}
}

// TestFragments: a datagram is read whole, whatever the order of its parts, and
// as far as it goes where a part is missing.
func TestFragments(t *testing.T) {
	const more = 0x2000
	data := hello("parts/1 of a name that is long enough for three parts")
	a, b, c := data[:56], data[56:112], data[112:]
	part := func(id, place uint16, p []byte) []byte {
		return frames.Ethernet(beta, alpha, 0x0800, ipv4(ipA, ipB, 17, id, place, p))
	}
	one, two, three := part(9, more, a), part(9, more|7, b), part(9, 14, c)
	for _, order := range [][][]byte{{one, two, three}, {three, one, two}, {two, three, one}, {one, one, three, two}} {
		lines := find(read(t, frames.Pcap(1000, order...)), "ssdp.server = parts/1 of a name that is long enough for three parts")
		if len(lines) != 1 {
			t.Errorf("%q", lines)
		}
	}
	long := hello("parts/2\r\nX-FILL: " + strings.Repeat("x", 80))
	if lines := find(read(t, frames.Pcap(1000, part(9, more, long[:160]))), "ssdp.server = parts/2"); len(lines) != 1 {
		t.Errorf("nothing was made of the first part: %q", lines)
	}
	// Many packets of which a part is missing are forgotten, not kept.
	var all [][]byte
	for id := range 3 * maxFragmented {
		all = append(all, part(uint16(id), more|7, b))
	}
	if lines := find(read(t, frames.Pcap(1000, append(all, one, two, three)...)), "ssdp.server"); len(lines) != 1 {
		t.Errorf("after many: %q", lines)
	}
}

// snoop is a capture in that format.
func snoop(all ...[]byte) []byte {
	b := append([]byte(snoopMagic), 0, 0, 0, 2, 0, 0, 0, 4)
	for _, f := range all {
		n := uint32(len(f))
		padded := (n + 3) &^ 3
		for _, v := range []uint32{n, n, 24 + padded, 0, 1000, 5} {
			b = binary.BigEndian.AppendUint32(b, v)
		}
		b = append(append(b, f...), make([]byte, padded-n)...)
	}
	return b
}

func TestSnoop(t *testing.T) {
	data := snoop(frames.ARP(alpha, ipA), frames.ARP(alpha, ipA)[:61-2])
	if n := (format{}).Sniff(data); n != 100 {
		t.Errorf("sniff = %d", n)
	}
	data = append(data, frames.Pcap(1000, frames.ARP(beta, ipB))...)
	lines := read(t, data)
	want := []string{
		"mac:00:00:0c:00:00:01 | ethernet.source = 00:00:0c:00:00:01 | link 00:00:0c:00:00:01 frame 1 x2",
		"mac:00:00:0c:00:00:01 ip:192.0.2.1 | arp.sender = 00:00:0c:00:00:01 | link 00:00:0c:00:00:01 frame 1 x2",
		"mac:00:1e:10:00:00:02 | ethernet.source = 00:1e:10:00:00:02 | link 00:1e:10:00:00:02 frame 3 x1",
		"mac:00:1e:10:00:00:02 ip:192.0.2.2 | arp.sender = 00:1e:10:00:00:02 | link 00:1e:10:00:00:02 frame 3 x1",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("got\n%s", strings.Join(lines, "\n"))
	}
	for n := range data {
		read(t, data[:n])
	}
}

// TestUpper: a payload without its packet belongs to the address that its tags
// tell.
func TestUpper(t *testing.T) {
	p := []byte{0, 12, 0, 4, 'l', 'l', 'd', 'p', 0, 20, 0, 4, 192, 0, 2, 1, 0, 21, 0, 4, 192, 0, 2, 2, 0, 0, 0, 0,
		2, 7, 4, 0, 0, 0x0c, 0, 0, 1, 4, 2, 7, '1', 6, 2, 0, 120, 10, 6, 'c', 'o', 'r', 'e', '-', '1', 0, 0}
	b := frames.Pcap(1000, p)
	b[20] = linkUpper
	lines := find(read(t, b), "lldp.system_name = core-1")
	if len(lines) != 1 {
		t.Errorf("%q", read(t, b))
	}
}

// FuzzSnoop reads damaged captures of snoop.
func FuzzSnoop(f *testing.F) {
	f.Add(snoop(frames.ARP(alpha, ipA)))
	f.Fuzz(func(t *testing.T, data []byte) { read(t, append([]byte(snoopMagic), data...)) })
}

// FuzzPacket gives one packet of any link type to the dissector.
func FuzzPacket(f *testing.F) {
	f.Add(uint16(1), frames.ARP(alpha, ipA))
	f.Add(uint16(1), sshFrames()[1])
	f.Add(uint16(101), ipv4(ipA, ipB, 47, 1, 0, append([]byte{0, 0, 8, 0}, ipv4(ipA, ipB, 17, 1, 0, hello("a/1"))...)))
	f.Add(uint16(linkUpper), []byte{0, 12, 0, 4, 'l', 'l', 'd', 'p', 0, 0, 0, 0, 2, 7, 4, 0})
	f.Add(uint16(127), []byte{0, 0, 8, 0, 0, 0, 0, 0, 8, 1, 0, 0})
	f.Fuzz(func(t *testing.T, link uint16, data []byte) {
		b := frames.Pcap(1000, data, data, data)
		binary.LittleEndian.PutUint16(b[20:], link)
		read(t, b)
	})
}
