package rtsp_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/rtsp"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	end      bool
	status   wire.Status
	want     []string
}{
	{"options", "RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: Example Rtsp Server/3.0\r\nPublic: OPTIONS\r\n\r\n", false, wire.Done, []string{`rtsp_header.server "Example Rtsp Server/3.0"`}},
	{"challenge", "RTSP/1.0 401 Unauthorized\nWWW-Authenticate: Digest realm=\"EX(C1)\", nonce=\"planted\"\nCSeq: 2\n\n", false, wire.Done, []string{`http_header.wwwauth "Digest realm=\"EX(C1)\""`}},
	{"cut at the end", "RTSP/1.0 200 OK\r\nServer: EX\r\nCS", true, wire.Done, []string{`rtsp_header.server "EX"`}},
	{"on its way", "RTSP/1.0 200 OK\r\nServer: EX\r\nCS", false, wire.NeedMore, nil},
	{"start", "RTS", false, wire.NeedMore, nil},
	{"start at the end", "RTS", true, wire.NotMine, nil},
	{"no status", "RTSP/1.0 OK then something\r\n\r\n", false, wire.NotMine, nil},
	{"request", "OPTIONS rtsp://192.0.2.1/ RTSP/1.0\r\nServer: planted\r\n\r\n", false, wire.NotMine, nil},
	{"nothing", "", true, wire.NotMine, nil},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			var r wiretest.Recorder
			status := rtsp.Decode([]byte(tc.in), tc.end, &r)
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
		status := rtsp.Decode(b, end, &c)
		if c.Err != nil || status != wire.Done && c.Fields > 0 || status == wire.NeedMore && end {
			t.Errorf("%x, end %v: status %d with %d fields, %v", b, end, status, c.Fields, c.Err)
		}
	}
}

func TestTruncated(t *testing.T) {
	for _, tc := range cases {
		for n := range len(tc.in) + 1 {
			check(t, slices.Clip([]byte(tc.in[:n])))
		}
	}
}

func TestNoAllocations(t *testing.T) {
	var sink wire.Sink = new(wiretest.Checker)
	b := []byte(cases[0].in)
	if n := testing.AllocsPerRun(100, func() { rtsp.Decode(b, true, sink) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzDecode(f *testing.F) {
	for _, tc := range cases {
		f.Add([]byte(tc.in))
	}
	f.Fuzz(check)
}
