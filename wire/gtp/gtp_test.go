package gtp_test

import (
	"testing"

	"github.com/whomade/whomade/wire/gtp"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"echo response", "32 02 0006 00000000 0001 00 00 0e 07", []string{"gtp.restart_counter 7"}},
	{"create PDP context request", "32 10 0025 00000000 0001 00 00" +
		"02 0000000000000000 0e 01 10 00000001 85 0004 c0000201 ff 0004 7ed9 0102 84 0000",
		[]string{`mobile.function "SGSN"`, "gtp.restart_counter 1", "gtp.gsn_address 192.0.2.1", "gtp.private_extension 32473"}},
	{"create PDP context response behind an extension header", "34 11 000f 00000001 0001 00 c0 01 0000 00 85 0004 c0000202",
		[]string{`mobile.function "GGSN"`, "gtp.gsn_address 192.0.2.2"}},
	{"unknown element ends it", "32 01 0008 00000000 0001 00 00 7f00 0e07", nil},
	{"version 2: create session request", "48 20 003a 00000000 000001 00" +
		"01 0001 00 f0 53 0003 00 99f907 57 0009 00 8a 00000001 c0000201 57 0009 01 87 00000000 c0000203 ff 0003 00 7ed9 01 03 0001 00 09",
		[]string{
			`ip:192.0.2.1 mobile.function "MME"`, `ip:192.0.2.3 mobile.function "PGW"`, "gtp.private_extension 32473", "gtp.restart_counter 9",
			`ip:192.0.2.1 mobile.plmn "999-70"`,
		}},
	{"version 2: bearer context, IPv6, name", "48 21 004b 00000001 000001 00" +
		"5d 0026 00 57 0009 00 81 00000001 c0000204 57 0015 00 45 00000001 20010db8000000000000000000000001 88 0010 00 03\"sgw\" 07\"example\" 03\"net\" 98 0001 00 01",
		[]string{`ip:192.0.2.4 mobile.function "SGW"`, `ip:2001:db8::1 mobile.function "PGW"`, `gtp.fqdn "sgw.example.net"`, "gtp.node_features 0x01"}},
	{"version 2: two messages", "50 01 0009 000001 00 03 0001 00 05 40 02 0009 000001 00 03 0001 00 06", []string{"gtp.restart_counter 5", "gtp.restart_counter 6"}},
	{"charging: node alive request", "0f 04 0007 0001 fb 0004 c0000205", []string{"gtp.charging_gateway 192.0.2.5"}},
	{"charging: response to records", "4f f1 0002 0001 01 80", []string{`mobile.function "CGF"`}},
	{"charging: records", "4f f0 0002 0001 0e 07", nil},
	{"charging: head of version 0", "0e 02 0002 0001 0000000000000000000000000000 0e 08", []string{"gtp.restart_counter 8"}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, gtp.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":          "",
		"user data":        "30 ff 0004 00000001 45000000",
		"longer than it":   "32 02 0007 00000000 0001 00 00 0e 07",
		"extension of 0":   "34 11 0008 00000001 0001 00 c0 00 0000 00",
		"version 3":        "60 02 0004 00000000",
		"version 2 cut":    "48 20 0004 00000000",
		"charging cut":     "0f 04 0008 0001 fb 0004 c0000205",
		"charging, no 111": "00 04 0001 0001 0000",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, gtp.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, gtp.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, gtp.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, gtp.Decode, samples(f)...) }
