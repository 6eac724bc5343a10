package mndp_test

import (
	"testing"

	"github.com/whomade/whomade/wire/mndp"
	"github.com/whomade/whomade/wire/wiretest"
)

const head = "0000 0017 "

var cases = []struct {
	name, in string
	want     []string
}{
	{"announcement", head + "0001 0006 00005e005301" +
		`0005 0006 "branch" 0007 0005 "7.1.2" 0008 0008 "Platform" 000a 0004 00010000` +
		`000b 0009 "ABCD-EFGH" 000c 0007 "RB-TEST" 000e 0001 00 0010 0006 "ether1" 0011 0004 c0000201`,
		[]string{
			`mac:00:00:5e:00:53:01 mndp.identity "branch"`,
			`mac:00:00:5e:00:53:01 mndp.version "7.1.2"`,
			`mac:00:00:5e:00:53:01 mndp.platform "Platform"`,
			`mac:00:00:5e:00:53:01 mndp.software_id "ABCD-EFGH"`,
			`mac:00:00:5e:00:53:01 mndp.board "RB-TEST"`,
		}},
	{"zero address, empty identity", head + `0001 0006 000000000000 0005 0000 000c 0002 "B1"`, []string{`mndp.board "B1"`}},
	{"length beyond the end", head + `0001 0006 00005e005301 000c 0002 "B1" 0007 0009 "7"`,
		[]string{`mac:00:00:5e:00:53:01 mndp.board "B1"`}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			wiretest.Compare(t, mndp.Decode, wiretest.Hex(t, tc.in), tc.want)
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":             "",
		"request":             "00000000",
		"request of 9 octets": "00000000 0000000000",
		"no address":          head + `0005 0006 "branch"`,
		"short address":       head + "0001 0004 00005e00",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, mndp.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, mndp.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, mndp.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, mndp.Decode, samples(f)...) }
