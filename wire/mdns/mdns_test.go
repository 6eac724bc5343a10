package mdns

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade/wire"
)

// name encodes a name whose labels are separated by '/'.
func name(s string) []byte {
	var out []byte
	for l := range strings.SplitSeq(s, "/") {
		if l != "" {
			out = append(append(out, byte(len(l))), l...)
		}
	}
	return append(out, 0)
}

func record(owner string, kind, class uint16, data []byte) []byte {
	out := name(owner)
	out = binary.BigEndian.AppendUint16(out, kind)
	out = binary.BigEndian.AppendUint16(out, class)
	out = binary.BigEndian.AppendUint32(out, 120)
	out = binary.BigEndian.AppendUint16(out, uint16(len(data)))
	return append(out, data...)
}

func strs(s ...string) []byte {
	var out []byte
	for _, x := range s {
		out = append(append(out, byte(len(x))), x...)
	}
	return out
}

func srv(target string) []byte { return append([]byte{0, 0, 0, 0, 0, 80}, name(target)...) }

func packet(flags uint16, questions, answers int, parts ...[]byte) []byte {
	out := binary.BigEndian.AppendUint16([]byte{0, 0}, flags)
	out = binary.BigEndian.AppendUint16(out, uint16(questions))
	out = binary.BigEndian.AppendUint16(out, uint16(answers))
	out = append(out, 0, 0, 0, 0)
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

const flush = 0x8001

var (
	question = append(name("_http/_tcp/local"), 0, 12, 0, 1)
	jump     = []byte{0xc0, 12}

	samples = []struct {
		name string
		in   []byte
		want bool
		out  lines
	}{
		{
			"service", packet(0x8400, 0, 4,
				record("_http/_tcp/local", typePTR, 1, name("EX 1000.a/_http/_tcp/local")), record("EX 1000.a/_http/_tcp/local", typeSRV, flush, srv("ex-1/local")),
				record("EX 1000.a/_http/_tcp/local", typeTXT, flush, strs("model=EX-1000", "", "path=/")), record("ex-1/local", typeA, flush, []byte{192, 0, 2, 1})), true,
			lines{
				"mdns.service=_http._tcp", "mdns.service=_http._tcp", "mdns.instance=EX 1000.a", "mdns.name=ex-1", "mdns.txt=model=EX-1000\npath=/",
				"mdns.name=ex-1",
			},
		},
		{"types", packet(0x8400, 0, 1, record("_services/_dns-sd/_udp/local", typePTR, 1, name("_example/_udp/local"))), true, lines{"mdns.service=_example._udp"}},
		{"subtype", packet(0x8400, 0, 1, record("_printer/_sub/_http/_TCP/local", typePTR, 1, name("x/local"))), true, lines{"mdns.service=_http._TCP"}},
		{"device", packet(0x8400, 0, 1, record("EX/_device-info/_tcp/local", typeTXT, 1, strs("model=EX1,1"))), true, lines{"mdns.device-info.txt=model=EX1,1"}},
		{"reverse", packet(0x8400, 0, 1, record("1/2/0/192/in-addr/arpa", typePTR, flush, name("ex-1/local"))), true, lines{"mdns.name=ex-1"}},
		{"host", packet(0x8400, 0, 2, record("ex-1/local", typeHINFO, 1, strs("MIPS", "Example OS")), record("ex-1/local", typeAAAA, 1, make([]byte, 16))), true, lines{"mdns.hinfo=MIPS Example OS", "mdns.name=ex-1"}},
		{"empty text", packet(0x8400, 0, 1, record("a/_http/_tcp/local", typeTXT, 1, []byte{0})), true, nil},
		{
			"compressed", packet(0x8400, 1, 1, question, append(append([]byte{1, 'a'}, jump...), 0, typeSRV, 0, 1, 0, 0, 0, 9, 0, 12, 0, 0, 0, 0, 0, 80, 3, 'e', 'x', '1', 0xc0, 23)), true,
			lines{"mdns.service=_http._tcp", "mdns.instance=a", "mdns.name=ex1"},
		},
		{"forward pointer", packet(0x8400, 0, 1, []byte{0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 1, 2, 3, 4}), true, nil},
		{"other class", packet(0x8400, 0, 1, record("ex-1/local", typeA, 3, []byte{1, 2, 3, 4})), true, nil},
		{"query", packet(0, 1, 0, question), true, nil},
		{"query with known answers", packet(0, 1, 1, question, record("ex-2/local", typeA, 1, []byte{192, 0, 2, 2})), true, nil},
		{"records missing", packet(0x8400, 0, 9, record("ex-1/local", typeA, 1, []byte{192, 0, 2, 1})), true, lines{"mdns.name=ex-1"}},
		{"update", packet(0x2800, 1, 0, question), false, nil},
		{"label of another kind", packet(0x8400, 0, 1, []byte{0x80, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}), false, nil},
		{"nothing", nil, false, nil},
	}
)

func TestDecode(t *testing.T) {
	for _, c := range samples {
		var got lines
		if ok := Decode(c.in, &got); ok != c.want {
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
			check(t, c.in[:n])
		}
	}
}

func TestAllocations(t *testing.T) {
	var sink wire.Sink = new(lines)
	for _, in := range [][]byte{packet(0, 1, 0, question), []byte("M-SEARCH * HTTP/1.1\r\n"), packet(0x8400, 0, 0)} {
		if n := testing.AllocsPerRun(100, func() { Decode(in, sink) }); n != 0 {
			t.Errorf("%x: %v allocations", in, n)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, c := range samples {
		f.Add(c.in)
	}
	f.Fuzz(check)
}

// check holds Decode to the contract of wire.DatagramDecoder.
func check(t *testing.T, b []byte) {
	var got lines
	if !Decode(b, &got) && len(got) != 0 {
		t.Errorf("%x: not mine and %q", b, got)
	}
	if len(got) > 4*maxRecords {
		t.Errorf("%d lines of %d octets", len(got), len(b))
	}
}
