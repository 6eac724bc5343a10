package ngap_test

import (
	"testing"

	"github.com/whomade/whomade/wire"
	at "github.com/whomade/whomade/wire/aper/apertest"
	"github.com/whomade/whomade/wire/ngap"
	"github.com/whomade/whomade/wire/wiretest"
)

type sample struct {
	name string
	in   []byte
	want []string
}

// f1Successful is the first octet of an answer in F1AP.
const f1Successful = 0x40

func ngapSamples(t testing.TB) []sample {
	hex := func(s string) []byte { return wiretest.Hex(t, s) }
	return []sample{
		{"setup request of a gNB", at.Message(at.Initiating, 21,
			at.Element(27, hex("00 99f907 00 000004")),
			at.Element(82, at.Name("gnb-1")),
			at.Element(102, hex("00 00 000007 00 99f907 0000 10 08 010203")),
			at.Element(21, hex("40"))),
			[]string{`mobile.function "gNB"`, `mobile.plmn "999-70"`, `mobile.node_id "999-70-1"`, `ngap.ran_node_name "gnb-1"`, "mobile.tac 7", `mobile.plmn "999-70"`}},
		{"setup request of an ng-eNB", at.Message(at.Initiating, 21, at.Element(27, hex("40 99f907 00 123450"))),
			[]string{`mobile.function "ng-eNB"`, `mobile.plmn "999-70"`, `mobile.node_id "999-70-74565"`}},
		{"setup request of an N3IWF", at.Message(at.Initiating, 21, at.Element(27, hex("80 99f907 0091 80"))),
			[]string{`mobile.function "N3IWF"`, `mobile.plmn "999-70"`, `mobile.node_id "999-70-291"`}},
		{"setup response", at.Message(at.Successful, 21,
			at.Element(1, at.Name("amf-1")),
			at.Element(96, hex("00 00 99f907 010042")),
			at.Element(80, hex("00 99f907 0000 0008"))),
			[]string{`mobile.function "AMF"`, `ngap.amf_name "amf-1"`, `mobile.plmn "999-70"`, `mobile.amf_id "999-70-65602"`, `mobile.plmn "999-70"`}},
		{"extended names", at.Message(at.Initiating, 35,
			at.Element(273, hex(`60 08 "g1" 03 "gé"`)), at.Element(274, hex(`20 02 "a1"`))),
			[]string{`ngap.ran_node_name "g1"`, `ngap.ran_node_name "gé"`, `ngap.amf_name "a1"`}},
		{"private message", at.Raw(at.Initiating, 31, hex("00 0000 80 08 2b06010401 81fd59 40 01 00")),
			[]string{"mobile.private_oid 1.3.6.1.4.1.32473"}},
		{"downlink NAS transport", at.Message(at.Initiating, 4, at.Element(38, hex("0102"))), []string{`mobile.function "AMF"`}},
	}
}

func xnapSamples(t testing.TB) []sample {
	hex := func(s string) []byte { return wiretest.Hex(t, s) }
	return []sample{
		{"setup request", at.Message(at.Initiating, 17, at.Element(14, hex("00 99f907 00 000004"))),
			[]string{`mobile.function "gNB"`, `mobile.plmn "999-70"`, `mobile.node_id "999-70-1"`}},
		{"private message", at.Raw(at.Initiating, 22, hex("00 0000 80 08 2b06010401 81fd59 40 01 00")),
			[]string{"mobile.private_oid 1.3.6.1.4.1.32473"}},
		{"handover", at.Message(at.Initiating, 0, at.Element(1, hex("00"))), nil},
	}
}

func f1apSamples(t testing.TB) []sample {
	hex := func(s string) []byte { return wiretest.Hex(t, s) }
	return []sample{
		{"setup request", at.Message(at.Initiating, 1,
			at.Element(42, hex("20 0102")), at.Element(45, at.Name("du-1")), at.Element(427, hex(`40 18 "du-2"`))),
			[]string{`mobile.function "gNB-DU"`, "f1ap.gnb_du_id 258", `f1ap.gnb_du_name "du-1"`, `f1ap.gnb_du_name "du-2"`}},
		{"setup response", at.Message(f1Successful, 1, at.Element(82, at.Name("cu-1"))),
			[]string{`mobile.function "gNB-CU"`, `f1ap.gnb_cu_name "cu-1"`}},
		{"private message", at.Raw(at.Initiating, 14, hex("00 0000 00 0001 40 01 00")), nil},
	}
}

func e1apSamples(t testing.TB) []sample {
	hex := func(s string) []byte { return wiretest.Hex(t, s) }
	return []sample{
		{"user plane sets up", at.Message(at.Initiating, 3, at.Element(7, hex("00 05")), at.Element(8, at.Name("up-1"))),
			[]string{`mobile.function "gNB-CU-UP"`, "e1ap.gnb_cu_up_id 5", `e1ap.gnb_cu_up_name "up-1"`}},
		{"control plane answers", at.Message(at.Successful, 3, at.Element(9, at.Name("cp-1"))),
			[]string{`mobile.function "gNB-CU-CP"`, `e1ap.gnb_cu_cp_name "cp-1"`}},
		{"control plane sets up", at.Message(at.Initiating, 4, at.Element(9, at.Name("cp-1"))),
			[]string{`mobile.function "gNB-CU-CP"`, `e1ap.gnb_cu_cp_name "cp-1"`}},
	}
}

func decoders(t testing.TB) map[string]struct {
	decode wire.DatagramDecoder
	all    []sample
} {
	type d = struct {
		decode wire.DatagramDecoder
		all    []sample
	}
	return map[string]d{
		"NGAP": {ngap.Decode, ngapSamples(t)}, "XnAP": {ngap.DecodeXnAP, xnapSamples(t)},
		"F1AP": {ngap.DecodeF1AP, f1apSamples(t)}, "E1AP": {ngap.DecodeE1AP, e1apSamples(t)},
	}
}

func inputs(all []sample) (out [][]byte) {
	for _, s := range all {
		out = append(out, s.in)
	}
	return out
}

func TestDecode(t *testing.T) {
	for name, d := range decoders(t) {
		for _, tc := range d.all {
			t.Run(name+" "+tc.name, func(t *testing.T) { wiretest.Compare(t, d.decode, tc.in, tc.want) })
		}
	}
}

func TestRefuses(t *testing.T) {
	for _, d := range decoders(t) {
		for _, in := range []string{"", "00000000", "e0 15 00 04 00000000", "00 15 00 03 000000 01", "00 15 00 09 000000"} {
			wiretest.Refuse(t, d.decode, wiretest.Hex(t, in))
		}
	}
}

func TestTruncated(t *testing.T) {
	for _, d := range decoders(t) {
		wiretest.Truncate(t, d.decode, inputs(d.all)...)
	}
}

func TestNoAllocations(t *testing.T) {
	for _, d := range decoders(t) {
		wiretest.NoAllocs(t, d.decode, inputs(d.all)...)
	}
}

func FuzzDecode(f *testing.F)     { wiretest.Fuzz(f, ngap.Decode, inputs(ngapSamples(f))...) }
func FuzzDecodeXnAP(f *testing.F) { wiretest.Fuzz(f, ngap.DecodeXnAP, inputs(xnapSamples(f))...) }
func FuzzDecodeF1AP(f *testing.F) { wiretest.Fuzz(f, ngap.DecodeF1AP, inputs(f1apSamples(f))...) }
func FuzzDecodeE1AP(f *testing.F) { wiretest.Fuzz(f, ngap.DecodeE1AP, inputs(e1apSamples(f))...) }
