package ranap_test

import (
	"testing"

	"github.com/whomade/whomade/wire"
	at "github.com/whomade/whomade/wire/aper/apertest"
	"github.com/whomade/whomade/wire/ranap"
	"github.com/whomade/whomade/wire/wiretest"
)

type sample struct {
	name string
	in   []byte
	want []string
}

func initial(t testing.TB) []byte {
	return at.Message(at.Initiating, 19, at.Element(3, []byte{0}), at.Element(86, wiretest.Hex(t, "99f907 0123")))
}

func ranapSamples(t testing.TB) []sample {
	return []sample{
		{"initial UE message", initial(t), []string{`mobile.function "RNC"`, `mobile.plmn "999-70"`, `mobile.node_id "999-70-291"`}},
		{"private message", at.Raw(at.Initiating, 25, wiretest.Hex(t, "00 0000 80 08 2b06010401 81fd59 40 01 00")),
			[]string{"mobile.private_oid 1.3.6.1.4.1.32473"}},
		{"answer", at.Message(at.Successful, 1, at.Element(4, []byte{0})), nil},
	}
}

func ruaSamples(t testing.TB) []sample {
	inner := initial(t)
	return []sample{
		{"connect", at.Message(at.Initiating, 1, at.Element(7, []byte{0}), at.Element(4, append([]byte{byte(len(inner))}, inner...))),
			[]string{`mobile.plmn "999-70"`, `mobile.node_id "999-70-291"`}},
		{"private message", at.Raw(at.Initiating, 6, wiretest.Hex(t, "00 0000 80 08 2b06010401 81fd59 40 01 00")),
			[]string{"mobile.private_oid 1.3.6.1.4.1.32473"}},
		{"error", at.Message(at.Initiating, 5, at.Element(1, []byte{0})), nil},
	}
}

func hnbapSamples(t testing.TB) []sample {
	return []sample{
		{"register", at.Message(at.Initiating, 1, at.Element(9, wiretest.Hex(t, "99f907")), at.Element(6, []byte{0, 9})),
			[]string{`mobile.function "HNB"`, `mobile.plmn "999-70"`, "mobile.lac 9"}},
		{"accept", at.Message(at.Successful, 1, at.Element(14, []byte{0, 1})), []string{`mobile.function "HNB-GW"`}},
		{"UE register", at.Message(at.Initiating, 3, at.Element(5, []byte{0})), nil},
	}
}

type decoder struct {
	decode wire.DatagramDecoder
	all    []sample
}

func decoders(t testing.TB) map[string]decoder {
	return map[string]decoder{
		"RANAP": {ranap.Decode, ranapSamples(t)}, "RUA": {ranap.DecodeRUA, ruaSamples(t)}, "HNBAP": {ranap.DecodeHNBAP, hnbapSamples(t)},
	}
}

func (d decoder) inputs() (out [][]byte) {
	for _, s := range d.all {
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
		for _, in := range []string{"", "00000000", "e0 13 00 04 00000000", "00 13 00 03 000000 01", "00 13 00 09 000000"} {
			wiretest.Refuse(t, d.decode, wiretest.Hex(t, in))
		}
	}
}

func TestTruncated(t *testing.T) {
	for _, d := range decoders(t) {
		wiretest.Truncate(t, d.decode, d.inputs()...)
	}
}

func TestNoAllocations(t *testing.T) {
	for _, d := range decoders(t) {
		wiretest.NoAllocs(t, d.decode, d.inputs()...)
	}
}

func FuzzDecode(f *testing.F)    { wiretest.Fuzz(f, ranap.Decode, decoders(f)["RANAP"].inputs()...) }
func FuzzDecodeRUA(f *testing.F) { wiretest.Fuzz(f, ranap.DecodeRUA, decoders(f)["RUA"].inputs()...) }
func FuzzDecodeHNBAP(f *testing.F) {
	wiretest.Fuzz(f, ranap.DecodeHNBAP, decoders(f)["HNBAP"].inputs()...)
}
