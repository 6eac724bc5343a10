package fdp_test

import (
	"testing"

	"github.com/whomade/whomade/wire/fdp"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"announcement", `01 b4 0000 0001 0009 "core1" 0002 000c 00000001 c0000201 0003 0009 "1/1/1" 0004 0008 00000001 0005 000b "EX v7.4" 0006 000b "EX-1000" 0000`, []string{
		`fdp.device_id "core1"`,
		`fdp.string "1/1/1"`,
		`fdp.string "EX v7.4"`,
		`fdp.string "EX-1000"`,
	}},
	{"TLV beyond the end", `01 b4 0000 0001 0009 "core1" 0005 00ff "EX"`, []string{
		`fdp.device_id "core1"`,
	}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, fdp.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":       "",
		"other version": `05 b4 0000 0001 0009 "core1"`,
		"no TLV":        "01 b4 0000 0001 0003",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, fdp.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, fdp.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, fdp.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, fdp.Decode, samples(f)...) }
