package radius_test

import (
	"slices"
	"testing"

	"github.com/whomade/whomade/wire/radius"
	"github.com/whomade/whomade/wire/wiretest"
)

// packet builds a packet of its attributes.
func packet(code byte, attributes ...[]byte) []byte {
	b := append([]byte{code, 7, 0, 0}, make([]byte, 16)...)
	b = append(b, slices.Concat(attributes...)...)
	b[2], b[3] = byte(len(b)>>8), byte(len(b))
	return b
}

func attribute(kind byte, value string) []byte {
	return append([]byte{kind, byte(2 + len(value))}, value...)
}

var cases = []struct {
	name string
	in   []byte
	want []string
}{
	{"request of a NAS", packet(1, attribute(1, "subscriber@example.net"), attribute(2, "secret"), attribute(4, "\xc0\x00\x02\x01"),
		attribute(32, "nas-1"), attribute(30, "00-00-5E-00-53-01:guests"), attribute(31, "00-00-5E-00-53-02"), attribute(26, "\x00\x00\x7e\xd9\x01\x03a\x02\x02")),
		[]string{
			"radius.vendor_id 32473", `radius.vendor_attribute "32473.1"`, `radius.vendor_attribute "32473.2"`,
			`radius.nas_identifier "nas-1"`, "radius.nas_address 192.0.2.1", `radius.called_station_id "00-00-5E-00-53-01:guests"`,
		}},
	{"accounting with a last length that is one short", packet(4, attribute(32, "bng"), attribute(30, "+15550100"), attribute(26, "\x00\x00\x07\xdb\xfe\x05V1R\xff\x06Model")),
		[]string{"radius.vendor_id 2011", `radius.nas_identifier "bng"`}},
	{"accounting with a product", packet(4, attribute(26, "\x00\x00\x07\xdb\xfe\x05V1R\xff\x07Model")),
		[]string{"radius.vendor_id 2011", `radius.vendor_attribute "2011.254"`, `radius.nas_version "V1R"`, `radius.vendor_attribute "2011.255"`, `radius.nas_product "Model"`}},
	{"request through a proxy", packet(1, attribute(33, "1"), attribute(4, "\xc0\x00\x02\x01"), attribute(32, "nas-1")),
		[]string{`ip:192.0.2.1 radius.nas_identifier "nas-1"`, "ip:192.0.2.1 radius.nas_address 192.0.2.1"}},
	{"request through a proxy, name alone", packet(1, attribute(33, "1"), attribute(32, "nas-1")), []string{`host_name:"nas-1" radius.nas_identifier "nas-1"`}},
	{"accept", packet(2, attribute(26, "\x00\x00\x7e\xd9\x01\x03a")), []string{"radius.vendor_id 32473", `radius.vendor_attribute "32473.1"`}},
	{"vendor's own form", packet(2, attribute(26, "\x00\x00\x7e\xd9\x01\x09a")), []string{"radius.vendor_id 32473"}},
	{"extended", packet(1, attribute(241, "\x1a\x00\x00\x7e\xd9\x01x"), attribute(245, "\x1a\x00\x00\x00\x7e\xd9\x01x"), attribute(242, "\x01x")),
		[]string{"radius.vendor_id 32473", "radius.vendor_id 32473"}},
	{"response with padding", append(packet(5), 0, 0), nil},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, radius.Decode, tc.in, tc.want) })
	}
}

func TestRefuses(t *testing.T) {
	for name, in := range map[string][]byte{
		"nothing": nil, "head alone cut": packet(1)[:19], "unknown code": packet(99), "short length": append([]byte{1, 0, 0, 19}, make([]byte, 20)...),
		"bad first attribute": packet(1, []byte{1, 1, 0}),
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, radius.Decode, in) })
	}
}

func samples() (all [][]byte) {
	for _, tc := range cases {
		all = append(all, tc.in)
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, radius.Decode, samples()...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, radius.Decode, samples()...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, radius.Decode, samples()...) }
