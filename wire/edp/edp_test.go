package edp_test

import (
	"testing"

	"github.com/whomade/whomade/wire/edp"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"announcement", `01 00 0040 0000 0001 0000 00005e005301 99 02 0024 0001 0002 0000 000000000000 0f050201 ffffffff000000000000000000000000 99 01 000a "core1" 00 99 00 0004`, []string{
		"edp.machine_mac 00:00:5e:00:53:01",
		"edp.software_version 0x0f050201",
		`edp.display_string "core1"`,
	}},
	{"TLV beyond the end", `01 00 0040 0000 0001 0001 00005e005301 99 01 0040 "core1"`, nil},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, edp.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":       "",
		"other version": `02 00 0040 0000 0001 0000 00005e005301 99 01 000a "core1" 00`,
		"no TLV":        `01 00 0040 0000 0001 0000 00005e005301 01 01 000a "core1" 00`,
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, edp.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, edp.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, edp.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, edp.Decode, samples(f)...) }
