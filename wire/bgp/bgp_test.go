package bgp_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/bgp"
	"github.com/whomade/whomade/wire/wiretest"
)

const marker = "ffffffffffffffffffffffffffffffff "

var cases = []struct {
	name, in string
	want     []string
}{
	{"open", marker + `0043 01 04 fc00 00b4 c0000201 26 02 06 01 04 0001 0001 02 02 80 00 02 06 41 04 fffffc00 02 10 49 06 04 "core" 00 4b 06 05 "EX/1" 20`,
		[]string{"bgp.as 64512", "bgp.identifier 192.0.2.1", "bgp.hold_time 180", "bgp.as4 4294966272", `bgp.hostname "core"`, `bgp.software_version "EX/1 "`, "bgp.capabilities 0x018041494b"}},
	{"in one parameter, a keepalive behind it", marker + "0027 01 04 5ba0 005a c0000201 0a 02 08 02 00 41 04 00010000 " + marker + "0013 04",
		[]string{"bgp.as 23456", "bgp.identifier 192.0.2.1", "bgp.hold_time 90", "bgp.as4 65536", "bgp.capabilities 0x0241"}},
	{"long parameters", marker + "0029 01 04 fc00 00b4 c0000201 ff ff 0009 02 0006 41 04 fffffc00",
		[]string{"bgp.as 64512", "bgp.identifier 192.0.2.1", "bgp.hold_time 180", "bgp.as4 4294966272", "bgp.capabilities 0x41"}},
	{"no parameters", marker + "001d 01 04 fc00 00b4 c0000201 00", []string{"bgp.as 64512", "bgp.identifier 192.0.2.1", "bgp.hold_time 180"}},
}

func record(b []byte, end bool) (wire.Status, []string) {
	var r wiretest.Recorder
	return bgp.Decode(b, end, &r), r.Lines
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			status, got := record(wiretest.Hex(t, tc.in), false)
			if diff := cmp.Diff(tc.want, got); status != wire.Done || diff != "" {
				t.Errorf("status %d, fields (-want +got):\n%s", status, diff)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"text":      `"HTTP/1.1 200 OK"`,
		"keepalive": marker + "0013 04",
		"too short": marker + "0013 01",
		"too long":  marker + "ffff 01",
		"no marker": "fffffffffffffffffffffffffffffffe 001d 01 04 fc00 00b4 c0000201 00",
	} {
		if status, got := record(wiretest.Hex(t, in), false); status != wire.NotMine || len(got) != 0 {
			t.Errorf("%s: status %d with %q", name, status, got)
		}
	}
}

// check holds the decoder to the contract of wire.StreamDecoder.
func check(t *testing.T, b []byte) {
	for _, end := range []bool{false, true} {
		var c wiretest.Checker
		status := bgp.Decode(b, end, &c)
		if c.Err != nil || status != wire.Done && c.Fields > 0 || status == wire.NeedMore && end {
			t.Errorf("%x, end %v: status %d with %d fields, %v", b, end, status, c.Fields, c.Err)
		}
	}
}

func TestTruncated(t *testing.T) {
	for _, tc := range cases {
		b := wiretest.Hex(t, tc.in)
		for n := range len(b) + 1 {
			check(t, slices.Clip(slices.Clone(b[:n])))
		}
	}
}

func TestNoAllocations(t *testing.T) {
	var sink wire.Sink = new(wiretest.Checker)
	for _, tc := range cases {
		b := wiretest.Hex(t, tc.in)
		if n := testing.AllocsPerRun(100, func() { bgp.Decode(b, true, sink) }); n != 0 {
			t.Errorf("%s: %v allocations", tc.name, n)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, tc := range cases {
		f.Add(wiretest.Hex(f, tc.in))
	}
	f.Fuzz(check)
}
