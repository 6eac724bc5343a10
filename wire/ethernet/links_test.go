package ethernet_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade/wire/ethernet"
	"github.com/whomade/whomade/wire/wiretest"
)

// whole is an IPv4 packet of 20 octets as the tests' payloads are.
const whole = "45000014 00000000 40110000 c0000201 c0000202"

// links are frames of the less common link types, with the payload PAY.
var links = []struct {
	name string
	link uint32
	in   string
	want ethernet.Frame
}{
	{"station to access point", 105, `0801 0000 00005e005310 00005e005301 00005e005303 1000 aaaa03000000 0800 "PAY"`, ethernet.Frame{
		Src: src, Dst: src3, HasSrc: true, HasDst: true, Type: 0x0800, DSAP: 0xaa, SSAP: 0xaa, Control: 3, Offset: 32}},
	{"access point to station, quality of service", 105, `8802 0000 00005e005303 00005e005310 00005e005301 1000 0000 aaaa03000000 0800 "PAY"`, ethernet.Frame{
		Src: src, Dst: src3, HasSrc: true, HasDst: true, Type: 0x0800, DSAP: 0xaa, SSAP: 0xaa, Control: 3, Offset: 34}},
	{"management behind radiotap, with check sequence", 127, `0000 0900 02000000 10 8000 0000 ffffffffffff 00005e005301 00005e005301 0000 "PAY" 00000000`, ethernet.Frame{
		Src: src, Dst: [6]byte{255, 255, 255, 255, 255, 255}, HasSrc: true, HasDst: true, Framing: ethernet.By80211, Offset: 9}},
	{"dsa", 284, macs2 + `c0000001 0800 "PAY"`, ethernet.Frame{Src: src, Dst: dst2, HasSrc: true, HasDst: true, Type: 0x0800, Offset: 18}},
	{"edsa", 285, macs2 + `dada0000 c0000001 0800 "PAY"`, ethernet.Frame{Src: src, Dst: dst2, HasSrc: true, HasDst: true, Type: 0x0800, Offset: 22}},
	{"broadcom", 282, `00000001` + macs2 + `0800 "PAY"`, ethernet.Frame{Src: src, Dst: dst2, HasSrc: true, HasDst: true, Type: 0x0800, Offset: 18}},
	{"juniper ethernet", 178, `4d4743 80 0002 0000` + macs2 + `0800 "PAY"`, ethernet.Frame{Src: src, Dst: dst2, HasSrc: true, HasDst: true, Type: 0x0800, Offset: 22}},
	{"frame relay", 107, `1841 03 cc "PAY"`, ethernet.Frame{Type: 0x0800, Offset: 4}},
	{"netfilter's log", 239, `02 00 0000 0800 0100 00000000 0800 0900 45 "PAY"`, ethernet.Frame{Type: 0x0800, Offset: 16}},
	{"arcnet", 129, `01 02 0000 f0 45 "PAY"`, ethernet.Frame{Type: 0x0800, Offset: 5}},
	{"infiniband", 242, strings.Repeat("00", 40) + `0800 0000 45 "PAY"`, ethernet.Frame{Type: 0x0800, Offset: 44}},
	{"mtp 2", 140, `81a33f "PAY"`, ethernet.Frame{Framing: ethernet.ByMTP3, Offset: 3}},
	{"mtp 3", 141, `"PAY"`, ethernet.Frame{Framing: ethernet.ByMTP3}},
	{"backbone service", 1, macs2 + `88e7 00000105` + macs3 + `0800 "PAY"`, ethernet.Frame{
		Src: src3, Dst: dst, HasSrc: true, HasDst: true, Outer: src, Type: 0x0800, Service: "pbb", ServiceNumber: 0x105, Offset: 32}},
	{"metadata before the type", 1, macs2 + `8909 0101 0001 0007 0800 "PAY"`, ethernet.Frame{
		Src: src, Dst: dst2, HasSrc: true, HasDst: true, Type: 0x0800, Offset: 22}},
}

