package s1ap_test

import (
	"testing"

	"github.com/whomade/whomade/wire"
	at "github.com/whomade/whomade/wire/aper/apertest"
	"github.com/whomade/whomade/wire/s1ap"
	"github.com/whomade/whomade/wire/wiretest"
)

type sample struct {
	name string
	in   []byte
	want []string
}

func s1apSamples(t testing.TB) []sample {
	hex := func(s string) []byte { return wiretest.Hex(t, s) }
	return []sample{
		{"setup request", at.Message(at.Initiating, 17,
			at.Element(59, hex("00 99f907 00 123450")),
			at.Element(60, at.Name("site-1")),
			at.Element(64, hex("00 00 01 c0 99f907")),
			at.Element(137, hex("40"))),
			[]string{
				`mobile.function "eNB"`, `mobile.plmn "999-70"`, `mobile.node_id "999-70-74565"`,
				`s1ap.enb_name "site-1"`, "mobile.tac 7", `mobile.plmn "999-70"`,
			}},
		{"home and long eNB", at.Message(at.Initiating, 17, at.Element(59, hex("00 00f110 40 12345670"))),
			[]string{`mobile.function "eNB"`, `mobile.plmn "001-01"`, `mobile.node_id "001-01-19088743"`}},
		{"short eNB", at.Message(at.Initiating, 17, at.Element(59, hex("00 001013 80 03 12344 0"))),
			[]string{`mobile.function "eNB"`, `mobile.plmn "000-311"`, `mobile.node_id "000-311-18641"`}},
		{"setup response", at.Message(at.Successful, 17,
			at.Element(61, at.Name("mme-1")),
			at.Element(105, hex("00 00 99f907 0000 8001 00 2a"))),
			[]string{`mobile.function "MME"`, `s1ap.mme_name "mme-1"`, `mobile.plmn "999-70"`, "mobile.mme_group_id 32769", "mobile.mme_code 42"}},
		{"padded to the end of a chunk", append(at.Message(at.Successful, 17, at.Element(61, at.Name("mme-1"))), make([]byte, 40)...),
			[]string{`mobile.function "MME"`, `s1ap.mme_name "mme-1"`}},
		{"initial UE message", at.Message(at.Initiating, 12,
			at.Element(8, hex("0001")), at.Element(67, hex("00 99f907 0007")), at.Element(100, hex("00 99f907 00012340"))),
			[]string{`mobile.function "eNB"`, `mobile.plmn "999-70"`}},
		{"private message", at.Raw(at.Initiating, 39, hex("00 0001 80 08 2b06010401 81fd59 40 02 0102 00 1234 40 01 00")),
			[]string{"mobile.private_oid 1.3.6.1.4.1.32473"}},
	}
}

func x2apSamples(t testing.TB) []sample {
	hex := func(s string) []byte { return wiretest.Hex(t, s) }
	gnb := at.Container(at.Element(252, hex("00 99f907 00 000004")))
	return []sample{
		{"setup request", at.Message(at.Initiating, 6, at.Element(21, hex("00 99f907 00 123450"))),
			[]string{`mobile.function "eNB"`, `mobile.plmn "999-70"`, `mobile.node_id "999-70-74565"`}},
		{"setup failure", at.Message(at.Unsuccessful, 6, at.Element(5, hex("00"))), nil},
		{"EN-DC setup by an eNB", at.Message(at.Initiating, 36, at.Element(244, append([]byte{0}, at.Container(at.Element(21, hex("00 99f907 00 123450")))...))),
			[]string{`mobile.function "eNB"`, `mobile.plmn "999-70"`, `mobile.node_id "999-70-74565"`}},
		{"EN-DC setup answered by an en-gNB", at.Message(at.Successful, 36, at.Element(246, append([]byte{0x40}, gnb...))),
			[]string{`mobile.function "en-gNB"`, `mobile.plmn "999-70"`, `mobile.node_id "999-70-1"`}},
		{"handover", at.Message(at.Initiating, 0, at.Element(10, hex("0001"))), nil},
	}
}

func run(t *testing.T, decode wire.DatagramDecoder, all []sample) {
	for _, tc := range all {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, decode, tc.in, tc.want) })
	}
}

func inputs(all []sample) (out [][]byte) {
	for _, s := range all {
		out = append(out, s.in)
	}
	return out
}

func TestDecode(t *testing.T)     { run(t, s1ap.Decode, s1apSamples(t)) }
func TestDecodeX2AP(t *testing.T) { run(t, s1ap.DecodeX2AP, x2apSamples(t)) }

func TestRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":           "",
		"zero":              "00000000",
		"behind the marker": "80 11 00 04 00000000",
		"fourth kind":       "60 11 00 04 00000000",
		"more behind it":    "00 11 00 03 000000 01",
		"cut off":           "00 11 00 09 000000",
	} {
		t.Run(name, func(t *testing.T) {
			wiretest.Refuse(t, s1ap.Decode, wiretest.Hex(t, in))
			wiretest.Refuse(t, s1ap.DecodeX2AP, wiretest.Hex(t, in))
		})
	}
}

func TestTruncated(t *testing.T) {
	wiretest.Truncate(t, s1ap.Decode, inputs(s1apSamples(t))...)
	wiretest.Truncate(t, s1ap.DecodeX2AP, inputs(x2apSamples(t))...)
}

func TestNoAllocations(t *testing.T) {
	wiretest.NoAllocs(t, s1ap.Decode, inputs(s1apSamples(t))...)
	wiretest.NoAllocs(t, s1ap.DecodeX2AP, inputs(x2apSamples(t))...)
}

func FuzzDecode(f *testing.F)     { wiretest.Fuzz(f, s1ap.Decode, inputs(s1apSamples(f))...) }
func FuzzDecodeX2AP(f *testing.F) { wiretest.Fuzz(f, s1ap.DecodeX2AP, inputs(x2apSamples(f))...) }
