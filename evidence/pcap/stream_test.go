package pcap

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/internal/frames"
)

// factLine is what file and stream have in common of a fact.
func factLine(o whomade.Observation) string {
	return fmt.Sprintf("%d %d %s %s %s", o.Locator.Frame, o.Locator.Offset, o.Subject, o.Attribute, o.Value)
}

type lines []string

func (l *lines) Observe(o whomade.Observation)            { *l = append(*l, factLine(o)) }
func (l *lines) Diagnose(string, whomade.Locator, string) {}

// TestStream reads the same frames from a file and as they come, of which some
// come before the facts are asked for.
func TestStream(t *testing.T) {
	file, err := os.ReadFile("testdata/office.pcap")
	if err != nil {
		t.Fatal(err)
	}
	var want lines
	if err := New().Read(context.Background(), evidence.Input{Reader: bytes.NewReader(file), Limits: evidence.DefaultLimits}, &want); err != nil {
		t.Fatal(err)
	}
	if len(want) == 0 {
		t.Fatal("no facts")
	}
	s := NewStream(evidence.DefaultLimits, func(d whomade.Diagnostic) { t.Error(d) })
	var got lines
	for n, b := 0, file[24:]; len(b) >= 16; n++ {
		size := int(binary.LittleEndian.Uint32(b[8:]))
		s.Packet(1, int64(binary.LittleEndian.Uint32(b))*1e9+int64(binary.LittleEndian.Uint32(b[4:]))*1e3, bytes.Clone(b[16:16+size]))
		b = b[16+size:]
		if n%2 == 1 {
			s.New(got.Observe)
		}
	}
	s.Close(got.Observe)
	// The address of a sender may become known after the fact was told.
	sorted, all := map[string]bool{}, map[string]bool{}
	for _, l := range want {
		all[l] = true
	}
	for _, l := range got {
		if sorted[l] {
			t.Errorf("told twice: %s", l)
		}
		sorted[l] = true
	}
	if d := cmp.Diff(all, sorted); d != "" {
		t.Errorf("file and stream differ (-file +stream):\n%s", d)
	}
}

// TestStreamContinue reads segments only where they continue a head: others are
// not counted, and their sources are not told.
func TestStreamContinue(t *testing.T) {
	s := NewStream(evidence.DefaultLimits, func(d whomade.Diagnostic) { t.Error(d) })
	silent := []byte{0, 0, 0x0c, 0, 0, 0x77}
	segment := func(mac []byte, port uint16, seq uint32, data string) []byte {
		return frames.TCP(mac, beta, ipA, ipB, port, 50000, seq, 0x10, []byte(data))
	}
	begin, rest := "HTTP/1.1 200 OK\r\nServer: Exa", "mple/1.0 of a long name that goes on\r\nContent-Type: image/png\r\n\r\n"
	if s.Continue(1, 1, segment(silent, 80, 1, "anything")) || s.Continue(1, 2, segment(silent, 80, 31, rest)) {
		t.Error("it continues what did not begin")
	}
	s.Packet(1, 3, segment(alpha, 80, 1, begin))
	if s.Continue(1, 4, segment(silent, 81, uint32(1+len(begin)), rest)) {
		t.Error("it continues another connection")
	}
	if !s.Continue(1, 5, segment(alpha, 80, uint32(1+len(begin)), rest)) {
		t.Error("it does not continue what began")
	}
	if s.Continue(1, 6, segment(alpha, 80, uint32(1+len(begin)+len(rest)), "a picture")) {
		t.Error("it continues what is whole")
	}
	s.Packet(1, 7, segment(beta, 22, 1, "SSH-2.0-Example\r\n"))
	var got lines
	s.Close(got.Observe)
	a := "ip:" + ipA.String()
	want := lines{
		"1 6 mac:00:00:0c:00:00:01 ethernet.source 00:00:0c:00:00:01", "1 54 " + a + " http_header.server Example/1.0 of a long name that goes on",
		"3 6 mac:" + net.HardwareAddr(beta).String() + " ethernet.source " + net.HardwareAddr(beta).String(),
		"3 54 " + a + " ssh.protocol_version 2.0", "3 54 " + a + " ssh.banner Example",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// TestStreamForgets holds what a stream keeps in mind to its limits.
func TestStreamForgets(t *testing.T) {
	limits := evidence.DefaultLimits
	limits.Facts = 100
	s := NewStream(limits, func(whomade.Diagnostic) {})
	f := make([]byte, 60)
	copy(f[12:], "\x88\xcc")
	told := map[string]int{}
	const stations = 350
	for n := range 2 * stations {
		f[0], f[6] = 2, 2
		binary.BigEndian.PutUint16(f[10:], uint16(n%stations))
		s.Packet(1, int64(n), f)
		s.New(func(o whomade.Observation) { told[o.Value]++ })
		if s.d.facts.all.len >= limits.Facts {
			t.Fatalf("%d facts in mind", s.d.facts.all.len)
		}
	}
	if len(told) != stations || s.Forgot() < 6 {
		t.Errorf("%d of %d stations told, began anew %d times", len(told), stations, s.Forgot())
	}
}

// TestInterest is a look at what listeners are asked for.
func TestInterest(t *testing.T) {
	x := NewInterest()
	for name, n := range map[string]int{
		"EtherTypes": len(x.EtherTypes), "UDP": len(x.UDP), "TCP": len(x.TCP), "Guess": len(x.Guess), "Starts": len(x.Starts), "Tunnels": len(x.Tunnels),
	} {
		if n == 0 {
			t.Errorf("no %s", name)
		}
	}
}
