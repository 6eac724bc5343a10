package arp_test

import (
	"strings"
	"testing"

	"github.com/whomade/whomade/wire/arp"
	"github.com/whomade/whomade/wire/wiretest"
)

const (
	head   = "0001 0800 06 04 "
	mac    = "00005e005301 "
	ip     = "c0000201 "
	target = " 000000000000 c0000202"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"request", head + "0001" + mac + ip + target, []string{"bind 192.0.2.1 00:00:5e:00:53:01"}},
	{"reply, padded", head + "0002" + mac + ip + target + "0000", []string{"bind 192.0.2.1 00:00:5e:00:53:01"}},
	{"hardware type IEEE 802", "0006 0800 06 04 0001" + mac + ip + target, []string{"bind 192.0.2.1 00:00:5e:00:53:01"}},
	{"probe", head + "0001" + mac + "00000000" + target, nil},
	{"zero hardware address", head + "0002 000000000000" + ip + target, nil},
	{"group hardware address", head + "0002 03bf00005301" + ip + target, nil},
	{"broadcast address", head + "0002" + mac + "ffffffff" + target, nil},
	{"multicast address", head + "0002" + mac + "e0000001" + target, nil},
	{"loopback address", head + "0002" + mac + "7f000001" + target, nil},
	{"reverse request", head + "0003" + mac + ip + target, nil},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			wiretest.Compare(t, arp.Decode, wiretest.Hex(t, tc.in), tc.want)
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"short":               head + "0001" + mac + ip,
		"other hardware":      "0020 0800 14 04 0001" + strings.Repeat("00", 40),
		"other protocol":      "0001 86dd 06 10 0001" + strings.Repeat("00", 40),
		"address of 5 octets": "0001 0800 05 04 0001" + strings.Repeat("00", 40),
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, arp.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, arp.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, arp.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, arp.Decode, samples(f)...) }
