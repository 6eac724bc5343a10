package hsrp_test

import (
	"testing"

	"github.com/whomade/whomade/wire/hsrp"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"version 1", `00 00 10 03 0a 78 01 00 "planted1" c0000201`, []string{"hsrp.virtual_ip 192.0.2.1"}},
	{"version 1, learning", `00 00 02 03 0a 78 01 00 "planted1" 00000000`, nil},
	{"version 2", "01 28 02 00 06 04 0001 00005e005301 00000064 00000bb8 00002710 c0000201 000000000000000000000000 0308 0102030405060708",
		[]string{"hsrp.identifier 00:00:5e:00:53:01", "hsrp.virtual_ip 192.0.2.1"}},
	{"version 2, IPv6", "01 28 02 00 06 06 0001 00005e005301 00000064 00000bb8 00002710 fe800000000000000005073fffea0001",
		[]string{"hsrp.identifier 00:00:5e:00:53:01", "hsrp.virtual_ip fe80::5:73f:ffea:1"}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, hsrp.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":      "",
		"advertise":    "00 03 00 01 000a 01 00 0001 0001 0000 0000 0000 0000",
		"short":        `00 00 10 03 0a 78 01 00 "planted1" c00002`,
		"other family": "01 28 02 00 06 05 0001 00005e005301 00000064 00000bb8 00002710 c0000201 000000000000000000000000",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, hsrp.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, hsrp.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, hsrp.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, hsrp.Decode, samples(f)...) }
