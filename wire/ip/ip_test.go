package ip_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/whomade/whomade/wire/ip"
	"github.com/whomade/whomade/wire/wiretest"
)

const (
	addr4 = " c0000201 c6336402 "
	addr6 = " 20010db8000000000000000000000001 20010db8000000000000000000000002 "
	// options is an extension header of eight octets but for its first.
	options = "00 010400000000"
)

var (
	src4, dst4 = netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("198.51.100.2")
	src6, dst6 = netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8::2")
)

var packets = []struct {
	name    string
	in      string
	want    ip.Packet
	payload string
}{
	{"ipv4", "45000017 00010000 40110000" + addr4 + `"PAY"`,
		ip.Packet{Version: 4, Protocol: 17, HopLimit: 64, Src: src4, Dst: dst4, ID: 1, Offset: 20}, "PAY"},
	{"ipv4 with options and padding", "4600001b 00010000 40060000" + addr4 + `01010100 "PAY" 0000`,
		ip.Packet{Version: 4, Protocol: 6, HopLimit: 64, Src: src4, Dst: dst4, ID: 1, Offset: 24}, "PAY"},
	{"ipv4 cut off", "45000020 00010000 40110000" + addr4 + `"PAY"`,
		ip.Packet{Version: 4, Protocol: 17, HopLimit: 64, Src: src4, Dst: dst4, ID: 1, Offset: 20, Missing: 9}, "PAY"},
	{"ipv4 of no length", "45000000 00010000 40110000" + addr4 + `"PAY"`,
		ip.Packet{Version: 4, Protocol: 17, HopLimit: 64, Src: src4, Dst: dst4, ID: 1, Offset: 20}, "PAY"},
	{"ipv4 first fragment", "45000017 00072000 40110000" + addr4 + `"PAY"`,
		ip.Packet{Version: 4, Protocol: 17, HopLimit: 64, Src: src4, Dst: dst4, ID: 7, Offset: 20,
			Fragment: true, MoreFragments: true}, "PAY"},
	{"ipv4 last fragment", "45000017 000700b9 40110000" + addr4 + `"PAY"`,
		ip.Packet{Version: 4, Protocol: 17, HopLimit: 64, Src: src4, Dst: dst4, ID: 7, Offset: 20,
			Fragment: true, FragmentOffset: 1480}, "PAY"},
	{"ipv6", "60000000 0003 3aff" + addr6 + `"PAY" 00`,
		ip.Packet{Version: 6, Protocol: 58, HopLimit: 255, Src: src6, Dst: dst6, Offset: 40}, "PAY"},
	{"ipv6 with extensions", "60000000 001b 0040" + addr6 + "2b" + options + "33" + options + `11 00000000000000 "PAY"`,
		ip.Packet{Version: 6, Protocol: 17, HopLimit: 64, Src: src6, Dst: dst6, Offset: 64}, "PAY"},
	{"ipv6 last fragment", "60000000 000b 2c40" + addr6 + `11000028 00000009 "PAY"`,
		ip.Packet{Version: 6, Protocol: 17, HopLimit: 64, Src: src6, Dst: dst6, Offset: 48,
			Fragment: true, FragmentOffset: 40, ID: 9}, "PAY"},
	{"ipv6 last fragment of an extension", "60000000 000b 2c40" + addr6 + `3c000028 00000009 "PAY"`,
		ip.Packet{Version: 6, Protocol: 60, HopLimit: 64, Src: src6, Dst: dst6, Offset: 48,
			Fragment: true, FragmentOffset: 40, ID: 9}, "PAY"},
	{"ipv6 first fragment", "60000000 0013 2c40" + addr6 + `3c000001 00000009 11` + options + `"PAY"`,
		ip.Packet{Version: 6, Protocol: 17, HopLimit: 64, Src: src6, Dst: dst6, Offset: 56,
			Fragment: true, MoreFragments: true, ID: 9}, "PAY"},
	{"ipv6 atomic fragment", "60000000 000b 2c40" + addr6 + `11000000 00000009 "PAY"`,
		ip.Packet{Version: 6, Protocol: 17, HopLimit: 64, Src: src6, Dst: dst6, Offset: 48, ID: 9}, "PAY"},
	{"ipv6 with as many extensions as are followed",
		"60000000 0043 3c40" + addr6 + strings.Repeat("3c"+options, 7) + "3b" + options + `"PAY"`,
		ip.Packet{Version: 6, Protocol: 59, HopLimit: 64, Src: src6, Dst: dst6, Offset: 104}, "PAY"},
}

