package evidence_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
)

func TestFolder(t *testing.T) {
	folder := write(t, map[string]string{
		"b.txt": "LETTERS\nb", "a/z.txt": "LETTERS\nz\nz", "a.txt": "LETTERS\na", "empty": "", "blank": "\n\n", "other.bin": "what\x00",
		"<b>\x1b[31m.txt": "LETTERS\nhostile name",
	})
	want := []string{
		"artifact <b>\x1b[31m.txt letters", "fact <b>\x1b[31m.txt hostile name",
		"artifact a/z.txt letters", "fact a/z.txt z",
		"artifact a.txt letters", "fact a.txt a",
		"artifact b.txt letters", "fact b.txt b",
		"artifact blank ", "error blank: it is empty",
		"artifact empty ", "error empty: it is empty",
		"artifact other.bin ", "error other.bin: its content is of no format that is known (letters, and gzip, zstd, zip and tar of them)",
	}
	for _, workers := range []int{1, 2, 8} {
		got := read(t, evidence.Options{Workers: workers}, folder)
		if diff := cmp.Diff(want, got.lines); diff != "" {
			t.Errorf("%d workers (-want +got):\n%s", workers, diff)
		}
	}
}

func TestArguments(t *testing.T) {
	folder := write(t, map[string]string{"x.txt": "LETTERS\nx"})
	got := read(t, evidence.Options{Stdin: strings.NewReader("LETTERS\nin")},
		filepath.Join(folder, "x.txt"), "-", filepath.Join(folder, "missing"), t.TempDir())
	want := []string{
		"artifact x.txt letters", "fact x.txt x", "artifact - letters", "fact - in",
		"error missing: no such file or directory", "error 002: the folder holds no file that can be read",
	}
	if runtime.GOOS == "linux" {
		if diff := cmp.Diff(want, got.lines); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	if err := evidence.Read(context.Background(), nil, nil, evidence.Options{Digest: "md5"}, got); err == nil {
		t.Error("digest md5 is accepted")
	}
}

func TestDigest(t *testing.T) {
	// The second is longer than a block, and its format stops early.
	for _, content := range []string{"LETTERS\na\nabout", "LETTERS\na\nabout\nstop\n" + strings.Repeat("x", 3<<20)} {
		file := filepath.Join(write(t, map[string]string{"f": content}), "f")
		digest := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(content)))
		got := read(t, evidence.Options{}, file)
		if a := got.artifacts[0]; a.Digest != digest || a.Size != int64(len(content)) {
			t.Errorf("artifact %+v, want digest %s, size %d", a, digest, len(content))
		}
		if o := got.facts[0]; o.Artifact != digest || o.Subject.Artifact != digest || got.facts[1].Subject.Item != digest+"#row 1" {
			t.Errorf("facts %+v", got.facts)
		}
		got = read(t, evidence.Options{Digest: evidence.DigestNone}, file)
		if o := got.facts[0]; o.Artifact != "" || o.Subject.Artifact != "name:f" || got.artifacts[0].Digest != "" || got.artifacts[0].Size != int64(len(content)) {
			t.Errorf("without digest: %+v, %+v", got.artifacts, o)
		}
	}
}

func TestPanic(t *testing.T) {
	folder := write(t, map[string]string{"1": "LETTERS\na\npanic\nb", "2": "LETTERS\nb", "3": "LETTERS\nc\nerror"})
	got := read(t, evidence.Options{}, folder)
	if len(got.facts) != 3 || len(got.diagnostics) != 2 {
		t.Fatalf("told:\n%s", got)
	}
	if m := got.diagnostics[0].Message; !strings.Contains(m, "internal error while reading, at evidence/letters_test.go:") {
		t.Errorf("message %q", m)
	}
}

