package collect_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/bpf"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/collect"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/pcap"
)

// interest is what the reader of captures asks for.
func interest() collect.Interest {
	p := pcap.NewInterest()
	x := collect.Interest{EtherTypes: p.EtherTypes, PPP: p.PPP, IP: p.IP, UDP: p.UDP, Guess: p.Guess, TCP: p.TCP, Starts: p.Starts}
	for _, t := range p.Tunnels {
		x.Tunnels = append(x.Tunnels, collect.Tunnel(t))
	}
	return x
}

func newVM(t testing.TB, link, levels int) *bpf.VM {
	t.Helper()
	return vmOf(t, collect.NewFilter, link, levels)
}

func vmOf(t testing.TB, filter func(collect.Interest, int, int) ([]bpf.Instruction, error), link, levels int) *bpf.VM {
	t.Helper()
	program, err := filter(interest(), link, levels)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bpf.Assemble(program); err != nil {
		t.Fatal(err)
	}
	if len(program) > 4096 {
		t.Errorf("%d levels: %d instructions, more than the kernel takes", levels, len(program))
	}
	vm, err := bpf.NewVM(program)
	if err != nil {
		t.Fatal(err)
	}
	return vm
}

func passes(t testing.TB, vm *bpf.VM, frame []byte) bool {
	t.Helper()
	n, err := vm.Run(frame)
	if err != nil {
		t.Fatal(err)
	}
	return n > 0
}

// join puts parts of frames together: strings are octets, numbers of 16 bits.
func join(parts ...any) []byte {
	var b []byte
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			b = append(b, p...)
		case []byte:
			b = append(b, p...)
		case int:
			b = binary.BigEndian.AppendUint16(b, uint16(p))
		}
	}
	return b
}

const macs = "\x02\x00\x00\x00\x00\x01\x02\x00\x00\x00\x00\x02"

func ethernet(kind int, body []byte) []byte { return join(macs, kind, body) }

func ipv4(protocol byte, fragment int, body []byte) []byte {
	return join("\x45\x00", 20+len(body), 1, fragment, []byte{64, protocol}, 0, "\xc0\x00\x02\x01\xc0\x00\x02\x02", body)
}

func ipv6(next byte, body []byte) []byte {
	a := strings.Repeat("\x20", 16)
	return join("\x60\x00\x00\x00", len(body), []byte{next, 64}, a, a, body)
}

func udp(from, to int, body []byte) []byte { return join(from, to, 8+len(body), 0, body) }

func tcp(from, to int, flags byte, options int, data string) []byte {
	head := byte(5+options) << 4
	return join(from, to, 1, 1, 1, 1, []byte{head, flags}, 1000, 0, 0, strings.Repeat("\x01\x01\x01\x01", options), data)
}

func sctp(chunks ...any) []byte { return join(38412, 38412, 0, 1, 0, 0, join(chunks...)) }

