package bfd_test

import (
	"testing"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/bfd"
	"github.com/whomade/whomade/wire/wiretest"
)

const up = "20 c0 03 18 00000011 00000012 000493e0 000493e0 00000000"

var cases = []struct {
	name   string
	decode wire.DatagramDecoder
	in     string
	want   []string
}{
	{"one hop", bfd.Decode, up, []string{`bfd.session "single hop"`, "bfd.discriminator 17"}},
	{"down, the other not known", bfd.Decode, "21 40 03 18 00000011 00000000 000f4240 000f4240 00000000", []string{`bfd.session "single hop"`, "bfd.discriminator 17"}},
	{"with a password", bfd.Decode, `20 c4 03 21 00000011 00000012 000493e0 000493e0 00000000 01 09 01 "secret"`, []string{`bfd.session "single hop"`, "bfd.discriminator 17"}},
	{"several hops", bfd.DecodeMultihop, up, []string{`bfd.session "multihop"`, "bfd.discriminator 17"}},
	{"link of a group", bfd.DecodeMicro, up, []string{`bfd.session "micro"`, "bfd.discriminator 17"}},
	{"echo", bfd.DecodeEcho, "0102", []string{`bfd.session "echo"`}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, tc.decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":                  "",
		"other version":            "00 c0 03 18 00000011 00000012 000493e0 000493e0 00000000",
		"other diagnosis":          "3f c0 03 18 00000011 00000012 000493e0 000493e0 00000000",
		"multipoint":               "20 c1 03 18 00000011 00000012 000493e0 000493e0 00000000",
		"no multiplier":            "20 c0 00 18 00000011 00000012 000493e0 000493e0 00000000",
		"short length":             "20 c0 03 17 00000011 00000012 000493e0 000493e0 00000000",
		"long length":              "20 c0 03 19 00000011 00000012 000493e0 000493e0 00000000",
		"no room for a password":   "20 c4 03 18 00000011 00000012 000493e0 000493e0 00000000",
		"no discriminator":         "20 c0 03 18 00000000 00000012 000493e0 000493e0 00000000",
		"up, but not with another": "20 c0 03 18 00000011 00000000 000493e0 000493e0 00000000",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, bfd.Decode, wiretest.Hex(t, in)) })
	}
	wiretest.Refuse(t, bfd.DecodeEcho, nil)
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T) {
	for _, tc := range cases {
		wiretest.Truncate(t, tc.decode, wiretest.Hex(t, tc.in))
	}
}
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, bfd.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, bfd.Decode, samples(f)...) }
