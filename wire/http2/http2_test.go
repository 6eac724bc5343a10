package http2_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/http2/hpack"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/http2"
	"github.com/whomade/whomade/wire/wiretest"
)

// frame writes one frame.
func frame(kind, flags byte, stream byte, payload []byte) []byte {
	n := len(payload)
	return append([]byte{byte(n >> 16), byte(n >> 8), byte(n), kind, flags, 0, 0, 0, stream}, payload...)
}

// section encodes fields with a table of their own.
func section(fields ...string) []byte { return sections(fields)[0] }

// sections encodes sections that share a table.
func sections(all ...[]string) (out [][]byte) {
	var b bytes.Buffer
	e := hpack.NewEncoder(&b)
	for _, fields := range all {
		b.Reset()
		for i := 0; i < len(fields); i += 2 {
			_ = e.WriteField(hpack.HeaderField{Name: fields[i], Value: fields[i+1]})
		}
		out = append(out, bytes.Clone(b.Bytes()))
	}
	return out
}

var (
	settings = frame(4, 0, 0, []byte{0, 3, 0, 0, 0, 100})
	request  = []string{":method", "GET", ":path", "/planted", "authorization", "Bearer planted", "user-agent", "EX-AMF/1"}
	response = []string{":status", "401", "server", "EX Webs", "www-authenticate", `Bearer realm="ex", error="planted"`, "set-cookie", "a=planted"}
)

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func cases() []sample {
	two := sections(append(request[:6:6], "user-agent", "EX-SMF/1"), request)
	long := section(request...)
	return []sample{
		{"request", join([]byte(http2.Preface), settings, frame(1, 5, 1, section(request...))), wire.Done, []string{`http_header.user_agent "EX-AMF/1"`}},
		{"response", join(settings, frame(4, 1, 0, nil), frame(1, 4, 1, section(response...)), frame(0, 1, 1, []byte("{}"))), wire.Done,
			[]string{`http_header.server "EX Webs"`, `http_header.wwwauth "Bearer realm=\"ex\""`}},
		{"a table for both", join([]byte(http2.Preface), settings, frame(1, 5, 1, two[0]), frame(1, 5, 3, two[1])), wire.Done,
			[]string{`http_header.user_agent "EX-SMF/1"`, `http_header.user_agent "EX-AMF/1"`}},
		{"a function", join([]byte(http2.Preface), settings, frame(1, 5, 1, section("user-agent", "SMF-smf1.example.com")), frame(1, 5, 3, section("user-agent", "SMFX"))), wire.Done,
			[]string{`http_header.user_agent "SMF-smf1.example.com"`, `mobile.function "SMF"`, `http_header.user_agent "SMFX"`}},
		{"padded, with priority, in two frames", join([]byte(http2.Preface), settings, frame(1, 0x28, 1, join([]byte{2, 0, 0, 0, 0, 9}, long[:5], []byte{0, 0})), frame(9, 4, 1, long[5:])),
			wire.Done, []string{`http_header.user_agent "EX-AMF/1"`}},
		{"a promise", join(settings, frame(5, 4, 1, join([]byte{0, 0, 0, 2}, section(request...)))), wire.NeedMore, nil},
		{"half a preface", []byte(http2.Preface[:9]), wire.NeedMore, nil},
		{"no section yet", join(settings, frame(4, 1, 0, nil)), wire.NeedMore, nil},
		{"not compressed so", join(settings, frame(1, 4, 1, []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff})), wire.Done, nil},
		{"other settings", frame(4, 0, 0, []byte{0, 3, 0, 0}), wire.NotMine, nil},
		{"text", []byte("PRI is no method"), wire.NotMine, nil},
	}
}

type sample struct {
	name   string
	in     []byte
	status wire.Status
	want   []string
}

func TestDecode(t *testing.T) {
	for _, tc := range cases() {
		t.Run(tc.name, func(t *testing.T) {
			var r wiretest.Recorder
			status := http2.Decode(tc.in, false, &r)
			if diff := cmp.Diff(tc.want, r.Lines); status != tc.status || diff != "" {
				t.Errorf("status %d, want %d; fields (-want +got):\n%s", status, tc.status, diff)
			}
		})
	}
}

// check holds the decoder to the contract of wire.StreamDecoder.
func check(t *testing.T, b []byte) {
	for _, end := range []bool{false, true} {
		var c wiretest.Checker
		status := http2.Decode(b, end, &c)
		if c.Err != nil || status != wire.Done && c.Fields > 0 || status == wire.NeedMore && end {
			t.Errorf("%x, end %v: status %d with %d fields, %v", b, end, status, c.Fields, c.Err)
		}
	}
}

func TestTruncated(t *testing.T) {
	for _, tc := range cases() {
		for n := range len(tc.in) + 1 {
			check(t, slices.Clip(tc.in[:n:n]))
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, tc := range cases() {
		f.Add(tc.in)
	}
	f.Fuzz(check)
}
