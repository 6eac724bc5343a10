package sigtran_test

import (
	"encoding/binary"
	"slices"
	"testing"

	"github.com/whomade/whomade/wire"
	at "github.com/whomade/whomade/wire/aper/apertest"
	"github.com/whomade/whomade/wire/sigtran"
	"github.com/whomade/whomade/wire/wiretest"
)

type sample struct {
	name string
	in   []byte
	want []string
}

// message builds a message of a class and type.
func message(class, kind byte, body ...[]byte) []byte {
	b := []byte{1, 0, class, kind}
	all := slices.Concat(body...)
	return append(binary.BigEndian.AppendUint32(b, uint32(8+len(all))), all...)
}

// parameter builds a parameter with its padding.
func parameter(tag uint16, v []byte) []byte {
	b := binary.BigEndian.AppendUint16(nil, tag)
	b = append(binary.BigEndian.AppendUint16(b, uint16(4+len(v))), v...)
	for len(b)&3 != 0 {
		b = append(b, 0)
	}
	return b
}

func samples(t testing.TB) map[string]struct {
	decode wire.DatagramDecoder
	all    []sample
} {
	hex := func(s string) []byte { return wiretest.Hex(t, s) }
	inner := at.Message(at.Initiating, 19, at.Element(86, hex("99f907 0123")))
	n := byte(len(inner))
	request := slices.Concat(hex("01 000001 02 02 06 04 43 0100 8e 0f"), []byte{n}, inner, []byte{0})
	unitdata := slices.Concat(hex("09 00 03 05 09 02 42 8e 04 43 0100 8e"), []byte{n}, inner)
	private, standard := "09 2b06010401 81fd59 01", "07 04000001000103"
	begin := func(context string) []byte {
		c := append([]byte{6}, hex(context)...)
		for _, tag := range []string{"a1", "", "60", "a0", "", "28", "6b", "", "62"} {
			switch {
			case tag != "":
				c = append(append(hex(tag), byte(len(c))), c...)
			case c[0] == 0xa1:
				c = append(hex("80 02 0780"), c...)
			case c[0] == 0xa0:
				c = append(hex("06 07 00118605010101"), c...)
			default:
				c = append(hex("48 04 01020304"), c...)
			}
		}
		return append([]byte{byte(len(c))}, c...)
	}
	fromMSC := hex("09 00 03 05 07 02 42 06 02 42 08")
	fromFar := hex("09 00 03 05 0a 02 42 06 05 12 08 00 12 04")
	extended := hex("11 00 0f 04 06 08 00 02 42 06 02 42 95")
	label := hex("00000065 00000066 03 02 00 01")
	rnc := []string{`ss7.point_code "2.101"`, `mobile.function "RNC"`, `mobile.plmn "999-70"`, `mobile.node_id "999-70-291"`}
	return map[string]struct {
		decode wire.DatagramDecoder
		all    []sample
	}{
		"M3UA": {sigtran.DecodeM3UA, []sample{
			{"up", message(3, 1, parameter(0x11, hex("00000007")), parameter(4, []byte("Example SG 1"))),
				[]string{"sigtran.asp_identifier 7", `sigtran.info "Example SG 1"`}},
			{"heartbeat", message(3, 3, parameter(9, hex("00010203"))), nil},
			{"connection request with RANAP", message(1, 1, parameter(0x210, slices.Concat(label, request))), rnc},
			{"unitdata with RANAP", message(1, 1, parameter(6, hex("00000001")), parameter(0x210, slices.Concat(label, unitdata))), rnc},
			{"TCAP of a maker's own", message(1, 1, parameter(0x210, slices.Concat(label, fromMSC, begin(private)))),
				[]string{`ss7.point_code "2.101"`, `mobile.function "MSC"`, "tcap.application_context 1.3.6.1.4.1.32473.1"}},
			{"TCAP of MAP, from behind", message(1, 1, parameter(0x210, slices.Concat(label, fromFar, begin(standard)))), []string{`ss7.point_code "2.101"`}},
			{"TCAP in extended unitdata", message(1, 1, parameter(0x210, slices.Concat(label, extended, begin(private)))),
				[]string{`ss7.point_code "2.101"`, `mobile.function "SGSN"`, "tcap.application_context 1.3.6.1.4.1.32473.1"}},
			{"ISUP", message(1, 1, parameter(0x210, hex("00000065 00000066 05 02 00 01 0102"))), []string{`ss7.point_code "2.101"`}},
		}},
		"MTP3": {sigtran.DecodeMTP3, []sample{
			{"ISUP", hex("05 02 80 40 10 0102"), []string{`other:"point code 0.258" ss7.point_code "0.258"`}},
			{"SCCP", slices.Concat(hex("03 02 80 40 10"), fromMSC, begin(private)), []string{
				`other:"point code 0.258" ss7.point_code "0.258"`, `other:"point code 0.258" mobile.function "MSC"`,
				`other:"point code 0.258" tcap.application_context 1.3.6.1.4.1.32473.1`,
			}},
		}},
		"SUA":  {sigtran.DecodeSUA, []sample{{"active", message(4, 1, parameter(4, []byte("SUA 1"))), []string{`sigtran.info "SUA 1"`}}}},
		"M2UA": {sigtran.DecodeM2UA, []sample{{"up", message(3, 1, parameter(0x11, hex("00000008"))), []string{"sigtran.asp_identifier 8"}}}},
		"M2PA": {sigtran.DecodeM2PA, []sample{
			{"user data", message(11, 1, hex("00000001 00000002 09 05 02 80 40 10 0102")), []string{`ss7.point_code "0.258"`}},
			{"national", message(11, 1, hex("00000001 00000002 09 85 02 80 40 10 0102")), nil},
			{"user data with RANAP", message(11, 1, hex("00000001 00000002 09 03 02 80 40 10"), unitdata), append([]string{`ss7.point_code "0.258"`}, rnc[1:]...)},
			{"link status", message(11, 2, hex("00000001 00000002 00000004")), nil},
		}},
	}
}

