package pcap

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/internal/frames"
	"github.com/whomade/whomade/wire/ethernet"
)

// TestBatches holds the first look at many frames together against reading one
// after the other.
func TestBatches(t *testing.T) {
	for seed := range uint64(200) {
		all := mixed(rand.New(rand.NewPCG(seed, 1)), 400)
		var one recorder
		d := newDissector(context.Background(), evidence.Input{Limits: evidence.DefaultLimits}, &one)
		for i, b := range all {
			d.at.frame = int64(i + 1)
			d.packet(packet{data: b, link: ethernet.LinkEthernet, nanos: int64(1000+i) * 1e9})
		}
		d.finish()
		var many recorder
		in := evidence.Input{Reader: bytes.NewReader(frames.Pcap(1000, all...)), Limits: evidence.DefaultLimits}
		if err := (format{}).Read(context.Background(), in, &many); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(one.lines, many.lines); diff != "" {
			t.Fatalf("seed %d (-one by one +together):\n%s", seed, diff)
		}
	}
}

// mixed makes frames of few connections, each in every manner that frames are
// carried in.
func mixed(r *rand.Rand, n int) (all [][]byte) {
	next := map[string]uint32{}
	for len(all) < n {
		mac := []byte{0, 0, 0x0c, 0, 0, byte(r.IntN(40))}
		src := netip.AddrFrom4([4]byte{192, 0, 2, byte(r.IntN(3))})
		port := uint16(22 + r.IntN(3))
		if r.IntN(8) == 0 {
			all = append(all, frames.ARP(mac, src))
			continue
		}
		data := [][]byte{nil, []byte(fmt.Sprintf("SSH-2.0-Example_%d\r\n", r.IntN(9))), []byte("HTTP/1.1 200 OK\r\nServer: a\r\n\r\n"), []byte("SS"), []byte("H-2.0-x_1\r\n"), make([]byte, 40)}[r.IntN(6)]
		flags := []byte{0x10, 0x10, 0x18, 0x02, 0x12, 0x11, 0x14}[r.IntN(7)]
		key := fmt.Sprint(src, port)
		b := frames.TCP(mac, beta, src, ipB, port, 50000, next[key], flags, data)
		next[key] += uint32(len(data))
		if flags&2 != 0 {
			next[key]++
		}
		switch r.IntN(7) {
		case 0: // a VLAN
			b = slices.Insert(b, 12, 0x81, 0, 0, 5)
		case 1: // SNAP
			b = slices.Insert(b, 12, byte((len(b)-12+6)>>8), byte(len(b)-12+6), 0xaa, 0xaa, 3, 0, 0, 0)
		case 2: // padding behind the packet
			b = append(b, make([]byte, r.IntN(9))...)
		case 3: // cut off
			b = b[:len(b)-r.IntN(len(b)-20)]
		case 4: // FabricPath
			b = slices.Concat(beta, []byte{2, 0, 0, 0, 0, 9, 0x89, 3, 0, 0x20}, b)
		}
		all = append(all, b)
	}
	return all
}
