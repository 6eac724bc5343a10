package wire_test

import (
	"testing"

	"github.com/whomade/whomade/wire"
)

func TestTextOrBytes(t *testing.T) {
	for in, want := range map[string]wire.Kind{
		"core-1":       wire.Text,
		"core-1\x00":   wire.Text,
		"交换机":          wire.Text,
		"":             wire.Bytes,
		"\x00\x00":     wire.Bytes,
		"a\x00b":       wire.Bytes,
		"two\nlines":   wire.Bytes,
		"\x7f":         wire.Bytes,
		"\xc2\xb7\xd3": wire.Bytes,
	} {
		if got := wire.TextOrBytes([]byte(in)); got != want {
			t.Errorf("TextOrBytes(%q) = %d, want %d", in, got, want)
		}
	}
}

func TestBlank(t *testing.T) {
	for in, want := range map[string]bool{"": true, "\x00\x00": true, " ": true, "\x00a": false, " a ": false} {
		if got := wire.Blank([]byte(in)); got != want {
			t.Errorf("Blank(%q) = %v", in, got)
		}
	}
}

func TestUntilNUL(t *testing.T) {
	for in, want := range map[string]string{"": "", "ab": "ab", "ab\x00": "ab", "ab\x00cd": "ab", "\x00ab": ""} {
		if got := wire.UntilNUL([]byte(in)); string(got) != want {
			t.Errorf("UntilNUL(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestOIDContent(t *testing.T) {
	for in, want := range map[string]string{
		"":                     "",
		"\x2b\x06\x01":         "\x2b\x06\x01",
		"\x06\x03\x2b\x06\x01": "\x2b\x06\x01",
		"\x06\x04\x2b\x06\x01": "\x06\x04\x2b\x06\x01",
		"\x06\x00":             "\x06\x00",
	} {
		if got := wire.OIDContent([]byte(in)); string(got) != want {
			t.Errorf("OIDContent(%x) = %x, want %x", in, got, want)
		}
	}
}
