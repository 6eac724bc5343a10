package collect

import (
	"fmt"

	"golang.org/x/net/bpf"
)

// Interest is what the reader of frames can make use of. Frames of IEEE 802.3
// with LLC, management frames of IEEE 802.11 with elements, SCTP and neighbour
// discovery always are of use.
type Interest struct {
	EtherTypes []uint16 // directly above the link layer
	PPP        []uint16 // PPP protocols that carry no packets
	IP         []uint8  // protocols above IP other than TCP, UDP, SCTP, ICMPv6 and tunnels
	UDP        []uint16 // ports of either side
	Guess      []byte   // first octets of datagrams that are looked at on any port
	TCP        []uint16 // ports of servers whose greeting no first octets tell
	Starts     []string // how heads and messages of streams begin on any port
	Tunnels    []Tunnel // whose inside is read
}

// Tunnel is a tunnel whose inside is read. The filter looks inside those whose
// kind it knows and passes all of the others.
type Tunnel struct {
	Kind  string
	Ports []uint16 // of UDP, or
	IP    uint8    // number of the protocol above IP
}

// Link-layer types (LINKTYPE numbers) that a filter can be made for.
const (
	LinkEthernet = 1
	LinkRaw      = 101 // IPv4 or IPv6 without a header before it
	LinkDot11    = 105 // IEEE 802.11
	LinkRadiotap = 127 // the same behind a header that tells how it was received
)

// MaxLevels is how deep a filter can look: the outside, and two tunnels inside
// each other.
const MaxLevels = 3

const snapshot = 1 << 18 // octets of a frame that are kept, as libpcap does

// EtherTypes that lead further.
const (
	typeIPv4     = 0x0800
	typeIPv6     = 0x86dd
	typeBridged  = 0x6558
	typeMPLS     = 0x8847
	typePBB      = 0x88e7
	typePPPoE    = 0x8864
	typeNSH      = 0x894f
	typeFabric   = 0x8903 // Cisco's FabricPath
	typeMetadata = 0x8909 // six octets of Cisco's before the frame's own type
)

// Places of the filter's memory.
const (
	memA     = iota // for a moment
	memUpper        // where the IP packet's payload begins
	memEnd          // where the IP packet ends
	memLater        // not zero in fragments after the first
	memNext         // number of the protocol above IP
	memPort         // of the sender
	memFlags        // of TCP
	memData         // how many octets a TCP segment carries
)

// NewFilter returns a program for the kernel that passes the frames which the
// reader can make use of. It has no memory from frame to frame: of a head that
// came in several segments it passes the first, and of a packet in fragments all
// that may belong to one of use. levels is how deep it looks: 1 to 3; what lies
// deeper is passed whole.
func NewFilter(x Interest, link, levels int) ([]bpf.Instruction, error) {
	return newFilter(x, link, levels, false)
}

// NewRestFilter returns a program that passes segments of TCP which NewFilter's
// does not, but may continue what one of those began: all that carry data which
// do not begin as enciphered records of TLS do.
func NewRestFilter(x Interest, link, levels int) ([]bpf.Instruction, error) {
	return newFilter(x, link, levels, true)
}

func newFilter(x Interest, link, levels int, rest bool) ([]bpf.Instruction, error) {
	if levels < 1 || levels > MaxLevels {
		return nil, fmt.Errorf("a filter of %d levels: want 1 to %d", levels, MaxLevels)
	}
	f := &filter{assembly: assembly{labels: map[string]int{}}, Interest: x, levels: levels, rest: rest}
	f.emit(bpf.LoadConstant{Dst: bpf.RegX, Val: 0})
	switch link {
	case LinkEthernet:
		f.jump("ethernet 0")
	case LinkRaw:
		f.jump("packet 0")
	case LinkDot11:
		f.dot11()
	case LinkRadiotap:
		f.radiotap()
	default:
		return nil, fmt.Errorf("there is no filter for link-layer type %d", link)
	}
	for f.level = range levels {
		f.ethernet()
		f.ppp()
		f.mpls()
		f.packet()
		f.ipv4()
		f.ipv6()
		f.upper()
		f.udp()
		if f.level < levels-1 {
			f.insides()
		}
	}
	f.later()
	f.tcp()
	f.datagram()
	f.guess()
	f.sctp()
	f.discovery()
	if rest { // nothing but that
		f.label("rest")
		f.emit(bpf.RetConstant{Val: snapshot})
		f.label("pass")
	} else {
		f.label("pass")
		f.emit(bpf.RetConstant{Val: snapshot})
		f.label("rest")
	}
	f.label("drop")
	f.emit(bpf.RetConstant{Val: 0})
	return f.assemble()
}

