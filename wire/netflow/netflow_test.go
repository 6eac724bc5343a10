package netflow_test

import (
	"testing"

	"github.com/whomade/whomade/wire/netflow"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"version 5", "0005 0001 00000001 00000002 00000000 00000001 01 07 0000 000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", []string{
		"netflow.version 5",
		"netflow.source_id 263",
	}},
	{"version 7", "0007 0001 00000001 00000002 00000000 00000001 00000000 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", []string{
		"netflow.version 7",
	}},
	{"version 9", "0009 0002 00000001 00000002 00000003 00000080 0000 0014 0100 0003 0008 0004 000c 0004 0001 0004 0001 0012 0101 0004 0004 0001 0001 0030 0002 0001 0004 0000 0000", []string{
		"netflow.version 9",
		"netflow.source_id 128",
		"netflow.template 0x00080004000c000400010004",
	}},
	{"ipfix", "000a 0044 00000002 00000003 00000005 0002 001c 0100 0002 0008 0004 8001 0008 00001781 0101 0001 0001 0004 0003 0018 0102 0002 0001 0095 0004 8001 0004 00000009 0000", []string{
		"netflow.version 10",
		"netflow.source_id 5",
		"netflow.enterprise 6017",
		"netflow.template 0x000800048001000800001781",
		"netflow.template 0x00010004",
		"netflow.enterprise 9",
	}},
	{"ipfix, the other direction", "000a 0024 00000002 00000003 00000005 0002 0014 0100 0002 0008 0004 8001 0008 00007279", []string{
		"netflow.version 10",
		"netflow.source_id 5",
		"netflow.template 0x000800048001000800007279",
	}},
	{"template cut off", "0009 0001 00000001 00000002 00000003 00000080 0000 000c 0100 0003 0008 0004", []string{
		"netflow.version 9",
		"netflow.source_id 128",
	}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, netflow.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":             "",
		"other version":       "0006 0001 00000001 00000002 00000000 00000001 01 07 0000 000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
		"length of version 5": "0005 0002 00000001 00000002 00000000 00000001 01 07 0000 000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
		"set beyond the end":  "0009 0001 00000001 00000002 00000003 00000080 0000 0024 0100 0001 0008 0004",
		"length of ipfix":     "000a 0064 00000002 00000003 00000005 0002 000c 0100 0001 0008 0004",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, netflow.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, netflow.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, netflow.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, netflow.Decode, samples(f)...) }
