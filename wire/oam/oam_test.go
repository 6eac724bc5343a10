package oam_test

import (
	"testing"

	"github.com/whomade/whomade/wire/oam"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"information", "03 0050 00 01 10 01 0001 00 0f 05ee 00005e 00000000 02 10 01 0001 00 0f 05ee 00009e 00000000 fe 05 00005f 00", []string{
		"oam.oui 00:00:5e",
		"oam.organisation_oui 00:00:5f",
	}},
	{"organisation", "03 0050 fe 00005e 0102", []string{
		"oam.organisation_oui 00:00:5e",
	}},
	{"no organisation", "03 0050 00 01 10 01 0001 00 0f 05ee 000000 00000000 00", nil},
	{"events", "03 0050 01 0001", nil},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, oam.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":          "",
		"link aggregation": "01 01 01 14",
		"reserved flags":   "03 8050 00 01 10",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, oam.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, oam.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, oam.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, oam.Decode, samples(f)...) }
