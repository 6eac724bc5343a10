package pppoe_test

import (
	"testing"

	"github.com/whomade/whomade/wire/pppoe"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"offer", `11 07 0000 0022 0101 0000 0102 0004 "BAS1" 0103 0004 00000001 0105 0006 00000de9 0102 0000 0000 0102 0002 "no"`, []string{
		`pppoe.ac_name "BAS1"`,
		"pppoe.vendor_id 3561",
	}},
	{"request", `11 19 0000 000c 0101 0000 0102 0004 "BAS1"`, nil},
	{"tag beyond the end", `11 07 0000 0010 0102 0004 "BAS1" 0103 00ff 00`, []string{
		`pppoe.ac_name "BAS1"`,
	}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, pppoe.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":       "",
		"other version": `21 07 0000 0008 0102 0004 "BAS1"`,
		"session":       `11 00 0001 0008 0102 0004 "BAS1"`,
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, pppoe.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, pppoe.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, pppoe.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, pppoe.Decode, samples(f)...) }
