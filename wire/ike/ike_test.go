package ike_test

import (
	"testing"

	"github.com/whomade/whomade/wire/ike"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"version 1", `0102030405060708 0000000000000000 01 10 02 00 00000000 0000003c 0d 00 0008 00000001 0d 00 000b "EXAMPLE" 00 00 000d 010203040506070809`, []string{
		`ike.vendor_id "EXAMPLE"`,
		"ike.vendor_id 0x010203040506070809",
	}},
	{"version 2, behind four zeros", `00000000 0102030405060708 0000000000000000 21 20 22 08 00000000 00000033 2b 00 0008 00000001 2e 00 000b "EXAMPLE" 2b 00 0004`, []string{
		`ike.vendor_id "EXAMPLE"`,
	}},
	{"encrypted", "0102030405060708 0000000000000000 0d 10 02 01 00000001 00000024 0d 00 0008 01020304", nil},
	{"payload beyond the end", `0102030405060708 0000000000000000 0d 10 02 00 00000000 00000024 0d 00 0028 "EXAM"`, nil},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, ike.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":       "",
		"other version": "0102030405060708 0000000000000000 01 30 02 00 00000000 0000001c",
		"length":        "0102030405060708 0000000000000000 01 10 02 00 00000000 0000002c",
		"keepalive":     "ff",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, ike.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, ike.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, ike.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, ike.Decode, samples(f)...) }