func TestDecode(t *testing.T) {
	for name, d := range samples(t) {
		for _, tc := range d.all {
			t.Run(name+" "+tc.name, func(t *testing.T) { wiretest.Compare(t, d.decode, tc.in, tc.want) })
		}
	}
}

func inputs(all []sample) (out [][]byte) {
	for _, s := range all {
		out = append(out, s.in)
	}
	return out
}

func TestRefuses(t *testing.T) {
	all := samples(t)
	for _, in := range []string{"", "03 02 80 40", "83 02 80 40 10"} { // cut off, and national
		wiretest.Refuse(t, all["MTP3"].decode, wiretest.Hex(t, in))
	}
	delete(all, "MTP3")
	for _, d := range all {
		for _, in := range []string{"", "02 00 03 01 00000008", "01 00 ff 01 00000008", "01 00 03 01 00000007", "01 00 03 01 00000009"} {
			wiretest.Refuse(t, d.decode, wiretest.Hex(t, in))
		}
	}
}

func TestTruncated(t *testing.T) {
	for _, d := range samples(t) {
		wiretest.Truncate(t, d.decode, inputs(d.all)...)
	}
}

func TestNoAllocations(t *testing.T) {
	for _, d := range samples(t) {
		wiretest.NoAllocs(t, d.decode, inputs(d.all)...)
	}
}

func FuzzDecodeM3UA(f *testing.F) {
	wiretest.Fuzz(f, sigtran.DecodeM3UA, inputs(samples(f)["M3UA"].all)...)
}
func FuzzDecodeSUA(f *testing.F) {
	wiretest.Fuzz(f, sigtran.DecodeSUA, inputs(samples(f)["SUA"].all)...)
}
func FuzzDecodeM2UA(f *testing.F) {
	wiretest.Fuzz(f, sigtran.DecodeM2UA, inputs(samples(f)["M2UA"].all)...)
}
func FuzzDecodeM2PA(f *testing.F) {
	wiretest.Fuzz(f, sigtran.DecodeM2PA, inputs(samples(f)["M2PA"].all)...)
}
func FuzzDecodeMTP3(f *testing.F) {
	wiretest.Fuzz(f, sigtran.DecodeMTP3, inputs(samples(f)["MTP3"].all)...)
}
