package collect

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/pcap"
)

type out struct {
	facts       []string
	diagnostics []string
}

func (o *out) Observe(x whomade.Observation) {
	o.facts = append(o.facts, fmt.Sprintf("%d %s %d", x.Locator.Frame, x.Value, x.First.UnixNano()))
}

func (o *out) Diagnose(_ string, _ whomade.Locator, message string) {
	o.diagnostics = append(o.diagnostics, message)
}

// TestEvidenceFile writes a file and reads it again, whole at every flush.
func TestEvidenceFile(t *testing.T) {
	dir := t.TempDir()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	ifaces := []described{{"eth0", LinkEthernet}, {"tun0", LinkRaw}}
	f, err := newEvidenceFile(dir, now, "test", ifaces)
	if err != nil {
		t.Fatal(err)
	}
	read := func() *out {
		t.Helper()
		b, err := os.ReadFile(filepath.Join(dir, f.name))
		if err != nil {
			t.Fatal(err)
		}
		var o out
		if err := pcap.New().Read(context.Background(), evidence.Input{Reader: bytes.NewReader(b), Limits: evidence.DefaultLimits}, &o); err != nil {
			t.Fatal(err)
		}
		if len(o.diagnostics) > 0 {
			t.Fatal(o.diagnostics)
		}
		return &o
	}
	for i := range 3 {
		frame := []byte("\xff\xff\xff\xff\xff\xff\x02\x00\x00\x00\x00\x00\x12\x34and so on"[:14+i])
		frame[11] = byte(i)
		f.frame(0, now.UnixNano()+int64(i), frame, 1000)
		if err := f.flush(); err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf("%d 02:00:00:00:00:%02x %d", i+1, i, now.UnixNano()+int64(i))
		if o := read(); len(o.facts) != i+1 || o.facts[i] != want {
			t.Fatalf("%q, want %q last", o.facts, want)
		}
	}
	f.statistics(0, now, 5, 2)
	digest, lost, err := f.close()
	if err != nil || lost != 0 {
		t.Fatal(err, lost)
	}
	read()
	b, err := os.ReadFile(filepath.Join(dir, f.name))
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("sha256:%x", sha256.Sum256(b)); digest != want || f.size != int64(len(b)) || f.frames != 3 {
		t.Errorf("%s, %d octets, %d frames; want %s, %d, 3", digest, f.size, f.frames, want, len(b))
	}
	again, err := newEvidenceFile(dir, now, "test", ifaces)
	if err != nil || again.name == f.name {
		t.Errorf("%q is used twice: %v", f.name, err)
	}
	if _, err := newEvidenceFile(filepath.Join(dir, "not there"), now, "test", ifaces); err == nil {
		t.Error("a file in a folder that does not exist")
	}
	if err == nil {
		again.close()
	}
}
