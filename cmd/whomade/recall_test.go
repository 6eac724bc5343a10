package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// What the captures of the development corpus have to give away of the values
// that another dissector reads from them.
const (
	recallOverall    = 0.99
	recallOfProtocol = 0.97
)

// TestCaptureRecall compares what is read from the captures of the development
// corpus with its labels, by the corpus's own scoring program. Neither is part of
// the project.
func TestCaptureRecall(t *testing.T) {
	dir := cmp.Or(os.Getenv("WHOMADE_CORPUS"), "../../../shared/corpus")
	if !filepath.IsAbs(dir) && os.Getenv("WHOMADE_CORPUS") != "" {
		dir = filepath.Join("../..", dir)
	}
	labels, score := filepath.Join(dir, "pcap/labels.tsv"), filepath.Join(dir, "../tools/score_pcap.py")
	for _, f := range []string{labels, score} {
		if _, err := os.Stat(f); err != nil {
			t.Skipf("no development corpus: %v", err)
		}
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skipf("the scoring program needs Python: %v", err)
	}
	var observations, talk bytes.Buffer
	if code := testApp(&observations, &talk).execute(t.Context(), []string{"evidence", "-q", "--digest", "none", filepath.Join(dir, "pcap")}); code == exitFailed || code == exitUsage {
		t.Fatalf("exit %d\n%s", code, talk.String())
	}
	c := exec.CommandContext(t.Context(), python, score, "--json", labels, "-")
	c.Stdin = &observations
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %v", c, err)
	}
	type recall struct {
		Rows, Found int
		Recall      float64
	}
	var got struct {
		Overall   recall
		Protocols map[string]recall
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d values, %.4f", got.Overall.Found, got.Overall.Rows, got.Overall.Recall)
	if got.Overall.Rows == 0 || got.Overall.Recall < recallOverall {
		t.Errorf("%d of %d values were found: %.4f, and %.2f is asked", got.Overall.Found, got.Overall.Rows, got.Overall.Recall, recallOverall)
	}
	for name, r := range got.Protocols {
		if r.Recall < recallOfProtocol {
			t.Errorf("%s: %d of %d values were found: %.4f, and %.2f is asked", name, r.Found, r.Rows, r.Recall, recallOfProtocol)
		}
	}
}
