package pfcp_test

import (
	"testing"

	"github.com/whomade/whomade/wire/pfcp"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"association setup of a user plane", "20 05 0022 000001 00" + "003c 0005 00 c0000201 0060 0004 e0000000 002b 0002 0110 8001 0003 7ed9 01",
		[]string{"pfcp.node_id 192.0.2.1", "pfcp.up_features 0x0110", `mobile.function "UPF"`, "pfcp.enterprise_id 32473"}},
	{"association setup of a control plane", "20 06 001f 000001 00" + `003c 0011 02 03"smf" 07"example" 03"net" 0059 0001 41`,
		[]string{`pfcp.node_id "smf.example.net"`, "pfcp.cp_features 0x41", `mobile.function "SMF"`}},
	{"name without lengths", "20 06 000f 000001 00" + `003c 0007 02 "smf-01"`, []string{`pfcp.node_id "smf-01"`}},
	{"session establishment", "21 32 0039 0000000000000000 000001 00" + "003c 0011 01 20010db8000000000000000000000001" +
		"0001 0014" + "0002 0010" + "8002 0002 7ed9" + "0067 0005 02 c0000202 00",
		[]string{`mobile.function "SMF"`, "pfcp.node_id 2001:db8::1", "pfcp.enterprise_id 32473", "ip:192.0.2.2 pfcp.node_id 192.0.2.2"}},
	{"node report about a peer", "20 0c 0022 000001 00" + "003c 0005 00 c0000201 0066 0009 0067 0005 02 c0000202 00b4 0004 00 02\"s1\"",
		[]string{`mobile.function "UPF"`, "pfcp.node_id 192.0.2.1", "ip:192.0.2.2 pfcp.node_id 192.0.2.2", `pfcp.node_id "s1"`}},
	{"two bundled", "24 01 000c 000001 00 0060 0004 e0000000 20 02 000d 000002 00 003c 0005 00 c0000201", []string{"pfcp.node_id 192.0.2.1"}},
	{"heartbeat", "20 01 000c 000001 00 0060 0004 e0000000", nil},
	{"element cut off", "20 05 0020 000001 00 003c 0005 00 c0000201 003c 0020 00", []string{"pfcp.node_id 192.0.2.1"}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, pfcp.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":       "",
		"version 2":     "40 05 0004 000001 00",
		"no message":    "20 00 0004 000001 00",
		"short length":  "20 05 0003 000001 00",
		"session cut":   "21 32 000c 00000000 00",
		"unknown types": "20 ff 0004 000001 00",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, pfcp.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, pfcp.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, pfcp.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, pfcp.Decode, samples(f)...) }
