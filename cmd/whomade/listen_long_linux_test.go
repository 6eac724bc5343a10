//go:build amd64 || arm64

package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/whomade/whomade/internal/frames"
)

// message is struct mmsghdr of sendmmsg(2).
type message struct {
	unix.Msghdr
	n uint32
	_ [4]byte
}

// replay sends frames from there for a time, at a rate. next fills the batch; it
// returns how many of its frames are of use. It returns how many were sent, and
// how many of them were of use.
func (p *twoPlaces) replay(rate int, during time.Duration, next func(batch [][]byte) (useful int)) (sent, useful int) {
	p.t.Helper()
	const size = 64
	p.in(p.there, func() error {
		var cpu unix.CPUSet
		cpu.Set(0)
		if err := unix.SchedSetaffinity(0, &cpu); err != nil {
			return err
		}
		fd, err := packetSocket(cableThere)
		if err != nil {
			return err
		}
		defer unix.Close(fd)
		if err := unix.SetsockoptInt(fd, unix.SOL_PACKET, unix.PACKET_QDISC_BYPASS, 1); err != nil {
			return err
		}
		batch := make([][]byte, size)
		messages, vectors := make([]message, size), make([]unix.Iovec, size)
		for i := range messages {
			messages[i].Iov, messages[i].Iovlen = &vectors[i], 1
		}
		begin := time.Now()
		for {
			passed := time.Since(begin)
			if passed >= during {
				return nil
			}
			if sent >= int(float64(rate)*passed.Seconds()) {
				time.Sleep(50 * time.Microsecond)
				continue
			}
			useful += next(batch)
			for i, b := range batch {
				vectors[i].Base = &b[0]
				vectors[i].SetLen(len(b))
			}
			for done := 0; done < size; {
				n, _, e := unix.Syscall6(unix.SYS_SENDMMSG, uintptr(fd), uintptr(unsafe.Pointer(&messages[done])), uintptr(size-done), 0, 0, 0)
				if e != 0 && e != unix.EAGAIN && e != unix.ENOBUFS {
					return e
				}
				if e == 0 {
					done += int(n)
				}
			}
			runtime.KeepAlive(batch)
			sent += size
		}
	})
	return sent, useful
}

// traffic is mixed: bulk, and useful frames of systems of which there are so
// many, in this share.
func traffic(systems int, share float64) func([][]byte) int {
	r := rand.New(rand.NewPCG(1, 2))
	var good [][]byte
	for i := range systems {
		mac := []byte{0, 0x1e, 0x10, byte(i >> 16), byte(i >> 8), byte(i)}
		ip := netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
		l := lldp(fmt.Sprintf("system-%d", i))
		copy(l[6:], mac)
		good = append(good, l, frames.ARP(mac, ip),
			frames.TCP(mac, other, ip, otherIP, 22, uint16(i), 1, 0x18, fmt.Appendf(nil, "SSH-2.0-Example_%d\r\n", i%500)),
			frames.IP(other, mac, ip, otherIP, 17, frames.UDP(1900, 1900, fmt.Appendf(nil, "NOTIFY * HTTP/1.1\r\nSERVER: Example/%d UPnP/1.1\r\nNT: x\r\n\r\n", i%500))))
	}
	var bad [][]byte
	for _, n := range []int{64, 64, 500, 1400} {
		// The beginning of a record, the middle of one, and a datagram.
		middle := frames.TCP(talker, other, talkIP, otherIP, 443, 40000, 1, 0x10, append([]byte("\x8a\x5b\x00\xff"), make([]byte, n)...))
		bad = append(bad, bulk(n), middle, middle, frames.IP(other, talker, talkIP, otherIP, 17, frames.UDP(20000, 20002, append([]byte("\x80\x00"), make([]byte, n)...))))
	}
	return func(batch [][]byte) (useful int) {
		for i := range batch {
			if r.Float64() < share {
				batch[i] = good[r.IntN(len(good))]
				useful++
			} else {
				batch[i] = bad[r.IntN(len(bad))]
			}
		}
		return useful
	}
}

