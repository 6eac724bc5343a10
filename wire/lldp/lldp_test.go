package lldp_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/whomade/whomade/wire/lldp"
	"github.com/whomade/whomade/wire/wiretest"
)

// tlv builds one TLV; the value is hexadecimal with text in quotes.
func tlv(t testing.TB, kind int, value string) []byte {
	t.Helper()
	v := wiretest.Hex(t, value)
	return append([]byte{byte(kind<<1 | len(v)>>8), byte(len(v))}, v...)
}

// unit builds a data unit: a chassis id, then TLVs given as type and value.
func unit(t testing.TB, chassis string, more ...any) []byte {
	t.Helper()
	b := tlv(t, 1, chassis)
	for i := 0; i < len(more); i += 2 {
		b = append(b, tlv(t, more[i].(int), more[i+1].(string))...)
	}
	return b
}

const mac = "04 00005e005301"

var cases = []struct {
	name    string
	chassis string
	more    []any
	want    []string
}{
	{"basic set", mac, []any{
		2, `05 "ge-0/0/1"`, 3, "0078", 4, `"to core"`, 5, `"edge-7"`, 6, "\"Example Switch\" 0d0a \"OS 1.2\"",
		7, "0014 0004", 8, "05 01 c0000207 02 00000001 08 2b06010401 878c01", 0, "", 5, `"after the end"`,
	}, []string{
		"mac:00:00:5e:00:53:01 lldp.chassis_id 00:00:5e:00:53:01",
		`mac:00:00:5e:00:53:01 lldp.port_id "ge-0/0/1"`,
		`mac:00:00:5e:00:53:01 lldp.port_description "to core"`,
		`mac:00:00:5e:00:53:01 lldp.system_name "edge-7"`,
		`mac:00:00:5e:00:53:01 lldp.system_description "Example Switch\r\nOS 1.2"`,
		"mac:00:00:5e:00:53:01 lldp.capabilities 0x00140004",
		"mac:00:00:5e:00:53:01 lldp.management_address 192.0.2.7",
		"mac:00:00:5e:00:53:01 lldp.management_oid 1.3.6.1.4.1.116225",
	}},
	{"media endpoint", mac, []any{
		127, `0012bb 05 "hw 2" 0000`, 127, `0012bb 06 "fw 3"`, 127, `0012bb 07 "sw 4"`, 127, `0012bb 08 "SN1"`,
		127, `0012bb 09 "Example" 00 "junk"`, 127, `0012bb 0a "Phone 9"`, 127, `0012bb 0b "asset"`,
		127, "0012bb 01 000f 01", 127, "0012bb 0b 00",
	}, []string{
		"mac:00:00:5e:00:53:01 lldp.chassis_id 00:00:5e:00:53:01",
		"mac:00:00:5e:00:53:01 lldp.org_oui 00:12:bb",
		`mac:00:00:5e:00:53:01 lldp.med_hardware "hw 2"`,
		`mac:00:00:5e:00:53:01 lldp.med_firmware "fw 3"`,
		`mac:00:00:5e:00:53:01 lldp.med_software "sw 4"`,
		`mac:00:00:5e:00:53:01 lldp.med_serial_number "SN1"`,
		`mac:00:00:5e:00:53:01 lldp.med_manufacturer "Example"`,
		`mac:00:00:5e:00:53:01 lldp.med_model "Phone 9"`,
		`mac:00:00:5e:00:53:01 lldp.med_asset "asset"`,
	}},
	{"authors once each", mac, []any{
		127, "0080c2 01 0001", 127, "00120f 01 036c01 001e", 127, "0080c2 03 0001 00", 127, "00005e 7f", 127, "00005e",
	}, []string{
		"mac:00:00:5e:00:53:01 lldp.chassis_id 00:00:5e:00:53:01",
		"mac:00:00:5e:00:53:01 lldp.org_oui 00:80:c2",
		"mac:00:00:5e:00:53:01 lldp.org_oui 00:12:0f",
		"mac:00:00:5e:00:53:01 lldp.org_oui 00:00:5e",
	}},
	{"fabric switch", mac, []any{127, `000142 d5 "SN2" 00`, 127, `000142 d7 "MODEL-X"`, 127, "000142 01 01"}, []string{
		"mac:00:00:5e:00:53:01 lldp.chassis_id 00:00:5e:00:53:01",
		"mac:00:00:5e:00:53:01 lldp.org_oui 00:01:42",
		`mac:00:00:5e:00:53:01 lldp.cisco_serial_number "SN2"`,
		`mac:00:00:5e:00:53:01 lldp.cisco_model "MODEL-X"`,
	}},
	{"address as chassis id", "05 01 c0000207", []any{2, "04 02 20010db8000000000000000000000001"}, []string{
		"lldp.chassis_id 192.0.2.7", "lldp.port_id 2001:db8::1",
	}},
	{"address of no length known", "05 01 c000", []any{2, "04 09 01"}, []string{
		"lldp.chassis_id 0x01c000", "lldp.port_id 0x0901",
	}},
	{"name as chassis id", `07 "edge-7"`, []any{2, "03 00005e005302"}, []string{
		`lldp.chassis_id "edge-7"`, "lldp.port_id 00:00:5e:00:53:02",
	}},
	{"octets as chassis id", "07 00005e005301", []any{2, "07 0a"}, []string{
		"lldp.chassis_id 0x00005e005301", "lldp.port_id 0x0a",
	}},
	{"short MAC address", "04 00005e0053", []any{2, "03 00005e0053"}, []string{
		"lldp.chassis_id 0x00005e0053", "lldp.port_id 0x00005e0053",
	}},
	{"zero MAC address", "04 000000000000", nil, []string{"lldp.chassis_id 00:00:00:00:00:00"}},
	{"management by IPv6, without object", `07 "x"`, []any{8, "11 02 20010db8000000000000000000000001 02 00000001 00"},
		[]string{`lldp.chassis_id "x"`, "lldp.management_address 2001:db8::1"}},
	{"management by MAC, object with tag", `07 "x"`, []any{8, "07 06 00005e005301 02 00000001 05 06032b0601"},
		[]string{`lldp.chassis_id "x"`, "lldp.management_address 00:00:5e:00:53:01", "lldp.management_oid 1.3.6.1"}},
	{"management, lengths beyond the end", `07 "x"`, []any{8, "07 01 c0000201", 8, "05 01 c0000201 02 00000001 08 2b06", 8, "01"},
		[]string{`lldp.chassis_id "x"`, "lldp.management_address 192.0.2.1"}},
	{"empty values", `07 "x"`, []any{2, "05", 4, "", 5, "", 6, "0000", 7, "00", 8, "", 127, ""}, []string{`lldp.chassis_id "x"`}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			wiretest.Compare(t, lldp.Decode, unit(t, tc.chassis, tc.more...), tc.want)
		})
	}
}

