package stack_test

import (
	"slices"
	"testing"

	"github.com/whomade/whomade/wire/stack"
	"github.com/whomade/whomade/wire/wiretest"
)

// segment is a TCP header with flags, a window and options.
func segment(words, flags, window, options string) string {
	return "0016 c000 00000001 00000000" + words + "0 " + flags + window + "0000 0000" + options
}

var here = stack.Carrier{Version: 4, Hops: 64, DontFragment: true}

var syns = []struct {
	name    string
	carrier stack.Carrier
	in      string
	want    string
}{
	{"all options", here, segment("a", "02", "faf0", "020405b4 0402 080a 00010203 00000000 01 030307"), "syn 4:64:1460:64240,7:mss,sok,ts,nop,ws:df"},
	{"answer", stack.Carrier{Version: 4, Hops: 250}, segment("6", "12", "1020", "020405b4"), "syn+ack 4:255:1460:4128,-:mss:"},
	{"no options", stack.Carrier{Version: 6, Hops: 58}, segment("5", "02", "2000", ""), "syn 6:64:-:8192,-::"},
	{"end and what is behind", here, segment("7", "02", "2000", "020405b4 00 000000"), "syn 4:64:1460:8192,-:mss,eol:df"},
	{"unknown kind", here, segment("6", "02", "2000", "fd04f989"), "syn 4:64:-:8192,-:?253:df"},
	{"option cut off", here, segment("6", "02", "2000", "01010204"), "syn 4:64:-:8192,-:nop,nop,mss:df"},
	{"length of an option too small", here, segment("6", "02", "2000", "03010101"), "syn 4:64:-:8192,-:ws:df"},
	{"as neighbours send", stack.Carrier{Version: 4, Hops: 1}, segment("6", "02", "4000", "020405b4"), "syn 4:1:1460:16384,-:mss:"},
	{"forty octets of nothing", here, segment("f", "02", "2000", "01010101010101010101 01010101010101010101 01010101010101010101 01010101010101010101"),
		"syn 4:64:-:8192,-:nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop:df"},
	{"no SYN", here, segment("5", "10", "2000", ""), ""},
	{"short offset", here, segment("4", "02", "2000", ""), ""},
	{"long offset", here, segment("6", "02", "2000", ""), ""},
	{"nothing", here, "", ""},
}

func TestTCP(t *testing.T) {
	seen := map[uint64]string{}
	for _, tc := range syns {
		t.Run(tc.name, func(t *testing.T) {
			b := wiretest.Hex(t, tc.in)
			if got := string(stack.TCP(nil, tc.carrier, b)); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
			h := stack.Digest(tc.carrier, b)
			if (h == 0) != (tc.want == "") {
				t.Errorf("digest %d for %q", h, tc.want)
			}
			if old, ok := seen[h]; ok && old != tc.want {
				t.Errorf("one digest for %q and %q", old, tc.want)
			}
			seen[h] = tc.want
		})
	}
}

// TestDigest: a digest tells apart what signatures tell apart, and times and
// numbers that differ from segment to segment do not count.
func TestDigest(t *testing.T) {
	base := wiretest.Hex(t, segment("a", "02", "faf0", "020405b4 0402 080a 00010203 00000000 01 030307"))
	for at := range base {
		for bit := range 8 {
			b := slices.Clone(base)
			b[at] ^= 1 << bit
			same := string(stack.TCP(nil, here, b)) == string(stack.TCP(nil, here, base))
			if (stack.Digest(here, b) == stack.Digest(here, base)) != same {
				t.Errorf("octet %d bit %d: signatures the same: %v, digests not so", at, bit, same)
			}
		}
	}
}

func TestCarrier(t *testing.T) {
	for hops, want := range map[uint8]stack.Carrier{0: {Hops: 1}, 1: {Hops: 1}, 2: {Hops: 32}, 32: {Hops: 32}, 33: {Hops: 64}, 64: {Hops: 64}, 65: {Hops: 128}, 128: {Hops: 128}, 129: {Hops: 255}, 255: {Hops: 255}} {
		c := stack.Carrier{Hops: hops}
		if c.Initial() != want.Hops || c.Forwarded() != (hops != want.Hops) {
			t.Errorf("%d: initial %d, forwarded %v", hops, c.Initial(), c.Forwarded())
		}
	}
}

