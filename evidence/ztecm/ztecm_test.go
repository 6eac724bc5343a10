package ztecm

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/whomade/whomade/evidence/evidencetest"
	"github.com/whomade/whomade/internal/golden"
)

func TestSamples(t *testing.T) {
	for name, octets := range evidencetest.Samples(t, "testdata") {
		if New().Sniff(octets[:min(len(octets), 64<<10)]) < 80 {
			t.Errorf("%s is not recognised", name)
		}
		got := evidencetest.Read(t, New(), octets, name).Bytes()
		golden.Check(t, filepath.Join("testdata", name+".golden"), got)
		if bytes.Contains(got, []byte("planted")) {
			t.Errorf("%s: what must not leave came out", name)
		}
	}
}

func TestTruncated(t *testing.T) {
	for _, octets := range evidencetest.Samples(t, "testdata") {
		evidencetest.Truncate(t, New(), octets)
	}
}

func FuzzRead(f *testing.F) { evidencetest.Fuzz(f, New()) }
