package evidence_test

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
)

// letters is a format for these tests: "LETTERS" on the first line, then one fact
// on each; "panic" panics, "stop" stops early, "error" fails.
type letters struct{}

func (letters) Name() string { return "letters" }

func (letters) Sniff(head []byte) int {
	if bytes.HasPrefix(head, []byte("LETTERS")) {
		return 90
	}
	return 0
}

func (letters) Read(_ context.Context, in evidence.Input, out evidence.Out) error {
	s := bufio.NewScanner(in)
	var none []int
	for line := int64(1); s.Scan(); line++ {
		switch s.Text() {
		case "LETTERS":
		case "panic":
			none[0] = 1
		case "stop":
			return nil
		case "error":
			return os.ErrInvalid
		case "about":
			out.Observe(whomade.Observation{Subject: whomade.Subject{Item: evidence.Self + "#row 1"}, Attribute: "host.name", Value: "item"})
		default:
			out.Observe(whomade.Observation{
				Subject: whomade.Subject{Artifact: evidence.Self}, Attribute: "host.name", Value: s.Text(), Locator: whomade.Locator{Line: line},
			})
		}
	}
	return s.Err()
}

// told is what a sink was told, as short lines.
type told struct {
	lines       []string
	artifacts   []whomade.Artifact
	facts       []whomade.Observation
	diagnostics []whomade.Diagnostic
}

func (s *told) Artifact(a whomade.Artifact) {
	s.artifacts = append(s.artifacts, a)
	s.lines = append(s.lines, "artifact "+a.Name+" "+a.Format)
}

func (s *told) Observe(o whomade.Observation) {
	s.facts = append(s.facts, o)
	s.lines = append(s.lines, "fact "+o.Name+" "+o.Value)
}

func (s *told) Diagnose(d whomade.Diagnostic) {
	s.diagnostics = append(s.diagnostics, d)
	s.lines = append(s.lines, d.Severity+" "+d.Name+": "+d.Message)
}

func (s *told) String() string { return strings.Join(s.lines, "\n") }

// read reads arguments with the format of these tests.
func read(t testing.TB, opts evidence.Options, args ...string) *told {
	t.Helper()
	var s told
	if err := evidence.Read(context.Background(), args, []evidence.Format{letters{}}, opts, &s); err != nil {
		t.Fatal(err)
	}
	return &s
}

// write makes files in a new folder.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, content := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}
