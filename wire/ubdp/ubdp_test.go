package ubdp_test

import (
	"testing"

	"github.com/whomade/whomade/wire/ubdp"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"answer", `01 00 003d 02 000a 00005e005301 c0000214 01 0006 00005e005302 0a 0004 00000001 0b 0003 "ap1" 0c 0003 "EX5" 0d 0003 "net" 03 0004 "v1.2" 14 0004 "EX 5"`, []string{
		"ubdp.mac 00:00:5e:00:53:01",
		"ubdp.mac 00:00:5e:00:53:02",
		`ubdp.hostname "ap1"`,
		`ubdp.product "EX5"`,
		`ubdp.firmware "v1.2"`,
		`ubdp.model "EX 5"`,
	}},
	{"version 2", `02 06 0012 15 0003 "EX5" 16 0003 "2.0" 1b 0003 "3.0"`, []string{
		`ubdp.model "EX5"`,
		`ubdp.firmware "2.0"`,
		`ubdp.platform_version "3.0"`,
	}},
	{"TLV beyond the end", `02 06 000a 15 0003 "EX5" 16 00ff "2"`, []string{
		`ubdp.model "EX5"`,
	}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, ubdp.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":       "",
		"question":      "01 00 0000",
		"other version": `05 00 0006 15 0003 "EX5"`,
		"length":        `01 00 0016 15 0003 "EX5"`,
		"no TLV":        `01 00 0006 15 0009 "EX5"`,
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, ubdp.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, ubdp.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, ubdp.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, ubdp.Decode, samples(f)...) }
