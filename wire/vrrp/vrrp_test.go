package vrrp_test

import (
	"testing"

	"github.com/whomade/whomade/wire/vrrp"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"version 2", `21 05 64 02 01 01 0000 c0000201 c0000202 "planted1"`,
		[]string{"vrrp.virtual_router 5", "vrrp.virtual_address 192.0.2.1", "vrrp.virtual_address 192.0.2.2"}},
	{"version 3", "31 07 64 01 0064 0000 c0000201", []string{"vrrp.virtual_router 7", "vrrp.virtual_address 192.0.2.1"}},
	{"version 3, IPv6", "31 07 64 02 0064 0000 fe800000000000000000000000000001 20010db8000000000000000000000001",
		[]string{"vrrp.virtual_router 7", "vrrp.virtual_address fe80::1", "vrrp.virtual_address 2001:db8::1"}},
	{"fewer addresses than it says", "21 05 64 02 00 01 0000 c0000201", []string{"vrrp.virtual_router 5", "vrrp.virtual_address 192.0.2.1"}},
	{"carp", "21 01 00 07 00 01 1234 0102030405060708 0102030405060708091011121314151617181920", []string{"vrrp.virtual_router 1"}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, vrrp.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":       "",
		"other version": "41 05 64 01 00 01 0000 c0000201",
		"other type":    "22 05 64 01 00 01 0000 c0000201",
		"no router":     "21 00 64 01 00 01 0000 c0000201",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, vrrp.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, vrrp.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, vrrp.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, vrrp.Decode, samples(f)...) }
