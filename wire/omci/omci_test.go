package omci_test

import (
	"strings"
	"testing"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/omci"
	"github.com/whomade/whomade/wire/wiretest"
)

// message is one of the baseline set: its header, its contents filled up, and a
// trailer.
func message(head, contents string) string {
	n := 0
	for i, part := range strings.Split(contents, `"`) {
		if i%2 == 1 {
			n += len(part)
		} else {
			n += len(strings.Join(strings.Fields(part), "")) / 2
		}
	}
	return head + contents + strings.Repeat("00", 32-n) + "00000028 01020304"
}

const nul6 = "000000000000"

var cases = []struct {
	name   string
	decode wire.DatagramDecoder
	in     string
	want   []string
}{
	{"upload of ONU-G", omci.Decode, message("0001 2e 0a 0002 0000", `0100 0000 e000 "EXMP" "V1.0-rc2" `+nul6+` "EXMP" 01ab23cd`), []string{
		`gpon.vendor_id "EXMP"`, `omci.version "V1.0-rc2"`, `gpon.serial_number "EXMP01AB23CD"`,
	}},
	{"upload of ONU2-G", omci.Decode, message("0002 2e 0a 0002 0000", `0101 0000 e000 "EX-5000             " a1 0007`), []string{
		`omci.equipment_id "EX-5000"`, "omci.product_code 7",
	}},
	{"upload of OLT-G, which is about the OLT", omci.Decode, message("0003 2e 0a 0002 0000", `0083 0000 c000 "OLTV" "OLT-9"`), []string{
		`other:"OLT" gpon.vendor_id "OLTV"`, `other:"OLT" omci.equipment_id "OLT-9"`,
	}},
	{"set of OLT-G", omci.Decode, message("0003 48 0a 0083 0000", `2000 "V9"`), []string{`other:"OLT" omci.version "V9"`}},
	{"get of the vendor id and the serial number", omci.Decode, message("0004 29 0a 0100 0000", `00 a000 "EXMP" "EXMP" 01ab23cd`), []string{
		`gpon.vendor_id "EXMP"`, `gpon.serial_number "EXMP01AB23CD"`,
	}},
	{"get of the logical ONU id", omci.Decode, message("0004 29 0a 0100 0000", `00 0040 "planted"`), nil},
	{"get that failed in part", omci.Decode, message("0004 29 0a 0100 0000", `09 8000 "EXMP"`), []string{`gpon.vendor_id "EXMP"`}},
	{"get that failed", omci.Decode, message("0004 29 0a 0100 0000", `05 8000 "EXMP"`), nil},
	{"software that runs", omci.Decode, message("0005 2e 0a 0002 0000", `0007 0001 f000 "V5R019C10S115 " 01 01 01`), []string{`omci.software_version "V5R019C10S115"`}},
	{"software that does not", omci.Decode, message("0005 2e 0a 0002 0000", `0007 0000 f000 "V5R019C00S100 " 01 00 01`), nil},
	{"software, not told whether it runs", omci.Decode, message("0005 29 0a 0007 0000", `00 8000 "1.0"`), []string{`omci.software_version "1.0"`}},
	{"product code of software", omci.Decode, message("0005 29 0a 0007 0000", `00 0800 "EX5000-SW"`), []string{`omci.image_code "EX5000-SW"`}},
	{"serial number without letters", omci.Decode, message("0004 29 0a 0100 0000", "00 2000 00000000 01ab23cd"), nil},
	{"serial number not set", omci.Decode, message("0004 29 0a 0100 0000", `00 2000 "EXMP" 00000000`), nil},
	{"question", omci.Decode, message("0004 49 0a 0100 0000", "e000"), nil},
	{"upload of another class", omci.Decode, message("0001 2e 0a 0003 0000", `0100 0000 8000 "EXMP"`), nil},
	{"without a trailer", omci.Decode, strings.TrimSuffix(message("0004 29 0a 0100 0000", `00 8000 "EXMP"`), "00000028 01020304"), []string{`gpon.vendor_id "EXMP"`}},
	{"extended upload of three entities", omci.Decode, `0006 2e 0b 0002 0000 0036 0004 0100 0000 8000 "EXMP" 0002 0003 0000 8000 0001 0018 0101 0000 c000 "EX-5000             " a1 000000 01020304`, []string{
		`gpon.vendor_id "EXMP"`, `omci.equipment_id "EX-5000"`,
	}},
	{"extended get", omci.Decode, `0007 29 0b 0100 0000 000b 00 8000 0000 0000 "EXMP" 01020304`, []string{`gpon.vendor_id "EXMP"`}},
	{"extended upload cut off", omci.Decode, `0006 2e 0b 0002 0000 000c 0005 0100 0000 8000 "EXMP" 01020304`, nil},
	{"point-to-point Ethernet", omci.DecodeExtended, "0019a7 0002 0030" + message("0004 29 0a 0100 0000", `00 8000 "EXMP"`), []string{`gpon.vendor_id "EXMP"`}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, tc.decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":             "",
		"destination bit":     message("0004 a9 0a 0100 0000", "00 8000"),
		"both flags":          message("0004 69 0a 0100 0000", "00 8000"),
		"other type":          message("0004 21 0a 0100 0000", "00 8000"),
		"other device":        message("0004 29 0c 0100 0000", "00 8000"),
		"short":               "0004 29 0a 0100 0000 00 8000",
		"extended, too long":  "0007 29 0b 0100 0000 000b 00 8000 0000 0000",
		"extended, no length": "0007 29 0b 0100 0000",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, omci.Decode, wiretest.Hex(t, in)) })
	}
	for name, in := range map[string]string{
		"nothing":   "",
		"other OUI": "0019a8 0002 0030" + message("0004 29 0a 0100 0000", `00 8000 "EXMP"`),
		"too long":  "0019a7 0002 0031" + message("0004 29 0a 0100 0000", `00 8000 "EXMP"`),
	} {
		t.Run("behind 88b7: "+name, func(t *testing.T) { wiretest.Refuse(t, omci.DecodeExtended, wiretest.Hex(t, in)) })
	}
}

// either is both decoders.
func either(b []byte, s wire.Sink) bool { return omci.DecodeExtended(b, s) || omci.Decode(b, s) }

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, either, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, either, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, either, samples(f)...) }
