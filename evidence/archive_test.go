package evidence_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"github.com/whomade/whomade/evidence"
)

func gz(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

func zst(s string) string {
	w, _ := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	return string(w.EncodeAll([]byte(s), nil))
}

// tarOf and zipOf pack pairs of name and content.
func tarOf(pairs ...string) string {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		w.WriteHeader(&tar.Header{Name: pairs[i], Size: int64(len(pairs[i+1])), Mode: 0o600})
		io.WriteString(w, pairs[i+1])
	}
	w.Close()
	return b.String()
}

func zipOf(method uint16, pairs ...string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		f, _ := w.CreateHeader(&zip.FileHeader{Name: pairs[i], Method: method})
		io.WriteString(f, pairs[i+1])
	}
	w.Close()
	return b.String()
}

func TestArchives(t *testing.T) {
	const a, b = "LETTERS\na", "LETTERS\nb"
	tests := []struct {
		file, content string
		want          []string // names of artifacts
	}{
		{"a.txt.gz", gz(a), []string{"a.txt.gz!a.txt"}},
		{"a.txt.zst", zst(a), []string{"a.txt.zst!a.txt"}},
		{"plain", gz(a), []string{"plain!content"}},
		{"a.txt.gz.gz", gz(gz(a)), []string{"a.txt.gz.gz!a.txt"}},
		{"two.gz", gz(a) + gz("\nb"), []string{"two.gz!two"}},
		{"x.tar", tarOf("d/a", a, "b", b), []string{"x.tar!d/a", "x.tar!b"}},
		{"x.tar.gz", gz(tarOf("a", a, "b.gz", gz(b))), []string{"x.tar.gz!a", "x.tar.gz!b.gz!b"}},
		{"x.zip", zipOf(zip.Deflate, "d/", "", "d/a", a, `d\b`, b), []string{"x.zip!d/a", "x.zip!d/b"}},
		{"x.zip", zipOf(zip.Store, "a", a), []string{"x.zip!a"}},
		{"x.zip", zipOf(zip.Deflate, "y.zip", zipOf(zip.Deflate, "a", a), "b", b), []string{"x.zip!y.zip!a", "x.zip!b"}},
		{"x.zip", zipOf(zip.Deflate, "../../a", a, "\xff", b), []string{"x.zip!../../a", "x.zip!\uFFFD"}},
	}
	for _, tt := range tests {
		got := read(t, evidence.Options{}, write(t, map[string]string{tt.file: tt.content}))
		var names []string
		for _, a := range got.artifacts {
			names = append(names, a.Name)
		}
		if diff := cmp.Diff(tt.want, names); diff != "" || len(got.diagnostics) > 0 {
			t.Errorf("%s (-want +got):\n%s\n%s", tt.file, diff, got)
		}
	}
}

// TestTruncatedArchives reads every prefix: no panic, never silence, and the
// first member as soon as it is whole.
func TestTruncatedArchives(t *testing.T) {
	a, b := "LETTERS\nfirst", "LETTERS\nsecond"
	for name, octets := range map[string]string{
		"gz": gz(a), "zst": zst(a), "tar": tarOf("a", a, "b", b), "tar.gz": gz(tarOf("a", a, "b", b)),
		"zip": zipOf(zip.Deflate, "a", a, "b", b), "stored": zipOf(zip.Store, "a", a, "b", b),
	} {
		firsts := 0
		folder := t.TempDir()
		for i := range len(octets) {
			file := filepath.Join(folder, "x")
			if err := os.WriteFile(file, []byte(octets[:i]), 0o600); err != nil {
				t.Fatal(err)
			}
			got := read(t, evidence.Options{Workers: 1}, file)
			// A block of zeros ends a tar; without the second nothing is missing.
			if len(got.diagnostics) == 0 && !(name == "tar" && i >= len(octets)-512) {
				t.Errorf("%s cut to %d: nothing is said of it", name, i)
			}
			if strings.Contains(got.String(), "internal error") {
				t.Fatalf("%s cut to %d: %s", name, i, got)
			}
			if len(got.facts) > 0 && got.facts[0].Value == "first" {
				firsts++
			}
		}
		if firsts == 0 && name != "zst" && name != "stored" { // one block of zstd is all or nothing, a stored member needs the directory
			t.Errorf("%s: nothing could be read of any prefix", name)
		}
	}
}

