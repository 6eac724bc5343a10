package tls

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade/wire"
)

var (
	leaf         = makeCertificate(authority, device, "ex-1000.example.com", "www.example.com")
	intermediate = makeCertificate(root, authority)
	anchor       = makeCertificate(root, root)

	leafLines = lines{
		`x509.subject=CN=EX-1000+serialNumber=S1,O=Example Devices\, Inc.,C=XX`, "x509.issuer=CN=Example Equipment CA,O=Example",
		"x509.subject_alt_name=ex-1000.example.com", "x509.subject_alt_name=www.example.com",
	}
	chainLines = append(leafLines[:4:4], "x509.issuer=CN=Example Root,O=Example")

	cipherSpec = []byte{20, 3, 3, 0, 1, 1}
	warning    = []byte{21, 3, 3, 0, 2, 1, 112}
	done       = makeMessage(serverHelloDone, nil)
	renego     = []byte{0xff, 1, 0, 1, 0}
	version13  = []byte{0, 43, 0, 2, 3, 4}
)

var samples = []struct {
	name string
	in   []byte
	end  bool
	want wire.Status
	out  lines
}{
	{"one record", records(1<<14, hello(serverHello), makeChain(leaf, intermediate, anchor), done), false, wire.Done, chainLines},
	{"small records", records(50, hello(serverHello, renego...), makeChain(leaf, intermediate), done), false, wire.Done, chainLines},
	{"a record each", bytes.Join([][]byte{records(1<<14, hello(serverHello)), warning, records(1<<14, makeChain(leaf), done)}, nil), false, wire.Done, leafLines},
	{"client", records(1<<14, hello(clientHello), makeChain(leaf), makeMessage(16, nil)), false, wire.Done, leafLines},
	{"client without certificate", append(records(1<<14, hello(clientHello)), cipherSpec...), false, wire.Done, nil},
	{"client hello", records(1<<14, hello(clientHello)), false, wire.NeedMore, nil},
	{"client hello at the end", records(1<<14, hello(clientHello)), true, wire.Done, nil},
	{"resumed", append(records(1<<14, hello(serverHello)), cipherSpec...), false, wire.Done, nil},
	{"no certificate", records(1<<14, hello(serverHello), done), false, wire.Done, nil},
	{"tls 1.3", records(1<<14, hello(serverHello, append(renego[:5:5], version13...)...)), false, wire.Done, nil},
	{"empty chain", records(1<<14, hello(clientHello), makeChain(), makeMessage(16, nil)), false, wire.Done, nil},
	{"cut chain", records(1<<14, hello(serverHello), makeChain(leaf, intermediate))[:300], false, wire.NeedMore, nil},
	{"garbage for a certificate", records(1<<14, hello(serverHello), makeChain([]byte("no certificate")), done), false, wire.Done, nil},
	{"nothing behind the chain yet", records(1<<14, hello(serverHello), makeChain(leaf)), false, wire.NeedMore, nil},
	{"stapled", records(1<<14, hello(serverHello), makeChain(leaf), makeMessage(certificateStatus, staple(intermediate)), done), false, wire.Done,
		append(leafLines[:len(leafLines):len(leafLines)], "x509.issuer=CN=Example Equipment CA,O=Example", "x509.issuer=CN=Example Root,O=Example")},
	{"half a head", []byte{22, 3}, false, wire.NeedMore, nil},
	{"half a head at the end", []byte{22, 3}, true, wire.NotMine, nil},
	{"first octet", []byte("G"), false, wire.NotMine, nil},
	{"text", []byte("GET / HTTP/1.1\r\n"), false, wire.NotMine, nil},
	{"nothing", nil, false, wire.NeedMore, nil},
}

func TestDecode(t *testing.T) {
	for _, c := range samples {
		var got lines
		if status := Decode(c.in, c.end, &got); status != c.want {
			t.Errorf("%s: status %d, want %d", c.name, status, c.want)
		}
		if diff := cmp.Diff(c.out, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, diff)
		}
	}
}

