package ethernet_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/whomade/whomade/wire/ethernet"
	"github.com/whomade/whomade/wire/wiretest"
)

const (
	macs  = "01:80:c2:00:00:0e 00:00:5e:00:53:01"
	macs3 = "01:80:c2:00:00:0e 00:00:5e:00:53:03"
	macs2 = "00:00:5e:00:53:02 00:00:5e:00:53:01"
)

var (
	src  = [6]byte{0, 0, 0x5e, 0, 0x53, 1}
	dst  = [6]byte{1, 0x80, 0xc2, 0, 0, 0x0e}
	src3 = [6]byte{0, 0, 0x5e, 0, 0x53, 3}
	dst2 = [6]byte{0, 0, 0x5e, 0, 0x53, 2}
)

var cases = []struct {
	name string
	link uint32
	in   string
	want ethernet.Frame
}{
	{"ethernet II", 1, macs + `88cc "PAY"`, ethernet.Frame{
		Src: src, Dst: dst, HasSrc: true, HasDst: true, Type: 0x88cc, Offset: 14}},
	{"group source", 1, "ffffffffffff 0100 5e00 5301" + `0800 "PAY"`, ethernet.Frame{
		Src: [6]byte{1, 0, 0x5e, 0, 0x53, 1}, Dst: [6]byte{255, 255, 255, 255, 255, 255},
		HasDst: true, Type: 0x0800, Offset: 14}},
	{"one tag", 1, macs2 + `8100 6007 86dd "PAY"`, ethernet.Frame{
		Src: src, Dst: dst2, HasSrc: true, HasDst: true, Type: 0x86dd,
		VLANs: [4]uint16{7}, VLANCount: 1, Offset: 18}},
	{"priority tag", 1, macs2 + `8100 6000 0800 "PAY"`, ethernet.Frame{
		Src: src, Dst: dst2, HasSrc: true, HasDst: true, Type: 0x0800, Offset: 18}},
	{"two tags", 1, macs2 + `88a8 0064 8100 0fff 0806 "PAY"`, ethernet.Frame{
		Src: src, Dst: dst2, HasSrc: true, HasDst: true, Type: 0x0806,
		VLANs: [4]uint16{100, 4095}, VLANCount: 2, Offset: 22}},
	{"two tags of old", 1, macs2 + `9100 0064 9200 0001 0806 "PAY"`, ethernet.Frame{
		Src: src, Dst: dst2, HasSrc: true, HasDst: true, Type: 0x0806,
		VLANs: [4]uint16{100, 1}, VLANCount: 2, Offset: 22}},
	{"llc, padded", 1, macs + `0006 424203 "PAY" 0000`, ethernet.Frame{
		Src: src, Dst: dst, HasSrc: true, HasDst: true, Framing: ethernet.ByLLC,
		DSAP: 0x42, SSAP: 0x42, Control: 3, Offset: 17}},
	{"llc, two control octets", 1, macs + `0007 f0f0 0100 "PAY"`, ethernet.Frame{
		Src: src, Dst: dst, HasSrc: true, HasDst: true, Framing: ethernet.ByLLC,
		DSAP: 0xf0, SSAP: 0xf0, Control: 1, Offset: 18}},
	{"llc, cut off", 1, macs + `0040 424203 "PAY"`, ethernet.Frame{
		Src: src, Dst: dst, HasSrc: true, HasDst: true, Framing: ethernet.ByLLC,
		DSAP: 0x42, SSAP: 0x42, Control: 3, Offset: 17}},
	{"snap, tagged", 1, macs + `8100 0002 000b aaaa03 00000c 2000 "PAY"`, ethernet.Frame{
		Src: src, Dst: dst, HasSrc: true, HasDst: true, Framing: ethernet.BySNAP,
		OUI: [3]byte{0, 0, 0x0c}, PID: 0x2000, DSAP: 0xaa, SSAP: 0xaa, Control: 3,
		VLANs: [4]uint16{2}, VLANCount: 1, Offset: 26}},
	{"snap with EtherType", 1, macs + `000b aaaa03 000000 88cc "PAY"`, ethernet.Frame{
		Src: src, Dst: dst, HasSrc: true, HasDst: true, Type: 0x88cc,
		DSAP: 0xaa, SSAP: 0xaa, Control: 3, Offset: 22}},
	{"cooked", 113, `0000 0001 0006 00005e005301 0000 0800 "PAY"`, ethernet.Frame{
		Src: src, HasSrc: true, Type: 0x0800, Offset: 16}},
	{"cooked on loopback", 113, `0000 0304 0006 000000000000 0000 0800 "PAY"`, ethernet.Frame{
		HasSrc: true, Type: 0x0800, Offset: 16}},
	{"cooked, tagged", 113, `0001 0001 0006 00005e005301 0000 8100 0009 0800 "PAY"`, ethernet.Frame{
		Src: src, HasSrc: true, Type: 0x0800, VLANs: [4]uint16{9}, VLANCount: 1, Offset: 20}},
	{"cooked, llc", 113, `0002 0001 0006 00005e005301 0000 0004 424203 "PAY"`, ethernet.Frame{
		Src: src, HasSrc: true, Framing: ethernet.ByLLC, DSAP: 0x42, SSAP: 0x42, Control: 3, Offset: 19}},
	{"cooked, novell", 113, `0002 0001 0006 00005e005301 0000 0001 "PAY"`, ethernet.Frame{
		Src: src, HasSrc: true, Framing: ethernet.ByLLC, DSAP: 0xff, SSAP: 0xff, Offset: 16}},
	{"cooked 2", 276, `86dd 0000 00000003 0001 00 06 00005e005301 0000 "PAY"`, ethernet.Frame{
		Src: src, HasSrc: true, Type: 0x86dd, Offset: 20}},
	{"cooked 2, tunnel", 276, `0800 0000 00000003 0308 00 04 c0000201 00000000 "PAY"`, ethernet.Frame{
		Type: 0x0800, Offset: 20}},
	{"raw ipv4", 101, `45 "PAY"`, ethernet.Frame{Type: 0x0800}},
	{"raw ipv6", 12, `60 "PAY"`, ethernet.Frame{Type: 0x86dd}},
	{"raw ipv6 of OpenBSD", 14, `60 "PAY"`, ethernet.Frame{Type: 0x86dd}},
	{"ipv4", 228, `45 "PAY"`, ethernet.Frame{Type: 0x0800}},
	{"ipv6", 229, `60 "PAY"`, ethernet.Frame{Type: 0x86dd}},
	{"null, little-endian", 0, `02000000 "PAY"`, ethernet.Frame{Type: 0x0800, Offset: 4}},
	{"null, big-endian", 0, `0000001e "PAY"`, ethernet.Frame{Type: 0x86dd, Offset: 4}},
	{"pppoe session, padded", 1, macs2 + `8864 1100 0001 0005 0057 "PAY" 0000`, ethernet.Frame{
		Src: src, Dst: dst2, HasSrc: true, HasDst: true, Type: 0x86dd, Offset: 22}},
	{"pppoe without ethernet", 51, `1100 0001 0005 c021 "PAY"`, ethernet.Frame{
		Framing: ethernet.ByPPP, PID: 0xc021, Offset: 8}},
	{"ppp", 9, `ff03 0021 "PAY"`, ethernet.Frame{Type: 0x0800, Offset: 4}},
	{"ppp, of ISO", 9, `ff03 0023 "PAY"`, ethernet.Frame{Type: 0x00fe, Offset: 4}},
	{"Cisco's HDLC where PPP is announced", 9, `0f00 0800 "PAY"`, ethernet.Frame{Type: 0x0800, Offset: 4}},
	{"ppp, compressed", 9, `21 "PAY"`, ethernet.Frame{Type: 0x0800, Offset: 1}},
	{"ppp, discovery", 50, `ff03 0207 "PAY"`, ethernet.Frame{
		Framing: ethernet.BySNAP, OUI: [3]byte{0, 0, 0x0c}, PID: 0x2000, Offset: 4}},
	{"ppp, labels", 9, `ff03 0281 00010140 45 "PAY"`, ethernet.Frame{Type: 0x0800, Service: "mpls", ServiceNumber: 16, Offset: 8}},
	{"hdlc", 104, `0f00 86dd "PAY"`, ethernet.Frame{Type: 0x86dd, Offset: 4}},
	{"hdlc, discovery", 104, `8f00 2000 "PAY"`, ethernet.Frame{
		Framing: ethernet.BySNAP, OUI: [3]byte{0, 0, 0x0c}, PID: 0x2000, Offset: 4}},
	{"labels", 1, macs2 + `8847 00010040 00020140 60 "PAY"`, ethernet.Frame{
		Src: src, Dst: dst2, HasSrc: true, HasDst: true, Type: 0x86dd, Service: "mpls", ServiceNumber: 32, Offset: 22}},
	{"pseudowire with control word", 1, macs2 + "8847 00010140 00000000" + macs3 + `8100 0007 88cc "PAY"`, ethernet.Frame{
		Src: src3, Dst: dst, HasSrc: true, HasDst: true, Outer: src, Type: 0x88cc,
		VLANs: [4]uint16{7}, VLANCount: 1, Service: "mpls", ServiceNumber: 16, Offset: 40}},
	{"pseudowire without", 1, macs2 + "8848 00010140" + strings.Replace(macs3, "01:80", "81:80", 1) + `88cc "PAY"`, ethernet.Frame{
		Src: src3, Dst: [6]byte{0x81, 0x80, 0xc2, 0, 0, 0x0e}, HasSrc: true, HasDst: true, Outer: src,
		Type: 0x88cc, Service: "mpls", ServiceNumber: 16, Offset: 32}},
	{"fabric", 1, macs2 + "8903 0020" + macs3 + `88cc "PAY"`, ethernet.Frame{
		Src: src3, Dst: dst, HasSrc: true, HasDst: true, Outer: src, Type: 0x88cc, Offset: 30}},
	{"loop", 108, `00000018 "PAY"`, ethernet.Frame{Type: 0x86dd, Offset: 4}},
}

