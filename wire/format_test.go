package wire_test

import (
	"encoding/hex"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/whomade/whomade/wire"
)

func TestFormat(t *testing.T) {
	for _, tc := range []struct {
		name     string
		kind     wire.Kind
		in       string
		value    string
		encoding string
	}{
		{"text", wire.Text, "Example OS 1.2", "Example OS 1.2", "text"},
		{"empty text", wire.Text, "", "", "text"},
		{"padded text", wire.Text, "AB\x00\x00", "AB", "text"},
		{"only padding", wire.Text, "\x00\x00", "", "text"},
		{"line ends stay", wire.Text, "a\r\nb\n", "a\r\nb\n", "text"},
		{"utf-8", wire.Text, "路由器", "路由器", "text"},
		{"gbk", wire.Text, "\xc2\xb7\xd3\xc9\xc6\xf7", "c2b7d3c9c6f7", "hex"},
		{"inner NUL", wire.Text, "a\x00b\x00", "61006200", "hex"},
		{"bytes", wire.Bytes, "AB", "4142", "hex"},
		{"no bytes", wire.Bytes, "", "", "hex"},
		{"mac", wire.MAC, "\x00\x00\x5e\x00\x53\xAF", "00:00:5e:00:53:af", "text"},
		{"short mac", wire.MAC, "\x00\x00\x5e\x00\x53", "00005e0053", "hex"},
		{"oui", wire.OUI, "\x00\x12\xbb", "00:12:bb", "text"},
		{"long oui", wire.OUI, "\x00\x12\xbb\x01", "0012bb01", "hex"},
		{"uint of one", wire.Uint, "\x07", "7", "text"},
		{"uint of four", wire.Uint, "\x00\x00\x0d\xe9", "3561", "text"},
		{"greatest uint", wire.Uint, "\xff\xff\xff\xff\xff\xff\xff\xff", "18446744073709551615", "text"},
		{"no uint", wire.Uint, "", "", "hex"},
		{"uint of nine", wire.Uint, "\x00\x00\x00\x00\x00\x00\x00\x00\x01", "000000000000000001", "hex"},
		{"ipv4", wire.IP, "\xc0\x00\x02\x01", "192.0.2.1", "text"},
		{"ipv6", wire.IP, "\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01", "2001:db8::1", "text"},
		{"no ip", wire.IP, "\xc0\x00\x02", "c00002", "hex"},
		{"oid", wire.OID, "\x2b\x06\x01\x04\x01\x8f\x65", "1.3.6.1.4.1.2021", "text"},
		{"zero oid", wire.OID, "\x00", "0.0", "text"},
		{"joint-iso oid", wire.OID, "\x88\x37\x03", "2.999.3", "text"},
		{"great arc", wire.OID, "\x2b\x81\xff\xff\xff\xff\xff\xff\xff\xff\x7f", "1.3.18446744073709551615", "text"},
		{"arc too great", wire.OID, "\x2b\x82\x80\x80\x80\x80\x80\x80\x80\x80\x00", "2b82808080808080808000", "hex"},
		{"oid cut off", wire.OID, "\x2b\x06\x8f", "2b068f", "hex"},
		{"no oid", wire.OID, "", "", "hex"},
		{"unknown kind", wire.Kind(99), "\x01", "01", "hex"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			value, encoding := wire.Format(tc.kind, []byte(tc.in))
			if value != tc.value || encoding != tc.encoding {
				t.Errorf("Format = %q, %q; want %q, %q", value, encoding, tc.value, tc.encoding)
			}
		})
	}
}

func FuzzFormat(f *testing.F) {
	for k := wire.Text; k <= wire.OUI+1; k++ {
		f.Add(uint8(k), []byte("\x2b\x06\x01\x04\x01\x8f"))
		f.Add(uint8(k), []byte{})
	}
	f.Fuzz(func(t *testing.T, kind uint8, in []byte) {
		value, encoding := wire.Format(wire.Kind(kind), in)
		switch encoding {
		case wire.EncodingHex:
			if got, err := hex.DecodeString(value); err != nil || string(got) != string(in) {
				t.Errorf("hexadecimal %q does not hold %x", value, in)
			}
		case wire.EncodingText:
			if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
				t.Errorf("%q is no text", value)
			}
		default:
			t.Errorf("encoding %q", encoding)
		}
	})
}