// A capture that ends within the chain still has its first certificate.
func TestCutChain(t *testing.T) {
	b := records(1<<14, hello(serverHello), makeChain(leaf, intermediate))
	var got lines
	Decode(b[:len(b)-20], true, &got)
	if diff := cmp.Diff(chainLines, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestDecodeUpgraded(t *testing.T) {
	plain := []byte("220 EX ready\r\n234 AUTH TLS \x16 OK\r\n")
	hello := records(1<<14, hello(serverHello), makeChain(leaf), done)
	for _, c := range []struct {
		name string
		in   []byte
		end  bool
		want wire.Status
		out  lines
	}{
		{"upgraded", append(plain[:len(plain):len(plain)], hello...), false, wire.Done, leafLines},
		{"from the start", hello, false, wire.Done, leafLines},
		{"not yet", plain, false, wire.NeedMore, nil},
		{"never", plain, true, wire.NotMine, nil},
		{"long text", bytes.Repeat(plain, 1000), false, wire.NotMine, nil},
	} {
		var got lines
		if status := DecodeUpgraded(c.in, c.end, &got); status != c.want {
			t.Errorf("%s: status %d, want %d", c.name, status, c.want)
		}
		if diff := cmp.Diff(c.out, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, diff)
		}
	}
}

// dtls is a datagram with the first octets of a Certificate message.
func dtls(size int) []byte {
	m := makeChain(leaf)
	part := m[4:min(4+size, len(m))]
	body := append(append([]byte{}, m[:4]...), 0, 1, 0, 0, 0)
	body = append(append(body, uint24(len(part))...), part...)
	head := []byte{recordHandshake, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 1, byte(len(body) >> 8), byte(len(body))}
	return append(head, body...)
}

func TestDecodeDTLS(t *testing.T) {
	encrypted := dtls(2000)
	encrypted[4] = 1
	for _, c := range []struct {
		name string
		in   []byte
		want bool
		out  lines
	}{
		{"whole", dtls(2000), true, leafLines},
		{"first fragment", dtls(180), true, leafLines[:2]},
		{"capwap", append([]byte{1, 0, 0, 0}, dtls(2000)...), true, leafLines},
		{"encrypted", encrypted, true, nil},
		{"tls", records(1<<14, hello(serverHello)), false, nil},
		{"nothing", nil, false, nil},
	} {
		var got lines
		if ok := DecodeDTLS(c.in, &got); ok != c.want {
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
	b := dtls(2000)
	for n := range b {
		DecodeDTLS(b[:n], new(lines))
	}
}

func TestAllocations(t *testing.T) {
	var sink wire.Sink = new(lines)
	for _, in := range [][]byte{
		[]byte("GET / HTTP/1.1\r\n"), records(1<<14, hello(clientHello)), records(40, hello(serverHello, version13...)), records(100, hello(serverHello), makeChain(leaf))[:200],
	} {
		if n := testing.AllocsPerRun(100, func() { Decode(in, false, sink) }); n != 0 {
			t.Errorf("%x: %v allocations", in, n)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, c := range samples {
		f.Add(c.in)
	}
	f.Add(dtls(250))
	f.Fuzz(check)
}

// check holds the decoders to the contracts of package wire.
func check(t *testing.T, b []byte) {
	for _, decode := range []wire.StreamDecoder{Decode, DecodeUpgraded} {
		for _, end := range []bool{false, true} {
			var got lines
			status := decode(b, end, &got)
			if status != wire.Done && len(got) != 0 || status == wire.NeedMore && end {
				t.Errorf("%x, end %v: status %d and %q", b, end, status, got)
			}
		}
	}
	var got lines
	if !DecodeDTLS(b, &got) && len(got) != 0 {
		t.Errorf("%x: not mine and %q", b, got)
	}
	Certificate(b, true, new(lines))
}

// staple is the body of a CertificateStatus message with a certificate.
func staple(cert []byte) []byte {
	basic := der(0x30, der(0x30), der(0x30), der(0x03, []byte{0, 1}), der(0xa0, der(0x30, cert)))
	response := der(0x30, der(0x0a, []byte{0}), der(0xa0, der(0x30, der(0x06, []byte{43, 6, 1, 5, 5, 7, 48, 1, 1}), der(0x04, basic))))
	return append(append([]byte{1}, uint24(len(response))...), response...)
}
