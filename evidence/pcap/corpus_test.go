package pcap

import (
	"bytes"
	"cmp"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/whomade/whomade/evidence"
)

// TestCorpusCuts cuts every capture of the development corpus at many places:
// no panic, and no more than a second per megabyte. The corpus is not part of
// the project. WHOMADE_CUTS says how many cuts, 50 by default and 3 with -short.
func TestCorpusCuts(t *testing.T) {
	dir := filepath.Join(cmp.Or(os.Getenv("WHOMADE_CORPUS"), "../../../shared/corpus"), "pcap")
	if !filepath.IsAbs(dir) && os.Getenv("WHOMADE_CORPUS") != "" {
		dir = filepath.Join("../..", dir)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Skipf("no development corpus: %v", err)
	}
	cuts := 50
	if testing.Short() {
		cuts = 3
	}
	if n, err := strconv.Atoi(os.Getenv("WHOMADE_CUTS")); err == nil {
		cuts = n
	}
	var read atomic.Int64
	var group sync.WaitGroup
	files := make(chan string)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for name := range files {
				data, err := os.ReadFile(name)
				if err != nil || (format{}).Sniff(data) == 0 {
					continue
				}
				if cuts <= 50 && len(data) > 1<<20 {
					data = data[:1<<20]
				}
				read.Add(1)
				cut(t, name, data, cuts)
			}
		})
	}
	for _, e := range entries {
		files <- filepath.Join(dir, e.Name())
	}
	close(files)
	group.Wait()
	t.Logf("%d captures, %d cuts each", read.Load(), cuts)
}

// cut reads a capture that ends at many places.
func cut(t *testing.T, name string, data []byte, cuts int) {
	for i := range cuts {
		part := data[:len(data)*(i+1)/(cuts+1)]
		start := time.Now()
		var r recorder
		_ = (format{}).Read(context.Background(), evidence.Input{Reader: bytes.NewReader(part), Limits: evidence.DefaultLimits}, &r)
		if d := time.Since(start); d > 2*time.Second+time.Duration(len(part)/1e6)*time.Second {
			t.Errorf("%s cut at %d: %v", name, len(part), d)
		}
	}
}