// overlays are datagrams of tunnels over UDP and IP.
var overlays = []struct {
	name   string
	peel   func([]byte) (ethernet.Frame, bool)
	in     string
	want   ethernet.Frame
	offset int
}{
	{"vxlan-gpe", ethernet.PeelVXLAN, `0c000001 00000100 "PAY"`, numbered(ethernet.Frame{Type: 0x0800}, 1), 8},
	{"vxlan-gpe, service header", ethernet.PeelVXLAN, `0c000004 00000100 0002 0101 00000001 "PAY"`, numbered(ethernet.Frame{Type: 0x0800}, 1), 16},
	{"geneve", ethernet.PeelGeneve, `0140 6558 00000700 00000000` + macs + `88cc "PAY"`, numbered(inner, 7), 26},
	{"gtp-u", ethernet.PeelGTPU, `30ff 0014 00000001 ` + whole, ethernet.Frame{Type: 0x0800}, 8},
	{"gtp-u with extension", ethernet.PeelGTPU, `34ff 001c 00000001 0000 0085 01000100 ` + whole, ethernet.Frame{Type: 0x0800}, 16},
	{"l2tp", ethernet.PeelL2TP, `4002 000e 0001 0002 ff03 0021 "PAY"`, ethernet.Frame{Type: 0x0800}, 12},
	{"l2tp version 3", ethernet.PeelL2TPIP, `00000001 00000000` + macs + `88cc "PAY"`, inner, 22},
	{"teredo", ethernet.PeelTeredo, `0000 0000 00000000 60000000 00003b40 00000000000000000000000000000001 00000000000000000000000000000002`, ethernet.Frame{Type: 0x86dd}, 8},
	{"etherip", ethernet.PeelEtherIP, `3000` + macs + `88cc "PAY"`, inner, 16},
	{"mpls in ip", ethernet.PeelMPLS, `00010140 45 "PAY"`, ethernet.Frame{Type: 0x0800, Service: "mpls", ServiceNumber: 16}, 4},
	{"capwap", ethernet.PeelCAPWAP, `00 10 00 00 0000 0000` + macs + `88cc "PAY"`, inner, 22},
	{"capwap, 802.11", ethernet.PeelCAPWAP, `00 10 03 00 0000 0000 0801 0000 00005e005310 00005e005301 00005e005303 1000 aaaa03000000 0800 "PAY"`, ethernet.Frame{
		Src: src, Dst: src3, HasSrc: true, HasDst: true, Type: 0x0800, DSAP: 0xaa, SSAP: 0xaa, Control: 3}, 40},
	{"sniffer", ethernet.PeelTZSP, `01 00 0001 0a 01 00 01` + macs + `88cc "PAY"`, inner, 22},
}

func TestOverlays(t *testing.T) {
	for _, tc := range overlays {
		t.Run(tc.name, func(t *testing.T) {
			in := wiretest.Hex(t, tc.in)
			got, ok := tc.peel(in)
			want := tc.want
			want.Offset, want.Payload = tc.offset, in[tc.offset:]
			if diff := cmp.Diff(want, got); diff != "" || !ok {
				t.Errorf("ok %v (-want +got):\n%s", ok, diff)
			}
			for n := range in {
				checkOverlay(t, slices.Clip(slices.Clone(in[:n])))
			}
			if n := testing.AllocsPerRun(100, func() { tc.peel(in) }); n != 0 {
				t.Errorf("%v allocations", n)
			}
		})
	}
}

// TestNoOverlay: control messages and keep-alives carry nobody's frames.
func TestNoOverlay(t *testing.T) {
	for _, tc := range []struct {
		name string
		peel func([]byte) (ethernet.Frame, bool)
		in   string
	}{
		{"gtp-u echo", ethernet.PeelGTPU, "3201 0004 00000000 00010000"},
		{"l2tp control", ethernet.PeelL2TP, "c802 000c 0000 0000 0000 0000"},
		{"l2tp version 3 control", ethernet.PeelL2TPIP, "00000000 c8030014 00000000 00000000"},
		{"capwap over DTLS", ethernet.PeelCAPWAP, "01000000 16feff"},
		{"capwap keep-alive", ethernet.PeelCAPWAP, "00100008 00000000 0010"},
		{"capwap, later fragment", ethernet.PeelCAPWAP, "00100080 00010010" + macs + "0800"},
	} {
		if f, ok := tc.peel(wiretest.Hex(t, tc.in)); ok {
			t.Errorf("%s taken: %+v", tc.name, f)
		}
	}
}

func checkOverlay(t *testing.T, b []byte) {
	t.Helper()
	for i := range overlays {
		f, ok := overlays[i].peel(b)
		if !ok {
			continue
		}
		if f.Offset < 0 || f.Offset > len(b) || len(f.Payload) > len(b)-f.Offset {
			t.Fatalf("%s, %x: %+v", overlays[i].name, b, f)
		}
		if len(f.Payload) > 0 && &f.Payload[0] != &b[f.Offset] {
			t.Fatalf("%s, %x: payload is not at offset %d", overlays[i].name, b, f.Offset)
		}
	}
}

func FuzzOverlays(f *testing.F) {
	for _, tc := range overlays {
		f.Add(wiretest.Hex(f, tc.in))
	}
	f.Fuzz(func(t *testing.T, b []byte) { checkOverlay(t, b) })
}
