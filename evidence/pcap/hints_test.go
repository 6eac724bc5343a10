package pcap

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade/internal/frames"
	"github.com/whomade/whomade/wire/wiretest"
)

// from sets the time to live of a frame with IPv4.
func from(hops byte, frame []byte) []byte {
	f := slices.Clone(frame)
	f[22] = hops
	return f
}

// TestStackHints: what a connection began with is told once for each sender and
// way, beside what the connection gives away.
func TestStackHints(t *testing.T) {
	connection := func(port uint16, hops byte, data string) [][]byte {
		return [][]byte{
			from(hops, frames.TCP(alpha, beta, ipA, ipB, 22, port, 99, 0x12, nil)),
			from(hops, frames.TCP(alpha, beta, ipA, ipB, 22, port, 100, 0x18, []byte(data))),
		}
	}
	for _, c := range []struct {
		name   string
		frames [][]byte
		want   []string
	}{
		{"two connections", slices.Concat(connection(50000, 64, greet), connection(50001, 64, greet)), []string{
			"ip:192.0.2.1 | tcp.stack = syn+ack 4:64:-:8192,-::df | link 00:00:0c:00:00:01 frame 1 x2",
		}},
		{"another way", slices.Concat(connection(50000, 64, greet), connection(50001, 255, greet)), []string{
			"ip:192.0.2.1 | tcp.stack = syn+ack 4:64:-:8192,-::df | link 00:00:0c:00:00:01 frame 1 x1",
			"ip:192.0.2.1 | tcp.stack = syn+ack 4:255:-:8192,-::df | link 00:00:0c:00:00:01 frame 3 x1",
		}},
		{"nothing is given away", connection(50000, 64, "what is this\r\n"), []string{}},
		{"the station is the sender", append(connection(50000, 64, greet), frames.ARP(alpha, ipA)), []string{
			"mac:00:00:0c:00:00:01 ip:192.0.2.1 | tcp.stack = syn+ack 4:64:-:8192,-::df | link 00:00:0c:00:00:01 frame 1 x1",
		}},
		{"the station only passed it on", append(connection(50000, 63, greet), frames.ARP(alpha, ipA)), []string{
			"ip:192.0.2.1 | tcp.stack = syn+ack 4:64:-:8192,-::df | link 00:00:0c:00:00:01 frame 1 x1",
		}},
		{"the beginning was not captured", connection(50000, 64, greet)[1:], []string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, find(read(t, frames.Pcap(1000, c.frames...)), "tcp.stack")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestICMPHints(t *testing.T) {
	exceeded := wiretest.Hex(t, "0b00 0000 00000000 45000028 00000000 01060000 c0000201 c0000202 0016c000 00000001")
	all := [][]byte{
		from(254, frames.IP(beta, alpha, ipA, ipB, 1, exceeded)),
		from(254, frames.IP(beta, alpha, ipA, ipB, 1, exceeded)),
		from(64, frames.IP(beta, alpha, ipA, ipB, 1, wiretest.Hex(t, "0000 0000 00010001"))),
		frames.ARP(alpha, ipA),
	}
	want := []string{
		"ip:192.0.2.1 | icmp.stack = time-exceeded 4:255:8 | link 00:00:0c:00:00:01 frame 1 x2",
		"mac:00:00:0c:00:00:01 ip:192.0.2.1 | icmp.stack = echo-reply 4:64 | link 00:00:0c:00:00:01 frame 3 x1",
	}
	if diff := cmp.Diff(want, find(read(t, frames.Pcap(1000, all...)), "icmp.stack")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestHintsAreBounded: a flood of senders and of invented ways to begin does not
// fill the memory, and is said.
func TestHintsAreBounded(t *testing.T) {
	var all [][]byte
	for i := range uint32(maxEchoes + 100) {
		var a [4]byte
		binary.BigEndian.PutUint32(a[:], 10<<24|i)
		all = append(all, frames.IP(beta, alpha, netip.AddrFrom4(a), ipB, 1, []byte{0, 0, 0, 0, 0, 1, 0, 1}))
	}
	lines := read(t, frames.Pcap(1000, all...))
	if n := len(find(lines, "icmp.stack")); n != maxEchoes {
		t.Errorf("%d facts of ICMP, want %d", n, maxEchoes)
	}
	if n := len(slices.DeleteFunc(lines, func(l string) bool { return !strings.HasPrefix(l, "warning") })); n != 1 {
		t.Errorf("%d warnings", n)
	}

	all = all[:0]
	for i := range uint16(2 * maxStacks) {
		f := frames.TCP(alpha, beta, ipA, ipB, 22, 1000+i, 99, 0x12, nil)
		binary.BigEndian.PutUint16(f[48:], i) // window
		all = append(all, f, frames.TCP(alpha, beta, ipA, ipB, 22, 1000+i, 100, 0x18, []byte(greet)))
	}
	if n := len(find(read(t, frames.Pcap(1000, all...)), "tcp.stack")); n != maxStacks {
		t.Errorf("%d ways to begin, want %d", n, maxStacks)
	}
}