func TestParse(t *testing.T) {
	for _, tc := range packets {
		t.Run(tc.name, func(t *testing.T) {
			got, ok := ip.Parse(wiretest.Hex(t, tc.in))
			if !ok {
				t.Fatal("refused")
			}
			if diff := cmp.Diff(tc.want, got, cmpopts.IgnoreFields(ip.Packet{}, "Payload"), cmpopts.EquateComparable(netip.Addr{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if string(got.Payload) != tc.payload {
				t.Errorf("payload %q, want %q", got.Payload, tc.payload)
			}
			if got.First() != (tc.want.FragmentOffset == 0) {
				t.Error("First is wrong")
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":                      "",
		"version 5":                    "50" + strings.Repeat("00", 60),
		"ipv4 header below 20 octets":  "44000017 00010000 40110000" + addr4,
		"ipv4 header beyond the end":   "4f000040 00010000 40110000" + addr4,
		"ipv4 length below the header": "45000013 00010000 40110000" + addr4,
		"ipv6 extension beyond the end": "60000000 0008 0040" + addr6 +
			"1101010400000000 0000000000000000",
		"ipv6 with too many extensions": "60000000 004b 3c40" + addr6 + strings.Repeat("3c"+options, 9) + "000000",
	} {
		t.Run(name, func(t *testing.T) {
			if got, ok := ip.Parse(wiretest.Hex(t, in)); ok {
				t.Errorf("taken: %+v", got)
			}
		})
	}
}

func TestUDP(t *testing.T) {
	for _, tc := range []struct {
		name, in string
		want     ip.UDP
		ok       bool
	}{
		{"whole", `00a1 c000 000b 0000 "PAY" 00`, ip.UDP{SrcPort: 161, DstPort: 49152, Payload: []byte("PAY")}, true},
		{"cut off", `00a1 c000 0020 0000 "PAY"`, ip.UDP{SrcPort: 161, DstPort: 49152, Payload: []byte("PAY")}, true},
		{"no length", `00a1 c000 0000 0000 "PAY"`, ip.UDP{SrcPort: 161, DstPort: 49152, Payload: []byte("PAY")}, true},
		{"length below the header", `00a1 c000 0007 0000 "PAY"`, ip.UDP{}, false},
		{"short", `00a1 c000 0007`, ip.UDP{}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, ok := ip.ParseUDP(wiretest.Hex(t, tc.in))
			if diff := cmp.Diff(tc.want, got); diff != "" || ok != tc.ok {
				t.Errorf("ok %v (-want +got):\n%s", ok, diff)
			}
		})
	}
}

func TestTCP(t *testing.T) {
	const ports = "0016 c000 00000001 00000002 "
	for _, tc := range []struct {
		name, in string
		want     ip.TCP
		ok       bool
	}{
		{"data", ports + `5018 7210 00000000 "PAY"`, ip.TCP{SrcPort: 22, DstPort: 49152, Seq: 1, Ack: 2,
			Flags: ip.ACK | ip.PSH, Window: 0x7210, Options: []byte{}, Payload: []byte("PAY"), Offset: 20}, true},
		{"opening", ports + `6002 7210 00000000 020405b4`, ip.TCP{SrcPort: 22, DstPort: 49152, Seq: 1, Ack: 2,
			Flags: ip.SYN, Window: 0x7210, Options: []byte{2, 4, 5, 0xb4}, Payload: []byte{}, Offset: 24}, true},
		{"header below 20 octets", ports + `4018 7210 00000000`, ip.TCP{}, false},
		{"header beyond the end", ports + `6018 7210 00000000`, ip.TCP{}, false},
		{"short", ports, ip.TCP{}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, ok := ip.ParseTCP(wiretest.Hex(t, tc.in))
			if diff := cmp.Diff(tc.want, got); diff != "" || ok != tc.ok {
				t.Errorf("ok %v (-want +got):\n%s", ok, diff)
			}
		})
	}
}

func TestEUI64(t *testing.T) {
	for _, tc := range []struct {
		addr string
		mac  [6]byte
		ok   bool
	}{
		{"fe80::200:5eff:fe00:5301", [6]byte{0, 0, 0x5e, 0, 0x53, 1}, true},
		{"2001:db8::200:5eff:fe00:5301", [6]byte{0, 0, 0x5e, 0, 0x53, 1}, true},
		{"2001:db8::5eff:fe00:5301", [6]byte{}, false},    // locally administered
		{"fe80::300:5eff:fe00:5301", [6]byte{}, false},    // group
		{"fe80::200:ff:fe00:0", [6]byte{}, false},         // zero
		{"ff02::200:5eff:fe00:5301", [6]byte{}, false},    // multicast
		{"2001:db8::200:5efe:c000:201", [6]byte{}, false}, // ISATAP
		{"2001:db8::1", [6]byte{}, false},
		{"::ffff:192.0.2.1", [6]byte{}, false},
		{"192.0.2.1", [6]byte{}, false},
	} {
		mac, ok := ip.EUI64(netip.MustParseAddr(tc.addr))
		if mac != tc.mac || ok != tc.ok {
			t.Errorf("EUI64(%s) = %x, %v", tc.addr, mac, ok)
		}
	}
	if _, ok := ip.EUI64(netip.Addr{}); ok {
		t.Error("the zero address has a MAC address")
	}
}

// check fails the test unless every slice lies inside the input.
func check(t *testing.T, b []byte) {
	t.Helper()
	p, ok := ip.Parse(b)
	if !ok {
		return
	}
	if p.Offset+len(p.Payload) > len(b) || p.Missing < 0 || !p.Src.IsValid() || !p.Dst.IsValid() {
		t.Fatalf("%x: %+v", b, p)
	}
	if len(p.Payload) > 0 && &p.Payload[0] != &b[p.Offset] {
		t.Fatalf("%x: payload is not at offset %d", b, p.Offset)
	}
	if u, ok := ip.ParseUDP(p.Payload); ok && len(u.Payload) > len(p.Payload)-8 {
		t.Fatalf("%x: %+v", b, u)
	}
	if s, ok := ip.ParseTCP(p.Payload); ok && s.Offset+len(s.Payload) != len(p.Payload) {
		t.Fatalf("%x: %+v", b, s)
	}
	if mac, ok := ip.EUI64(p.Src); ok && (mac == [6]byte{} || mac[0]&3 != 0) {
		t.Fatalf("%s: %x", p.Src, mac)
	}
}

func TestTruncated(t *testing.T) {
	for _, tc := range packets {
		in := wiretest.Hex(t, tc.in)
		for n := range len(in) + 1 {
			check(t, slices.Clip(slices.Clone(in[:n])))
		}
	}
}

func TestNoAllocations(t *testing.T) {
	for _, tc := range packets {
		in := wiretest.Hex(t, tc.in)
		if n := testing.AllocsPerRun(100, func() {
			p, _ := ip.Parse(in)
			ip.ParseUDP(p.Payload)
			ip.ParseTCP(p.Payload)
			ip.EUI64(p.Src)
		}); n != 0 {
			t.Errorf("%s: %v allocations", tc.name, n)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, tc := range packets {
		f.Add(wiretest.Hex(f, tc.in))
	}
	f.Fuzz(check)
}
