package pcap

import (
	"slices"

	"github.com/whomade/whomade/wire/ethernet"
	"github.com/whomade/whomade/wire/ip"
)

// Interest is what the tables of this package can make use of, for whoever
// chooses frames before they are read. Hints of network stacks are worth no
// frames of their own.
type Interest struct {
	EtherTypes []uint16         // directly above the link layer; frames of IEEE 802.3 with LLC are not listed
	PPP        []uint16         // PPP protocols that carry no packets
	IP         []uint8          // protocols above IP other than TCP, UDP, SCTP, ICMPv6 and tunnels
	UDP        []uint16         // ports of either side
	Guess      []byte           // first octets of datagrams that are looked at on any port
	TCP        []uint16         // ports of servers whose greeting no first octets tell
	Starts     []string         // how heads and messages of streams begin on any port
	Tunnels    []InterestTunnel // whose inside is read
}

// InterestTunnel is one line of the table of tunnels.
type InterestTunnel struct {
	Kind  string
	Ports []uint16 // of UDP, or
	IP    uint8    // number of the protocol above IP
}

// upgraded are ports from whose servers only TLS is wanted, or a greeting that
// begins like no other: their first octets tell.
var upgraded = []uint16{110, 143, 389, 3306, 5432}

// NewInterest returns what the tables can make use of, sorted.
func NewInterest() Interest {
	var x Interest
	for n := range 1 << 16 {
		if askLine(&ethernet.Frame{Framing: ethernet.ByEtherType, Type: uint16(n)}) >= 0 {
			x.EtherTypes = append(x.EtherTypes, uint16(n))
		}
		if askLine(&ethernet.Frame{Framing: ethernet.ByPPP, PID: uint16(n)}) >= 0 {
			x.PPP = append(x.PPP, uint16(n))
		}
	}
	for _, t := range internetTable {
		if t.protocol != ip.ProtocolSCTP && t.protocol != ip.ProtocolICMPv6 {
			x.IP = append(x.IP, t.protocol)
		}
	}
	for _, t := range datagramTable {
		x.UDP = append(x.UDP, t.ports...)
	}
	for o, guess := range datagramPorts().guess {
		if guess {
			x.Guess = append(x.Guess, byte(o))
		}
	}
	for _, t := range streamTable {
		x.Starts = append(x.Starts, t.starts...)
		if len(t.starts) == 0 {
			x.TCP = append(x.TCP, t.ports...)
		}
	}
	x.TCP = slices.DeleteFunc(x.TCP, func(p uint16) bool { return slices.Contains(upgraded, p) })
	for _, t := range tunnelTable {
		x.Tunnels = append(x.Tunnels, InterestTunnel{Kind: t.kind, Ports: slices.Clone(t.ports), IP: t.ip})
	}
	x.IP, x.UDP, x.TCP, x.Starts = sorted(x.IP), sorted(x.UDP), sorted(x.TCP), sorted(x.Starts)
	return x
}

func sorted[T uint8 | uint16 | string](s []T) []T {
	slices.Sort(s)
	return slices.Compact(s)
}