// innermost are packets of IPv4 that are of use, and others.
var use, noUse = map[string][]byte{
	"snmp":                     ipv4(17, 0, udp(161, 40000, []byte("0123456789"))),
	"snmp, from":               ipv4(17, 0, udp(40000, 161, []byte("0123456789"))),
	"sip on any port":          ipv4(17, 0, udp(40000, 40001, []byte("REGISTER sip:example.org SIP/2.0"))),
	"sip's reply":              ipv4(17, 0, udp(40000, 40001, []byte("SIP/2.0 200 OK"))),
	"later fragment":           ipv4(17, 100, []byte("whatever")),
	"ssh":                      ipv4(6, 0, tcp(22, 40000, 0x18, 0, "SSH-2.0-x\r\n")),
	"ssh with options":         ipv4(6, 0, tcp(40000, 2222, 0x18, 3, "SSH-2.0-x\r\n")),
	"ssh algorithms":           ipv4(6, 0, tcp(22, 40000, 0x18, 0, "\x00\x00\x04\x14\x06\x14"+strings.Repeat("x", 30))),
	"ftp":                      ipv4(6, 0, tcp(21, 40000, 0x18, 0, "220 x\r\n")),
	"telnet":                   ipv4(6, 0, tcp(23, 40000, 0x18, 0, "\xff\xfd\x18")),
	"tls":                      ipv4(6, 0, tcp(443, 40000, 0x10, 0, "\x16\x03\x03\x00\x7a\x02")),
	"http":                     ipv4(6, 0, tcp(8080, 40000, 0x18, 0, "HTTP/1.1 200 OK\r\n")),
	"head that was joined":     ipv4(6, 0, tcp(443, 40000, 0x10, 0, "\x16\x03\x03\x00\x7a\x02"+strings.Repeat("x", 8000))),
	"data":                     ipv4(132, 0, sctp(3, 16, strings.Repeat("x", 12), 3, 16, 0x0300)),
	"acknowledgement and data": ipv4(132, 0, sctp(0x0300, 16, strings.Repeat("x", 12), 3, 20, strings.Repeat("x", 16))),
}, map[string][]byte{
	"dns":                  ipv4(17, 0, udp(53, 40000, []byte("0123456789abcdef"))),
	"quic":                 ipv4(17, 0, udp(443, 40000, []byte("A\x80\xff0123456789abc"))),
	"rtp":                  ipv4(17, 0, udp(20000, 20002, []byte("\x80\x00\x01\x02345678901234567"))),
	"acknowledgement":      ipv4(6, 0, tcp(443, 40000, 0x10, 0, "")),
	"opening":              ipv4(6, 0, tcp(40000, 443, 0x02, 5, "")),
	"tls data":             ipv4(6, 0, tcp(443, 40000, 0x18, 0, "\x17\x03\x03\x00\x7a\x02")),
	"bulk of ssh":          ipv4(6, 0, tcp(22, 40000, 0x18, 0, "\x81\x00\x01\x02"+strings.Repeat("x", 30))),
	"bulk of mail":         ipv4(6, 0, tcp(25, 40000, 0x10, 0, strings.Repeat("x", 1400))),
	"later fragment":       ipv4(6, 100, []byte("SSH-2.0-x")),
	"icmp":                 ipv4(1, 0, []byte("\x08\x00\x00\x00\x00\x01\x00\x01")),
	"esp":                  ipv4(50, 0, []byte("0123456789abcdef")),
	"acknowledgement only": ipv4(132, 0, sctp(0x0300, 16, strings.Repeat("x", 12))),
	"heartbeat":            ipv4(132, 0, sctp(0x0400, 10, "xxxxxx\x00\x00")),
}

// ways are how packets are carried.
var ways = map[string]func([]byte) []byte{
	"plain":    func(p []byte) []byte { return ethernet(0x0800, p) },
	"one tag":  func(p []byte) []byte { return ethernet(0x8100, join(7, 0x0800, p)) },
	"two tags": func(p []byte) []byte { return ethernet(0x88a8, join(7, 0x8100, 8, 0x0800, p)) },
	"mpls":     func(p []byte) []byte { return ethernet(0x8847, join(1, 0x0040, 2, 0x0140, p)) },
	"pppoe":    func(p []byte) []byte { return ethernet(0x8864, join(0x1100, 1, 2+len(p), 0x0021, p)) },
	"vxlan": func(p []byte) []byte {
		return over(udp(50000, 4789, join("\x08\x00\x00\x00\x00\x00\x07\x00", ethernet(0x0800, p))))
	},
	"geneve": func(p []byte) []byte {
		return over(udp(50000, 6081, join("\x01\x00", 0x6558, "\x00\x00\x07\x00oooo", ethernet(0x0800, p))))
	},
	"gtp": func(p []byte) []byte { return over(udp(2152, 2152, join("\x30\xff", len(p), "\x00\x00\x00\x01", p))) },
	"gtp of 5G": func(p []byte) []byte {
		return over(udp(2152, 2152, join("\x34\xff", 8+len(p), "\x00\x00\x00\x01\x00\x00\x00\x85\x01\x00\x01\x00", p)))
	},
	"l2tp": func(p []byte) []byte {
		return over(udp(1701, 1701, join("\x40\x02", 12+len(p), 1, 1, 0xff03, 0x0021, p)))
	},
	"capwap": func(p []byte) []byte {
		return over(udp(50000, 5247, join("\x00\x10\x02\x00\x00\x00\x00\x00", ethernet(0x0800, p))))
	},
	"capwap of wireless": func(p []byte) []byte {
		return over(udp(50000, 5247, join("\x00\x10\x03\x00\x00\x00\x00\x00", "\x88\x01", strings.Repeat("a", 22), "qq", "\xaa\xaa\x03\x00\x00\x00", 0x0800, p)))
	},
	"gre": func(p []byte) []byte { return ethernet(0x0800, ipv4(47, 0, join(0x2000, 0x0800, "keys", p))) },
	"erspan": func(p []byte) []byte {
		return ethernet(0x0800, ipv4(47, 0, join(0x1000, 0x88be, "sequheadhead", ethernet(0x0800, p))))
	},
	"ip in ip":   func(p []byte) []byte { return ethernet(0x0800, ipv4(4, 0, p)) },
	"ip in ip 6": func(p []byte) []byte { return ethernet(0x86dd, ipv6(4, p)) },
	"pseudowire": func(p []byte) []byte {
		return ethernet(0x8847, join(2, 0x0140, "\x00\x00\x00\x00", ethernet(0x0800, p)))
	},
	"gre and vxlan": func(p []byte) []byte {
		return ethernet(0x0800, ipv4(47, 0, join(0, 0x0800, ipv4(17, 0, udp(5, 4789, join("\x08\x00\x00\x00\x00\x00\x07\x00", ethernet(0x0800, p)))))))
	},
}

