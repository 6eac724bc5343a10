package pcap

import (
	"bytes"
	"cmp"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/whomade/whomade/evidence"
)

// TestCorpusCuts cuts every capture of the development corpus at many places:
// no panic, and no more than a second per megabyte. The corpus is not part of
// the project. WHOMADE_CUTS says how many cuts, 3 by default.
func TestCorpusCuts(t *testing.T) {
	dir := filepath.Join(cmp.Or(os.Getenv("WHOMADE_CORPUS"), "../../../shared/corpus"), "pcap")
	if !filepath.IsAbs(dir) && os.Getenv("WHOMADE_CORPUS") != "" {
		dir = filepath.Join("../..", dir)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Skipf("no development corpus: %v", err)
	}
	cuts := 3
	if n, err := strconv.Atoi(os.Getenv("WHOMADE_CUTS")); err == nil {
		cuts = n
	}
	read := 0
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil || (format{}).Sniff(data) == 0 {
			continue
		}
		if cuts <= 3 && len(data) > 1<<20 {
			data = data[:1<<20]
		}
		read++
		for i := range cuts {
			part := data[:len(data)*(i+1)/(cuts+1)]
			start := time.Now()
			var r recorder
			_ = (format{}).Read(context.Background(), evidence.Input{Reader: bytes.NewReader(part), Limits: evidence.DefaultLimits}, &r)
			if d := time.Since(start); d > 2*time.Second+time.Duration(len(part)/1e6)*time.Second {
				t.Errorf("%s cut at %d: %v", e.Name(), len(part), d)
			}
		}
	}
	t.Logf("%d captures, %d cuts each", read, cuts)
}
