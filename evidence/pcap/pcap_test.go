package pcap

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/internal/frames"
)

// recorder is an evidence.Out that writes one line for each call.
type recorder struct{ lines []string }

func (r *recorder) Observe(o whomade.Observation) {
	r.lines = append(r.lines, fmt.Sprintf("%s | %s = %s | link %s frame %d x%d", o.Subject, o.Attribute, o.Value, o.Link.MAC, o.Locator.Frame, o.Count))
}

func (r *recorder) Diagnose(severity string, at whomade.Locator, message string) {
	r.lines = append(r.lines, fmt.Sprintf("%s frame %d: %s", severity, at.Frame, message))
}

func read(t testing.TB, data []byte) []string {
	t.Helper()
	var r recorder
	if err := (format{}).Read(context.Background(), evidence.Input{Reader: bytes.NewReader(data), Limits: evidence.DefaultLimits}, &r); err != nil {
		r.lines = append(r.lines, "failed: "+err.Error())
	}
	return r.lines
}

var (
	alpha = []byte{0x00, 0x00, 0x0c, 0x00, 0x00, 0x01}
	beta  = []byte{0x00, 0x1e, 0x10, 0x00, 0x00, 0x02}
	ipA   = netip.MustParseAddr("192.0.2.1")
	ipB   = netip.MustParseAddr("192.0.2.2")
)

const greet = "SSH-2.0-Example_1.0\r\n"

// sshFrames is a connection whose greeting comes in two segments, the second
// first.
func sshFrames() [][]byte {
	return [][]byte{
		frames.TCP(alpha, beta, ipA, ipB, 22, 50000, 99, 0x12, nil),
		frames.TCP(alpha, beta, ipA, ipB, 22, 50000, 107, 0x18, []byte(greet[7:])),
		frames.TCP(alpha, beta, ipA, ipB, 22, 50000, 100, 0x18, []byte(greet[:7])),
	}
}

