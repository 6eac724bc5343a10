package sonmp_test

import (
	"testing"

	"github.com/whomade/whomade/wire/sonmp"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"hello", "c0000201 000101 42 0c 01 01", []string{
		"sonmp.address 192.0.2.1",
		"sonmp.chassis 66",
	}},
	{"no address", "00000000 000101 42 0c 01 01 0000", []string{
		"sonmp.chassis 66",
	}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, sonmp.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing": "",
		"short":   "c0000201 000101 42 0c 01",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, sonmp.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, sonmp.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, sonmp.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, sonmp.Decode, samples(f)...) }
