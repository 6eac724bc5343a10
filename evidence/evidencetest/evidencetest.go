// Package evidencetest holds what the tests of all formats share: their samples,
// what a format makes of them, truncation and fuzzing.
package evidencetest

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/internal/golden"
)

// Samples are the files of a testdata folder, by name, without goldens and
// without the fuzzer's inputs below it.
func Samples(t testing.TB, folder string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	samples := map[string][]byte{}
	for _, e := range entries {
		if !e.Type().IsRegular() || strings.Contains(e.Name(), ".golden") {
			continue
		}
		b, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		samples[e.Name()] = b
	}
	return samples
}

// Records keeps what was read as NDJSON.
type Records struct {
	bytes.Buffer
	Artifacts    []whomade.Artifact
	Observations []whomade.Observation
	Diagnostics  []whomade.Diagnostic
}

// Artifact implements evidence.Sink.
func (r *Records) Artifact(a whomade.Artifact) { r.Artifacts = append(r.Artifacts, a) }

// Observe implements evidence.Sink.
func (r *Records) Observe(o whomade.Observation) {
	r.Observations = append(r.Observations, o)
	r.write(o)
}

// Diagnose implements evidence.Sink.
func (r *Records) Diagnose(d whomade.Diagnostic) {
	r.Diagnostics = append(r.Diagnostics, d)
	r.write(d)
}

func (r *Records) write(v any) {
	e := json.NewEncoder(&r.Buffer)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // the records are plain structs
	}
}

// forced is a format that takes anything.
type forced struct{ evidence.Format }

func (forced) Sniff([]byte) int { return 100 }

// Read lets a format read octets, whatever it thinks of them itself. The digest
// is left out, so that the records do not change with every octet.
func Read(t testing.TB, f evidence.Format, octets []byte, name string) *Records {
	t.Helper()
	return read(t, forced{f}, octets, name)
}

func read(t testing.TB, f evidence.Format, octets []byte, name string) *Records {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, octets, 0o600); err != nil {
		t.Fatal(err)
	}
	var r Records
	err := evidence.Read(context.Background(), []string{file}, []evidence.Format{f}, evidence.Options{Digest: evidence.DigestNone, Workers: 1}, &r)
	if err != nil {
		t.Fatal(err)
	}
	r.failOnPanics(t)
	return &r
}

// failOnPanics fails where a panic was caught on the way.
func (r *Records) failOnPanics(t testing.TB) {
	t.Helper()
	for _, d := range r.Diagnostics {
		if strings.HasPrefix(d.Message, "internal error") {
			t.Fatal(d.Message)
		}
	}
}

// step keeps truncation of long samples affordable: every prefix of the first
// octets and of the last, and every so many between.
func step(i, size int) int {
	if i < 2048 || size-i < 512 {
		return 1
	}
	return 17
}

// Truncate lets a format read every prefix of a sample: no panic, and an end.
func Truncate(t *testing.T, f evidence.Format, octets []byte) {
	t.Helper()
	for i := 0; i < len(octets); i += step(i, len(octets)) {
		f.Sniff(octets[:i])
		var r discard
		in := evidence.Input{Reader: bytes.NewReader(octets[:i]), Limits: evidence.DefaultLimits}
		_ = f.Read(context.Background(), in, &r) // an error is as good as a diagnostic
	}
}

// Fuzz fuzzes a format with the samples of its testdata folder as seeds: it must
// not panic, hang, or make observations that are not well formed.
func Fuzz(f *testing.F, format evidence.Format) {
	f.Helper()
	for _, b := range Samples(f, "testdata") {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, octets []byte) {
		format.Sniff(octets)
		limits := evidence.DefaultLimits
		limits.Facts, limits.Spool = 10_000, 1<<20
		out := discard{t: t}
		in := evidence.Input{Reader: bytes.NewReader(octets), Limits: limits}
		_ = format.Read(context.Background(), in, &out) // an error is as good as a diagnostic
	})
}

// discard checks what comes out and keeps nothing.
type discard struct{ t *testing.T }

// Observe implements evidence.Out.
func (d *discard) Observe(o whomade.Observation) {
	if d.t == nil {
		return
	}
	if _, ok := whomade.AttributeByName(o.Attribute); !ok {
		d.t.Errorf("attribute %q is not in the table", o.Attribute)
	}
	if o.Subject.IsZero() {
		d.t.Errorf("%s has no subject", o.Attribute)
	}
}

// Diagnose implements evidence.Out.
func (d *discard) Diagnose(string, whomade.Locator, string) {}

// Nothing is an Out that keeps nothing, for benchmarks.
type Nothing struct{}

// Observe implements evidence.Out.
func (Nothing) Observe(whomade.Observation) {}

// Diagnose implements evidence.Out.
func (Nothing) Diagnose(string, whomade.Locator, string) {}

// Format holds a format to its samples in testdata: each is recognised, gives what
// its golden file says and nothing that was planted where secrets and subscribers'
// data stand, and does no harm wherever it is cut.
func Format(t *testing.T, f evidence.Format) {
	t.Helper()
	for name, octets := range Samples(t, "testdata") {
		t.Run(name, func(t *testing.T) {
			if f.Sniff(octets[:min(len(octets), 64<<10)]) < 80 {
				t.Error("it is not recognised")
			}
			got := Read(t, f, octets, name).Bytes()
			golden.Check(t, filepath.Join("testdata", name+".golden"), got)
			if bytes.Contains(got, []byte("planted")) {
				t.Error("what must not leave came out")
			}
			Truncate(t, f, octets)
		})
	}
}