// filter is a filter in the making. In all of it register X is where the header
// begins that is looked at.
type filter struct {
	assembly
	Interest
	level, levels int
	rest          bool
}

// here is a label of the level.
func (f *filter) here(name string) string { return fmt.Sprintf("%s %d", name, f.level) }

// inside is a label of the next level, or passes the frame if there is none.
func (f *filter) inside(name string) string {
	if f.level == f.levels-1 {
		return "pass"
	}
	return fmt.Sprintf("%s %d", name, f.level+1)
}

// most is how many headers of a kind are looked behind: so many outside, and half
// of them inside of tunnels. Kernels bound the size of filters.
func (f *filter) most(outside int) int {
	if f.level > 0 {
		return outside / 2
	}
	return outside
}

// ethernet looks at a frame, behind up to two VLAN tags. The kernel takes the
// outermost tag off before.
func (f *filter) ethernet() {
	f.label(f.here("ethernet"))
	for range f.most(2) {
		tag, metadata, next := f.fresh(), f.fresh(), f.fresh()
		f.load(12, 2)
		f.choose(choices{{0x8100, 0x8100, tag}, {0x88a8, 0x88a8, tag}, {0x9100, 0x9100, tag}, {0x9200, 0x9200, tag}, {typeMetadata, typeMetadata, metadata}}, f.here("typed"))
		f.label(metadata)
		f.forward(4)
		f.label(tag)
		f.forward(4)
		f.label(next)
	}
	f.load(12, 2)
	f.label(f.here("typed"))
	f.store(memA)
	f.forward(14)
	f.fetch(memA)
	f.label(f.here("type")) // in the accumulator
	c := choices{
		{0, 1500, "pass"}, {typeIPv4, typeIPv4, f.here("ipv4")}, {typeIPv6, typeIPv6, f.here("ipv6")},
		{typeMPLS, typeMPLS + 1, f.here("mpls")}, {typePPPoE, typePPPoE, f.here("session")},
		{typePBB, typePBB, f.here("backbone")}, {typeBridged, typeBridged, f.inside("ethernet")}, {typeNSH, typeNSH, "pass"},
		{typeFabric, typeFabric, f.here("fabric")},
	}
	for _, t := range f.EtherTypes {
		c.add(uint32(t), "pass")
	}
	f.choose(c, "drop")
	f.label(f.here("backbone"))
	f.forward(4)
	f.jump(f.inside("ethernet"))
	f.label(f.here("fabric"))
	f.forward(2)
	f.jump(f.inside("ethernet"))
	f.label(f.here("session"))
	f.forward(6)
}

// radiotap looks behind the header of that name: its length is in the third and
// fourth octet, the lower one first.
func (f *filter) radiotap() {
	f.load(3, 1)
	f.alu(bpf.ALUOpShiftLeft, 8)
	f.store(memA)
	f.load(2, 1)
	f.emit(bpf.ALUOpX{Op: bpf.ALUOpAdd}, bpf.TAX{})
	f.fetch(memA)
	f.emit(bpf.ALUOpX{Op: bpf.ALUOpAdd}, bpf.TAX{})
	f.dot11()
}

// dot11 looks at a frame of IEEE 802.11 (clause 9.2): management with elements,
// and data that are not enciphered.
func (f *filter) dot11() {
	data := f.fresh()
	f.load(0, 1)
	f.choose(choices{
		{0x00, 0x00, "pass"}, {0x10, 0x10, "pass"}, {0x20, 0x20, "pass"}, {0x30, 0x30, "pass"}, // association
		{0x40, 0x40, "pass"}, {0x50, 0x50, "pass"}, {0x80, 0x80, "pass"}, // probes and beacons
		{0x08, 0x08, data}, {0x88, 0x88, data},
	}, "drop")
	f.label(data)
	f.load(0, 2)
	f.dot11Data(f.here("type"))
}

