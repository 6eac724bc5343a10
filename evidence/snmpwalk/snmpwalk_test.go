package snmpwalk

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence/evidencetest"
	"github.com/whomade/whomade/internal/golden"
)

func TestSamples(t *testing.T) {
	for name, octets := range evidencetest.Samples(t, "testdata") {
		got := evidencetest.Read(t, New(), octets, name).Bytes()
		golden.Check(t, filepath.Join("testdata", name+".golden"), got)
		if bytes.Contains(got, []byte("planted")) {
			t.Errorf("%s: a secret came out", name)
		}
	}
}

func TestTruncated(t *testing.T) {
	for _, octets := range evidencetest.Samples(t, "testdata") {
		evidencetest.Truncate(t, New(), octets)
	}
}

func FuzzRead(f *testing.F) { evidencetest.Fuzz(f, New()) }

func TestSniff(t *testing.T) {
	tests := []struct {
		head string
		want bool
	}{
		{"1.3.6.1.2.1.1.1.0|4|x\n", true},
		{"1.3.6.1.2.1.1.1.0|4|x", true},
		{"\ufeff1.3.6.1.2.1.1.1.0|4x|00\n", true},
		{"1.3.6.1.2.1.1.3.0||\n", true},
		{"\xff\xfe.\x001\x00.\x003\x00.\x006\x00 \x00=\x00 \x00\"\x00\"\x00\n\x00", true},
		{"iso.3.6.1.2.1.1.1.0 = STRING: \"x\"\n", true},
		{"", false},
		{"vendor|model|serial\nA|B|C\n", false},
		{"1.2|3|4\n", false},
		{"192.0.2.1 = host\n", false},
		{"192.0.2.1 host\n", false},
		{"a = b\n", false},
	}
	for _, tt := range tests {
		if got := New().Sniff([]byte(tt.head)) > 0; got != tt.want {
			t.Errorf("Sniff(%q) = %v, want %v", tt.head, got, tt.want)
		}
	}
}

// TestNeighbours holds that what is said of neighbours never is about the
// element that was walked.
func TestNeighbours(t *testing.T) {
	for name, octets := range evidencetest.Samples(t, "testdata") {
		for _, o := range evidencetest.Read(t, New(), octets, name).Observations {
			remote := strings.Contains(o.Attribute, ".remote_")
			if about := o.Subject.Artifact != ""; about == remote {
				t.Errorf("%s: %s = %q is about %v", name, o.Attribute, o.Value, o.Subject)
			}
			if !remote && (strings.Contains(o.Value, "Samplecom") || strings.Contains(o.Value, "Othermake")) {
				t.Errorf("%s: %s tells of a neighbour: %q", name, o.Attribute, o.Value)
			}
		}
	}
}

func TestOpenQuote(t *testing.T) {
	walk := ".1.3.6.1.2.1.1.1.0 = STRING: \"never closed\nmore\n.1.3.6.1.2.1.1.2.0 = OID: .1.3.6.1.4.1.99999.1\n"
	r := evidencetest.Read(t, New(), []byte(walk), "walk")
	if len(r.Observations) != 2 || r.Observations[0].Value != "never closed\nmore" {
		t.Errorf("observations: %s", r.Bytes())
	}
	if len(r.Diagnostics) != 1 || r.Diagnostics[0].Severity != whomade.SeverityWarning {
		t.Errorf("diagnostics: %v", r.Diagnostics)
	}
}

// TestManyRows holds that a walk with endless tables is bounded and says so.
func TestManyRows(t *testing.T) {
	var b bytes.Buffer
	text := strings.Repeat("x", 1000)
	for i := range 40_000 {
		b.WriteString("1.3.6.1.2.1.47.1.1.1.1.2." + string(rune('1'+i%9)) + strings.Repeat("0", i%7) + "1|4|")
		b.WriteString(text)
		b.WriteByte('\n')
	}
	r := evidencetest.Read(t, New(), b.Bytes(), "walk")
	if len(r.Diagnostics) != 1 || r.Diagnostics[0].Severity != whomade.SeverityError {
		t.Errorf("diagnostics: %v", r.Diagnostics)
	}
}

func TestParseMAC(t *testing.T) {
	tests := map[string]string{
		"\x00\x11\x22\xaa\xbb\xcc": "00:11:22:aa:bb:cc", "0:11:22:aa:bb:c": "00:11:22:aa:bb:0c",
		"00 11 22 AA BB CC ": "00:11:22:aa:bb:cc", "001122AABBCC": "00:11:22:aa:bb:cc", "00-11-22-aa-bb-cc": "00:11:22:aa:bb:cc",
		"": "", "00:11:22:33:44": "", "zz:11:22:33:44:55": "", "00112233445566": "",
	}
	for in, want := range tests {
		if got, _ := parseMAC([]byte(in)); got != want {
			t.Errorf("parseMAC(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTellsOfProduct(t *testing.T) {
	for text, want := range map[string]bool{
		"S5800-28X": true, "V200R019C10": true, "Exemplar Networks Ltd.": true, "firmware 1.2.3": true, "Exemplar": true,
		"public": false, "Private": false, "my secret": false, "001012345678901": false, "10:20:30": false, "192.0.2.1": false,
		"00 11 22 33": false, "hunter2": false, "user@example.net 1.2": false, "ab": false, "3.5 x": false,
	} {
		if got := tellsOfProduct(text); got != want {
			t.Errorf("tellsOfProduct(%q) = %v", text, got)
		}
	}
}
