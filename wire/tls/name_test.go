package tls

import (
	"bytes"
	"testing"
)

func TestAppendName(t *testing.T) {
	for _, c := range []struct {
		name string
		in   []byte
		want string
	}{
		{"empty", nil, ""},
		{"order and joining", device, `CN=EX-1000+serialNumber=S1,O=Example Devices\, Inc.,C=XX`},
		{"escapes", rdn(attr(oidO, 0x0c, ` #a+b"c\<d>;e `)), `O=\ #a\+b\"c\\\<d\>\;e\ `},
		{"hash", rdn(attr(oidO, 0x0c, "#1")), `O=\#1`},
		{"control characters", rdn(attr(oidO, 0x0c, "a\x00b\n")), `O=a\00b\0a`},
		{"utf-8", rdn(attr(oidO, 0x0c, "示例设备")), "O=示例设备"},
		{"utf-8 in a PrintableString", rdn(attr(oidO, 0x13, "示例")), "O=示例"},
		{"latin-1", rdn(attr(oidO, 0x14, "Ger\xe4te")), "O=Geräte"},
		{"utf-16", rdn(attr(oidO, 0x1e, "\x00E\x00X\x79\x3a\xd8\x3d\xde\x00")), "O=EX示😀"},
		{"half a surrogate", rdn(attr(oidO, 0x1e, "\xd8\x3d")), "O=\ufffd"},
		{"utf-32", rdn(attr(oidO, 0x1c, "\x00\x00\x00E\x00\x01\xf6\x00")), "O=E😀"},
		{"ia5", rdn(attr("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01", 0x16, "ops@example.com")), "emailAddress=ops@example.com"},
		{"dotted type", rdn(attr("\x2b\x06\x01\x04\x01\xff\x3f\x01", 0x0c, "x")), "1.3.6.1.4.1.16319.1=x"},
		{"no string", rdn(attr(oidOU, 0x02, "\x05")), "OU=#020105"},
		{"empty value", rdn(attr(oidO, 0x0c, "")), "O="},
		{"cut", device[:55], `O=Example Devices\, Inc.,C=XX`},
		{"long", bytes.Repeat(rdn(attr(oidC, 0x13, "XX")), 100), string(bytes.Repeat([]byte("C=XX,"), 63)) + "C=XX"},
	} {
		if got := string(AppendName(nil, c.in)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