// dot11Data leads behind the header of a data frame, whose first two octets are
// in the accumulator in either order, with the type in the accumulator. Frames
// with another header than usual are passed.
func (f *filter) dot11Data(to string) {
	bare := f.fresh()
	f.when(bpf.JumpBitsSet, 0x4040, "drop") // enciphered, or empty
	f.when(bpf.JumpBitsNotSet, 0x8080, bare)
	f.forward(2) // quality of service
	f.label(bare)
	f.forward(24)
	f.load(0, 2)
	f.when(bpf.JumpNotEqual, 0xaaaa, "pass")
	f.load(6, 2)
	f.store(memA)
	f.forward(8)
	f.fetch(memA)
	f.jump(to)
}

// ppp looks at a PPP frame, of which a session's header is left out.
func (f *filter) ppp() {
	f.label(f.here("ppp"))
	bare := f.fresh()
	f.load(0, 2)
	f.when(bpf.JumpNotEqual, 0xff03, bare)
	f.forward(2)
	f.label(bare)
	f.load(0, 2)
	f.store(memA)
	f.forward(2)
	f.fetch(memA)
	c := choices{{0x0021, 0x0021, f.here("ipv4")}, {0x0057, 0x0057, f.here("ipv6")}, {0x0281, 0x0281, f.here("mpls")}, {0x0283, 0x0283, f.here("mpls")}, {0x0207, 0x0207, "pass"}}
	for _, p := range f.PPP {
		c.add(uint32(p), "pass")
	}
	// A protocol of one octet (RFC 1661 clause 6.5) is odd there.
	c = append(c, choice{0x2100, 0x21ff, "pass"}, choice{0x5700, 0x57ff, "pass"})
	f.choose(c, "drop")
}

// mpls looks behind up to four labels; more are passed.
func (f *filter) mpls() {
	f.label(f.here("mpls"))
	bottom, control := f.fresh(), f.fresh()
	for range f.most(4) {
		f.load(2, 1)
		f.store(memA)
		f.forward(4)
		f.fetch(memA)
		f.when(bpf.JumpBitsSet, 1, bottom)
	}
	f.jump("pass")
	f.label(bottom)
	f.load(0, 1)
	f.alu(bpf.ALUOpShiftRight, 4)
	f.choose(choices{{0, 0, control}, {4, 4, f.here("ipv4")}, {6, 6, f.here("ipv6")}}, f.inside("ethernet"))
	f.label(control)
	f.forward(4)
	f.jump(f.inside("ethernet"))
}

// packet looks at an IP packet of either version.
func (f *filter) packet() {
	f.label(f.here("packet"))
	f.load(0, 1)
	f.alu(bpf.ALUOpShiftRight, 4)
	f.choose(choices{{4, 4, f.here("ipv4")}, {6, 6, f.here("ipv6")}}, "drop")
}

func (f *filter) ipv4() {
	f.label(f.here("ipv4"))
	f.load(0, 1)
	f.alu(bpf.ALUOpAnd, 0x0f)
	f.alu(bpf.ALUOpShiftLeft, 2)
	f.emit(bpf.ALUOpX{Op: bpf.ALUOpAdd})
	f.store(memUpper)
	f.load(2, 2)
	told := f.fresh()
	f.when(bpf.JumpNotEqual, 0, told)
	f.emit(bpf.LoadConstant{Dst: bpf.RegA, Val: 1 << 24}) // the card is to fill it in
	f.label(told)
	f.emit(bpf.ALUOpX{Op: bpf.ALUOpAdd})
	f.store(memEnd)
	f.load(6, 2)
	f.alu(bpf.ALUOpAnd, 0x1fff)
	f.store(memLater)
	f.load(9, 1)
	f.store(memNext)
	f.jump(f.here("upper"))
}

