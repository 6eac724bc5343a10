package ospf_test

import (
	"testing"

	"github.com/whomade/whomade/wire/ospf"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"version 2", `02 01 002c c0000201 00000000 0000 0001 "planted1" ffffff00 000a 12 01 00000028 c0000201 00000000`, []string{"ospf.router_id 192.0.2.1"}},
	{"version 3", "03 01 0024 c0000201 00000000 0000 00 00 00000005 01 000013 000a 0028 00000000 00000000", []string{"ospf.router_id 192.0.2.1"}},
	{"no router", "02 01 002c 00000000 00000000 0000 0000 0000000000000000", nil},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, ospf.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":       "",
		"other version": "04 01 002c c0000201 00000000 0000 0000 0000000000000000",
		"other type":    "02 06 002c c0000201 00000000 0000 0000 0000000000000000",
		"short":         "02 01 0010 c0000201 00000000 0000 0000 0000000000000000",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, ospf.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, ospf.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, ospf.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, ospf.Decode, samples(f)...) }
