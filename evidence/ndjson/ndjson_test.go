package ndjson

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/whomade/whomade/evidence/evidencetest"
	"github.com/whomade/whomade/internal/golden"
)

func TestSamples(t *testing.T) {
	for name, octets := range evidencetest.Samples(t, "testdata") {
		got := evidencetest.Read(t, New(), octets, name).Bytes()
		golden.Check(t, filepath.Join("testdata", name+".golden"), got)
	}
}

func TestTruncated(t *testing.T) {
	for _, octets := range evidencetest.Samples(t, "testdata") {
		evidencetest.Truncate(t, New(), octets)
	}
}

func FuzzRead(f *testing.F) { evidencetest.Fuzz(f, New()) }

// TestAgain holds that facts that are read and written again stay the same.
func TestAgain(t *testing.T) {
	for name, octets := range evidencetest.Samples(t, "testdata") {
		once := evidencetest.Read(t, New(), octets, name)
		var facts evidencetest.Records
		for _, o := range once.Observations {
			facts.Observe(o)
		}
		again := evidencetest.Read(t, New(), facts.Bytes(), name)
		if !bytes.Equal(again.Bytes(), facts.Bytes()) {
			t.Errorf("%s:\n%s\nbecame\n%s", name, facts.Bytes(), again.Bytes())
		}
	}
}