// ipv6 looks behind up to two extension headers.
func (f *filter) ipv6() {
	f.label(f.here("ipv6"))
	f.load(4, 2)
	f.emit(bpf.ALUOpX{Op: bpf.ALUOpAdd})
	f.alu(bpf.ALUOpAdd, 40)
	f.store(memEnd)
	f.emit(bpf.LoadConstant{Dst: bpf.RegA, Val: 0})
	f.store(memLater)
	f.load(6, 1)
	f.store(memNext)
	f.forward(40)
	done := f.fresh()
	for range f.most(2) {
		extension, fragment, next := f.fresh(), f.fresh(), f.fresh()
		f.fetch(memNext)
		f.choose(choices{{0, 0, extension}, {43, 43, extension}, {60, 60, extension}, {44, 44, fragment}}, done)
		f.label(fragment)
		f.load(2, 2)
		f.alu(bpf.ALUOpAnd, 0xfff8)
		f.store(memLater)
		f.load(0, 1)
		f.store(memNext)
		f.forward(8)
		f.fetch(memLater)
		f.when(bpf.JumpNotEqual, 0, done)
		f.jump(next)
		f.label(extension)
		f.load(0, 1)
		f.store(memNext)
		f.load(1, 1)
		f.alu(bpf.ALUOpAdd, 1)
		f.alu(bpf.ALUOpShiftLeft, 3)
		f.emit(bpf.ALUOpX{Op: bpf.ALUOpAdd}, bpf.TAX{})
		f.label(next)
	}
	f.label(done)
	f.emit(bpf.StoreScratch{Src: bpf.RegX, N: memUpper})
}

// upper looks at what an IP packet carries.
func (f *filter) upper() {
	f.label(f.here("upper"))
	f.emit(bpf.LoadScratch{Dst: bpf.RegX, N: memUpper})
	f.fetch(memLater)
	f.when(bpf.JumpNotEqual, 0, "later")
	f.fetch(memNext)
	open := f.fresh()
	f.when(bpf.JumpNotEqual, 51, open) // signed (RFC 4302)
	f.load(0, 1)
	f.store(memNext)
	f.load(1, 1)
	f.alu(bpf.ALUOpAdd, 2)
	f.alu(bpf.ALUOpShiftLeft, 2)
	f.emit(bpf.ALUOpX{Op: bpf.ALUOpAdd}, bpf.TAX{})
	f.fetch(memNext)
	f.label(open)
	c := choices{{6, 6, "tcp"}, {17, 17, f.here("udp")}, {132, 132, "sctp"}, {58, 58, "discovery"}}
	for i, t := range f.Tunnels {
		if t.IP != 0 {
			c.add(uint32(t.IP), f.inTunnel(i))
		}
	}
	for _, p := range f.IP {
		c.add(uint32(p), "pass")
	}
	f.choose(c, "drop")
}

// udp looks for tunnels by the ports of a datagram: the receiver's, then the
// sender's.
func (f *filter) udp() {
	var c choices
	for i, t := range f.Tunnels {
		for _, p := range t.Ports {
			c.add(uint32(p), f.inTunnel(i))
		}
	}
	f.label(f.here("udp"))
	f.load(2, 2)
	f.choose(c, f.here("sender"))
	f.label(f.here("sender"))
	f.load(0, 2)
	f.choose(c, "datagram")
}

// datagram looks at the ports of what is no tunnel.
func (f *filter) datagram() {
	var c choices
	for _, p := range f.UDP {
		c.add(uint32(p), "pass")
	}
	f.label("datagram")
	f.load(2, 2)
	f.choose(c, "sender")
	f.label("sender")
	f.load(0, 2)
	f.choose(c, "guess")
}

// later passes later fragments of what may be of use as a whole.
func (f *filter) later() {
	f.label("later")
	f.fetch(memNext)
	c := choices{{17, 17, "pass"}, {132, 132, "pass"}, {58, 58, "pass"}}
	for _, p := range f.IP {
		c.add(uint32(p), "pass")
	}
	for _, t := range f.Tunnels {
		if t.IP != 0 {
			c.add(uint32(t.IP), "pass")
		}
	}
	f.choose(c, "drop")
}

