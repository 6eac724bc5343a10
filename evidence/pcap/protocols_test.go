package pcap

import (
	"encoding/binary"
	"slices"
	"testing"

	"github.com/whomade/whomade/internal/frames"
	"github.com/whomade/whomade/wire/wiretest"
)

// TestTables sends a unit of many a protocol through the tables that name them.
func TestTables(t *testing.T) {
	hex := func(s string) []byte { return wiretest.Hex(t, s) }
	link := func(kind uint16, payload string) []byte {
		return frames.Ethernet([]byte{1, 0x80, 0xc2, 0, 0, 2}, alpha, kind, hex(payload))
	}
	llc := func(payload string) []byte {
		b := hex(payload)
		return frames.Ethernet([]byte{1, 0x80, 0xc2, 0, 0, 2}, alpha, uint16(len(b)), b)
	}
	inside := func(protocol byte, payload string) []byte {
		return frames.Ethernet(beta, alpha, 0x0800, ipv4(ipA, ipB, protocol, 1, 0, hex(payload)))
	}
	udp := func(port uint16, payload string) []byte {
		return frames.Ethernet(beta, alpha, 0x0800, ipv4(ipA, ipB, 17, 1, 0, frames.UDP(40000, port, hex(payload))))
	}
	tcp := func(port uint16, payload string) []byte {
		return frames.TCP(alpha, beta, ipA, ipB, port, 40000, 100, 0x18, hex(payload))
	}
	for _, c := range []struct {
		frame []byte
		want  string
	}{
		{link(0x8809, "03 0050 00 01 10 01 0001 00 0f 05ee 00005e 00000000 00"), "oam.oui = 00:00:5e"},
		{link(0x8863, `11 07 0000 0008 0102 0004 "BAS1"`), "pppoe.ac_name = BAS1"},
		{link(0x8902, `60 03 00 00 01 0008 05 07 "core1" 00 00`), "cfm.chassis_id = core1"},
		{llc("fefe03 83 14 01 00 11 01 00 00 03 192168001002 001e 0014 01"), "isis.system_id = 192168001002"},
		{llc(`aaaa03 00e052 2000 01 b4 0000 0001 0009 "core1"`), "fdp.device_id = core1"},
		{llc(`aaaa03 00e02b 00bb 01 00 0040 0000 0001 0001 00005e005301 99 01 000a "core1" 00`), "edp.display_string = core1"},
		{llc("aaaa03 000081 01a2 c0000201 000101 42 0c 01 01"), "sonmp.chassis = 66"},
		{llc(`aaaa03 00000c 0111 21 00 0000 0001 000f "ABC12345678"`), "udld.device_id = ABC12345678"},
		{inside(112, "31 07 64 01 0064 0000 c0000201"), "vrrp.virtual_router = 7"},
		{inside(89, "02 01 002c c0000201 00000000 0000 0000 0000000000000000"), "ospf.router_id = 192.0.2.1"},
		{udp(1985, "00 00 10 03 0a 78 01 00 0000000000000000 c0000201"), "hsrp.virtual_ip = 192.0.2.1"},
		{udp(646, "0001 001e c0000201 0000 0100 0014 00000000 0400 0004 002d0000 0401 0004 c0000201"), "ldp.lsr_id = 192.0.2.1"},
		{udp(500, `0102030405060708 0000000000000000 2b 20 22 08 00000000 00000027 00 00 000b "EXAMPLE"`), "ike.vendor_id = EXAMPLE"},
		{udp(123, `16 82 0001 0615 0000 0000 000c "system=cisco"`), "ntp.readvar = system=cisco"},
		{udp(514, `"<187>: %LINEPROTO-5-UPDOWN: planted"`), "syslog.mnemonic = %LINEPROTO-5-UPDOWN"},
		{udp(6343, "00000004 00000001 c0000201 00000001 00000001 00000000 00000000"), "sflow.agent = 192.0.2.1"},
		{udp(2055, "0009 0001 00000001 00000002 00000003 00000080 0000 000c 0100 0001 0008 0004"), "netflow.template = 00080004"},
		{udp(10001, `01 00 0006 15 0003 "EX5"`), "ubdp.model = EX5"},
		{udp(3702, `"<Envelope><Hello><Types>d:Printer</Types></Hello></Envelope>"`), "wsd.type = Printer"},
		{udp(37020, `"<ProbeMatch><DeviceDescription>EX</DeviceDescription></ProbeMatch>"`), "sadp.device_description = EX"},
		{udp(3784, "20 c0 03 18 00000011 00000012 000493e0 000493e0 00000000"), "bfd.session = single hop"},
		{udp(3785, "0102"), "bfd.session = echo"},
		{udp(4784, "20 c0 03 18 00000011 00000012 000493e0 000493e0 00000000"), "bfd.session = multihop"},
		{udp(6784, "20 c0 03 18 00000011 00000012 000493e0 000493e0 00000000"), "bfd.discriminator = 17"},
		{link(0x88b5, `0004 29 0a 0100 0000 00 a000 "EXMPEXMP" 01ab23cd 0000000000000000000000000000000000 00000028 01020304`), "gpon.serial_number = EXMP01AB23CD"},
		{link(0x88b7, `0019a7 0001 0015 0007 29 0b 0100 0000 000b 00 8000 0000 0000 "EXMP"`), "gpon.vendor_id = EXMP"},
		{tcp(49, "c0 01 02 00 01020304 00000006 010203040506"), "tacacs.role = server"},
		{tcp(50001, `c1 01 01 01 01020304 00000011 01 00 01 01 05 04 00 00 "plant" "tty0"`), "tacacs.port = tty0"},
		{tcp(830, `"<hello xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'><capability>urn:example:one</capability><session-id>1</session-id></hello>]]>]]>"`), "netconf.capability = urn:example:one"},
		{tcp(179, "ffffffffffffffffffffffffffffffff 001d 01 04 fc00 00b4 c0000201 00"), "bgp.as = 64512"},
		{tcp(646, "0001 001e c0000201 0000 0100 0014 00000000 0400 0004 002d0000 0401 0004 c0000201"), "ldp.lsr_id = 192.0.2.1"},
		{tcp(554, `"RTSP/1.0 200 OK" 0d0a "Server: EX" 0d0a 0d0a`), "rtsp_header.server = EX"},
		{tcp(7777, `000000 04 00 00000000 000005 01 04 00000001 0f27 02 "EX"`), "http_header.server = EX"},
	} {
		lines := read(t, frames.Pcap(1000, c.frame))
		if len(find(lines, "| "+c.want+" |")) == 0 {
			t.Errorf("no %q in %q", c.want, lines)
		}
	}
}

// TestFresh: what is never the same twice is read every time, and counted.
func TestFresh(t *testing.T) {
	var all [][]byte
	for i := range uint32(5) {
		b := wiretest.Hex(t, "00000004 00000001 c0000201 00000001 00000001 00000000 00000000 00000000 00000000 00000000 00000000 00000000")
		binary.BigEndian.PutUint32(b[12:], i/2)
		all = append(all, frames.Ethernet(beta, alpha, 0x0800, ipv4(ipA, ipB, 17, 1, 0, frames.UDP(40000, 6343, b))))
	}
	lines := find(read(t, frames.Pcap(1000, all...)), "sflow.agent")
	if want := []string{"ip:192.0.2.1 | sflow.agent = 192.0.2.1 | link 00:00:0c:00:00:01 frame 1 x5"}; !slices.Equal(lines, want) {
		t.Errorf("got %q, want %q", lines, want)
	}
}