// long is how long a slow proof may take, or skips it.
func long(t *testing.T, variable string) time.Duration {
	t.Helper()
	d, err := time.ParseDuration(os.Getenv(variable))
	if err != nil {
		t.Skipf("a slow proof: %s says how long, for example 60s", variable)
	}
	return d
}

// usage is the time that a program has had, of itself and in the kernel.
func usage(t *testing.T, pid int) (user, system time.Duration) {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	f := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+2:]))
	ticks := func(s string) time.Duration {
		n, _ := strconv.Atoi(s)
		return time.Duration(n) * 10 * time.Millisecond
	}
	return ticks(f[11]), ticks(f[12])
}

// memory is what a program holds of its own, in kB.
func memory(t *testing.T, pid int) int {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(b), "RssAnon:")
	n, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestListenRate replays 300,000 packets a second, sender and listener on a core
// each. Of 2 % that are of use none is lost; of 10 % each is received or counted.
func TestListenRate(t *testing.T) {
	during := long(t, "WHOMADE_LISTEN_RATE")
	if runtime.NumCPU() < 2 {
		t.Skip("this needs two cores")
	}
	for _, c := range []struct {
		share float64
		lost  bool // whether any may be
		args  []string
	}{{0.02, false, nil}, {0.10, true, nil}, {0.02, false, []string{"--follow", "--buffer", "64"}}} {
		p := newPlaces(t)
		l := p.listen([]string{"taskset", "-c", "1"}, c.args...)
		const rate = 300_000
		sent, useful := p.replay(rate, during, traffic(5000, c.share))
		user, system := usage(t, l.cmd.Process.Pid)
		l.signal(syscall.SIGTERM)
		l.ended()
		got, dropped := l.totals()
		t.Logf("%v: %d frames in %v (%d a second), %d of use: %d received, %d dropped; %v of CPU time", c.args, sent, during, int(float64(sent)/during.Seconds()), useful, got, dropped, user+system)
		if float64(sent) < 0.97*rate*during.Seconds() {
			t.Errorf("the sender was too slow to prove anything")
		}
		if got+dropped != useful || dropped > 0 && !c.lost {
			t.Errorf("%d received and %d dropped, %d were sent", got, dropped, useful)
		}
		if strings.Contains(l.talk.String(), "might have continued") {
			t.Errorf("not all was followed: %s", l.talk.String())
		}
		p.close()
	}
}

// TestListenSoak holds the memory of a listener: flat, from a tenth of the time
// on, where all facts are known by then; and where new ones come without an end,
// so that others are forgotten again and again, not above where it was in the
// first half. Files are begun all the time.
func TestListenSoak(t *testing.T) {
	during := long(t, "WHOMADE_LISTEN_SOAK")
	for _, c := range []struct {
		name    string
		systems int
		during  time.Duration
	}{{"known facts", 500, during}, {"new facts", 50_000, during / 2}} {
		t.Run(c.name, func(t *testing.T) {
			p := newPlaces(t)
			l := p.listen(nil, "--rotate-size", "16", "--remember", "20000")
			const parts = 20
			next := traffic(c.systems, 0.1)
			var kB [parts]int
			useful := 0
			for i := range parts {
				_, n := p.replay(20_000, c.during/parts, next)
				useful += n
				kB[i] = memory(t, l.cmd.Process.Pid)
			}
			l.signal(syscall.SIGTERM)
			l.ended()
			got, dropped := l.totals()
			t.Logf("%v: %d received, %d dropped of %d; %d files; kB: %v", c.during, got, dropped, useful, len(l.files()), kB)
			if got != useful || dropped != 0 {
				t.Errorf("%d received and %d dropped, %d were sent", got, dropped, useful)
			}
			least, most := slices.Min(kB[parts/10:]), slices.Max(kB[parts/10:])
			if c.systems > 5000 {
				least, most = slices.Max(kB[:parts/2]), slices.Max(kB[parts/2:])
			}
			if most-least > 2048 {
				t.Errorf("memory went from %d to %d kB", least, most)
			}
		})
	}
}
