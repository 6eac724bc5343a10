package isis_test

import (
	"testing"

	"github.com/whomade/whomade/wire/isis"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"hello", `83 1b 01 00 0f 01 00 03 01 192168001001 001e 0026 40 192168001001 02 89 07 "router1" 01 00`, []string{
		"isis.system_id 0x192168001001",
		`isis.hostname "router1"`,
	}},
	{"point to point, behind padding", "03 83 14 01 00 11 01 00 00 03 192168001002 001e 0014 01", []string{
		"isis.system_id 0x192168001002",
	}},
	{"link state", `83 1b 01 00 14 01 00 03 0026 04af 192168001003 00 00 00000001 0000 03 01 00 89 07 "router3"`, []string{
		`host_name:"router3" isis.system_id 0x192168001003`,
		`host_name:"router3" isis.hostname "router3"`,
	}},
	{"link state without a name", "83 1b 01 00 12 01 00 03 001d 04af 192168001003 00 00 00000001 0000 03 01 00", nil},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, isis.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":          "",
		"end systems":      "82 1b 01 00 02 00 00 00",
		"sequence numbers": "83 21 01 00 18 01 00 03 0023 192168001001 00 0000000000000000 ffffffffffffffff",
		"cut off":          "83 1b 01 00 0f 01 00 03 01 192168001001 001e 0026",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, isis.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, isis.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, isis.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, isis.Decode, samples(f)...) }
