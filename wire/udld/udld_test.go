package udld_test

import (
	"testing"

	"github.com/whomade/whomade/wire/udld"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"probe", `21 00 0000 0001 000f "ABC12345678" 0002 0009 "Gi0/1" 0003 0008 00000000 0004 0005 07 0005 0005 05 0006 0009 "core1" 0007 0008 00000001`, []string{
		`udld.device_id "ABC12345678"`,
		`udld.port_id "Gi0/1"`,
		`udld.device_name "core1"`,
	}},
	{"padding behind", `22 00 0000 0001 0007 "ABC" 0000 0000`, []string{
		`udld.device_id "ABC"`,
	}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, udld.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":       "",
		"other version": `41 00 0000 0001 0007 "ABC"`,
		"no TLV":        "21 00 0000 0001 0003",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, udld.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, udld.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, udld.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, udld.Decode, samples(f)...) }