func over(b []byte) []byte { return ethernet(0x0800, ipv4(17, 0, b)) }

// TestFilterWays holds the filter to what is of use, whatever carries it.
func TestFilterWays(t *testing.T) {
	vm := newVM(t, collect.LinkEthernet, 3)
	raw := newVM(t, collect.LinkRaw, 3)
	for way, carry := range ways {
		for name, p := range use {
			if !passes(t, vm, carry(p)) {
				t.Errorf("%s in %s does not pass", name, way)
			}
		}
		for name, p := range noUse {
			if passes(t, vm, carry(p)) {
				t.Errorf("%s in %s passes", name, way)
			}
		}
	}
	for name, p := range use {
		if !passes(t, raw, p) {
			t.Errorf("%s without a link layer does not pass", name)
		}
	}
	for name, p := range noUse {
		if passes(t, raw, p) {
			t.Errorf("%s without a link layer passes", name)
		}
	}
	wireless := map[string]*bpf.VM{"": newVM(t, collect.LinkDot11, 3), "\x00\x00\x0c\x01\x04\x00\x00\x00\x00\x0c\x00\x00" + strings.Repeat("r", 0x100): newVM(t, collect.LinkRadiotap, 3)}
	for before, vm := range wireless {
		addresses := strings.Repeat("a", 22)
		for name, p := range use {
			for head, pass := range map[string]bool{"\x08\x01" + addresses: true, "\x88\x02" + addresses + "qq": true, "\x88\x42" + addresses + "qq": false, "\x48\x01" + addresses: false} {
				if f := join(before, head, "\xaa\xaa\x03\x00\x00\x00", 0x0800, p); passes(t, vm, f) != pass {
					t.Errorf("%s in a frame of %x behind %d octets passes: %v", name, head[:2], len(before), !pass)
				}
			}
		}
		for name, p := range noUse {
			if passes(t, vm, join(before, "\x08\x01", addresses, "\xaa\xaa\x03\x00\x00\x00", 0x0800, p)) {
				t.Errorf("%s in a wireless frame passes", name)
			}
		}
		for control, pass := range map[string]bool{"\x80\x00": true, "\x40\x00": true, "\xb0\x00": false, "\xd0\x00": false, "\xd4\x00": false, "\xb4\x00": false} {
			if passes(t, vm, join(before, control, addresses, "and more")) != pass {
				t.Errorf("a frame of %x behind %d octets passes: %v", control, len(before), !pass)
			}
		}
	}
	for name, f := range map[string][]byte{
		"arp":                   ethernet(0x0806, make([]byte, 28)),
		"lldp":                  ethernet(0x88cc, []byte("lldp")),
		"stp":                   ethernet(38, []byte("\x42\x42\x03 and more")),
		"neighbour solicit":     ethernet(0x86dd, ipv6(58, []byte("\x87\x00\x00\x00\x00\x00\x00\x00"))),
		"behind a hop-by-hop":   ethernet(0x86dd, ipv6(0, join("\x11\x00\x01\x04\x00\x00\x00\x00", udp(547, 546, []byte("0123"))))),
		"first fragment of 6":   ethernet(0x86dd, ipv6(44, join("\x11\x00\x00\x01\x00\x00\x00\x07", udp(161, 1, []byte("0123"))))),
		"later fragment of 6":   ethernet(0x86dd, ipv6(44, join("\x11\x00\x05\x01\x00\x00\x00\x07", "whatever"))),
		"of a depth not looked": ways["gre"](ipv4(47, 0, join(0, 0x0800, ipv4(47, 0, join(0, 0x0800, noUse["dns"]))))),
	} {
		if !passes(t, vm, f) {
			t.Errorf("%s does not pass", name)
		}
	}
	for name, f := range map[string][]byte{
		"echo of 6":           ethernet(0x86dd, ipv6(58, []byte("\x80\x00\x00\x00\x00\x00\x00\x00"))),
		"later fragment of 6": ethernet(0x86dd, ipv6(44, join("\x06\x00\x05\x01\x00\x00\x00\x07", "whatever"))),
		"another EtherType":   ethernet(0x22f0, []byte("audio and video")),
	} {
		if passes(t, vm, f) {
			t.Errorf("%s passes", name)
		}
	}
}

