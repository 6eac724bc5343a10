package ntp_test

import (
	"testing"

	"github.com/whomade/whomade/wire/ntp"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"system variables", "16 82 0001 0615 0000 0000 0077 76657273696f6e3d226e74706420342e322e382c206578616d706c65222c2070726f636573736f723d227838365f3634222c2073797374656d3d224578616d706c652f312e30222c0d0a6c6561703d302c207374726174756d3d322c20636c6f636b3d307865302c2073797374656d3d226c6174657222 0000", []string{
		`ntp.readvar "version=\"ntpd 4.2.8, example\", processor=\"x86_64\", system=\"Example/1.0\""`,
	}},
	{"system only", "16 82 0001 0615 0000 0000 001c 6c6561703d302c2073797374656d3d636973636f2c207274743d310d", []string{
		`ntp.readvar "system=cisco"`,
	}},
	{"none of them", "16 82 0001 0615 0000 0000 0006 6c6561703d30", nil},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, ntp.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":              "",
		"question":             "16 02 0001 0000 0000 0000 0000",
		"time":                 "24 01 00 e30000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
		"error":                "16 c2 0001 0000 0000 0000 0000",
		"a peer":               "16 82 0001 0000 1234 0000 0006 6c6561703d30",
		"count beyond the end": "16 82 0001 0615 0000 0000 0020 73797374656d3d78",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, ntp.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, ntp.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, ntp.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, ntp.Decode, samples(f)...) }
