package corrections

import (
	"path/filepath"
	"testing"

	"github.com/whomade/whomade/evidence/evidencetest"
	"github.com/whomade/whomade/internal/golden"
)

func TestSamples(t *testing.T) {
	for name, octets := range evidencetest.Samples(t, "testdata") {
		if New().Sniff(octets) < 80 {
			t.Errorf("%s is not recognised", name)
		}
		golden.Check(t, filepath.Join("testdata", name+".golden"), evidencetest.Read(t, New(), octets, name).Bytes())
	}
}

func TestTruncated(t *testing.T) {
	for _, octets := range evidencetest.Samples(t, "testdata") {
		evidencetest.Truncate(t, New(), octets)
	}
}

func FuzzRead(f *testing.F) { evidencetest.Fuzz(f, New()) }