// TestRestFilter holds the filter of what may continue a stream to just that.
func TestRestFilter(t *testing.T) {
	vm := vmOf(t, collect.NewRestFilter, collect.LinkEthernet, 3)
	rest := map[string][]byte{
		"of a certificate":       ipv4(6, 0, tcp(443, 40000, 0x10, 0, "\x30\x82\x04\x00"+strings.Repeat("x", 1400))),
		"of a head":              ipv4(6, 0, tcp(40000, 8080, 0x18, 3, "ent: Example/1.0\r\n\r\n")),
		"bulk of ssh":            noUse["bulk of ssh"],
		"bulk of mail":           noUse["bulk of mail"],
		"not of ssh, but so far": ipv4(6, 0, tcp(22, 40000, 0x18, 0, "\x00\x00\x04\x14\x06\x15")),
	}
	for way, carry := range ways {
		for name, p := range rest {
			if !passes(t, vm, carry(p)) {
				t.Errorf("%s in %s does not pass", name, way)
			}
		}
		for name, p := range use {
			if passes(t, vm, carry(p)) {
				t.Errorf("%s in %s passes", name, way)
			}
		}
		for name, p := range noUse {
			if rest[name] == nil && passes(t, vm, carry(p)) {
				t.Errorf("%s in %s passes", name, way)
			}
		}
	}
}

// TestFilterCutOff shows the filter frames that end anywhere.
func TestFilterCutOff(t *testing.T) {
	for levels := range 3 {
		vm := newVM(t, collect.LinkEthernet, levels+1)
		for _, carry := range ways {
			f := carry(use["ssh algorithms"])
			for n := range f {
				passes(t, vm, f[:n])
			}
		}
	}
}

func FuzzFilter(f *testing.F) {
	vms := []*bpf.VM{newVM(f, collect.LinkEthernet, 3), newVM(f, collect.LinkRaw, 2), newVM(f, collect.LinkRadiotap, 1)}
	for _, carry := range ways {
		f.Add(carry(use["snmp"]))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		for _, vm := range vms {
			if len(frame) > 0 {
				passes(t, vm, frame)
			}
		}
	})
}

// frame is one frame of a capture.
type frame struct {
	nanos int64
	data  []byte
}

// readFrames reads the Ethernet frames of a capture of the classic format.
func readFrames(r io.Reader) ([]frame, error) {
	b, err := io.ReadAll(r)
	if err != nil || len(b) < 24 {
		return nil, err
	}
	var order binary.ByteOrder = binary.LittleEndian
	unit := int64(1000)
	switch binary.LittleEndian.Uint32(b) {
	case 0xa1b2c3d4:
	case 0xa1b23c4d:
		unit = 1
	case 0xd4c3b2a1:
		order = binary.BigEndian
	default:
		return nil, nil
	}
	if order.Uint32(b[20:]) != 1 {
		return nil, nil
	}
	var all []frame
	for b = b[24:]; len(b) >= 16; {
		n := int(order.Uint32(b[8:]))
		if n > len(b)-16 {
			break
		}
		all = append(all, frame{int64(order.Uint32(b))*1e9 + int64(order.Uint32(b[4:]))*unit, b[16 : 16+n]})
		b = b[16+n:]
	}
	return all, nil
}

