package ssh

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade/wire"
)

var samples = []struct {
	name string
	in   string
	end  bool
	want wire.Status
	out  lines
}{
	{"server", "SSH-2.0-ExampleOS-1.5\r\n\x00\x00\x03\x14", false, wire.Done, lines{"ssh.protocol_version=2.0", "ssh.banner=ExampleOS-1.5"}},
	{"comments", "SSH-2.0-Example_8.9p1 Distro-3\r\n", false, wire.Done, lines{"ssh.protocol_version=2.0", "ssh.banner=Example_8.9p1 Distro-3"}},
	{"compatible", "SSH-1.99-Example\n", false, wire.Done, lines{"ssh.protocol_version=1.99", "ssh.banner=Example"}},
	{"blanked version", "SSH-2.0--\r\n", false, wire.Done, lines{"ssh.protocol_version=2.0", "ssh.banner=-"}},
	{"no version", "SSH-2.0-\r\n", false, wire.Done, lines{"ssh.protocol_version=2.0"}},
	{"lines before", "Property of Example\r\nGo away\r\nSSH-2.0-x\r\n", false, wire.Done, lines{"ssh.protocol_version=2.0", "ssh.banner=x"}},
	{"cut", "SSH-2.0-Exam", false, wire.NeedMore, nil},
	{"cut at the end", "SSH-2.0-Exam", true, wire.Done, lines{"ssh.protocol_version=2.0", "ssh.banner=Exam"}},
	{"text so far", "Hello\r\n", false, wire.NeedMore, nil},
	{"only text", "Hello\r\n", true, wire.NotMine, nil},
	{"nothing", "", false, wire.NeedMore, nil},
	{"nothing at the end", "", true, wire.NotMine, nil},
	{"binary", "\x16\x03\x01\x02\x00", false, wire.NotMine, nil},
	{"other protocol", "SSH-\r\n", false, wire.NotMine, nil},
	{"no numbers", "SSH-two-x\r\n", false, wire.NotMine, nil},
	{"endless line", "SSH-2.0-" + strings.Repeat("x", 2000), false, wire.NotMine, nil},
	{"endless text", strings.Repeat("text\n", 100), false, wire.NotMine, nil},
}

func TestDecode(t *testing.T) {
	for _, c := range samples {
		var got lines
		if status := Decode([]byte(c.in), c.end, &got); status != c.want {
			t.Errorf("%s: status %d, want %d", c.name, status, c.want)
		}
		if diff := cmp.Diff(c.out, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, diff)
		}
	}
}

func TestTruncated(t *testing.T) {
	for _, c := range samples {
		for n := range c.in {
			check(t, []byte(c.in[:n]))
		}
	}
}

func TestAllocations(t *testing.T) {
	var sink wire.Sink = new(lines)
	for _, in := range []string{"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\x16\x03\x01\x02\x00", "SSH-2.0-cut"} {
		b := []byte(in)
		if n := testing.AllocsPerRun(100, func() { Decode(b, false, sink) }); n != 0 {
			t.Errorf("%q: %v allocations", in, n)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, c := range samples {
		f.Add([]byte(c.in))
	}
	f.Fuzz(check)
}

// check holds Decode to the contract of wire.StreamDecoder.
func check(t *testing.T, b []byte) {
	for _, end := range []bool{false, true} {
		var got lines
		status := Decode(b, end, &got)
		if status != wire.Done && len(got) != 0 || status == wire.NeedMore && end {
			t.Errorf("%q, end %v: status %d and %q", b, end, status, got)
		}
	}
}
