package tacacs_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/tacacs"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	end      bool
	want     wire.Status
	fields   []string
}{
	{"login, obfuscated", "c0 01 01 00 01020304 0000000c 0102030405060708090a0b0c", false, wire.Done, []string{`tacacs.role "client"`}},
	{"login in the clear", `c1 01 01 01 01020304 00000026 01 00 01 01 07 04 09 0a "planted" "tty0" "192.0.2.9" "planted pw"`, false, wire.Done,
		[]string{`tacacs.role "client"`, `tacacs.port "tty0"`}},
	{"authorization longer than its length", `c0 02 01 05 01020304 0000002a 06 01 01 01 07 04 09 02 0d 00 "planted" "vty1" "192.0.2.9" "service=shell"`, false, wire.NotMine, nil},
	{"authorization of two arguments", `c0 02 01 05 01020304 0000002f 06 01 01 01 07 04 09 02 0d 04 "planted" "vty1" "192.0.2.9" "service=shell" "cmd="`, false, wire.Done,
		[]string{`tacacs.role "client"`, `tacacs.port "vty1"`}},
	{"accounting in the clear", `c0 03 01 01 01020304 0000001f 02 06 01 01 01 07 04 00 01 0a "planted" "ssh0" "task_id=12"`, false, wire.Done,
		[]string{`tacacs.role "client"`, `tacacs.port "ssh0"`}},
	{"server's answer", "c0 01 02 00 01020304 00000006 010203040506", false, wire.Done, []string{`tacacs.role "server"`}},
	{"lengths that do not fit", `c0 01 01 01 01020304 0000000c 01 00 01 01 07 04 09 0a "abcd"`, false, wire.Done, []string{`tacacs.role "client"`}},
	{"a part", "c0 01 01 00 01020304 0000000c 0102", false, wire.NeedMore, nil},
	{"a part of the header", "c0 03", false, wire.NeedMore, nil},
	{"a part and no more", "c0 01 01 00 01020304 0000000c 0102", true, wire.NotMine, nil},
	{"more than one message", "c0 01 02 00 01020304 00000006 010203040506 c0", false, wire.NotMine, nil},
	{"other version", "b0 01 01 00 01020304 00000008 0102030405060708", false, wire.NotMine, nil},
	{"other type", "c0 04 01 00 01020304 00000008 0102030405060708", false, wire.NotMine, nil},
	{"in the middle", "c0 01 03 00 01020304 00000008 0102030405060708", false, wire.NotMine, nil},
	{"other flags", "c0 01 01 80 01020304 00000008 0102030405060708", false, wire.NotMine, nil},
	{"no session", "c0 01 01 00 00000000 00000008 0102030405060708", false, wire.NotMine, nil},
	{"short body", "c0 01 01 00 01020304 00000007 01020304050607", false, wire.NotMine, nil},
	{"long body", "c0 01 01 00 01020304 00010000", false, wire.NotMine, nil},
	{"nothing", "", true, wire.NotMine, nil},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			var r wiretest.Recorder
			if got := tacacs.Decode(wiretest.Hex(t, tc.in), tc.end, &r); got != tc.want {
				t.Errorf("status %v, want %v", got, tc.want)
			}
			if diff := cmp.Diff(tc.fields, r.Lines); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
		})
	}
}

// atEnd shows all that there is.
func atEnd(b []byte, s wire.Sink) bool { return tacacs.Decode(b, true, s) == wire.Done }

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, atEnd, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, atEnd, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, atEnd, samples(f)...) }