func TestDecodeKeepsWhatStandsBeforeAnError(t *testing.T) {
	b := append(unit(t, mac, 5, `"edge-7"`), 0x0c, 0xff, 'x')
	wiretest.Compare(t, lldp.Decode, b, []string{
		"mac:00:00:5e:00:53:01 lldp.chassis_id 00:00:5e:00:53:01",
		`mac:00:00:5e:00:53:01 lldp.system_name "edge-7"`,
	})
}

func TestDecodeBoundsAuthors(t *testing.T) {
	b := unit(t, mac)
	for i := range 1000 {
		b = append(b, 0xfe, 4, 0xaa, byte(i>>8), byte(i), 1)
	}
	_, lines := wiretest.Record(lldp.Decode, b)
	if diff := cmp.Diff(33, len(lines)); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, b := range map[string][]byte{
		"nothing":               {},
		"no chassis id":         tlv(t, 5, `"edge-7"`),
		"chassis id of nothing": tlv(t, 1, "04"),
		"chassis id cut off":    tlv(t, 1, mac)[:5],
		"text":                  []byte(strings.Repeat("HTTP/1.1 200 OK\r\n", 3)),
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, lldp.Decode, b) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, unit(t, tc.chassis, tc.more...))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, lldp.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, lldp.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, lldp.Decode, samples(f)...) }