func TestSubjects(t *testing.T) {
	for _, c := range []struct {
		name   string
		frames [][]byte
		want   []string
	}{
		{"a greeting belongs to the address that sent it", sshFrames(), []string{
			"mac:00:00:0c:00:00:01 | ethernet.source = 00:00:0c:00:00:01 | link 00:00:0c:00:00:01 frame 1 x3",
			"ip:192.0.2.1 | ssh.protocol_version = 2.0 | link 00:00:0c:00:00:01 frame 2 x1",
			"ip:192.0.2.1 | ssh.banner = Example_1.0 | link 00:00:0c:00:00:01 frame 2 x1",
			"ip:192.0.2.1 | tcp.stack = syn+ack 4:64:-:8192,-::df | link 00:00:0c:00:00:01 frame 1 x1",
		}},
		{"ARP binds the address to the station", append(sshFrames(), frames.ARP(alpha, ipA)), []string{
			"mac:00:00:0c:00:00:01 | ethernet.source = 00:00:0c:00:00:01 | link 00:00:0c:00:00:01 frame 1 x4",
			"mac:00:00:0c:00:00:01 ip:192.0.2.1 | ssh.protocol_version = 2.0 | link 00:00:0c:00:00:01 frame 2 x1",
			"mac:00:00:0c:00:00:01 ip:192.0.2.1 | ssh.banner = Example_1.0 | link 00:00:0c:00:00:01 frame 2 x1",
			"mac:00:00:0c:00:00:01 ip:192.0.2.1 | tcp.stack = syn+ack 4:64:-:8192,-::df | link 00:00:0c:00:00:01 frame 1 x1",
			"mac:00:00:0c:00:00:01 ip:192.0.2.1 | arp.sender = 00:00:0c:00:00:01 | link 00:00:0c:00:00:01 frame 4 x1",
		}},
		{"two stations with one address bind nothing", append(sshFrames(), frames.ARP(alpha, ipA), frames.ARP(beta, ipA)), []string{
			"mac:00:00:0c:00:00:01 | ethernet.source = 00:00:0c:00:00:01 | link 00:00:0c:00:00:01 frame 1 x4",
			"ip:192.0.2.1 | ssh.protocol_version = 2.0 | link 00:00:0c:00:00:01 frame 2 x1",
			"ip:192.0.2.1 | ssh.banner = Example_1.0 | link 00:00:0c:00:00:01 frame 2 x1",
			"ip:192.0.2.1 | tcp.stack = syn+ack 4:64:-:8192,-::df | link 00:00:0c:00:00:01 frame 1 x1",
			"ip:192.0.2.1 | arp.sender = 00:00:0c:00:00:01 | link 00:00:0c:00:00:01 frame 4 x1",
			"mac:00:1e:10:00:00:02 | ethernet.source = 00:1e:10:00:00:02 | link 00:1e:10:00:00:02 frame 5 x1",
			"ip:192.0.2.1 | arp.sender = 00:1e:10:00:00:02 | link 00:1e:10:00:00:02 frame 5 x1",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, read(t, frames.Pcap(1000, c.frames...))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestRouterTakesNoBanner: a station that answers for many addresses is not who
// greets from behind it.
func TestRouterTakesNoBanner(t *testing.T) {
	all := sshFrames()
	for i := range manyAddresses + 1 {
		all = append(all, frames.ARP(alpha, netip.AddrFrom4([4]byte{192, 0, 2, byte(1 + i)})))
	}
	for _, l := range read(t, frames.Pcap(1000, all...)) {
		if strings.Contains(l, "ssh.banner") && strings.HasPrefix(l, "mac:") {
			t.Errorf("the router took the banner: %s", l)
		}
	}
}

// variants writes one frame in every container format that is read.
func variants(f []byte) map[string][]byte {
	le, be := binary.LittleEndian, binary.BigEndian
	classic := func(o appender, magic uint32, extra int) []byte {
		b := o.AppendUint32(nil, magic)
		b = o.AppendUint16(b, 2)
		b = o.AppendUint16(b, 4)
		for _, v := range []uint32{0, 0, 65535, 1} {
			b = o.AppendUint32(b, v)
		}
		for _, v := range []uint32{1000, 5, uint32(len(f)), uint32(len(f))} {
			b = o.AppendUint32(b, v)
		}
		return append(append(b, make([]byte, extra)...), f...)
	}
	return map[string][]byte{
		"little, micro": classic(le, magicMicro, 0), "big, micro": classic(be, magicMicro, 0),
		"little, nano": classic(le, magicNano, 0), "big, nano": classic(be, magicNano, 0),
		"little, modified": classic(le, magicModified, 8), "big, modified": classic(be, magicModified, 8),
		"little, ng": ng(le, f), "big, ng": ng(be, f),
	}
}

type appender interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// ng is a section with two interfaces, the second in nanoseconds, and a packet
// on each.
func ng(o appender, f []byte) []byte {
	block := func(kind uint32, body []byte) []byte {
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
		b := o.AppendUint32(nil, kind)
		b = o.AppendUint32(b, uint32(len(body)+12))
		b = append(b, body...)
		return o.AppendUint32(b, uint32(len(body)+12))
	}
	u := func(vs ...uint32) (b []byte) {
		for _, v := range vs {
			b = o.AppendUint32(b, v)
		}
		return b
	}
	head := append(u(byteOrderMagic), o.AppendUint16(o.AppendUint16(nil, 1), 0)...)
	out := block(blockSection, append(head, u(0xffffffff, 0xffffffff)...))
	face := append(o.AppendUint16(o.AppendUint16(nil, 1), 0), u(0)...)
	out = append(out, block(blockInterface, face)...)
	nano := append(o.AppendUint16(o.AppendUint16(nil, 9), 1), 9, 0, 0, 0)
	out = append(out, block(blockInterface, append(append([]byte{}, face...), nano...))...)
	for i, ticks := range []uint64{1000e6 + 5, 1000e9 + 5000} {
		out = append(out, block(blockEnhanced, append(u(uint32(i), uint32(ticks>>32), uint32(ticks), uint32(len(f)), uint32(len(f))), f...))...)
	}
	return out
}

func TestContainers(t *testing.T) {
	for name, data := range variants(frames.ARP(alpha, ipA)) {
		if n := (format{}).Sniff(data); n != 100 {
			t.Errorf("%s: sniff = %d", name, n)
		}
		frames := 1
		if strings.HasSuffix(name, "ng") {
			frames = 2
		}
		want := []string{
			fmt.Sprintf("mac:00:00:0c:00:00:01 | ethernet.source = 00:00:0c:00:00:01 | link 00:00:0c:00:00:01 frame 1 x%d", frames),
			fmt.Sprintf("mac:00:00:0c:00:00:01 ip:192.0.2.1 | arp.sender = 00:00:0c:00:00:01 | link 00:00:0c:00:00:01 frame 1 x%d", frames),
		}
		if diff := cmp.Diff(want, read(t, data)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestTimes(t *testing.T) {
	for name, data := range variants(frames.ARP(alpha, ipA)) {
		var got []whomade.Observation
		out := collector{&got}
		if err := (format{}).Read(context.Background(), evidence.Input{Reader: bytes.NewReader(data), Limits: evidence.DefaultLimits}, out); err != nil {
			t.Fatal(err)
		}
		want := "1970-01-01T00:16:40.000005Z"
		if strings.Contains(name, "nano") {
			want = "1970-01-01T00:16:40.000000005Z"
		}
		b, _ := got[0].MarshalJSON()
		if !strings.Contains(string(b), `"first":"`+want+`"`) || !strings.Contains(string(b), `"last":"`+want+`"`) {
			t.Errorf("%s: %s", name, b)
		}
	}
}

type collector struct{ all *[]whomade.Observation }

func (c collector) Observe(o whomade.Observation)          { *c.all = append(*c.all, o) }
func (collector) Diagnose(string, whomade.Locator, string) {}

func TestSeveralInOneFile(t *testing.T) {
	var data []byte
	for _, name := range []string{"little, micro", "big, ng", "big, nano", "little, ng"} {
		data = append(data, variants(frames.ARP(alpha, ipA))[name]...)
	}
	want := []string{
		"mac:00:00:0c:00:00:01 | ethernet.source = 00:00:0c:00:00:01 | link 00:00:0c:00:00:01 frame 1 x6",
		"mac:00:00:0c:00:00:01 ip:192.0.2.1 | arp.sender = 00:00:0c:00:00:01 | link 00:00:0c:00:00:01 frame 1 x6",
	}
	if diff := cmp.Diff(want, read(t, data)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDamaged(t *testing.T) {
	whole := frames.Pcap(1000, frames.ARP(alpha, ipA), frames.ARP(beta, ipB))
	huge := bytes.Clone(whole)
	binary.LittleEndian.PutUint32(huge[24+16+60+8:], 0xffffffff)
	wifi := bytes.Clone(whole)
	wifi[20] = 250
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"cut in the second record", whole[:len(whole)-30], "error frame 2: the capture is cut off in the middle of a record; everything before was read"},
		{"a record of 4 GiB", huge, "failed: record 2 at octet 100 says it is 4294967295 octets long, which is not possible; the rest of the capture was not read"},
		{"an unknown link type", wifi, "error frame 1: frames of link-layer type 250 are not understood and were not read, from this one on"},
		{"only the head's start", whole[:13], "failed: the capture ends inside its head of 24 octets: unexpected EOF"},
	} {
		got := read(t, c.data)
		if !slices.Contains(got, c.want) {
			t.Errorf("%s:\n%s\nwant %s", c.name, strings.Join(got, "\n"), c.want)
		}
	}
}

// TestTruncated cuts captures at every octet: no panic, and everything before
// the cut is read.
func TestTruncated(t *testing.T) {
	samples := variants(frames.ARP(alpha, ipA))
	samples["ssh"] = frames.Pcap(1000, sshFrames()...)
	for name, data := range samples {
		for n := range data {
			if lines := read(t, data[:n]); n > 0 && len(lines) == 0 && n != 24 && !strings.Contains(name, "ng") {
				t.Fatalf("%s cut at %d: nothing was said", name, n)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, data := range variants(frames.ARP(alpha, ipA)) {
		f.Add(data)
	}
	f.Add(frames.Pcap(1000, sshFrames()...))
	f.Fuzz(func(t *testing.T, data []byte) {
		(format{}).Sniff(data)
		read(t, data)
	})
}

// FuzzFlow checks that a head is put together whatever the order, overlap and
// repetition of its segments.
func FuzzFlow(f *testing.F) {
	f.Add([]byte{0, 3, 1, 4, 2, 9})
	f.Fuzz(func(t *testing.T, cuts []byte) {
		want := []byte("SSH-2.0-the quick brown fox jumps over the lazy dog\r\n")
		var p parts
		var pool buffers
		for i := 0; i+1 < len(cuts); i += 2 {
			from := int(cuts[i]) % len(want)
			to := min(from+int(cuts[i+1])%16, len(want))
			p.add(from, want[from:to], headLimit, &pool)
		}
		if head := p.octets(); !bytes.HasPrefix(want, head) {
			t.Errorf("head %q is no prefix", head)
		}
		p.add(0, want, headLimit, &pool)
		if !bytes.Equal(p.octets(), want) {
			t.Errorf("head %q after all was sent", p.octets())
		}
	})
}

// BenchmarkRead reads a capture of bulk traffic with some identity in it.
func BenchmarkRead(b *testing.B) {
	var all [][]byte
	payload := bytes.Repeat([]byte("x"), 900)
	for i := range 20000 {
		switch i % 100 {
		case 0:
			all = append(all, frames.ARP(alpha, netip.AddrFrom4([4]byte{192, 0, 2, byte(i / 100)})))
		case 1:
			all = append(all, frames.TCP(alpha, beta, ipA, ipB, 22, uint16(i), 100, 0x18, []byte(greet)))
		default:
			all = append(all, frames.TCP(alpha, beta, ipA, ipB, 443, uint16(40000+i%50), uint32(i*900), 0x10, payload))
		}
	}
	data := frames.Pcap(1000, all...)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if err := (format{}).Read(b.Context(), evidence.Input{Reader: bytes.NewReader(data), Limits: evidence.DefaultLimits}, collector{new([]whomade.Observation)}); err != nil {
			b.Fatal(err)
		}
	}
}
