package nmap

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/evidencetest"
	"github.com/whomade/whomade/internal/golden"
)

func TestSamples(t *testing.T) {
	for name, octets := range evidencetest.Samples(t, "testdata") {
		got := evidencetest.Read(t, New(), octets, name).Bytes()
		golden.Check(t, filepath.Join("testdata", name+".golden"), got)
		if bytes.Contains(got, []byte("planted")) {
			t.Errorf("%s: a secret came out", name)
		}
	}
}

func TestTruncated(t *testing.T) {
	for _, octets := range evidencetest.Samples(t, "testdata") {
		evidencetest.Truncate(t, New(), octets)
	}
}

func FuzzRead(f *testing.F) { evidencetest.Fuzz(f, New()) }

// TestCut holds that hosts before a cut stay, with a diagnostic of the place.
func TestCut(t *testing.T) {
	const two = `<nmaprun><host><address addr="192.0.2.1" addrtype="ipv4"/><hostnames><hostname name="a"/></hostnames></host><host><address addr="192.0.2.2" addrtype="ipv4"/><hostnames><hostname name="b"/>`
	tests := []struct{ name, tail, message string }{
		{"end", ``, "ends early"},
		{"inside an element", `<port `, "not XML"},
		{"wrong order", `</host>`, "wrong order"},
		{"unknown entity", `&lol;`, "not XML"},
	}
	for _, tt := range tests {
		r := evidencetest.Read(t, New(), []byte(two+tt.tail), "x.xml")
		if len(r.Observations) != 2 {
			t.Errorf("%s: %d facts", tt.name, len(r.Observations))
		}
		if len(r.Diagnostics) != 1 || r.Diagnostics[0].Severity != whomade.SeverityError || !strings.Contains(r.Diagnostics[0].Message, tt.message) || r.Diagnostics[0].Locator.Line == 0 {
			t.Errorf("%s: %v", tt.name, r.Diagnostics)
		}
	}
}

// TestBillionLaughs holds that entities are not expanded.
func TestBillionLaughs(t *testing.T) {
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\"?><!DOCTYPE nmaprun [<!ENTITY a \"lol\">")
	for c := 'b'; c < 'm'; c++ {
		b.WriteString("<!ENTITY " + string(c) + " \"" + strings.Repeat("&"+string(c-1)+";", 10) + "\">")
	}
	b.WriteString(`]><nmaprun><host><address addr="192.0.2.1" addrtype="ipv4"/><hostnames><hostname name="&l;"/></hostnames></host></nmaprun>`)
	r := evidencetest.Read(t, New(), []byte(b.String()), "x.xml")
	if len(r.Observations) != 0 || len(r.Diagnostics) != 1 {
		t.Errorf("%s", r.Bytes())
	}
}

// endless gives a head and then the same octets again and again.
type endless struct {
	head  io.Reader
	again string
	left  int
}

func (e *endless) Read(p []byte) (int, error) {
	if n, _ := e.head.Read(p); n > 0 {
		return n, nil
	}
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := 0
	for n+len(e.again) <= len(p) {
		n += copy(p[n:], e.again)
	}
	e.left -= n
	return n, nil
}

type nothing struct{ diagnostics []string }

func (*nothing) Observe(whomade.Observation) {}

func (n *nothing) Diagnose(_ string, _ whomade.Locator, message string) {
	n.diagnostics = append(n.diagnostics, message)
}

// TestEndless holds that pieces and nesting without end cost bounded memory.
func TestEndless(t *testing.T) {
	for name, tt := range map[string]struct{ head, again string }{
		"attribute": {`<nmaprun><host><address addr="`, "x"},
		"comment":   {`<nmaprun><!-- `, "<x> "},
		"text":      {`<nmaprun><host>`, "x"},
		"nesting":   {`<nmaprun>`, "<host>"},
		"siblings":  {`<nmaprun>`, "<host></host>"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		var out nothing
		in := evidence.Input{Reader: &endless{strings.NewReader(tt.head), tt.again, 16 << 20}, Limits: evidence.DefaultLimits}
		err := New().Read(context.Background(), in, &out)
		if err == nil && len(out.diagnostics) == 0 {
			t.Errorf("%s: nothing is said of it", name)
		}
		runtime.ReadMemStats(&after)
		if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 48<<20 {
			t.Errorf("%s: %d octets of memory", name, grown)
		}
	}
}
