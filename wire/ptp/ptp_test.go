package ptp_test

import (
	"testing"

	"github.com/whomade/whomade/wire/ptp"
	"github.com/whomade/whomade/wire/wiretest"
)

// head is that of a message of a type and length, from a clock.
func head(first, length, clock string) string {
	return first + "02" + length + "00 00 0000 0000000000000000 00000000" + clock + "0001 0007 00 00"
}

const clock = "00005efffe005301"

var cases = []struct {
	name, in string
	want     []string
}{
	{"sync", head("00", "002c", clock) + "00000000000000000000",
		[]string{"ptp.clock_identity 0x00005efffe005301", "ptp.clock_oui 00:00:5e"}},
	{"announce of a local clock", head("1b", "0040", "0200000000000001") + "00000000000000000000 0025 00 80 06 21 4e5d 80" + clock + "0001 20",
		[]string{"ptp.clock_identity 0x0200000000000001", "ptp.grandmaster_identity 0x00005efffe005301"}},
	{"clock description", head("0d", "006b", clock) + "ffffffffffffffffffff 01 01 02 00" +
		`0001 0035 0001 8000 04 "IEEE" 0006 00005e005301 0001 0004 c0000201 00005e 00 0b "Maker;M1;S1" 05 "1;2;3" 02 ";;" 000000000000`,
		[]string{
			"ptp.clock_identity 0x00005efffe005301", "ptp.clock_oui 00:00:5e",
			"ptp.manufacturer_oui 00:00:5e", `ptp.product_description "Maker;M1;S1"`, `ptp.revision_data "1;2;3"`,
		}},
	{"management of something else", head("0d", "0036", clock) + "ffffffffffffffffffff 01 01 02 00 0001 0002 2000",
		[]string{"ptp.clock_identity 0x00005efffe005301", "ptp.clock_oui 00:00:5e"}},
	{"no identity", head("00", "0022", "0000000000000000"), nil},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, ptp.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":        "",
		"version 1":      "00 01" + head("00", "0022", clock)[4:],
		"longer than it": head("00", "0023", clock),
		"reserved type":  head("05", "0022", clock),
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, ptp.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, ptp.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, ptp.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, ptp.Decode, samples(f)...) }
