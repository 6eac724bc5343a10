package cfm_test

import (
	"testing"

	"github.com/whomade/whomade/wire/cfm"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"sender", "60 01 00 04 00000001 01 0009 06 04 00005e005301 00 00", []string{
		"cfm.chassis_id 00:00:5e:00:53:01",
	}},
	{"name", `60 03 00 04 00000001 02 0001 01 01 0008 05 07 "core1" 00 00`, []string{
		`cfm.chassis_id "core1"`,
	}},
	{"address, no chassis", "60 03 00 00 01 0007 05 05 01c0000201 01 0002 00 00 00", nil},
	{"TLV beyond the end", `60 03 00 00 01 00ff 05 07 "core1"`, nil},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, cfm.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":                  "",
		"other version":            "61 03 00 00 00",
		"first TLV beyond the end": "60 03 00 04 00",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, cfm.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, cfm.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, cfm.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, cfm.Decode, samples(f)...) }
