package stp_test

import (
	"testing"

	"github.com/whomade/whomade/wire/stp"
	"github.com/whomade/whomade/wire/wiretest"
)

const (
	root   = " 8001 00005e005301 00000004 "
	bridge = " 8001 00005e005302 8002 0000 1400 0200 0f00"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"configuration", "0000 00 00 00" + root + bridge, []string{
		"stp.bridge_id 00:00:5e:00:53:02", "mac:00:00:5e:00:53:01 stp.root_id 00:00:5e:00:53:01"}},
	{"rapid", "0000 02 02 3c" + root + bridge + "00", []string{
		"stp.bridge_id 00:00:5e:00:53:02", "mac:00:00:5e:00:53:01 stp.root_id 00:00:5e:00:53:01"}},
	{"no root", "0000 03 02 3c 8000 000000000000 00000000" + bridge, []string{"stp.bridge_id 00:00:5e:00:53:02"}},
	{"no bridge", "0000 03 02 3c" + root + "8000 000000000000 8002", []string{
		"mac:00:00:5e:00:53:01 stp.root_id 00:00:5e:00:53:01"}},
	{"group addresses", "0000 03 02 3c 8000 0180c2000001 00000000 8000 0180c2000000 8002", []string{
		"stp.bridge_id 01:80:c2:00:00:00", "stp.root_id 01:80:c2:00:00:01"}},
	{"topology change", "0000 00 80", nil},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			wiretest.Compare(t, stp.Decode, wiretest.Hex(t, tc.in), tc.want)
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":         "",
		"other protocol":  "0001 00 00 00" + root + bridge,
		"unknown version": "0000 05 00 00" + root + bridge,
		"unknown type":    "0000 02 03 00" + root + bridge,
		"cut off":         "0000 02 02 00" + root + "8001 00005e0053",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, stp.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, stp.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, stp.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, stp.Decode, samples(f)...) }
