package wiretest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/whomade/whomade/wire"
)

// Record runs a decoder over one datagram and returns its answer and the lines
// of a Recorder.
func Record(decode wire.DatagramDecoder, b []byte) (bool, []string) {
	var r Recorder
	ok := decode(b, &r)
	return ok, r.Lines
}

// Compare fails the test unless the decoder takes b and reports exactly the
// lines wanted, in their order.
func Compare(t *testing.T, decode wire.DatagramDecoder, b []byte, want []string) {
	t.Helper()
	ok, got := Record(decode, b)
	if !ok {
		t.Error("not taken for the protocol")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

// Refuse fails the test if the decoder takes b or reports anything of it.
func Refuse(t *testing.T, decode wire.DatagramDecoder, b []byte) {
	t.Helper()
	if ok, got := Record(decode, b); ok || len(got) > 0 {
		t.Errorf("decode = %v with fields %q, want it refused", ok, got)
	}
}

// Truncate runs the decoder over every prefix of every sample. Each prefix is a
// slice without spare capacity, so reading past its end panics.
func Truncate(t *testing.T, decode wire.DatagramDecoder, samples ...[]byte) {
	t.Helper()
	for _, s := range samples {
		for n := range len(s) + 1 {
			Contract(t, decode, slices.Clip(slices.Clone(s[:n])))
		}
	}
}

// Contract fails the test if what the decoder reports of b breaks the contract
// of wire, if it reports other things the second time, if it changes b, or if it
// reports something of what it does not take for its protocol.
func Contract(t *testing.T, decode wire.DatagramDecoder, b []byte) {
	t.Helper()
	before := slices.Clone(b)
	var c Checker
	ok := decode(b, &c)
	if c.Err != nil {
		t.Errorf("%x: %v", b, c.Err)
	}
	if !ok && c.Fields > 0 {
		t.Errorf("%x: refused after %d fields", b, c.Fields)
	}
	if !slices.Equal(before, b) {
		t.Errorf("%x: changed to %x", before, b)
	}
	again := Checker{}
	if decode(b, &again) != ok || again.Fields != c.Fields || again.sum != c.sum {
		t.Errorf("%x: the second run tells other things than the first", b)
	}
}

// NoAllocs fails the test if decoding one of the samples allocates memory.
func NoAllocs(t *testing.T, decode wire.DatagramDecoder, samples ...[]byte) {
	t.Helper()
	var sink wire.Sink = new(Checker)
	for _, s := range samples {
		if n := testing.AllocsPerRun(100, func() { decode(s, sink) }); n != 0 {
			t.Errorf("%v allocations for %x", n, s)
		}
	}
}

// Fuzz seeds a fuzz target with the samples and runs the checks of Contract on
// whatever the fuzzer makes of them.
func Fuzz(f *testing.F, decode wire.DatagramDecoder, samples ...[]byte) {
	for _, s := range samples {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, b []byte) { Contract(t, decode, b) })
}
