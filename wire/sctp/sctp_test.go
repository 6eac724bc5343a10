package sctp_test

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/whomade/whomade/wire/sctp"
	"github.com/whomade/whomade/wire/wiretest"
)

const head = "8e3c 8e3d 00000001 00000000 "

var cases = []struct {
	name, in string
	want     []string
}{
	{"init with addresses", head + "01 00 0030 00000001 00010000 000a ffff 00000001" +
		"0005 0008 c0000201 0006 0014 20010db8000000000000000000000001",
		[]string{"sctp.address 192.0.2.1", "sctp.address 2001:db8::1"}},
	{"init acknowledged", head + "02 00 0020 00000001 00010000 000a ffff 00000001 0007 0004 0005 0008 c0000202", []string{"sctp.address 192.0.2.2"}},
	{"heartbeat", head + "04 00 0008 0001 0004", nil},
	{"bad parameter", head + "01 00 0018 00000001 00010000 000a ffff 00000001 0005 0003", nil},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, sctp.Decode, wiretest.Hex(t, tc.in), tc.want) })
	}
	for _, in := range []string{"", head, "0000 8e3d 00000001 00000000 04 00 0004", head + "04 00 0003"} {
		wiretest.Refuse(t, sctp.Decode, wiretest.Hex(t, in))
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, wiretest.Hex(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, sctp.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, sctp.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, sctp.Decode, samples(f)...) }

// data is a DATA chunk with its padding.
func data(flags byte, tsn uint32, ppid uint32, user string) []byte {
	b := []byte{0, flags, 0, 0}
	b = binary.BigEndian.AppendUint32(b, tsn)
	b = append(b, 0, 3, 0, 0)
	b = binary.BigEndian.AppendUint32(b, ppid)
	b = append(b, user...)
	binary.BigEndian.PutUint16(b[2:], uint16(len(b)))
	for len(b)&3 != 0 {
		b = append(b, 0)
	}
	return b
}

// interleaved is an I-DATA chunk.
func interleaved(flags byte, message, second uint32, user string) []byte {
	b := []byte{64, flags, 0, 0, 0, 0, 0, 9, 0, 3, 0, 0}
	b = binary.BigEndian.AppendUint32(b, message)
	b = binary.BigEndian.AppendUint32(b, second)
	b = append(b, user...)
	binary.BigEndian.PutUint16(b[2:], uint16(len(b)))
	return b
}

func packet(t testing.TB, chunks ...[]byte) []byte {
	return append(wiretest.Hex(t, head), slices.Concat(chunks...)...)
}

func TestAssembler(t *testing.T) {
	for name, tc := range map[string]struct {
		packets [][]byte
		want    []string
	}{
		"whole": {[][]byte{packet(t, data(3, 1, 18, "one"), data(3, 2, 60, "two"))}, []string{"18 3 one", "60 3 two"}},
		"parts": {[][]byte{packet(t, data(2, 1, 18, "ab")), packet(t, data(0, 2, 18, "cd")), packet(t, data(1, 3, 18, "ef"))}, []string{"18 3 abcdef"}},
		"out of order": {[][]byte{packet(t, data(1, 0, 46, "ef")), packet(t, data(0, 0xffffffff, 46, "cd"), data(2, 0xfffffffe, 46, "ab"))},
			[]string{"46 3 abcdef"}},
		"twice":          {[][]byte{packet(t, data(2, 1, 18, "ab"), data(2, 1, 18, "ab")), packet(t, data(1, 2, 18, "cd"))}, []string{"18 3 abcd"}},
		"a part missing": {[][]byte{packet(t, data(2, 1, 18, "ab")), packet(t, data(1, 3, 18, "ef"))}, nil},
		"two at once": {[][]byte{packet(t, data(2, 1, 18, "ab"), data(2, 5, 18, "AB")), packet(t, data(1, 6, 18, "CD"), data(1, 2, 18, "cd"))},
			[]string{"18 3 ABCD", "18 3 abcd"}},
		"interleaved": {[][]byte{packet(t, interleaved(2, 1, 60, "ab__"), interleaved(2, 2, 60, "AB__"), interleaved(1, 1, 1, "cd__"), interleaved(1, 2, 1, "CD__"))},
			[]string{"60 3 ab__cd__", "60 3 AB__CD__"}},
		"not last part cut": {[][]byte{packet(t, data(3, 1, 18, "one"))[:30]}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var a sctp.Assembler[string]
			var got []string
			for _, p := range tc.packets {
				a.Packet("here", p, func(m sctp.Message) {
					got = append(got, fmt.Sprintf("%d %d %s", m.PPID, m.Stream, m.User))
				})
				a.Packet("elsewhere", p[:16], func(sctp.Message) { t.Error("a message of a head") })
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAssemblerForgets sends beginnings that nothing follows: what they leave is
// bounded, and a message in two parts still comes through.
func TestAssemblerForgets(t *testing.T) {
	var a sctp.Assembler[int]
	n := 0
	count := func(sctp.Message) { n++ }
	big := strings.Repeat("x", 60000)
	for i := range 500 {
		a.Packet(i, packet(t, data(2, 1, 18, big)), count)
	}
	a.Packet(499, packet(t, data(1, 2, 18, "end")), count)
	a.Packet(0, packet(t, data(1, 2, 18, "end")), count)
	if n != 1 {
		t.Errorf("%d messages, want the young one alone", n)
	}
}

func TestProtocol(t *testing.T) {
	for _, tc := range []struct {
		m    sctp.Message
		want uint32
	}{
		{sctp.Message{PPID: 60, DstPort: 36412}, sctp.PPIDNGAP},
		{sctp.Message{PPID: 0x12000000}, sctp.PPIDS1AP},
		{sctp.Message{DstPort: 38412}, sctp.PPIDNGAP},
		{sctp.Message{SrcPort: 3868, DstPort: 40000}, sctp.PPIDDiameter},
		{sctp.Message{SrcPort: 1, DstPort: 2}, 0},
		{sctp.Message{PPID: 0x12345678}, 0x12345678},
	} {
		if got := tc.m.Protocol(); got != tc.want {
			t.Errorf("%+v: %d, want %d", tc.m, got, tc.want)
		}
	}
	for _, port := range []uint16{2904, 2905, 14001, 3565, 2944, 29168, 29169, 36412, 36422, 38422, 38462, 38472} {
		if (sctp.Message{DstPort: port}).Protocol() == 0 {
			t.Errorf("port %d has no protocol", port)
		}
	}
}

func TestAssemblerAllocates(t *testing.T) {
	var a sctp.Assembler[string]
	p := packet(t, data(3, 1, 18, "one"), data(3, 2, 60, "two"))
	n := 0
	count := func(m sctp.Message) { n += len(m.User) }
	if allocs := testing.AllocsPerRun(100, func() { a.Packet("here", p, count) }); allocs != 0 {
		t.Errorf("%v allocations for whole messages", allocs)
	}
}

func FuzzAssembler(f *testing.F) {
	f.Add(packet(f, data(2, 1, 18, "ab"), data(0, 2, 18, "cd"), data(1, 3, 18, "ef")), packet(f, interleaved(2, 1, 60, "ab__")))
	f.Fuzz(func(t *testing.T, first, second []byte) {
		var a sctp.Assembler[int]
		limit := 2 * (len(first) + len(second))
		for range 2 {
			for _, b := range [][]byte{first, second} {
				a.Packet(1, b, func(m sctp.Message) {
					m.Protocol()
					if len(m.User) > limit {
						t.Errorf("%d octets of %d", len(m.User), limit)
					}
				})
			}
		}
	})
}
