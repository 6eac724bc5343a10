package dhcp_test

import (
	"strings"
	"testing"

	"github.com/whomade/whomade/wire/dhcp"
	"github.com/whomade/whomade/wire/wiretest"
)

const (
	linkTime   = "0001 0001 20000000 00005e005301"
	link       = "0003 0001 00005e005302"
	enterprise = "0002 000007db 0102"

	clientLinkTime   = " 0001 000e " + linkTime
	clientEnterprise = " 0001 0008 " + enterprise
	serverLink       = " 0002 000a " + link
	serverEnterprise = " 0002 0008 " + enterprise

	server = "mac:00:00:5e:00:53:02 "
	peer   = " 20010db8000000000000000000000001 fe80000000000000000000000000abcd "
)

// relayed wraps a message in a relay message; more are options of the agent.
func relayed(t testing.TB, kind, more string, inner []byte) []byte {
	t.Helper()
	b := wiretest.Hex(t, kind+"00"+peer+more+"0009")
	return append(append(b, byte(len(inner)>>8), byte(len(inner))), inner...)
}

var cases6 = []struct {
	name   string
	relays []string // kinds, innermost first
	more   string   // options of the relay agents
	in     string
	want   []string
}{
	{"client", nil, "", "01 000001" + clientLinkTime +
		`0010 0013 0000cf9c 000b "ru/EX/M1/S1" 0000` +
		`0010 0008 0000117f 0002 ff00` +
		`0011 0004 00000de9 0027 000d 01 04 "cpe7" 04 "test" 00 00`,
		[]string{
			client + "dhcp6.duid 0x000100012000000000005e005301",
			client + "dhcp6.vendor_class_enterprise 53148",
			client + `dhcp6.vendor_class "ru/EX/M1/S1"`,
			client + "dhcp6.vendor_class_enterprise 4479",
			client + "dhcp6.vendor_class 0xff00",
			client + "dhcp6.vendor_opts_enterprise 3561",
			client + `dhcp6.client_fqdn "cpe7.test"`,
		}},
	{"client without MAC address", nil, "", "0b 000001" + clientEnterprise,
		[]string{"dhcp6.duid 0x0002000007db0102", "dhcp6.duid_enterprise 2011"}},
	{"client without MAC address behind a relay", []string{"0c"}, "", "01 000001" + clientEnterprise,
		[]string{"ip:fe80::abcd dhcp6.duid 0x0002000007db0102", "ip:fe80::abcd dhcp6.duid_enterprise 2011"}},
	{"client behind an agent that tells its address", []string{"0c"}, "004f 0008 0001 00005e005309",
		"01 000001" + clientLinkTime, []string{"mac:00:00:5e:00:53:09 dhcp6.duid 0x000100012000000000005e005301"}},
	{"eight relays", []string{"0c", "0c", "0c", "0c", "0c", "0c", "0c", "0c"}, "", "01 000001" + clientLinkTime,
		[]string{client + "dhcp6.duid 0x000100012000000000005e005301"}},
	{"client to a server", nil, "", "03 000001" + clientLinkTime + serverEnterprise,
		[]string{
			client + "dhcp6.duid 0x000100012000000000005e005301",
			`other:"dhcp server" dhcp6.duid 0x0002000007db0102`,
			`other:"dhcp server" dhcp6.duid_enterprise 2011`,
		}},
	{"server", nil, "", "07 000001" + clientLinkTime + serverLink + "0011 0006 0000118b 0000",
		[]string{
			server + "dhcp6.duid 0x0003000100005e005302",
			server + "dhcp6.vendor_opts_enterprise 4491",
			client + "dhcp6.duid 0x000100012000000000005e005301",
		}},
	{"server without MAC address", nil, "", "02 000001" + serverEnterprise + clientEnterprise,
		[]string{
			"dhcp6.duid 0x0002000007db0102", "dhcp6.duid_enterprise 2011",
			`other:"dhcp client" dhcp6.duid 0x0002000007db0102`, `other:"dhcp client" dhcp6.duid_enterprise 2011`,
		}},
	{"server behind a relay", []string{"0d"}, "", "02 000001" + serverEnterprise,
		[]string{`other:"dhcp server" dhcp6.duid 0x0002000007db0102`, `other:"dhcp server" dhcp6.duid_enterprise 2011`}},
	{"address of one octet", nil, "", "01 000001 0001 0009 0001 0001 20000000 0e",
		[]string{"dhcp6.duid 0x00010001200000000e"}},
	{"names cut and empty", nil, "", `01 000001 0027 0002 0000 0027 0003 01 05 "a"`, nil},
	{"partial name", nil, "", `01 000001 0027 0006 01 04 "cpe7"`, []string{`dhcp6.client_fqdn "cpe7"`}},
	{"class item cut off", nil, "", `01 000001 0010 0009 0000cf9c 0009 "abc"`,
		[]string{"dhcp6.vendor_class_enterprise 53148"}},
}

func sample6(t testing.TB, relays []string, more, in string) []byte {
	t.Helper()
	b := wiretest.Hex(t, in)
	for _, kind := range relays {
		b = relayed(t, kind, more, b)
	}
	return b
}

func TestDecode6(t *testing.T) {
	for _, tc := range cases6 {
		t.Run(tc.name, func(t *testing.T) {
			wiretest.Compare(t, dhcp.Decode6, sample6(t, tc.relays, tc.more, tc.in), tc.want)
		})
	}
}

func TestDecode6Refuses(t *testing.T) {
	nine := strings.Fields(strings.Repeat("0c ", 9))
	for name, b := range map[string][]byte{
		"nothing":                    {},
		"unknown type":               wiretest.Hex(t, "63 000001"+clientLinkTime),
		"no option":                  wiretest.Hex(t, "01 000001"),
		"server's without an option": wiretest.Hex(t, "07 000001 0002"),
		"relay without a message":    wiretest.Hex(t, "0c00"+peer+clientLinkTime),
		"relay cut off":              wiretest.Hex(t, "0c00"+peer)[:30],
		"nine relays":                sample6(t, nine, "", "01 000001"+clientLinkTime),
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, dhcp.Decode6, b) })
	}
}

func samples6(t testing.TB) (all [][]byte) {
	for _, tc := range cases6 {
		all = append(all, sample6(t, tc.relays, tc.more, tc.in))
	}
	return all
}

func TestTruncated6(t *testing.T)     { wiretest.Truncate(t, dhcp.Decode6, samples6(t)...) }
func TestNoAllocations6(t *testing.T) { wiretest.NoAllocs(t, dhcp.Decode6, samples6(t)...) }
func FuzzDecode6(f *testing.F)        { wiretest.Fuzz(f, dhcp.Decode6, samples6(f)...) }
