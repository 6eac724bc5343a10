package ethernet_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/whomade/whomade/wire/ethernet"
	"github.com/whomade/whomade/wire/wiretest"
)

var inner = ethernet.Frame{Src: src, Dst: dst, HasSrc: true, HasDst: true, Type: 0x88cc}

var tunnels = []struct {
	name   string
	in     string
	want   ethernet.Frame
	offset int
}{
	{"network packet", `0000 0800 "PAY"`, ethernet.Frame{Type: 0x0800}, 4},
	{"all options", `b000 86dd 0000 0000 00000001 00000002 "PAY"`, ethernet.Frame{Type: 0x86dd, Numbered: true, Number: 1}, 16},
	{"ethernet", "2000 6558 00000001" + macs + `88cc "PAY"`, numbered(inner, 1), 22},
	{"mirror of type I", "0000 88be" + macs + `88cc "PAY"`, inner, 18},
	{"mirror of type II", "1000 88be 00000001 10010001 00000000" + macs + `88cc "PAY"`, inner, 30},
	{"mirror of type III", "1000 22eb 00000001 20010001 00000000 00000000" + macs + `88cc "PAY"`, inner, 34},
	{"mirror of type III with subheader", "1000 22eb 00000001 20010001 00000000 00000001 0000000000000000" + macs + `88cc "PAY"`, inner, 42},
	{"point-to-point", `3081 880b 0004 0001 00000001 00000002 0021 "PAY"`, ethernet.Frame{Type: 0x0800}, 18},
	{"discovery", `0000 2000 "PAY"`, ethernet.Frame{Framing: ethernet.BySNAP, OUI: [3]byte{0, 0, 0x0c}, PID: 0x2000}, 4},
}

// numbered is a frame out of a tunnel with a number.
func numbered(f ethernet.Frame, n uint32) ethernet.Frame {
	f.Numbered, f.Number = true, n
	return f
}

func TestPeelGRE(t *testing.T) {
	for _, tc := range tunnels {
		t.Run(tc.name, func(t *testing.T) {
			in := wiretest.Hex(t, tc.in)
			got, ok := ethernet.PeelGRE(in)
			want := tc.want
			want.Offset, want.Payload = tc.offset, []byte("PAY")
			if diff := cmp.Diff(want, got); diff != "" || !ok {
				t.Errorf("ok %v (-want +got):\n%s", ok, diff)
			}
		})
	}
	for name, in := range map[string]string{
		"short":             "0000 08",
		"routing":           "4000 0800 00000000 45",
		"version 2":         "0002 0800 45",
		"option cut off":    "8000 0800 0000",
		"no type":           "0000 0000 45",
		"mirror cut off":    "1000 22eb 00000001 2001",
		"subheader cut off": "1000 22eb 00000001 20010001 00000000 00000001 00",
	} {
		t.Run(name, func(t *testing.T) {
			if f, ok := ethernet.PeelGRE(wiretest.Hex(t, in)); ok {
				t.Errorf("taken: %+v", f)
			}
		})
	}
}

func TestPeelVXLAN(t *testing.T) {
	got, ok := ethernet.PeelVXLAN(wiretest.Hex(t, "08000000 00000100"+macs+`88cc "PAY"`))
	want := numbered(inner, 1)
	want.Offset, want.Payload = 22, []byte("PAY")
	if diff := cmp.Diff(want, got); diff != "" || !ok {
		t.Errorf("ok %v (-want +got):\n%s", ok, diff)
	}
	for _, in := range []string{"", "00000000 00000100" + macs + "88cc", "08000000 00000100"} {
		if f, ok := ethernet.PeelVXLAN(wiretest.Hex(t, in)); ok {
			t.Errorf("taken: %+v", f)
		}
	}
}

// checkTunnel fails the test unless the payload lies where Offset says.
func checkTunnel(t *testing.T, b []byte) {
	t.Helper()
	for _, peel := range []func([]byte) (ethernet.Frame, bool){ethernet.PeelGRE, ethernet.PeelVXLAN} {
		f, ok := peel(b)
		if !ok {
			continue
		}
		if f.Offset > len(b) || len(f.Payload) > len(b)-f.Offset {
			t.Fatalf("%x: %+v", b, f)
		}
		if len(f.Payload) > 0 && &f.Payload[0] != &b[f.Offset] {
			t.Fatalf("%x: payload is not at offset %d", b, f.Offset)
		}
	}
}

func TestTunnelTruncated(t *testing.T) {
	for _, tc := range tunnels {
		in := wiretest.Hex(t, tc.in)
		for n := range len(in) + 1 {
			checkTunnel(t, slices.Clip(slices.Clone(in[:n])))
		}
		if n := testing.AllocsPerRun(100, func() { ethernet.PeelGRE(in); ethernet.PeelVXLAN(in) }); n != 0 {
			t.Errorf("%s: %v allocations", tc.name, n)
		}
	}
}

func FuzzTunnel(f *testing.F) {
	for _, tc := range tunnels {
		f.Add(wiretest.Hex(f, tc.in))
	}
	f.Fuzz(checkTunnel)
}
