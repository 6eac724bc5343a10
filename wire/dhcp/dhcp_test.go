package dhcp_test

import (
	"strings"
	"testing"

	"github.com/whomade/whomade/wire/dhcp"
	"github.com/whomade/whomade/wire/wiretest"
)

const (
	mac    = "00005e005301"
	client = "mac:00:00:5e:00:53:01 "
	chaddr = client + "dhcp.chaddr 00:00:5e:00:53:01"
)

// message4 are the parts of a BOOTP message as hexadecimal; empty ones are zero.
type message4 struct {
	op, hardware, yours, relay, chaddr, name, file, options string
}

// build puts a message together: a request of an Ethernet client unless told
// otherwise.
func (m message4) build(t testing.TB) []byte {
	t.Helper()
	b := make([]byte, 236)
	put := func(at int, value, otherwise string) {
		if value == "" {
			value = otherwise
		}
		copy(b[at:], wiretest.Hex(t, value))
	}
	put(0, m.op, "01")
	put(1, m.hardware, "0106")
	put(16, m.yours, "")
	put(24, m.relay, "")
	put(28, m.chaddr, mac)
	put(44, m.name, "")
	put(108, m.file, "")
	return append(b, wiretest.Hex(t, m.options)...)
}

const magic = "63825363 "

var cases4 = []struct {
	name string
	in   message4
	want []string
}{
	{"client", message4{options: magic + `350101 3d0701` + mac + `0c06 "host-7" 3c08 "Vendor 1" 3704 01 03 06 0f ff 0c01 "x"`},
		[]string{
			chaddr,
			client + "dhcp.client_id 00:00:5e:00:53:01",
			client + `dhcp.hostname "host-7"`,
			client + `dhcp_vendor_class "Vendor 1"`,
			client + `dhcp.parameter_request_list "1,3,6,15"`,
		}},
	{"behind a relay", message4{relay: "c0000201", options: magic + `350101 0c06 "host-7" 5204 0102 "cc"`},
		[]string{chaddr, client + `dhcp.hostname "host-7"`}},
	{"no address, behind a relay", message4{relay: "c0000201", hardware: "2000", options: magic + `350101 0c06 "host-7" 3d04 ff010203`},
		[]string{`other:"dhcp client" dhcp.client_id 0xff010203`, `other:"dhcp client" dhcp.hostname "host-7"`}},
	{"no address", message4{hardware: "2000", options: magic + `350101 0c06 "host-7"`},
		[]string{`dhcp.hostname "host-7"`}},
	{"address in the client identifier only", message4{hardware: "2000", options: magic + "350101 3d0701" + mac},
		[]string{client + "dhcp.client_id 00:00:5e:00:53:01"}},
	{"group address", message4{chaddr: "ffffffffffff", options: magic + `350101 0c06 "host-7"`},
		[]string{`dhcp.hostname "host-7"`}},
	{"BOOTP", message4{}, []string{chaddr}},
	{"other cookie", message4{options: `01020304 0c06 "host-7"`}, []string{chaddr}},
	{"lease query", message4{options: magic + `35010a 0c05 "asker" 370133`}, []string{chaddr}},
	{"overloaded fields", message4{
		name: `0c03 "abc" ff`, file: `3c03 "cls" ff`, options: magic + "350101 340103 ff"},
		[]string{chaddr, client + `dhcp.hostname "abc"`, client + `dhcp_vendor_class "cls"`}},
	{"file overloaded", message4{
		name: `0c03 "abc" ff`, file: `3c03 "cls" ff`, options: magic + "350101 340101 ff"},
		[]string{chaddr, client + `dhcp_vendor_class "cls"`}},
	{"option in parts", message4{
		file: `3c03 "two" ff`, options: magic + `3c03 "one" 350101 0000 340101 3c01 "-" ff`},
		[]string{chaddr, client + `dhcp_vendor_class "one-two"`}},
	{"cable modem", message4{options: magic + `350101 3c0a "docsis3.1:" 2b19 0404 "SN-1" 0502 "H2" 0602 "S3" 0902 "M4" 0a05 "Maker"`},
		[]string{
			chaddr,
			client + `dhcp_vendor_class "docsis3.1:"`,
			client + "dhcp.vendor_option 0x0404534e2d310502483206025333090" + "24d340a054d616b6572",
			client + `dhcp.vendor_serial "SN-1"`,
			client + `dhcp.vendor_hardware "H2"`,
			client + `dhcp.vendor_software "S3"`,
			client + `dhcp.vendor_model "M4"`,
			client + `dhcp.vendor_name "Maker"`,
		}},
	{"vendor option of another", message4{options: magic + `350101 2b06 0404 "SN-1"`},
		[]string{chaddr, client + "dhcp.vendor_option 0x0404534e2d31"}},
	{"user classes", message4{options: magic + `350101 4d08 03 "abc" 03 "def"`},
		[]string{chaddr, client + `dhcp.user_class "abc"`, client + `dhcp.user_class "def"`}},
	{"user class as text", message4{options: magic + `350101 4d04 "iPXE"`},
		[]string{chaddr, client + `dhcp.user_class "iPXE"`}},
	{"vendor-identifying class", message4{options: magic +
		`350101 7c15 0000cf9c 06 "ru2/EX" 00000de9 05 04 "Test"`},
		[]string{
			chaddr,
			client + "dhcp.vi_vendor_class_enterprise 53148",
			client + `dhcp.vi_vendor_class "ru2/EX"`,
			client + "dhcp.vi_vendor_class_enterprise 3561",
			client + `dhcp.vi_vendor_class "Test"`,
		}},
	{"gateway of TR-069", message4{options: magic +
		`350103 7d22 0000118b 02 0101 00000de9 16 0106 "00005E" 0204 "SN-2" 0306 "HomeGW"`},
		[]string{
			chaddr,
			client + `cwmp.oui "00005E"`,
			client + `cwmp.serial_number "SN-2"`,
			client + `cwmp.product_class "HomeGW"`,
		}},
	{"client identifier as text", message4{options: magic + `350101 3d06 00 "cpe-9"`},
		[]string{chaddr, client + `dhcp.client_id "cpe-9"`}},
	{"client identifier as account", message4{options: magic + `350101 3d0c "user|hidden1" 3d00`}, []string{chaddr}},
	{"client identifier as mail address", message4{options: magic + `350101 3d0a 00 "user@isp." `}, []string{chaddr}},
	{"acknowledgement", message4{op: "02", yours: "c0000209", options: magic + `350105 3604 c0000201 0c06 "host-7" 3c03 "srv"`},
		[]string{"bind 192.0.2.9 00:00:5e:00:53:01"}},
	{"acknowledgement without address", message4{op: "02", options: magic + "350105 3604 c0000201"}, nil},
	{"offer of a gateway", message4{op: "02", yours: "c0000209", options: magic +
		`350102 3604 c0000201 7d13 00000de9 0e 0406 "00005E" 0504 "SN-3"`},
		[]string{`ip:192.0.2.1 cwmp.oui "00005E"`, `ip:192.0.2.1 cwmp.serial_number "SN-3"`}},
	{"refusal", message4{op: "02", yours: "c0000209", options: magic + "350106 3604 c0000201"}, nil},
	{"BOOTP reply", message4{op: "02", yours: "c0000209"}, []string{"bind 192.0.2.9 00:00:5e:00:53:01"}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases4 {
		t.Run(tc.name, func(t *testing.T) {
			wiretest.Compare(t, dhcp.Decode, tc.in.build(t), tc.want)
		})
	}
}

func TestDecodeTellsNoAccount(t *testing.T) {
	for _, id := range []string{`"user@isp.example|secret"`, `00 "user|secret"`, `02 "a@b"`} {
		value := wiretest.Hex(t, id)
		b := append(message4{options: magic + "3d"}.build(t), byte(len(value)))
		_, lines := wiretest.Record(dhcp.Decode, append(b, value...))
		if s := strings.Join(lines, "\n"); strings.Contains(s, "client_id") {
			t.Errorf("%s: %s", id, s)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	whole := message4{}
	for name, b := range map[string][]byte{
		"nothing":              {},
		"short":                whole.build(t)[:235],
		"unknown operation":    message4{op: "03"}.build(t),
		"address of 17 octets": message4{hardware: "0111"}.build(t),
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, dhcp.Decode, b) })
	}
}

// TestLongList asks for as many parameters as one option can.
func TestLongList(t *testing.T) {
	list := strings.Repeat("ff", 255)
	in := message4{options: magic + "37ff" + list}.build(t)
	wiretest.Compare(t, dhcp.Decode, in, []string{
		chaddr,
		client + `dhcp.parameter_request_list "` + strings.TrimSuffix(strings.Repeat("255,", 255), ",") + `"`,
	})
	wiretest.NoAllocs(t, dhcp.Decode, in)
}

// TestEndlessParts repeats an option more often than there is room for.
func TestEndlessParts(t *testing.T) {
	in := message4{options: magic + strings.Repeat("3cff"+strings.Repeat("41", 255), 40)}.build(t)
	_, lines := wiretest.Record(dhcp.Decode, in)
	if n := len(lines[1]); n > 2200 {
		t.Errorf("value of %d characters", n)
	}
}

func samples4(t testing.TB) (all [][]byte) {
	for _, tc := range cases4 {
		all = append(all, tc.in.build(t))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, dhcp.Decode, samples4(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, dhcp.Decode, samples4(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, dhcp.Decode, samples4(f)...) }