func TestPeel(t *testing.T) {
	for _, tc := range append(cases, links...) {
		t.Run(tc.name, func(t *testing.T) {
			in := wiretest.Hex(t, tc.in)
			got, ok := ethernet.Peel(tc.link, in)
			if !ok {
				t.Fatal("refused")
			}
			want := tc.want
			want.Payload = in[want.Offset:]
			if i := slices.Index(in, 'Y'); i >= 0 {
				want.Payload = in[want.Offset : i+1]
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestPeelRefuses(t *testing.T) {
	for _, tc := range []struct {
		name string
		link uint32
		in   string
	}{
		{"unknown link type", 999, "4500"},
		{"neither length nor type", 1, macs + "05dd 4242 0300"},
		{"five tags", 1, macs + "8100 0001 8100 0002 8100 0003 8100 0004 8100 0005 0800"},
		{"raw of version 5", 101, "50"},
		{"ipv4 where ipv6 is due", 229, "45"},
		{"unknown family", 0, "63000000"},
		{"pseudowires in each other", 1, macs2 + strings.Repeat("8847 00010140 00000000"+macs2, 4) + "0800"},
		{"labels without end", 1, macs2 + "8847" + strings.Repeat("00010040", 17) + "00010140 45"},
		{"pppoe of version 2", 1, macs2 + "8864 2100 0001 0003 0021 45"},
		{"loop in the other order", 108, "02000000"},
		{"cooked without protocol", 113, "0002 0001 0006 00005e005301 0000 000c 00"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got, ok := ethernet.Peel(tc.link, wiretest.Hex(t, tc.in)); ok {
				t.Errorf("taken: %+v", got)
			}
		})
	}
}

func TestPredicates(t *testing.T) {
	get := func(in string) *ethernet.Frame {
		f, ok := ethernet.Peel(1, wiretest.Hex(t, macs+in))
		if !ok {
			t.Fatalf("%s refused", in)
		}
		return &f
	}
	typed, llc, snap := get("88cc"), get("0003 424203"), get("0008 aaaa03 00000c 2000")
	cdp := [3]byte{0, 0, 0x0c}
	for i, ok := range []bool{
		typed.IsEtherType(0x88cc), llc.IsLLC(0x42), snap.IsSNAP(cdp, 0x2000),
		!typed.IsEtherType(0), !llc.IsEtherType(0), !snap.IsEtherType(0),
		!typed.IsLLC(0), !snap.IsLLC(0xaa), !snap.IsSNAP(cdp, 0x2004), !typed.IsSNAP([3]byte{}, 0),
		ethernet.Known(1), ethernet.Known(276), !ethernet.Known(250),
	} {
		if !ok {
			t.Errorf("predicate %d is wrong", i)
		}
	}
}

func TestAddress(t *testing.T) {
	for _, tc := range []struct {
		mac                   [6]byte
		group, local, station bool
	}{
		{[6]byte{}, false, false, false},
		{src, false, false, true},
		{dst, true, false, false},
		{[6]byte{2, 0, 0, 0, 0, 1}, false, true, true},
		{[6]byte{0x33, 0x33, 0, 0, 0, 1}, true, true, false},
	} {
		if ethernet.Group(tc.mac) != tc.group || ethernet.Local(tc.mac) != tc.local || ethernet.Station(tc.mac) != tc.station {
			t.Errorf("%x: group %v, local %v, station %v", tc.mac,
				ethernet.Group(tc.mac), ethernet.Local(tc.mac), ethernet.Station(tc.mac))
		}
	}
}

// check fails the test unless the payload lies where Offset says.
func check(t *testing.T, link uint32, b []byte) {
	t.Helper()
	f, ok := ethernet.Peel(link, b)
	if !ok {
		return
	}
	if f.Offset < 0 || f.Offset > len(b) || len(f.Payload) > len(b)-f.Offset || int(f.VLANCount) > ethernet.MaxTags {
		t.Fatalf("link type %d, %x: %+v", link, b, f)
	}
	if len(f.Payload) > 0 && &f.Payload[0] != &b[f.Offset] {
		t.Fatalf("link type %d, %x: payload is not at offset %d", link, b, f.Offset)
	}
}

func TestTruncated(t *testing.T) {
	for _, tc := range append(cases, links...) {
		in := wiretest.Hex(t, tc.in)
		for n := range len(in) + 1 {
			check(t, tc.link, slices.Clip(slices.Clone(in[:n])))
		}
	}
}

func TestNoAllocations(t *testing.T) {
	for _, tc := range append(cases, links...) {
		in := wiretest.Hex(t, tc.in)
		if n := testing.AllocsPerRun(100, func() { ethernet.Peel(tc.link, in) }); n != 0 {
			t.Errorf("%s: %v allocations", tc.name, n)
		}
	}
}

func FuzzPeel(f *testing.F) {
	for _, tc := range append(cases, links...) {
		f.Add(tc.link, wiretest.Hex(f, tc.in))
	}
	f.Fuzz(func(t *testing.T, link uint32, b []byte) { check(t, link, b) })
}
