package evidence_test

import (
	"context"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
)

func TestLines(t *testing.T) {
	tests := map[string][]string{
		"":                                       nil,
		"a":                                      {"a"},
		"a\n":                                    {"a"},
		"a\r\nb\n\nc":                            {"a", "b", "", "c"},
		"\ufeffa\nb":                             {"a", "b"},
		"\xff\xfea\x00\n\x00":                    {"a"},
		"\xfe\xff\x4e\x2d\x00\n\xd8\x3d\xde\x00": {"中", "😀"},
		"12345678901\nx":                         {"1234567890!", "x"},
		"1234567890\r\n":                         {"1234567890"},
	}
	for text, want := range tests {
		var got []string
		lines := evidence.NewLines(strings.NewReader(text), 10)
		for lines.Next() {
			s := string(lines.Line())
			if lines.Long() {
				s += "!"
			}
			got = append(got, s)
			if lines.Number() != int64(len(got)) {
				t.Errorf("%q: line %d has number %d", text, len(got), lines.Number())
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// TestLongLine holds that a line without end is passed in bounded memory.
func TestLongLine(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	lines := evidence.NewLines(io.MultiReader(io.LimitReader(zeros{}, 256<<20), strings.NewReader("\nnext")), 1<<20)
	n := 0
	for ; lines.Next(); n++ {
		if lines.Long() != (n == 0) {
			t.Errorf("line %d: long is %v", n, lines.Long())
		}
	}
	runtime.ReadMemStats(&after)
	if n != 2 || after.TotalAlloc-before.TotalAlloc > 16<<20 {
		t.Errorf("%d lines with %d octets of memory", n, after.TotalAlloc-before.TotalAlloc)
	}
}

// TestSecrets holds that credentials inside a value are cut out, and nothing else.
func TestSecrets(t *testing.T) {
	tests := map[string]string{
		"noc, password: planted":                "noc, password: [removed]",
		"Password=planted;x":                    "Password=[removed];x",
		"snmp community = planted ok":           "snmp community = [removed] ok",
		`{"psk":"planted","a":"b:c"}`:           `{"psk":"[removed]","a":"b:c"}`,
		"http://user:planted@192.0.2.1/x":       "http://[removed]@192.0.2.1/x",
		"Authorization: Basic planted\nnext: x": "Authorization: [removed]\nnext: x",
		"Set-Cookie: planted":                   "Set-Cookie: [removed]",
		"IMSI:001010000000001":                  "IMSI:[removed]",
		"Password:":                             "Password:",
		"Password: \nlogin":                     "Password: \nlogin",
		"Version: 1.2, http://example.net/a":    "Version: 1.2, http://example.net/a",
		"2001:db8::1":                           "2001:db8::1",
	}
	for in, want := range tests {
		f := some{{Attribute: "host.name", Value: in, Subject: whomade.Subject{IP: "192.0.2.1"}}}
		var s told
		if err := evidence.Read(t.Context(), []string{"-"}, []evidence.Format{f}, evidence.Options{Stdin: strings.NewReader("x")}, &s); err != nil {
			t.Fatal(err)
		}
		if s.facts[0].Value != want {
			t.Errorf("%q became %q, want %q", in, s.facts[0].Value, want)
		}
	}
}

// some is a format that finds the same facts in anything.
type some []whomade.Observation

func (some) Name() string { return "some" }

func (some) Sniff([]byte) int { return 1 }

func (s some) Read(_ context.Context, _ evidence.Input, out evidence.Out) error {
	for _, o := range s {
		out.Observe(o)
	}
	return nil
}

func TestMerge(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2026, 1, 1, hour, 0, 0, 0, time.UTC) }
	base := whomade.Observation{Attribute: "host.name", Value: "x", Subject: whomade.Subject{IP: "192.0.2.1"}}
	seen := func(frame int64, hour int, count int64) whomade.Observation {
		o := base
		o.Locator.Frame, o.First, o.Last, o.Count = frame, at(hour), at(hour), count
		return o
	}
	linked, octets := seen(9, 1, 1), seen(10, 1, 1)
	linked.Link.MAC = "02:00:5e:00:00:01"
	octets.Value = "\xff\x01"
	f := some{seen(3, 5, 0), linked, seen(4, 2, 2), octets, seen(5, 7, 1)}
	var s told
	if err := evidence.Read(t.Context(), []string{"-"}, []evidence.Format{f}, evidence.Options{Stdin: strings.NewReader("x")}, &s); err != nil {
		t.Fatal(err)
	}
	if len(s.facts) != 3 {
		t.Fatalf("%d facts", len(s.facts))
	}
	if o := s.facts[0]; o.Locator.Frame != 3 || !o.First.Equal(at(2)) || !o.Last.Equal(at(7)) || o.Count != 4 {
		t.Errorf("merged %+v", o)
	}
	if o := s.facts[2]; o.Value != "ff01" || o.Encoding != whomade.EncodingHex {
		t.Errorf("octets %+v", o)
	}
}
