package cdp_test

import (
	"testing"

	"github.com/whomade/whomade/wire/cdp"
	"github.com/whomade/whomade/wire/wiretest"
)

const head = "02 b4 0000 "

var cases = []struct {
	name, in string
	want     []string
}{
	{"switch", head +
		`0001 000a "sw-lab"` +
		`0002 0011 00000001 0101cc 0004 c0000209` +
		`0003 0008 "Gi 1"` +
		`0004 0008 00000028` +
		`0005 0010 "OS 9.1" 0a "built"` +
		`0006 000e "example X1"` +
		`000a 0006 0001` +
		`0014 0007 "sw1"` +
		`0015 000d 2b06010401 878c01 00` +
		`0016 002d 00000002 0101cc 0004 c0000207 02 08 aaaa0300000086dd 0010 20010db8000000000000000000000001`,
		[]string{
			`cdp.device_id "sw-lab"`,
			`cdp.port_id "Gi 1"`,
			`cdp.version "OS 9.1\nbuilt"`,
			`cdp.platform "example X1"`,
			`cdp.system_name "sw1"`,
			"cdp.system_object_id 1.3.6.1.4.1.116225.0",
			"cdp.management_address 192.0.2.7",
			"cdp.management_address 2001:db8::1",
		}},
	{"object identifier with tag", head + "0015 0009 06032b0601", []string{"cdp.system_object_id 1.3.6.1"}},
	{"port id counted short", "01 b4 0000" + `0001 0006 "ab" 0003 0004 "Et0" 0006 0006 "cd"`,
		[]string{`cdp.device_id "ab"`, `cdp.port_id "Et0"`, `cdp.platform "cd"`}},
	{"binary device id", head + "0001 000a 00005e005301", []string{"cdp.device_id 0x00005e005301"}},
	{"empty values", head + "0001 0004 0005 0006 0000 0015 0004 0016 0004", nil},
	{"address of another protocol", head + "0016 0015 00000002 0101cc 0002 c000 0101cc 0004 c00002", nil},
	{"length beyond the end", head + `0001 0006 "ab" 0006 00ff "cd"`, []string{`cdp.device_id "ab"`}},
	{"length below its head", head + `0001 0006 "ab" 0006 0003 "cd"`, []string{`cdp.device_id "ab"`}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			wiretest.Compare(t, cdp.Decode, wiretest.Hex(t, tc.in), tc.want)
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":           "",
		"version 3":         `03 b4 0000 0001 0006 "ab"`,
		"no TLV":            head,
		"first TLV cut off": head + `0001 0006 "a"`,
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, cdp.Decode, wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, cdp.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, cdp.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, cdp.Decode, samples(f)...) }
