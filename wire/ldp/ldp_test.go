package ldp_test

import (
	"slices"
	"testing"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ldp"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"hello", "0001 001e c0000201 0000 0100 0014 00000000 0400 0004 002d0000 0401 0004 c0000201", []string{
		"ldp.lsr_id 192.0.2.1",
	}},
	{"initialization with private parts", "0001 002e c0000201 0000 0200 0010 00000001 fe01 0008 0000009e 00000000 3e00 000c 00000002 00005e00 00000000 0201 0000", []string{
		"ldp.lsr_id 192.0.2.1",
		"ldp.vendor_oui 00:00:9e",
		"ldp.vendor_oui 00:5e:00",
	}},
	{"message beyond the end", "0001 0016 c0000201 0000 0100 0014 00000000 0400 0004 002d0000", []string{
		"ldp.lsr_id 192.0.2.1",
	}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, ldp.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":       "",
		"other version": "0002 001e c0000201 0000 0100 0014 00000000 0400 0004 002d0000 0401 0004 c0000201",
		"cut off":       "0001 001e c0000201 0000 0100 0014",
		"no message":    "0001 0006 c0000201 0000",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, ldp.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, ldp.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, ldp.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, ldp.Decode, samples(f)...) }

func TestDecodeStream(t *testing.T) {
	whole := samples(t)[1]
	for n := range len(whole) + 1 {
		for _, end := range []bool{false, true} {
			var r wiretest.Recorder
			status := ldp.DecodeStream(slices.Clip(slices.Clone(whole[:n])), end, &r)
			want := wire.NeedMore
			switch {
			case n == len(whole) || end && n >= 10:
				want = wire.Done
			case end:
				want = wire.NotMine
			}
			if status != want || (status == wire.Done) != (len(r.Lines) > 0) {
				t.Errorf("%d octets, end %v: status %d with %q, want %d", n, end, status, r.Lines, want)
			}
		}
	}
	for _, in := range []string{"0002", "0001 0006 c0000201 0000", "0001 ffff c0000201 0000"} {
		if status := ldp.DecodeStream(wiretest.Hex(t, in), false, new(wiretest.Recorder)); status != wire.NotMine {
			t.Errorf("%s: status %d", in, status)
		}
	}
}

func FuzzDecodeStream(f *testing.F) {
	for _, b := range samples(f) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, end := range []bool{false, true} {
			var c wiretest.Checker
			status := ldp.DecodeStream(b, end, &c)
			if c.Err != nil || status != wire.Done && c.Fields > 0 || status == wire.NeedMore && end {
				t.Errorf("%x, end %v: status %d with %d fields, %v", b, end, status, c.Fields, c.Err)
			}
		}
	})
}
