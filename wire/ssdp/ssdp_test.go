package ssdp

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade/wire"
)

var samples = []struct {
	name string
	in   string
	want bool
	out  lines
}{
	{
		"notify", "NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nLOCATION: http://192.0.2.1/d.xml\r\nSERVER: Linux UPnP/1.0 Example-IGD\r\n" +
			"NTS: ssdp:alive\r\nUSN: uuid:1::upnp:rootdevice\r\n\r\n", true,
		lines{"ssdp.server=Linux UPnP/1.0 Example-IGD", "ssdp.usn=uuid:1::upnp:rootdevice"},
	},
	{"response", "HTTP/1.1 200 OK\r\nServer: Example/1.0\r\nUSN:uuid:2\r\n\r\n", true, lines{"ssdp.server=Example/1.0", "ssdp.usn=uuid:2"}},
	{"search", "M-SEARCH * HTTP/1.1\r\nMAN: \"ssdp:discover\"\r\nUSER-AGENT: Example/1 UPnP/1.1\r\n\r\n", true, lines{"ssdp.user_agent=Example/1 UPnP/1.1"}},
	{"no empty line", "NOTIFY * HTTP/1.1\r\nServer: E\r\nUSN: cut", true, lines{"ssdp.server=E"}},
	{"empty value", "NOTIFY * HTTP/1.1\r\nServer:\r\n\r\n", true, nil},
	{"other", "\x00\x01", false, nil},
	{"nothing", "", false, nil},
}

func TestDecode(t *testing.T) {
	for _, c := range samples {
		var got lines
		if ok := Decode([]byte(c.in), &got); ok != c.want {
			t.Errorf("%s: %v", c.name, ok)
		}
		if diff := cmp.Diff(c.out, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, diff)
		}
	}
}

func TestTruncated(t *testing.T) {
	for _, c := range samples {
		for n := range c.in {
			Decode([]byte(c.in[:n]), new(lines))
		}
	}
}

func TestAllocations(t *testing.T) {
	var sink wire.Sink = new(lines)
	for _, in := range []string{"M-SEARCH * HTTP/1.1\r\nMX: 3\r\n\r\n", "\x00\x01"} {
		b := []byte(in)
		if n := testing.AllocsPerRun(100, func() { Decode(b, sink) }); n != 0 {
			t.Errorf("%q: %v allocations", in, n)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, c := range samples {
		f.Add([]byte(c.in))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var got lines
		if !Decode(b, &got) && len(got) != 0 {
			t.Errorf("%q: not mine and %q", b, got)
		}
	})
}
