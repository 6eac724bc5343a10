package cli

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/whomade/whomade/evidence/evidencetest"
	"github.com/whomade/whomade/internal/golden"
)

func TestSamples(t *testing.T) {
	for name, octets := range evidencetest.Samples(t, "testdata") {
		if n := New().Sniff(octets); n < ruledScore {
			t.Errorf("%s: score %d", name, n)
		}
		got := evidencetest.Read(t, New(), octets, name).Bytes()
		golden.Check(t, filepath.Join("testdata", name+".golden"), got)
		if bytes.Contains(got, []byte("planted")) {
			t.Errorf("%s: what must not leave came out", name)
		}
	}
}

func TestSniff(t *testing.T) {
	for text, want := range map[string]int{
		"core1#show version\n":                                     promptScore,
		"<AC6005>display version\n":                                promptScore,
		"!\nhostname a\n!\ninterface Vlan1\n":                      commandScore,
		"Name      State    Vlan\n-----------------\nEt1  up  1\n": ruledScore,
		"hello world\nhow are you\n":                               0,
		"{\"a\": 1}\n":                                             0,
		"<?xml version=\"1.0\"?><nmaprun/>":                        0,
		"\x00\x01\x02binary":                                       0,
	} {
		if n := New().Sniff([]byte(text)); n != want {
			t.Errorf("Sniff(%q) = %d, want %d", text, n, want)
		}
	}
}

func TestClean(t *testing.T) {
	for line, want := range map[string]string{
		"username planted privilege 15 secret 5 $1$planted": "username [removed]",
		" snmp-server community planted RO":                 " snmp-server community [removed]",
		" key-string 7 0822455D0A16":                        " key-string [removed]",
		" set password ENC planted":                         " set password [removed]",
		"interface Vlanif10":                                "interface Vlanif10",
		"IMSI 901700000012345 attached":                     "IMSI 00000000000000 attached",
		"  --More-- \b\b\b\b\b\b interface Gi0/1":           "interface Gi0/1",
		"------------------------------------------------":  "------------------------------------------------",
		" password cipher %^%#abcdefghijklmnopqrstuv%^%#":   " password [removed] %^%#********************%^%#",
	} {
		if got := clean([]byte(line)); strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("clean(%q) = %q, want %q", line, got, want)
		}
	}
}

func TestTruncated(t *testing.T) {
	for _, octets := range evidencetest.Samples(t, "testdata") {
		evidencetest.Truncate(t, New(), octets)
	}
}

func FuzzRead(f *testing.F) { evidencetest.Fuzz(f, New()) }
