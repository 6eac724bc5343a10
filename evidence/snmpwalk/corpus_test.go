package snmpwalk

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/evidencetest"
)

// corpus is where real walks are kept beside the project.
const corpus = "../../../shared/corpus/snmp"

// TestCorpus holds that every real walk is read as one or has a diagnostic, and
// that two runs say the same.
func TestCorpus(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("the corpus of real walks is not here:", corpus)
	}
	var runs [2]evidencetest.Records
	for i := range runs {
		err := evidence.Read(context.Background(), []string{corpus}, []evidence.Format{New()}, evidence.Options{Workers: 1 + 3*i}, &runs[i])
		if err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(runs[0].Bytes(), runs[1].Bytes()) {
		t.Error("two runs differ")
	}
	problems := map[string]bool{}
	for _, d := range runs[0].Diagnostics {
		problems[d.Name] = true
		if strings.HasPrefix(d.Message, "internal error") {
			t.Errorf("%s: %s", d.Name, d.Message)
		}
	}
	walks, facts := 0, map[string]int{}
	for _, o := range runs[0].Observations {
		facts[o.Name]++
	}
	for _, a := range runs[0].Artifacts {
		if filepath.Ext(a.Name) != ".snmprec" {
			continue
		}
		walks++
		if a.Format == "" && !problems[a.Name] {
			t.Errorf("%s: not read, and nothing is said of it", a.Name)
		}
		if a.Format != "" && facts[a.Name] == 0 {
			t.Logf("%s: nothing that is evidence", a.Name)
		}
	}
	t.Logf("%d walks, %d facts, %d with diagnostics", walks, len(runs[0].Observations), len(problems))
}

func BenchmarkRead(b *testing.B) {
	var walk bytes.Buffer
	for name, octets := range evidencetest.Samples(b, "testdata") {
		if strings.HasSuffix(name, ".snmprec") {
			for walk.Len() < 1<<20 {
				walk.Write(octets)
			}
		}
	}
	b.SetBytes(int64(walk.Len()))
	for b.Loop() {
		in := evidence.Input{Reader: bytes.NewReader(walk.Bytes()), Limits: evidence.DefaultLimits}
		if err := New().Read(context.Background(), in, evidencetest.Nothing{}); err != nil {
			b.Fatal(err)
		}
	}
}
