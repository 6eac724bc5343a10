package dot11_test

import (
	"testing"

	"github.com/whomade/whomade/wire/dot11"
	"github.com/whomade/whomade/wire/wiretest"
)

const head = "8000 0000 ffffffffffff 00005e005301 00005e005301 0000 "

var cases = []struct {
	name, in string
	want     []string
}{
	{"beacon", head + `0000000000000000 6400 0104 0004 "net1" 0106 "abcdef" dd07 0050f2 02 000101` +
		`dd22 0050f2 04 1021 0007 "Example" 1023 0004 "AP-9" 1042 0001 "7" 1011 0002 "me"` + `dd05 001122 00 00`,
		[]string{`wps.manufacturer "Example"`, `wps.model_name "AP-9"`, `wps.serial_number "7"`, `wps.device_name "me"`, "wlan.vendor_oui 00:11:22"}},
	{"probe request, blanks", `4000 0000 ffffffffffff 00005e005301 ffffffffffff 0000 0000 dd0f 0050f2 04 1021 0001 " " 1024 0002 "12"`, []string{`wps.model_number "12"`}},
	{"an element beyond the end", head + `0000000000000000 6400 0104 dd30 0050f2 04 1021 0007 "Example"`, nil},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			wiretest.Compare(t, dot11.Decode, wiretest.Hex(t, tc.in), tc.want)
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":        "",
		"data frame":     "0800 0000 ffffffffffff 00005e005301 00005e005301 0000",
		"authentication": "b000 0000 ffffffffffff 00005e005301 00005e005301 0000 000000000000",
		"short":          "8000 0000 ffffffffffff 00005e005301 00005e005301 0000 0000",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, dot11.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, dot11.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, dot11.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, dot11.Decode, samples(f)...) }