// TestTruncatedZstd holds that the blocks before a cut are used.
func TestTruncatedZstd(t *testing.T) {
	var text strings.Builder
	text.WriteString("LETTERS\n")
	for i := range 100_000 {
		fmt.Fprintf(&text, "%d\n", i*i)
	}
	packed := zst(text.String())
	got := read(t, evidence.Options{}, write(t, map[string]string{"x.zst": packed[:len(packed)/2]}))
	if len(got.facts) < 1000 || len(got.diagnostics) != 1 {
		t.Errorf("%d facts, %v", len(got.facts), got.diagnostics)
	}
}

func TestBombs(t *testing.T) {
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	io.WriteString(w, "LETTERS\n")
	io.CopyN(w, zeros{}, 64<<20)
	w.Close()
	nested := "LETTERS\na"
	for range 20 {
		nested = gz(nested)
	}
	many := make([]string, 0, 40)
	for i := range 20 {
		many = append(many, fmt.Sprint(i), "LETTERS\na")
	}
	tests := []struct {
		name, content, want string
		limits              evidence.Limits
	}{
		{"ratio", bomb.String(), "more than 500 times its size", evidence.Limits{}},
		{"ratio in zip", zipOf(zip.Deflate, "a", "LETTERS\n"+strings.Repeat("\x00", 32<<20), "b", "LETTERS\nb"), "more than 500 times", evidence.Limits{}},
		{"total", gz("LETTERS\n" + strings.Repeat("x\n", 1000)), "more than 1000 octets", evidence.Limits{Total: 1000}},
		{"depth", nested, "nested deeper than 16", evidence.Limits{}},
		{"directory", zipOf(zip.Deflate, many...), "more than 5 members", evidence.Limits{Members: 5}},
		{"members", tarOf(many...), "more than 5 members", evidence.Limits{Members: 5}},
	}
	for _, tt := range tests {
		got := read(t, evidence.Options{Limits: tt.limits}, write(t, map[string]string{"x": tt.content}))
		if !strings.Contains(got.String(), tt.want) {
			t.Errorf("%s:\n%.300s", tt.name, got)
		}
		for _, a := range got.artifacts {
			if a.Size > 40<<20 {
				t.Errorf("%s: %d octets were unpacked", tt.name, a.Size)
			}
		}
	}
}

func TestDamagedArchives(t *testing.T) {
	tests := map[string]string{
		"garbage after gzip": gz("LETTERS\na") + "garbage",
		"wrong sum":          gz("LETTERS\na")[:len(gz("LETTERS\na"))-8] + "12345678",
		"zstd":               zst("LETTERS\n" + strings.Repeat("abc", 1000))[:20] + strings.Repeat("x", 50),
		"empty zip":          zipOf(zip.Store),
		"tar header":         tarOf("a", "LETTERS\na") + strings.Repeat("x", 512),
	}
	for name, content := range tests {
		got := read(t, evidence.Options{}, write(t, map[string]string{"x": content}))
		if len(got.diagnostics) == 0 && name != "tar header" {
			t.Errorf("%s: nothing is said of it", name)
		}
		if name != "zstd" && name != "empty zip" && len(got.facts) != 1 {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	a := "LETTERS\na"
	for _, s := range []string{a, gz(a), zst(a), tarOf("a", a), zipOf(zip.Deflate, "a", a, "b", a), zipOf(zip.Deflate, "a", a, "b", a)[:80], gz(tarOf("a", a))} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, octets []byte) {
		limits := evidence.Limits{Total: 32 << 20, Spool: 1 << 20, Members: 1000}
		got := read(t, evidence.Options{Workers: 1, Limits: limits, Stdin: bytes.NewReader(octets)}, "-")
		if s := got.String(); strings.Contains(s, "internal error") && !strings.Contains(s, "letters_test.go") {
			t.Error(s)
		}
		if len(got.lines) == 0 {
			t.Error("nothing is said of it")
		}
	})
}