// Greetings are short. Longer segments of the same servers are their bulk, unless
// the sender says that it has nothing more to say.
const (
	shortGreeting = 1024
	longGreeting  = 4096
)

// tcp looks at the first octets that a segment carries.
func (f *filter) tcp() {
	f.label("tcp")
	f.load(0, 2)
	f.store(memPort)
	f.load(13, 1)
	f.store(memFlags)
	f.load(12, 1)
	f.alu(bpf.ALUOpShiftRight, 4)
	f.alu(bpf.ALUOpShiftLeft, 2)
	f.emit(bpf.ALUOpX{Op: bpf.ALUOpAdd}, bpf.TAX{})
	f.fetch(memEnd)
	f.whenX(bpf.JumpLessOrEqual, "drop") // nothing
	f.emit(bpf.ALUOpX{Op: bpf.ALUOpSub})
	f.store(memData)
	f.fetch(memPort)
	var served choices
	for _, p := range f.TCP {
		served.add(uint32(p), "server")
	}
	f.choose(served, "start")
	f.label("server")
	f.fetch(memData)
	f.when(bpf.JumpLessOrEqual, shortGreeting, "pass")
	f.when(bpf.JumpGreaterThan, longGreeting, "start")
	f.fetch(memFlags)
	f.when(bpf.JumpBitsSet, 0x08, "pass")
	f.label("start")
	f.load(0, 4)
	var c choices
	for _, s := range f.Starts {
		var low, high uint32
		for i := range 4 {
			low, high = low<<8, high<<8|0xff
			if i < len(s) {
				low, high = low|uint32(s[i]), high&^0xff|uint32(s[i])
			}
		}
		c = append(c, choice{low, high, "pass"})
	}
	// The packet of SSH that offers algorithms (RFC 4253 clause 7.1) comes by
	// itself, behind the line of the version: less than 64 KiB, and of kind 20.
	c = append(c, choice{0, 0xffff, "algorithms"}, choice{0x17030000, 0x1703ffff, "drop"})
	f.choose(c, "rest")
	f.label("algorithms")
	f.load(5, 1)
	f.is(20, "pass")
	f.jump("rest")
}

// guess looks at the first octets of a datagram. Of letters four are asked for:
// what is enciphered may begin with any one.
func (f *filter) guess() {
	f.label("guess")
	f.load(8, 1)
	var c choices
	for _, o := range f.Guess {
		if 'A' <= o && o <= 'Z' {
			c.add(uint32(o), "word")
		} else {
			c.add(uint32(o), "pass")
		}
	}
	f.choose(c, "drop")
	f.label("word")
	for i := uint32(9); i < 11; i++ {
		f.load(i, 1)
		f.when(bpf.JumpLessThan, 'A', "drop")
		f.when(bpf.JumpGreaterThan, 'Z', "drop")
	}
	f.load(11, 1)
	f.choose(choices{{'A', 'Z', "pass"}, {' ', ' ', "pass"}, {'/', '/', "pass"}}, "drop")
}

// sctp drops packets whose only chunk says nothing but that others came, or that
// the peer is there.
func (f *filter) sctp() {
	f.label("sctp")
	f.load(12, 1)
	f.when(bpf.JumpLessOrEqual, 2, "pass") // data, or the beginning
	f.when(bpf.JumpGreaterThan, 14, "pass")
	f.load(14, 2)
	f.alu(bpf.ALUOpAdd, 12+3)
	f.alu(bpf.ALUOpAnd, ^uint32(3))
	f.emit(bpf.ALUOpX{Op: bpf.ALUOpAdd}, bpf.TAX{})
	f.fetch(memEnd)
	f.whenX(bpf.JumpGreaterThan, "pass") // another chunk
	f.jump("drop")
}

// discovery passes the messages of neighbour discovery (RFC 4861).
func (f *filter) discovery() {
	f.label("discovery")
	f.load(0, 1)
	f.choose(choices{{133, 137, "pass"}}, "drop")
}