var messages = []struct {
	name    string
	carrier stack.Carrier
	in      string
	want    string
}{
	{"time exceeded", stack.Carrier{Version: 4, Hops: 254}, "0b00 0000 00000000 45000028 00000000 01060000 c0000201 c0000202 0016c000 00000001", "time-exceeded 4:255:8"},
	{"time exceeded, more quoted", stack.Carrier{Version: 4, Hops: 64}, "0b00 0000 00000000 45000028 00000000 01060000 c0000201 c0000202 0016c000 00000001 00", "time-exceeded 4:64:more"},
	{"unreachable, with options", stack.Carrier{Version: 4, Hops: 64}, "0301 0000 00000000 4600002c 00000000 01060000 c0000201 c0000202 01010101 0016c000", "unreachable 4:64:4"},
	{"time exceeded, version 6", stack.Carrier{Version: 6, Hops: 64}, "0300 0000 00000000 6000000000000601 00000000000000000000000000000001 00000000000000000000000000000002 0016c000 00000001 0000000000000000", "time-exceeded 6:64:more"},
	{"unreachable, version 6", stack.Carrier{Version: 6, Hops: 64}, "0100 0000 00000000 6000000000000601 00000000000000000000000000000001 00000000000000000000000000000002", "unreachable 6:64:0"},
	{"answer", stack.Carrier{Version: 4, Hops: 255}, "0000 0000 00010001 0102", "echo-reply 4:255"},
	{"answer, version 6", stack.Carrier{Version: 6, Hops: 64}, "8100 0000 00010001", "echo-reply 6:64"},
	{"question", stack.Carrier{Version: 4, Hops: 64}, "0800 0000 00010001", ""},
	{"quotes nothing", stack.Carrier{Version: 4, Hops: 64}, "0b00 0000 00000000", ""},
	{"quotes no packet", stack.Carrier{Version: 4, Hops: 64}, "0b00 0000 00000000 05000028 00000000 01060000 c0000201 c0000202", ""},
	{"nothing", stack.Carrier{Version: 4, Hops: 64}, "", ""},
}

func TestICMP(t *testing.T) {
	for _, tc := range messages {
		t.Run(tc.name, func(t *testing.T) {
			if got := string(stack.ICMP(nil, tc.carrier, wiretest.Hex(t, tc.in))); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// maxSignature is how long a signature can be: forty options of three letters.
const maxSignature = 256

func check(t *testing.T, c stack.Carrier, b []byte) {
	var room [maxSignature]byte
	got := string(stack.TCP(room[:0], c, b))
	if len(got) > maxSignature || (got == "") != (stack.Digest(c, b) == 0) {
		t.Errorf("%x: signature %q, digest %d", b, got, stack.Digest(c, b))
	}
	if n := len(stack.ICMP(room[:0], c, b)); n > maxSignature {
		t.Errorf("%x: %d octets", b, n)
	}
}

func TestTruncated(t *testing.T) {
	for _, tc := range syns {
		for b := wiretest.Hex(t, tc.in); len(b) > 0; b = b[:len(b)-1] {
			check(t, tc.carrier, slices.Clip(b))
		}
	}
	for _, tc := range messages {
		for b := wiretest.Hex(t, tc.in); len(b) > 0; b = b[:len(b)-1] {
			check(t, tc.carrier, slices.Clip(b))
		}
	}
}

func TestNoAllocations(t *testing.T) {
	b, m := wiretest.Hex(t, syns[0].in), wiretest.Hex(t, messages[0].in)
	room := make([]byte, 0, maxSignature)
	if n := testing.AllocsPerRun(100, func() { stack.TCP(room, here, b); stack.Digest(here, b); stack.ICMP(room, here, m) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzSignatures(f *testing.F) {
	for _, tc := range syns {
		f.Add(tc.carrier.Version, tc.carrier.Hops, wiretest.Hex(f, tc.in))
	}
	for _, tc := range messages {
		f.Add(tc.carrier.Version, tc.carrier.Hops, wiretest.Hex(f, tc.in))
	}
	f.Fuzz(func(t *testing.T, version, hops uint8, b []byte) {
		check(t, stack.Carrier{Version: 4 + version&2, Hops: hops}, b)
	})
}

func BenchmarkDigest(b *testing.B) {
	s := wiretest.Hex(b, syns[0].in)
	for b.Loop() {
		stack.Digest(here, s)
	}
}
