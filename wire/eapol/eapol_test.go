package eapol_test

import (
	"testing"

	"github.com/whomade/whomade/wire/eapol"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"M1", `01 00 002b 01 01 002b fe 00372a 00000001 04 00 104a 0001 10 1022 0001 04 1021 0007 "Example" 1023 0004 "AP-9"`,
		[]string{`wps.manufacturer "Example"`, `wps.model_name "AP-9"`}},
	{"with the length of the whole", `01 00 001d 01 01 001d fe 00372a 00000001 04 02 000b 1021 0007 "Example"`, []string{`wps.manufacturer "Example"`}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			wiretest.Compare(t, eapol.Decode, wiretest.Hex(t, tc.in), tc.want)
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":  "",
		"start":    "01 01 0000",
		"identity": `01 00 000a 02 01 000a 01 "planted"`,
		"key":      "01 03 0005 0200000000",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, eapol.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, eapol.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, eapol.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, eapol.Decode, samples(f)...) }
