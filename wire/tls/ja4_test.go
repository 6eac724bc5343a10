package tls

import (
	"encoding/binary"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/wiretest"
)

// prefixed is octets behind their length in size octets.
func prefixed(size int, b []byte) []byte {
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(len(b)))
	return append(n[8-size:], b...)
}

func numbers(list ...uint16) (b []byte) {
	for _, n := range list {
		b = binary.BigEndian.AppendUint16(b, n)
	}
	return b
}

type ext struct {
	kind uint16
	body []byte
}

// makeHello is a ClientHello's body.
func makeHello(version uint16, ciphers []uint16, extensions ...ext) []byte {
	b := append(numbers(version), make([]byte, 32)...)
	b = append(b, prefixed(1, []byte("session"))...)
	b = append(b, prefixed(2, numbers(ciphers...))...)
	b = append(b, prefixed(1, []byte{0})...)
	var all []byte
	for _, e := range extensions {
		all = append(append(all, numbers(e.kind)...), prefixed(2, e.body)...)
	}
	if len(extensions) == 0 {
		return b
	}
	return append(b, prefixed(2, all)...)
}

// browser is the hello that the description of JA4 takes for its example.
var browser = makeHello(0x0303, []uint16{0x1a1a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035},
	ext{0x2a2a, nil}, ext{0x001b, nil}, ext{0, nil}, ext{0x0033, nil}, ext{0x0010, prefixed(2, append(prefixed(1, []byte("h2")), prefixed(1, []byte("http/1.1"))...))},
	ext{0x4469, nil}, ext{0x0017, nil}, ext{0x002d, nil},
	ext{0x000d, prefixed(2, numbers(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601))},
	ext{0x0005, nil}, ext{0x0023, nil}, ext{0x0012, nil}, ext{0x002b, prefixed(1, numbers(0x4a4a, 0x0304, 0x0303))}, ext{0xff01, nil}, ext{0x000b, nil}, ext{0x000a, nil}, ext{0x0015, nil},
)

var hellos = []struct {
	name string
	in   []byte
	want []string
}{
	{"example of the description", browser, []string{`tls.ja4 "t13d1516h2_8daaf6152771_e5627efa2ab1"`}},
	{"no extensions", makeHello(0x0301, []uint16{0x002f}), []string{`tls.ja4 "t10i010000_ba72b8082249_000000000000"`}},
	{"a name of octets", makeHello(0x0302, nil, ext{16, prefixed(2, prefixed(1, []byte{0xab, 'x', 0xcd}))}), []string{`tls.ja4 "t11i0001ad_000000000000_000000000000"`}},
	{"cut off", browser[:40], nil},
	{"nothing", nil, nil},
}

func TestFingerprint(t *testing.T) {
	for _, tc := range hellos {
		t.Run(tc.name, func(t *testing.T) {
			var r wiretest.Recorder
			fingerprint(tc.in, &r)
			if diff := cmp.Diff(tc.want, r.Lines); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestFingerprintIsTold: a client's fingerprint is told if it shows a certificate.
func TestFingerprintIsTold(t *testing.T) {
	hello := makeMessage(clientHello, browser)
	for _, c := range []struct {
		name     string
		messages [][]byte
		want     []string
	}{
		{"a certificate", [][]byte{hello, makeChain(makeCertificate(authority, device))}, []string{`tls.ja4 "t13d1516h2_8daaf6152771_e5627efa2ab1"`}},
		{"no certificate", [][]byte{hello, makeMessage(finished, make([]byte, 12))}, nil},
		{"a server", [][]byte{makeMessage(serverHello, make([]byte, 38)), makeChain(makeCertificate(authority, device))}, nil},
	} {
		for _, size := range []int{50, 4000} {
			var r wiretest.Recorder
			Decode(records(size, c.messages...), true, &r)
			got := slices.DeleteFunc(r.Lines, func(l string) bool { return l[:4] != "tls." })
			if len(got) == 0 {
				got = nil
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s in records of %d (-want +got):\n%s", c.name, size, diff)
			}
		}
	}
}

func decodeHello(b []byte, s wire.Sink) bool {
	fingerprint(b, s)
	return true
}

func helloSamples() (all [][]byte) {
	for _, tc := range hellos {
		all = append(all, tc.in)
	}
	return all
}

func TestFingerprintTruncated(t *testing.T)     { wiretest.Truncate(t, decodeHello, helloSamples()...) }
func TestFingerprintNoAllocations(t *testing.T) { wiretest.NoAllocs(t, decodeHello, helloSamples()...) }
func FuzzFingerprint(f *testing.F)              { wiretest.Fuzz(f, decodeHello, helloSamples()...) }
