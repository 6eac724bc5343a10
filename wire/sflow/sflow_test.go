package sflow_test

import (
	"testing"

	"github.com/whomade/whomade/wire/sflow"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"version 5", "00000005 00000001 c0000201 00000000 00000001 00000001 00000003 00000001 00000028 00000001 00000000 00000400 00000400 00000000 00000001 00000002 00000001 004e2001 00000000 00000002 00000014 00000001 00000000 00000001 0043c001 00000000 00009007 00000004 00000000", []string{
		"sflow.agent 192.0.2.1",
		"sflow.enterprise 1250",
		"sflow.enterprise 1084",
		"sflow.enterprise 9",
	}},
	{"expanded samples", "00000005 00000001 c0000201 00000000 00000001 00000001 00000002 00000004 00000018 00000001 00000000 00000001 00000001 00009001 00000000 00000003 00000034 00000001 00000000 00000001 00000400 00000400 00000000 00000000 00000001 00000000 00000002 00000001 00009002 00000000", []string{
		"sflow.agent 192.0.2.1",
		"sflow.enterprise 9",
		"sflow.enterprise 9",
	}},
	{"version 4", "00000004 00000001 c0000201 00000001 00000001 00000000 00000000", []string{
		"sflow.agent 192.0.2.1",
	}},
	{"IPv6, sample beyond the end", "00000005 00000002 20010db8000000000000000000000001 00000000 00000001 00000001 00000001 00000001 ffffffff", []string{
		"sflow.agent 2001:db8::1",
	}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, sflow.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":       "",
		"other version": "00000003 00000001 c0000201 00000000 00000001 00000001 00000000",
		"other family":  "00000005 00000003 c0000201 00000000 00000001 00000001 00000000",
		"short":         "00000005 00000001 c0000201",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, sflow.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, sflow.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, sflow.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, sflow.Decode, samples(f)...) }
