package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/whomade/whomade/internal/frames"
)

// twoPlaces are two network namespaces that one cable joins: "there", where
// somebody talks, and "here", where nobody does and the program listens. Nothing
// outside of them is touched.
type twoPlaces struct {
	t           *testing.T
	there, here string
}

// The ends of the cable.
const (
	cableThere = "wmthere"
	cableHere  = "wmhere"
)

func newPlaces(t *testing.T) *twoPlaces {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("making network namespaces needs root")
	}
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("making network namespaces needs the ip command (iproute2)")
	}
	p := &twoPlaces{t, fmt.Sprintf("wm-%d-there", os.Getpid()), fmt.Sprintf("wm-%d-here", os.Getpid())}
	t.Cleanup(p.close)
	for _, ns := range []string{p.there, p.here} {
		if out, err := exec.Command("ip", "netns", "add", ns).CombinedOutput(); err != nil {
			t.Skipf("this machine lets nobody make a network namespace: %s", out)
		}
		p.in(ns, func() error { // the kernel itself is to say nothing
			for _, what := range []string{"all", "default"} {
				err := os.WriteFile("/proc/sys/net/ipv6/conf/"+what+"/disable_ipv6", []byte("1"), 0o644)
				if err != nil && !os.IsNotExist(err) { // a kernel without IPv6
					return err
				}
			}
			return nil
		})
	}
	p.ip("-n", p.there, "link", "add", cableThere, "type", "veth", "peer", "name", cableHere, "netns", p.here)
	p.ip("-n", p.there, "link", "set", cableThere, "up")
	p.ip("-n", p.here, "link", "set", cableHere, "up")
	return p
}

// close takes both places away.
func (p *twoPlaces) close() {
	for _, ns := range []string{p.there, p.here} {
		exec.Command("ip", "netns", "del", ns).Run()
	}
}

func (p *twoPlaces) ip(args ...string) {
	p.t.Helper()
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		p.t.Fatalf("ip %v: %v\n%s", args, err, out)
	}
}

// in runs f in a namespace.
func (p *twoPlaces) in(ns string, f func() error) {
	p.t.Helper()
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		fd, err := unix.Open("/run/netns/"+ns, unix.O_RDONLY|unix.O_CLOEXEC, 0)
		if err == nil {
			err = errors.Join(unix.Setns(fd, unix.CLONE_NEWNET), unix.Close(fd))
		}
		if err == nil {
			err = f()
		}
		done <- err
	}()
	if err := <-done; err != nil {
		p.t.Fatal(err)
	}
}

