package cyclonedx

import (
	"bytes"
	"strings"
	"testing"

	"github.com/whomade/whomade/evidence/evidencetest"
)

func TestFormat(t *testing.T) { evidencetest.Format(t, New()) }

func FuzzRead(f *testing.F) { evidencetest.Fuzz(f, New()) }

// TestNested holds that parts are followed no deeper than the limits say, and that
// what is left out is told.
func TestNested(t *testing.T) {
	const deep = 40
	bill := `{"bomFormat":"CycloneDX","metadata":{"component":{"type":"device","name":"m"}},"components":[` +
		strings.Repeat(`{"type":"device","name":"n","components":[`, deep) + strings.Repeat(`]}`, deep) + `]}`
	r := evidencetest.Read(t, New(), []byte(bill), "x.json")
	if len(r.Diagnostics) != 1 || !strings.Contains(r.Diagnostics[0].Message, "nested deeper than 16") {
		t.Errorf("told %v", r.Diagnostics)
	}
}

// TestLateMetadata holds that the order of members makes no difference.
func TestLateMetadata(t *testing.T) {
	const head, about, parts = `{"bomFormat":"CycloneDX",`, `"metadata":{"component":{"type":"device","name":"m"}}`, `"components":[{"type":"device","name":"n"}]`
	first := evidencetest.Read(t, New(), []byte(head+about+","+parts+"}"), "x.json").Bytes()
	late := evidencetest.Read(t, New(), []byte(head+parts+","+about+"}"), "x.json").Bytes()
	if !bytes.Equal(first, late) {
		t.Errorf("first:\n%s\nlate:\n%s", first, late)
	}
}
