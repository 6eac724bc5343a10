package ecpri_test

import (
	"testing"

	"github.com/whomade/whomade/wire/ecpri"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"control message", "10 02 0014 0001 0080 90 00 00 00 01 01 91 00 00000000 00000000",
		[]string{"ecpri.revision 1", `mobile.function "O-DU"`, "ecpri.section_type 1", "ecpri.compression 0x91"}},
	{"idle section", "10 02 0010 0001 0080 90 00 00 00 01 00 00 00 00000000", []string{"ecpri.revision 1", `mobile.function "O-DU"`, "ecpri.section_type 0"}},
	{"feedback of a radio unit", "10 02 0010 0001 0080 90 00 00 00 01 07 00 00 00000000", []string{"ecpri.revision 1"}},
	{"delay measurement", "10 05 0014 01 00 00000000000000000000 0000000000000000", []string{"ecpri.revision 1"}},
	{"samples", "10 00 0008 0001 0080 00000000", nil},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, ecpri.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestRefuses(t *testing.T) {
	for _, in := range []string{"", "00 00 0000", "30 00 0000", "1e 00 0000", "10 0c 0000", "10 00 0001"} {
		wiretest.Refuse(t, ecpri.Decode, wiretest.Hex(t, in))
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, ecpri.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, ecpri.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, ecpri.Decode, samples(f)...) }