// send sends frames from there, n times.
func (p *twoPlaces) send(n int, all ...[]byte) {
	p.t.Helper()
	p.in(p.there, func() error {
		fd, err := packetSocket(cableThere)
		if err != nil {
			return err
		}
		defer unix.Close(fd)
		for range n {
			for _, f := range all {
				if _, err := unix.Write(fd, f); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// packetSocket opens an interface to send frames, in the caller's namespace.
func packetSocket(name string) (int, error) {
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return 0, err
	}
	q, err := unix.NewIfreq(name)
	if err == nil {
		err = unix.IoctlIfreq(fd, unix.SIOCGIFINDEX, q)
	}
	if err == nil {
		err = unix.Bind(fd, &unix.SockaddrLinklayer{Ifindex: int(q.Uint32())})
	}
	return fd, err
}

// listener is the program, listening.
type listener struct {
	t    *testing.T
	cmd  *exec.Cmd
	dir  string
	out  bytes.Buffer
	talk lockedBuffer
	end  chan error
}

// lockedBuffer may be written and read at once.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// listen starts the program here and waits until it is ready.
func (p *twoPlaces) listen(launcher []string, args ...string) *listener {
	p.t.Helper()
	return p.listenOn(cableHere, launcher, args...)
}

func (p *twoPlaces) listenOn(device string, launcher []string, args ...string) *listener {
	p.t.Helper()
	l := &listener{t: p.t, dir: p.t.TempDir(), end: make(chan error, 1)}
	line := append([]string{"ip", "netns", "exec", p.here}, launcher...)
	line = append(line, buildProgram(p.t), "listen", device, "--dir", l.dir)
	line = append(line, args...)
	l.cmd = exec.Command(line[0], line[1:]...)
	l.cmd.Stdout, l.cmd.Stderr = &l.out, &l.talk
	if err := l.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	go func() { l.end <- l.cmd.Wait() }()
	p.t.Cleanup(func() { l.cmd.Process.Kill() })
	l.await("listening on")
	return l
}

// await waits until the program said something.
func (l *listener) await(text string) {
	l.t.Helper()
	for range 500 {
		if strings.Contains(l.talk.String(), text) {
			return
		}
		select {
		case err := <-l.end:
			l.end <- err
			l.t.Fatalf("it ended (%v): %s", err, l.talk.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
	l.t.Fatalf("it did not say %q: %s", text, l.talk.String())
}

func (l *listener) signal(s os.Signal) {
	l.t.Helper()
	if err := l.cmd.Process.Signal(s); err != nil {
		l.t.Fatal(err)
	}
}

// ended waits for the end and returns the exit code.
func (l *listener) ended() int {
	l.t.Helper()
	select {
	case <-l.end:
	case <-time.After(20 * time.Second):
		l.t.Fatalf("it does not end: %s", l.talk.String())
	}
	return l.cmd.ProcessState.ExitCode()
}

var totals = regexp.MustCompile(`(\d+) frames received, (\d+) dropped, (\d+) observations`)

// totals is what the program said at its end.
func (l *listener) totals() (frames, dropped int) {
	l.t.Helper()
	m := totals.FindStringSubmatch(l.talk.String())
	if m == nil {
		l.t.Fatalf("no totals: %s", l.talk.String())
	}
	frames, _ = strconv.Atoi(m[1])
	dropped, _ = strconv.Atoi(m[2])
	return frames, dropped
}

// record is one line of observations.
type record struct {
	Type, Name, Attribute, Value, Message string
	Count                                 int
	Subject                               map[string]string
	Locator                               struct{ Frame, Offset, Length int }
}

func records(t *testing.T, r io.Reader) (all []record) {
	t.Helper()
	for s := bufio.NewScanner(r); s.Scan(); {
		var x record
		if err := json.Unmarshal(s.Bytes(), &x); err != nil {
			t.Fatalf("%v: %s", err, s.Bytes())
		}
		all = append(all, x)
	}
	return all
}

// files are the evidence files.
func (l *listener) files() []string {
	l.t.Helper()
	files, err := filepath.Glob(filepath.Join(l.dir, "listen-*.pcapng"))
	if err != nil || len(files) == 0 {
		l.t.Fatalf("evidence files: %v, %v", files, err)
	}
	return files
}

// reread reads the evidence files as any others.
func (l *listener) reread() []record {
	l.t.Helper()
	out, err := exec.Command(buildProgram(l.t), append([]string{"evidence", "--digest", "none"}, l.files()...)...).Output()
	if err != nil {
		l.t.Fatalf("%v\n%s", err, out)
	}
	return records(l.t, bytes.NewReader(out))
}

// facts is what observations say, as attribute=value, and with the subject's
// address as "attribute=value of address".
func facts(all []record) map[string]bool {
	m := map[string]bool{}
	for _, r := range all {
		fact := r.Attribute + "=" + r.Value
		m[fact] = true
		m[fact+" of "+r.Subject["ip"]] = true
	}
	return m
}

var (
	talker  = []byte{0x00, 0x1e, 0x10, 0x00, 0x00, 0x02}
	other   = []byte{0x00, 0x00, 0x0c, 0x00, 0x00, 0x01}
	talkIP  = netip.MustParseAddr("192.0.2.1")
	otherIP = netip.MustParseAddr("192.0.2.2")
)

// lldp is an announcement of a system of this name.
func lldp(name string) []byte {
	b := append([]byte("\x01\x80\xc2\x00\x00\x0e"), talker...)
	b = append(b, "\x88\xcc\x02\x07\x04"...)
	b = append(b, talker...)
	b = append(b, "\x04\x02\x07a\x06\x02\x00\x78"...)
	b = binary.BigEndian.AppendUint16(b, uint16(5<<9|len(name)))
	b = append(b, name...)
	return append(b, 0, 0)
}

func banner(text string) []byte {
	return frames.TCP(talker, other, talkIP, otherIP, 22, 40000, 1, 0x18, []byte("SSH-2.0-"+text+"\r\n"))
}

// bulk is of no use: data of a connection.
func bulk(size int) []byte {
	return frames.TCP(talker, other, talkIP, otherIP, 443, 40000, 1, 0x10, append([]byte("\x17\x03\x03\x40\x00"), make([]byte, size)...))
}

// TestListen has a file begun on SIGHUP, an orderly end on SIGTERM, each
// fact told once with its place, and the same read from the files.
func TestListen(t *testing.T) {
	p := newPlaces(t)
	before := p.sent()
	file := filepath.Join(t.TempDir(), "observations.ndjson")
	l := p.listen(nil, "-o", file)
	p.send(3, lldp("first"), banner("One_1.0"), bulk(100))
	time.Sleep(300 * time.Millisecond) // the kernel hands frames over after a while
	if err := os.Rename(file, file+".1"); err != nil {
		t.Fatal(err)
	}
	l.signal(syscall.SIGHUP)
	l.await(".pcapng: 6 frames")
	tagged := lldp("second")
	p.send(2, append(append(append([]byte{}, tagged[:12]...), 0x81, 0x00, 0x00, 0x07), tagged[12:]...))
	l.signal(syscall.SIGTERM)
	if code := l.ended(); code != exitInterrupted {
		t.Errorf("exit code %d\n%s", code, l.talk.String())
	}
	if frames, dropped := l.totals(); frames != 8 || dropped != 0 {
		t.Errorf("%d frames, %d dropped", frames, dropped)
	}
	if n := p.sent() - before; n != 0 {
		t.Errorf("%d frames were sent by who listens", n)
	}
	var told []record
	for _, name := range []string{file + ".1", file} {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		some := records(t, bytes.NewReader(b))
		if len(some) == 0 {
			t.Errorf("%s is empty", name)
		}
		told = append(told, some...)
	}
	if l.out.Len() > 0 {
		t.Errorf("printed: %s", l.out.String())
	}
	again := facts(l.reread())
	for _, want := range []string{"lldp.system_name=first", "ssh.banner=One_1.0", "lldp.system_name=second", "ethernet.source=00:1e:10:00:00:02"} {
		n := 0
		for _, r := range told {
			if r.Attribute+"="+r.Value == want {
				n++
				if r.Name == "" || r.Locator.Frame < 1 || r.Locator.Frame > 6 || r.Locator.Length == 0 {
					t.Errorf("%s has no place: %+v", want, r)
				}
			}
		}
		if n != 1 || !again[want] {
			t.Errorf("%s was told %d times, in the files: %v", want, n, again[want])
		}
	}
	files := l.files()
	if len(files) != 2 {
		t.Fatalf("files: %v", files)
	}
	last, err := os.ReadFile(files[1])
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(last, []byte("\x81\x00\x00\x07\x88\xcc")) {
		t.Error("the VLAN tag is not in the file")
	}
	if i, err := os.Stat(files[0]); err != nil || i.Mode().Perm() != 0o600 {
		t.Errorf("file: %v, %v", i.Mode(), err)
	}
}

// TestListenFollows gives heads that span segments, in three manners of carriage,
// among bulk of the same servers. Following has all of it in the files and nothing
// of the bulk; without it the beginnings are there.
func TestListenFollows(t *testing.T) {
	p := newPlaces(t)
	var all [][]byte
	add := func(server netip.Addr, port uint16, carry func([]byte) []byte, parts ...string) {
		seq := uint32(1)
		for _, s := range parts {
			all = append(all, carry(frames.TCP(talker, other, server, otherIP, port, 40000, seq, 0x10, []byte(s))))
			seq += uint32(len(s))
		}
	}
	plain := func(b []byte) []byte { return b }
	tagged := func(b []byte) []byte { return slices.Concat(b[:12], []byte{0x81, 0, 0, 7}, b[12:]) }
	vxlan := func(b []byte) []byte {
		return frames.IP(talker, other, talkIP, otherIP, 17, frames.UDP(5000, 4789, append([]byte{8, 0, 0, 0, 0, 0, 7, 0}, b...)))
	}
	filler := "X-Filler: " + strings.Repeat("x", 1300) + "\r\n"
	for i, carry := range []func([]byte) []byte{plain, tagged, vxlan} {
		server := netip.AddrFrom4([4]byte{192, 0, 2, byte(10 + i)})
		add(server, 8080, carry, "HTTP/1.1 200 OK\r\n"+filler, filler, fmt.Sprintf("%sServer: Example/%d.0\r\nContent-Type: image/png\r\n\r\n", filler, i+1), strings.Repeat("bulk", 300), strings.Repeat("bulk", 300))
		add(server, 9999, carry, strings.Repeat("bulk", 300), strings.Repeat("bulk", 300))
	}
	// Bulk from an address that tells a MAC address.
	segment := frames.TCP(talker, other, talkIP, otherIP, 9999, 1, 1, 0x10, []byte("not told"))[34:]
	from, to := netip.MustParseAddr("2001:db8::21e:10ff:fe00:9").As16(), netip.MustParseAddr("2001:db8::1").As16()
	all = append(all, frames.Ethernet(other, talker, 0x86dd, slices.Concat([]byte{0x60, 0, 0, 0, 0, byte(len(segment)), 6, 64}, from[:], to[:], segment)))
	for _, c := range []struct {
		args   []string
		frames int
		told   bool
	}{{nil, 3, false}, {[]string{"--follow"}, 9, true}} {
		l := p.listen(nil, c.args...)
		p.send(1, all...)
		time.Sleep(500 * time.Millisecond)
		l.signal(syscall.SIGHUP)
		l.await(".pcapng: ")
		l.signal(syscall.SIGTERM)
		l.ended()
		if n, dropped := l.totals(); n != c.frames || dropped != 0 {
			t.Errorf("%v: %d frames, %d dropped, want %d\n%s", c.args, n, dropped, c.frames, l.talk.String())
		}
		told, again := records(t, &l.out), l.reread()
		for name, some := range map[string][]record{"told": told, "in the files": again} {
			got := facts(some)
			for i := 1; i <= 3; i++ {
				if got[fmt.Sprintf("http_header.server=Example/%d.0", i)] != c.told {
					t.Errorf("%v: server %d %s: %v, want %v", c.args, i, name, !c.told, c.told)
				}
			}
			if !got["ethernet.source="+net.HardwareAddr(talker).String()] || got["ipv6.eui64=00:1e:10:00:00:09"] {
				t.Errorf("%v: %s: %v", c.args, name, got)
			}
		}
		for _, r := range told {
			if r.Type == "observation" && (r.Name == "" || r.Locator.Frame < 1 || r.Locator.Frame > c.frames) {
				t.Errorf("no place: %+v", r)
			}
		}
	}
}

// sent is how many frames the interface here has sent.
func (p *twoPlaces) sent() (n int) {
	p.t.Helper()
	out, err := exec.Command("ip", "-n", p.here, "-j", "-s", "link", "show", cableHere).Output()
	if err != nil {
		p.t.Fatal(err)
	}
	var x []struct {
		Stats64 struct{ Tx struct{ Packets int } }
	}
	if err := json.Unmarshal(out, &x); err != nil || len(x) != 1 {
		p.t.Fatalf("%v: %s", err, out)
	}
	return x[0].Stats64.Tx.Packets
}

// TestListenInterrupt ends at SIGINT, and by itself.
func TestListenInterrupt(t *testing.T) {
	p := newPlaces(t)
	l := p.listen(nil)
	l.signal(os.Interrupt)
	if code := l.ended(); code != exitInterrupted {
		t.Errorf("exit code %d", code)
	}
	l = p.listen(nil, "--for", "300ms")
	p.send(1, lldp("x"))
	if code := l.ended(); code != exitFine {
		t.Errorf("exit code %d\n%s", code, l.talk.String())
	}
	if frames, _ := l.totals(); frames != 1 {
		t.Errorf("%d frames", frames)
	}
}

// TestListenRotates begins files by size, none of which holds much more.
func TestListenRotates(t *testing.T) {
	p := newPlaces(t)
	l := p.listen(nil, "--rotate-size", "1")
	long := lldp(strings.Repeat("x", 255))
	p.send(10_000, long)
	l.signal(syscall.SIGTERM)
	l.ended()
	if frames, dropped := l.totals(); frames != 10_000 || dropped != 0 {
		t.Errorf("%d frames, %d dropped", frames, dropped)
	}
	files := l.files()
	if len(files) < 3 {
		t.Errorf("%d files", len(files))
	}
	for _, f := range files {
		if i, err := os.Stat(f); err != nil || i.Size() > 3<<20 {
			t.Errorf("%s: %d octets, %v", f, i.Size(), err)
		}
	}
	n := 0
	for _, r := range l.reread() {
		if r.Type == "diagnostic" {
			t.Errorf("%+v", r)
		}
		n++
	}
	if n == 0 {
		t.Error("the files hold nothing")
	}
}

// TestListenKeeps bounds the files, with those of an earlier run, and leaves
// others alone.
func TestListenKeeps(t *testing.T) {
	p := newPlaces(t)
	for _, c := range []struct {
		args  []string
		files int
		size  int64
	}{
		{[]string{"--keep-files", "2"}, 2, 6 << 20},
		{[]string{"--keep-size", "3"}, 0, 5 << 20}, // each a little more than --rotate-size
	} {
		dir := t.TempDir()
		earlier := filepath.Join(dir, "listen-20010203T040506.007Z.pcapng")
		others := []string{filepath.Join(dir, "listen-mine.pcapng"), filepath.Join(dir, "listen-20010203T040506.007Z.pcapng.gz")}
		for _, name := range append(others, earlier) {
			if err := os.WriteFile(name, make([]byte, 3<<20), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		l := p.listen(nil, append([]string{"--dir", dir, "--rotate-size", "1"}, c.args...)...)
		p.send(20_000, lldp(strings.Repeat("x", 255)))
		l.signal(syscall.SIGTERM)
		l.ended()
		if frames, dropped := l.totals(); frames != 20_000 || dropped != 0 {
			t.Errorf("%v: %d frames, %d dropped", c.args, frames, dropped)
		}
		l.dir = dir
		var size int64
		n := 0
		for _, f := range l.files() {
			i, err := os.Stat(f)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Contains(others, f) {
				n, size = n+1, size+i.Size()
			}
		}
		if n < 2 || c.files != 0 && n != c.files || size > c.size {
			t.Errorf("%v: %d files of %d octets", c.args, n, size)
		}
		for _, f := range others {
			if _, err := os.Stat(f); err != nil {
				t.Error(err)
			}
		}
		begun, removed := strings.Count(l.talk.String(), "sha256:"), strings.Count(l.talk.String(), "removed")
		if _, err := os.Stat(earlier); err == nil || begun+1-removed != n {
			t.Errorf("%v: %d begun, %d removed, %d there:\n%s", c.args, begun, removed, n, l.talk.String())
		}
	}
}

// TestListenDiskFull gives the files no more room: it ends, says why, counts all,
// and what is there can be read.
func TestListenDiskFull(t *testing.T) {
	p := newPlaces(t)
	dir := t.TempDir()
	if err := unix.Mount("none", dir, "tmpfs", 0, "size=2m"); err != nil {
		t.Skip("this machine lets nobody mount a small disk: ", err)
	}
	t.Cleanup(func() { unix.Unmount(dir, 0) })
	l := p.listen(nil, "--dir", dir)
	l.signal(syscall.SIGSTOP)
	const n = 10_000
	p.send(n, lldp(strings.Repeat("x", 255)))
	l.signal(syscall.SIGCONT)
	if code := l.ended(); code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	talk := l.talk.String()
	if frames, dropped := l.totals(); frames != n || dropped != 0 {
		t.Errorf("%d frames, %d dropped", frames, dropped)
	}
	told := regexp.MustCompile(`(\d+) of the frames received are in no file`).FindStringSubmatch(talk)
	kept := regexp.MustCompile(`pcapng: (\d+) frames, (\d+) octets, sha256:([0-9a-f]+)`).FindStringSubmatch(talk)
	if told == nil || kept == nil || strings.Count(talk, "no space left on device") != 1 {
		t.Fatalf("it does not say what happened: %s", talk)
	}
	lost, _ := strconv.Atoi(told[1])
	frames, _ := strconv.Atoi(kept[1])
	if frames == 0 || frames+lost != n {
		t.Errorf("%d frames in the file and %d in none are not %d", frames, lost, n)
	}
	l.dir = dir
	b, err := os.ReadFile(l.files()[0])
	if err != nil || fmt.Sprint(len(b)) != kept[2] || fmt.Sprintf("%x", sha256.Sum256(b)) != kept[3] {
		t.Errorf("the file has %d octets, %v: %s", len(b), err, talk)
	}
	count := 0
	for _, r := range l.reread() {
		if r.Attribute == "lldp.system_name" {
			count = r.Count
		}
	}
	if count != frames {
		t.Errorf("%d frames read again, want %d", count, frames)
	}
}

// TestListenDrops stops the program for a while: what the kernel had no room for
// is counted to the last frame.
func TestListenDrops(t *testing.T) {
	p := newPlaces(t)
	l := p.listen(nil, "--buffer", "2")
	l.signal(syscall.SIGSTOP)
	const n = 40_000
	p.send(n/2, lldp("x"), banner("x"))
	p.send(1000, bulk(100))
	l.signal(syscall.SIGCONT)
	time.Sleep(200 * time.Millisecond)
	l.signal(syscall.SIGTERM)
	l.ended()
	frames, dropped := l.totals()
	if dropped == 0 || frames+dropped != n {
		t.Errorf("%d frames and %d dropped are %d, want %d", frames, dropped, frames+dropped, n)
	}
	said := 0
	for _, r := range records(t, &l.out) {
		if m := regexp.MustCompile(`no room for (\d+) frames`).FindStringSubmatch(r.Message); m != nil {
			k, _ := strconv.Atoi(m[1])
			said += k
		}
	}
	if said != dropped {
		t.Errorf("%d drops reported, %d counted", said, dropped)
	}
}

// open lets every user into a folder of the test.
func open(dir string) {
	for ; strings.Contains(dir, "TestListen"); dir = filepath.Dir(dir) {
		os.Chmod(dir, 0o777)
	}
}

// TestListenPrivileges looks at every thread of the program.
func TestListenPrivileges(t *testing.T) {
	p := newPlaces(t)
	nobody := "65534"
	for _, c := range []struct {
		name     string
		launcher []string
		args     []string
		uid      string
	}{
		{"to a user", nil, []string{"--user", nobody}, nobody},
		{"as root", nil, nil, "0"},
		{"with CAP_NET_RAW only", []string{"setpriv", "--reuid", nobody, "--regid", nobody, "--clear-groups", "--inh-caps", "-all,+net_raw", "--ambient-caps", "-all,+net_raw", "--bounding-set", "-all,+net_raw"}, nil, nobody},
	} {
		t.Run(c.name, func(t *testing.T) {
			if len(c.launcher) > 0 {
				if _, err := exec.LookPath(c.launcher[0]); err != nil {
					t.Skip("no setpriv command (util-linux)")
				}
			}
			q := *p
			q.t = t
			dir := filepath.Join(t.TempDir(), "evidence")
			open(filepath.Dir(dir))
			// The program has to be where the user can start it.
			os.Chmod(filepath.Dir(buildProgram(t)), 0o755)
			l := q.listen(c.launcher, append([]string{"--dir", dir}, c.args...)...)
			threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", l.cmd.Process.Pid))
			if err != nil || len(threads) < 2 {
				t.Fatalf("threads: %v, %v", threads, err)
			}
			for _, f := range threads {
				b, err := os.ReadFile(f)
				if err != nil {
					continue // it ended
				}
				for _, want := range []string{"Uid:\t" + c.uid + "\t" + c.uid, "CapEff:\t0000000000000000", "CapPrm:\t0000000000000000", "CapInh:\t0000000000000000", "CapAmb:\t0000000000000000", "NoNewPrivs:\t1"} {
					if !strings.Contains(string(b), want) {
						t.Errorf("a thread is not %q:\n%s", want, b)
					}
				}
			}
			q.send(1, lldp("x"))
			l.signal(syscall.SIGTERM)
			l.ended()
			if frames, _ := l.totals(); frames != 1 {
				t.Errorf("%d frames: %s", frames, l.talk.String())
			}
		})
	}
}

// TestListenTrouble takes an interface down and up, and away.
func TestListenTrouble(t *testing.T) {
	p := newPlaces(t)
	l := p.listen(nil)
	p.ip("-n", p.here, "link", "set", cableHere, "down")
	time.Sleep(100 * time.Millisecond)
	p.ip("-n", p.here, "link", "set", cableHere, "up")
	p.send(1, lldp("after"))
	time.Sleep(200 * time.Millisecond)
	p.ip("-n", p.here, "link", "del", cableHere)
	if code := l.ended(); code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	told := records(t, &l.out)
	if !facts(told)["lldp.system_name=after"] {
		t.Errorf("nothing was received after the interface was down: %+v", told)
	}
	for _, want := range []string{"is down", "does not exist any more"} {
		found := false
		for _, r := range told {
			found = found || r.Type == "diagnostic" && strings.Contains(r.Message, want)
		}
		if !found {
			t.Errorf("nobody said %q: %+v", want, told)
		}
	}
}

// made makes an interface here of a kind (if_arp.h) and returns a way for frames
// to come in through it.
func (p *twoPlaces) made(name string, kind int) (receive func(frame []byte)) {
	p.t.Helper()
	var fd int
	p.in(p.here, func() (err error) {
		if fd, err = unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_CLOEXEC, 0); err != nil {
			fd = -1
			return nil
		}
		q, err := unix.NewIfreq(name)
		if err != nil {
			return err
		}
		q.SetUint16(unix.IFF_TUN)
		return errors.Join(unix.IoctlIfreq(fd, unix.TUNSETIFF, q), unix.IoctlSetInt(fd, unix.TUNSETLINK, kind))
	})
	if fd < 0 {
		p.t.Skip("this machine has no TUN interfaces")
	}
	p.t.Cleanup(func() { unix.Close(fd) })
	p.ip("-n", p.here, "link", "set", name, "up")
	return func(frame []byte) {
		p.t.Helper()
		// Behind flags and a protocol (struct tun_pi).
		if _, err := unix.Write(fd, append([]byte{0, 0, 0, 4}, frame...)); err != nil {
			p.t.Fatal(err)
		}
	}
}

// TestListenMonitor listens to an interface in monitor mode: management, and data
// that are not enciphered.
func TestListenMonitor(t *testing.T) {
	const radiotap, broadcast = "\x00\x00\x08\x00\x00\x00\x00\x00", "\xff\xff\xff\xff\xff\xff"
	from := string(talker)
	for _, c := range []struct {
		kind   int
		before string
	}{{unix.ARPHRD_IEEE80211_RADIOTAP, radiotap}, {unix.ARPHRD_IEEE80211, ""}} {
		p := newPlaces(t)
		receive := p.made("wmair", c.kind)
		l := p.listenOn("wmair", nil)
		element := "\x00\x50\xf2\x04\x10\x21\x00\x07Example\x10\x23\x00\x04AP-9"
		announcement := lldp("over the air")[14:]
		for _, f := range []string{
			"\x80\x00\x00\x00" + broadcast + from + from + "\x00\x00" + "timetime\x64\x00\x01\x04" + "\x00\x04net1\xdd" + string(rune(len(element))) + element,
			"\x08\x02\x00\x00" + broadcast + from + from + "\x10\x00" + "\xaa\xaa\x03\x00\x00\x00\x88\xcc" + string(announcement),
			"\x08\x42\x00\x00" + broadcast + from + from + "\x20\x00" + strings.Repeat("enciphered", 50),
			"\xd4\x00\x00\x00" + from, // acknowledgement
		} {
			receive([]byte(c.before + f))
		}
		time.Sleep(200 * time.Millisecond)
		l.signal(syscall.SIGTERM)
		l.ended()
		if n, dropped := l.totals(); n != 2 || dropped != 0 {
			t.Errorf("%d: %d frames, %d dropped", c.kind, n, dropped)
		}
		for name, all := range map[string][]record{"told": records(t, &l.out), "in the file": l.reread()} {
			got := facts(all)
			for _, want := range []string{"wps.manufacturer=Example", "wps.model_name=AP-9", "lldp.system_name=over the air"} {
				if !got[want] {
					t.Errorf("%d: %s is not %s: %v", c.kind, want, name, got)
				}
			}
		}
		p.close()
	}
}

// TestListenRefuses refuses interfaces whose frames nothing is known of, and
// those that are none.
func TestListenRefuses(t *testing.T) {
	p := newPlaces(t)
	p.made("wmother", unix.ARPHRD_NETLINK)
	for _, c := range []struct{ device, want string }{
		{"wmother", "wmother: its link layer (hardware type 824) is not supported: Ethernet, IEEE 802.11 in monitor mode"},
		{"wmnone", "wmnone: there is no such interface"},
		{"a name that is far too long", "this is no name of an interface"},
	} {
		out, err := exec.Command("ip", "netns", "exec", p.here, buildProgram(t), "listen", c.device, "--dir", t.TempDir()).CombinedOutput()
		var e *exec.ExitError
		if !errors.As(err, &e) || e.ExitCode() != exitFailed || !strings.Contains(string(out), c.want) {
			t.Errorf("%v: it did not say %q: %s", err, c.want, out)
		}
	}
}

// TestListenSmallFilter listens where the kernel has less room for filters, as
// kernels before 6.8 have.
func TestListenSmallFilter(t *testing.T) {
	p := newPlaces(t)
	const room = "/proc/sys/net/core/optmem_max"
	changed := false
	p.in(p.here, func() error {
		// Only where the namespace has a number of its own.
		if _, err := os.Stat(room); err == nil {
			changed = os.WriteFile(room, []byte("20480"), 0o644) == nil
		}
		return nil
	})
	if !changed {
		t.Skip("this kernel has one size of filters for all namespaces")
	}
	l := p.listen(nil, "--for", "300ms")
	p.send(1, lldp("x"), bulk(100))
	l.ended()
	if frames, _ := l.totals(); frames != 1 {
		t.Errorf("%d frames", frames)
	}
	for _, want := range []string{"looks into 1 tunnels", "net.core.optmem_max"} {
		if !strings.Contains(l.talk.String(), want) {
			t.Errorf("it did not say %q: %s", want, l.talk.String())
		}
	}
}
