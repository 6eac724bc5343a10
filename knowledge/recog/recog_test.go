package recog

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func load2(t testing.TB) *Set {
	t.Helper()
	s, err := Load(os.DirFS("testdata"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestVerify(t *testing.T) {
	n, earlier, failures := load2(t).Verify()
	if n != 9 || earlier != 0 {
		t.Errorf("%d examples, %d spoken for earlier; want 9 and 0", n, earlier)
	}
	for _, f := range failures {
		t.Error(f)
	}
}

func TestMatch(t *testing.T) {
	d := load2(t).For("ssh.banner")[0]
	m, ok := d.Match("NimbusSSH_4.62")
	if !ok {
		t.Fatal("no match")
	}
	want := []Param{
		{Name: "service.vendor", Value: "Nimbus"}, {Name: "service.product", Value: "NimbusSSH"}, {Name: "service.version", Value: "4.62"},
		{Name: "service.cpe23", Value: "cpe:/a:nimbus:nimbusssh:4.62"}, {Name: "hw.vendor", Value: "Huawei"}, {Name: "hw.device", Value: "Switch"},
		{Name: "service.protocol", Value: "ssh"},
	}
	if diff := cmp.Diff(want, m.Params); diff != "" {
		t.Error(diff)
	}
	if m.Fingerprint.Certainty != 0.85 || m.Fingerprint.Description != "Nimbus switch with its version" || d.Preference != 0.9 {
		t.Errorf("certainty %v, description %q, preference %v", m.Fingerprint.Certainty, m.Fingerprint.Description, d.Preference)
	}
	for _, text := range []string{"", "NimbusSSH_", "Cirrus Beta", "alto é!"} {
		if m, ok := d.Match(text); ok {
			t.Errorf("%q matches line %d", text, m.Fingerprint.Line)
		}
	}
}

// TestBroken: what is wrong is told with its place, and the rest is loaded.
func TestBroken(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"pattern", `<fingerprint pattern="(["/>`, "x.xml:2: pattern"},
		{"flag", `<fingerprint pattern="a" flags="REG_ODD"/>`, `flag "REG_ODD"`},
		{"group", `<fingerprint pattern="a"><param pos="x" name="n"/></fingerprint>`, `position "x"`},
		{"base64", `<fingerprint pattern="a"><example _encoding="base64">!</example></fingerprint>`, "illegal base64"},
		{"file", `<fingerprint pattern="a"><example _filename="../x.xml"/></fingerprint>`, "out of the database's folder"},
		{"cut", `<fingerprint pattern="a">`, "unexpected EOF"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Load(fstest.MapFS{"x.xml": {Data: []byte("<fingerprints matches='ssh.banner'><fingerprint pattern='^ok$'/>\n" + tt.body)}})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
			if _, ok := s.For("ssh.banner")[0].Match("ok"); !ok {
				t.Error("the rest is not loaded")
			}
		})
	}
}

// words that patterns and texts are made of.
var words = []string{"Nimbus", "nimbus", "Stratus", "OS", "v1", "12.4", " ", "-", "_", "\n", "é", "model", "ZX9", "SSH"}

func made(t testing.TB, patterns []string) *Database {
	var b strings.Builder
	b.WriteString("<fingerprints matches='ssh.banner'>")
	for i, p := range patterns {
		fmt.Fprintf(&b, "<fingerprint pattern=%q flags=%q><param pos='1' name='hw.model'/></fingerprint>\n", escape(p), []string{"", "REG_ICASE", "REG_MULTILINE"}[i%3])
	}
	b.WriteString("</fingerprints>")
	s, err := Load(fstest.MapFS{"x.xml": {Data: []byte(b.String())}})
	if err != nil {
		t.Fatal(err)
	}
	return s.For("ssh.banner")[0]
}

func escape(p string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", "\n", "&#10;").Replace(p)
}

// TestSameAsInOrder: the cascade gives what trying every pattern in order gives.
func TestSameAsInOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		word := rapid.SampledFrom(words)
		piece := rapid.Custom(func(r *rapid.T) string {
			w := strings.ReplaceAll(word.Draw(r, "word"), ".", `\.`)
			return rapid.SampledFrom([]string{w, "(?:" + w + ")?", "(" + w + "|OS)", `\d+`, `(\S+)`, ".*", "[A-Z]+", "(?=" + w + ")", "(?!" + w + ")", "(?<=" + w + ")", "(?>" + w + ")"}).Draw(r, "piece")
		})
		patterns := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) string {
			p := strings.Join(rapid.SliceOfN(piece, 1, 4).Draw(r, "pieces"), "")
			return rapid.SampledFrom([]string{"", "^"}).Draw(r, "start") + p + rapid.SampledFrom([]string{"", "$"}).Draw(r, "end")
		}), 1, 8).Draw(r, "patterns")
		d := made(t, patterns)
		text := strings.Join(rapid.SliceOfN(word, 0, 8).Draw(r, "text"), "")
		got, ok := d.Match(text)
		want, wantOK := d.matchInOrder(text)
		if ok != wantOK || got.Fingerprint != want.Fingerprint || !cmp.Equal(got.Params, want.Params) {
			r.Fatalf("%q: line %v %v, in order %v %v", text, ok, got.Params, wantOK, want.Params)
		}
	})
}

func FuzzLoad(f *testing.F) {
	for _, name := range []string{"testdata/ssh_example.xml", "testdata/telnet_example.xml"} {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, "Welcome to x\nmodel ZX9")
	}
	f.Fuzz(func(t *testing.T, file []byte, text string) {
		s, _ := Load(fstest.MapFS{"x.xml": {Data: file}})
		if s == nil || len(file) > 16<<10 || len(text) > 1<<10 {
			return
		}
		for _, d := range s.Databases {
			d.Match(text)
		}
	})
}

// large is a database as large as the published one for sysDescr, and texts of
// which one in ten matches.
func large(b *testing.B) (*Database, []string) {
	var patterns []string
	for i := range 480 {
		name := fmt.Sprintf("%c%c%cvendor%d", 'A'+i%26, 'a'+i/26%26, 'a'+i*7%26, i)
		patterns = append(patterns, []string{
			"^" + name + ` (\S+) Version ([\d.]+)`, name + ` Switch (\S+),? .*Software ([\d.]+)`, "(?:" + name + "|" + name + `OS)[ -](\S+)$`, "^.* " + name + ` ([A-Z]+\d+)`,
		}[i%4])
	}
	var texts []string
	for i := range 2000 {
		text := fmt.Sprintf("Linux host-%d.example.net 5.15.0-%d-generic #101-Ubuntu SMP Tue Nov 14 13:30:08 UTC 2023 x86_64", i, i%97)
		if k := i / 10 % 480; i%10 == 0 {
			name := fmt.Sprintf("%c%c%cvendor%d", 'A'+k%26, 'a'+k/26%26, 'a'+k*7%26, k)
			text = []string{name + " X%d Version 1.%d", name + " Switch X%d, some Software 1.%d", name + "-X%d.%d", "The " + name + " X%d.%d"}[k%4]
			text = fmt.Sprintf(text, i, i)
		}
		texts = append(texts, text)
	}
	return made(b, patterns), texts
}

func BenchmarkMatch(b *testing.B) {
	d, texts := large(b)
	for _, way := range []struct {
		name  string
		match func(string) (Match, bool)
	}{{"cascade", d.Match}, {"in order", d.matchInOrder}} {
		b.Run(way.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				way.match(texts[i%len(texts)])
			}
		})
	}
}
