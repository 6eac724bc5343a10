package pcap

import "sync"

// portLines says of a UDP port which line of datagramTable and which of
// tunnelTable it belongs to, each plus one.
type portLines struct{ datagram, tunnel uint8 }

// portIndex is both tables turned around.
type portIndex struct {
	known set16 // ports that any line has
	lines map[uint16]portLines
	guess [256]bool // first octets of what is looked at on any port
}

var datagramPorts = sync.OnceValue(func() *portIndex {
	x := &portIndex{lines: map[uint16]portLines{}}
	put := func(ports []uint16, set func(*portLines)) {
		for _, p := range ports {
			l := x.lines[p]
			set(&l)
			x.lines[p] = l
			x.known.add(p)
		}
	}
	for i, t := range datagramTable {
		put(t.ports, func(l *portLines) { l.datagram = uint8(i + 1) })
	}
	for i, t := range tunnelTable {
		put(t.ports, func(l *portLines) { l.tunnel = uint8(i + 1) })
	}
	for _, g := range guessTable {
		for o := range x.guess {
			x.guess[o] = x.guess[o] || g.first(byte(o))
		}
	}
	return x
})
