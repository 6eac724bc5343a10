package lacp_test

import (
	"testing"

	"github.com/whomade/whomade/wire/lacp"
	"github.com/whomade/whomade/wire/wiretest"
)

const (
	actor   = " 01 14 8000 00005e005301 000d 8000 0016 45 000000 "
	partner = " 02 14 ffff 00005e005302 0000 00ff 0000 02 000000 "
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"both ends", "01 01" + actor + partner + "03 10 0000", []string{
		"mac:00:00:5e:00:53:01 lacp.actor_system 00:00:5e:00:53:01",
		"mac:00:00:5e:00:53:02 lacp.partner_system 00:00:5e:00:53:02"}},
	{"partner not heard", "01 01" + actor + "02 14 0000 000000000000 0000 0000 0000 02 000000", []string{
		"mac:00:00:5e:00:53:01 lacp.actor_system 00:00:5e:00:53:01"}},
	{"partner cut off", "01 02" + actor + "02 14 0000 00005e005302", []string{
		"mac:00:00:5e:00:53:01 lacp.actor_system 00:00:5e:00:53:01"}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			wiretest.Compare(t, lacp.Decode, wiretest.Hex(t, tc.in), tc.want)
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":     "",
		"marker":      "02 01" + actor + partner,
		"first TLV":   "01 01" + partner + actor,
		"length":      "01 01 01 10 8000 00005e005301 000d 8000 0016 45 000000" + partner,
		"actor short": "01 01 01 14 8000 00005e005301",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, lacp.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, lacp.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, lacp.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, lacp.Decode, samples(f)...) }