func TestLimits(t *testing.T) {
	folder := write(t, map[string]string{"f": "LETTERS\n1\n2\n3\n" + strings.Repeat("é", 20)})
	limits := evidence.Limits{Facts: 2}
	if got := read(t, evidence.Options{Limits: limits}, folder); len(got.facts) != 2 || !strings.Contains(got.String(), "2 facts were left out") {
		t.Errorf("told:\n%s", got)
	}
	limits = evidence.Limits{Value: 9}
	if got := read(t, evidence.Options{Limits: limits}, folder); got.facts[3].Value != "éééé" || len(got.diagnostics) != 1 {
		t.Errorf("told:\n%s", got)
	}
}

// TestCancel holds that a cancelled run ends soon and tells nothing half read.
func TestCancel(t *testing.T) {
	files := map[string]string{}
	for i := range 100 {
		files[fmt.Sprint(i)] = "LETTERS\nx"
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &stopper{cancel: cancel}
	if err := evidence.Read(ctx, []string{write(t, files)}, []evidence.Format{letters{}}, evidence.Options{}, s); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if s.seen != 1 {
		t.Errorf("%d artifacts after the end", s.seen)
	}
}

type stopper struct {
	told
	cancel func()
	seen   int
}

func (s *stopper) Artifact(whomade.Artifact) {
	s.seen++
	s.cancel()
}

func TestProgress(t *testing.T) {
	folder := write(t, map[string]string{"1": "LETTERS\na", "2": "LETTERS\nbb"})
	var steps []int64
	var names []string
	read(t, evidence.Options{Workers: 1, Progress: func(n int64, name string) {
		steps, names = append(steps, n), append(names, name)
	}}, folder)
	if !slices.IsSorted(steps) || steps[len(steps)-1] != 19 || names[len(names)-1] != "2" {
		t.Errorf("steps %v of %v", steps, names)
	}
}

// TestOrder holds that many artifacts, read side by side, come in order.
func TestOrder(t *testing.T) {
	files := map[string]string{}
	for i := range 300 {
		files[fmt.Sprintf("%03d", i)] = "LETTERS\nx" + strings.Repeat("y\n", i*20)
	}
	folder := write(t, files)
	one, many := read(t, evidence.Options{Workers: 1}, folder), read(t, evidence.Options{Workers: 7}, folder)
	if diff := cmp.Diff(one.lines, many.lines); diff != "" {
		t.Errorf("(-one +many):\n%s", diff)
	}
}

func TestSpool(t *testing.T) {
	for _, size := range []int64{0, 1, 8 << 20, 8<<20 + 1, 20 << 20} {
		at, n, done, err := evidence.Spool(io.LimitReader(zeros{}, size), 30<<20)
		if err != nil || n != size {
			t.Fatalf("size %d: %d, %v", size, n, err)
		}
		if size > 0 {
			if _, err := at.ReadAt(make([]byte, 1), size-1); err != nil && err != io.EOF {
				t.Error(err)
			}
		}
		if err := done(); err != nil {
			t.Error(err)
		}
	}
	for _, limit := range []int64{100, 9 << 20} {
		if _, _, _, err := evidence.Spool(zeros{}, limit); !errors.Is(err, evidence.ErrSpool) {
			t.Errorf("limit %d: %v", limit, err)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// BenchmarkRead shows what the digest adds to reading.
func BenchmarkRead(b *testing.B) {
	const size = 256 << 20
	file := filepath.Join(b.TempDir(), "big")
	f, err := os.Create(file)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.CopyN(f, io.MultiReader(strings.NewReader("LETTERS\n"), zeros{}), size); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	for _, digest := range []string{evidence.DigestNone, evidence.DigestSHA256} {
		b.Run(digest, func(b *testing.B) {
			b.SetBytes(size)
			for b.Loop() {
				err := evidence.Read(context.Background(), []string{file}, []evidence.Format{summing{}}, evidence.Options{Digest: digest}, &told{})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// summing is a format that looks at every octet.
type summing struct{ letters }

func (summing) Read(_ context.Context, in evidence.Input, _ evidence.Out) error {
	_, err := io.Copy(crc32.NewIEEE(), in)
	return err
}
