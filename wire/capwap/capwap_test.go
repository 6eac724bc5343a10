package capwap_test

import (
	"testing"

	"github.com/whomade/whomade/wire/capwap"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"join request", `00 10 02 00 0000 0000 00000003 01 0056 00` +
		`0026 0019 00002f29 0000 0006 "AP-900" 0001 0007 "SN00001"` + `002d 0003 "ap1"` +
		`0027 001c 01 01 01 01 0000 00002f29 0001 0005 "7.1.2" 00002f29 0000 0001 00`,
		[]string{"capwap.vendor_id 12073", `capwap.wtp_model "AP-900"`, `capwap.wtp_serial_number "SN00001"`, `capwap.wtp_name "ap1"`,
			"capwap.vendor_id 12073", `capwap.wtp_software "7.1.2"`, "capwap.vendor_id 12073"}},
	{"discovery response", `00 10 02 00 0000 0000 00000002 01 0030 00 0004 0003 "ac1" 0001 0015 0001 0002 0001 0002 04 00 00 00 00002f29 0004 0001 31 0025 0007 00409600 0001 00`,
		[]string{`capwap.ac_name "ac1"`, "capwap.vendor_id 12073", "capwap.vendor_id 4232704"}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			wiretest.Compare(t, capwap.Decode, wiretest.Hex(t, tc.in), tc.want)
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":         "",
		"encrypted":       "01 00 00 00 16feff 0000000000000000 0000",
		"keep-alive data": "00 10 02 00 0000 0000 00000000 00 0003 00",
		"later fragment":  "00 10 02 80 0001 0010 00000003 01 0003 00",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, capwap.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, capwap.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, capwap.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, capwap.Decode, samples(f)...) }