// facts reads frames as a listener does, and counts those that were kept.
func facts(frames []frame, passes, rest func([]byte) bool) (all map[string]bool, kept int) {
	s := pcap.NewStream(evidence.DefaultLimits, func(whomade.Diagnostic) {})
	for _, f := range frames {
		switch {
		case passes(f.data):
			s.Packet(collect.LinkEthernet, f.nanos, f.data)
			kept++
		case rest(f.data) && s.Continue(collect.LinkEthernet, f.nanos, f.data):
			kept++
		}
	}
	all = map[string]bool{}
	s.Close(func(o whomade.Observation) {
		all[fmt.Sprintf("%s\t%s\t%s", o.Attribute, cmpKey(o.Subject), o.Value)] = true
	})
	return all, kept
}

func cmpKey(s whomade.Subject) string {
	if s.IP != "" {
		return s.IP
	}
	return s.String()
}

// TestFilterKeeps reads captures with and without the filter. Facts that any
// frame may tell, such as its source, are left out. The filter has no memory and
// certificates are longer than a segment: of those of the corpus a part is lost,
// unless what continues is followed.
func TestFilterKeeps(t *testing.T) {
	dir, corpus := "../evidence/pcap/testdata", os.Getenv("WHOMADE_CORPUS")
	if corpus != "" {
		dir = filepath.Join(corpus, "pcap")
	}
	filter, other := newVM(t, collect.LinkEthernet, 3), vmOf(t, collect.NewRestFilter, collect.LinkEthernet, 3)
	is := func(vm *bpf.VM) func([]byte) bool { return func(b []byte) bool { return passes(t, vm, b) } }
	all, none := func([]byte) bool { return true }, func([]byte) bool { return false }
	var captures [][]frame
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		f, err := readFrames(bytes.NewReader(b))
		if len(f) > 0 {
			captures = append(captures, f)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name                string
		rest                func([]byte) bool
		least, certificates float64 // of the corpus; of our own files it is all
	}{{"by itself", none, 0.98, 0.5}, {"following", is(other), 0.998, 0.95}} {
		t.Run(c.name, func(t *testing.T) {
			var found, kept [2]int // those of certificates second
			frames, passed := 0, 0
			lost := map[string][]string{}
			for _, capture := range captures {
				want, n := facts(capture, all, none)
				got, m := facts(capture, is(filter), c.rest)
				frames, passed = frames+n, passed+m
				for fact := range want {
					attribute, _, _ := strings.Cut(fact, "\t")
					if attribute == "ethernet.source" || attribute == "ipv6.eui64" || attribute == "tcp.stack" || attribute == "icmp.stack" {
						continue
					}
					kind := 0
					if strings.HasPrefix(attribute, "x509.") {
						kind = 1
					}
					found[kind]++
					if got[fact] {
						kept[kind]++
					} else {
						lost[attribute] = append(lost[attribute], fact)
					}
				}
			}
			t.Logf("kept: %d of %d frames, %d of %d facts, and %d of %d of certificates", passed, frames, kept[0], found[0], kept[1], found[1])
			least := []float64{c.least, c.certificates}
			if corpus == "" {
				least = []float64{1, 1}
			}
			for kind := range found {
				if found[kind] == 0 && (kind == 0 || corpus != "") || float64(kept[kind]) < least[kind]*float64(found[kind]) {
					t.Errorf("%d of %d facts kept, want %.1f %%", kept[kind], found[kind], 100*least[kind])
				}
			}
			for attribute, list := range lost {
				slices.Sort(list)
				t.Logf("lost: %s, %d, for example %.200q", attribute, len(list), list[0])
			}
		})
	}
}

func BenchmarkFilterAssembly(b *testing.B) {
	x := interest()
	for b.Loop() {
		if _, err := collect.NewFilter(x, collect.LinkEthernet, 3); err != nil {
			b.Fatal(err)
		}
	}
}
