package diameter_test

import (
	"encoding/binary"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/diameter"
	"github.com/whomade/whomade/wire/wiretest"
)

// message builds a message of its AVPs.
func message(flags byte, command, application uint32, avps ...[]byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, 1<<24)
	b = binary.BigEndian.AppendUint32(b, uint32(flags)<<24|command)
	b = binary.BigEndian.AppendUint32(b, application)
	b = append(b, 0, 0, 0, 1, 0, 0, 0, 2)
	b = append(b, slices.Concat(avps...)...)
	b[2], b[3] = byte(len(b)>>8), byte(len(b))
	return b
}

// avp builds an AVP, with its padding; vendor 0 is none.
func avp(code, vendor uint32, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, code)
	n := 8 + len(data)
	if vendor != 0 {
		n += 4
		b = append(b, 0xc0, 0, byte(n>>8), byte(n))
		b = binary.BigEndian.AppendUint32(b, vendor)
	} else {
		b = append(b, 0x40, 0, byte(n>>8), byte(n))
	}
	b = append(b, data...)
	for len(b)&3 != 0 {
		b = append(b, 0)
	}
	return b
}

func text(code uint32, s string) []byte   { return avp(code, 0, []byte(s)) }
func number(code uint32, n uint32) []byte { return avp(code, 0, binary.BigEndian.AppendUint32(nil, n)) }

var (
	host  = text(264, "mme1.example.net")
	realm = text(296, "example.net")

	capabilities = message(0x80, 257, 0, host, realm,
		avp(257, 0, []byte{0, 1, 192, 0, 2, 1}), number(266, 32473), text(269, "Example Agent"), number(278, 5), number(265, 10415),
		avp(260, 0, slices.Concat(number(266, 10415), number(258, 16777251))), number(267, 700))

	cases = []struct {
		name string
		in   []byte
		want []string
	}{
		{"capabilities", capabilities, []string{
			`diameter.origin_host "mme1.example.net"`, `diameter.origin_realm "example.net"`, "diameter.host_ip_address 192.0.2.1",
			"diameter.vendor_id 32473", "diameter.peer_vendor_id 32473", `diameter.product_name "Example Agent"`, "diameter.origin_state_id 5",
			"diameter.supported_vendor_id 10415", "diameter.vendor_id 10415", "diameter.application_id 16777251", "diameter.firmware_revision 700",
		}},
		{"request straight from its origin", message(0xc0, 316, 16777251, text(263, "session"), host, realm, text(1, "001010000000001"),
			avp(628, 10415, number(266, 10415)), avp(1405, 10415, []byte{0, 0, 0, 0x22})),
			[]string{
				`mobile.function "MME"`, `diameter.origin_host "mme1.example.net"`, `diameter.origin_realm "example.net"`,
				"diameter.avp_vendor_id 10415", "diameter.vendor_id 10415", "diameter.avp_vendor_id 10415",
			}},
		{"request through an agent", message(0xc0, 316, 16777251, host, text(282, "mme1.example.net"), avp(1405, 10415, []byte{0, 0, 0, 1})),
			[]string{
				`host_name:"mme1.example.net" mobile.function "SGSN"`, `host_name:"mme1.example.net" diameter.origin_host "mme1.example.net"`,
				`host_name:"mme1.example.net" diameter.avp_vendor_id 10415`,
			}},
		{"answer", message(0x40, 318, 16777251, text(264, "hss.example.net"), avp(297, 0, slices.Concat(number(266, 10415), number(298, 5001)))),
			[]string{
				`host_name:"hss.example.net" mobile.function "HSS"`, `host_name:"hss.example.net" diameter.origin_host "hss.example.net"`,
				`host_name:"hss.example.net" diameter.vendor_id 10415`,
			}},
		{"error of an agent", message(0x20, 318, 16777251, text(264, "dra.example.net")),
			[]string{`host_name:"dra.example.net" diameter.origin_host "dra.example.net"`}},
		{"answer without origin", message(0x40, 318, 16777251, number(266, 10415)), nil},
		{"two messages", append(message(0x80, 280, 0, host), message(0, 280, 0, realm)...),
			[]string{`diameter.origin_host "mme1.example.net"`, `diameter.origin_realm "example.net"`}},
	}
)

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, diameter.Decode, tc.in, tc.want) })
	}
}

func TestRefuses(t *testing.T) {
	short := slices.Clone(capabilities[:20])
	short[3], short[2] = 12, 0
	for name, in := range map[string][]byte{
		"nothing": nil, "other version": append([]byte{2}, capabilities[1:]...), "short length": short,
		"reserved flags": append(slices.Clone(capabilities[:4]), append([]byte{0x8f}, capabilities[5:]...)...),
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, diameter.Decode, in) })
	}
}

func samples() (all [][]byte) {
	for _, tc := range cases {
		all = append(all, tc.in)
	}
	return all
}

// ended is the stream decoder at the end of a stream.
func ended(b []byte, s wire.Sink) bool { return diameter.DecodeStream(b, true, s) == wire.Done }

func TestDecodeStream(t *testing.T) {
	for n := range capabilities {
		var r wiretest.Recorder
		if got := diameter.DecodeStream(capabilities[:n], false, &r); got != wire.NeedMore || len(r.Lines) > 0 {
			t.Fatalf("after %d octets: status %d, %q", n, got, r.Lines)
		}
	}
	var r wiretest.Recorder
	if got := diameter.DecodeStream(append(slices.Clone(capabilities), 1, 0), false, &r); got != wire.Done {
		t.Errorf("status %d", got)
	}
	if diff := cmp.Diff(cases[0].want, r.Lines); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	for _, in := range []string{"GET / HTTP/1.1\r\n\r\n", "\x16\x03"} {
		if got := diameter.DecodeStream([]byte(in), false, &r); got != wire.NotMine {
			t.Errorf("%q: status %d", in, got)
		}
	}
	if got := diameter.DecodeStream([]byte{1}, true, &r); got != wire.NotMine {
		t.Errorf("one octet at the end: status %d", got)
	}
}

func TestTruncated(t *testing.T) {
	wiretest.Truncate(t, diameter.Decode, samples()...)
	wiretest.Truncate(t, ended, samples()...)
}

func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, diameter.Decode, samples()...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, diameter.Decode, samples()...) }
func FuzzDecodeStream(f *testing.F)  { wiretest.Fuzz(f, ended, samples()...) }
