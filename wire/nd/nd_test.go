package nd_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/nd"
	"github.com/whomade/whomade/wire/wiretest"
)

const (
	target  = " fe8000000000000000000000000000aa "
	srcLink = " 01 01 00005e005301 "
	dstLink = " 02 01 00005e005302 "
	nonce   = " 0e 01 010203040506 "
)

var cases = []struct {
	name, src, in string
	want          []string
}{
	{"router solicitation", "fe80::1", "85 00 0000 00000000" + srcLink, []string{"bind fe80::1 00:00:5e:00:53:01"}},
	{"router advertisement", "fe80::1", "86 00 0000 40000708 00000000 00000000 0501 0000000005dc" + srcLink,
		[]string{"bind fe80::1 00:00:5e:00:53:01"}},
	{"neighbor solicitation", "2001:db8::1", "87 00 0000 00000000" + target + nonce + srcLink,
		[]string{"bind 2001:db8::1 00:00:5e:00:53:01"}},
	{"duplicate address detection", "::", "87 00 0000 00000000" + target + srcLink, nil},
	{"neighbor advertisement", "2001:db8::1", "88 00 0000 60000000" + target + srcLink + dstLink,
		[]string{"bind fe80::aa 00:00:5e:00:53:02"}},
	{"advertisement of a multicast target", "2001:db8::1",
		"88 00 0000 60000000 ff020000000000000000000000000001" + dstLink, nil},
	{"no option", "2001:db8::1", "88 00 0000 60000000" + target, nil},
	{"group address", "fe80::1", "85 00 0000 00000000 01 01 0180c200000e", nil},
	{"address of another kind of link", "fe80::1", "85 00 0000 00000000 01 02" + strings.Repeat("11", 14), nil},
	{"option of no length", "fe80::1", "85 00 0000 00000000 0e 00 000000000000" + srcLink, nil},
	{"option beyond the end", "fe80::1", "85 00 0000 00000000 01 04 00005e005301", nil},
}

// from is the decoder for packets of one source.
func from(src string) wire.DatagramDecoder {
	a := netip.MustParseAddr(src)
	return func(b []byte, s wire.Sink) bool { return nd.Decode(a, b, s) }
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			wiretest.Compare(t, from(tc.src), wiretest.Hex(t, tc.in), tc.want)
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"echo request":       "80 00 0000 00010001" + srcLink,
		"code not 0":         "85 01 0000 00000000" + srcLink,
		"short solicitation": "87 00 0000 00000000" + srcLink,
		"nothing":            "",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, from("fe80::1"), wiretest.Hex(t, in)) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, from("fe80::1"), samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, from("fe80::1"), samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, from("fe80::1"), samples(f)...) }
