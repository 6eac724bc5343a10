package pcap

import (
	"net/netip"
	"strconv"

	"github.com/whomade/whomade/wire/ethernet"
)

// tunnel is one way into another place: what lies inside may use the same
// addresses as what lies outside, or as another tunnel.
type tunnel struct {
	in       uint32 // context of the tunnel itself
	kind     string
	src, dst netip.Addr
	number   int64 // network, label or session number, or noNumber
	vlans    [ethernet.MaxTags]uint16
}

// noNumber stands for a tunnel without a number of its own.
const noNumber = -1

// contexts names tunnels, each once. Context 0 is the capture's own.
type contexts struct {
	numbers map[tunnel]uint32
	names   []string
}

// maxContexts bounds the names; packets of further tunnels share one.
const maxContexts = 1 << 16

func newContexts() contexts {
	return contexts{map[tunnel]uint32{}, []string{"", "other tunnels"}}
}

// number returns the number of a tunnel's context.
func (c *contexts) number(t tunnel) uint32 {
	// Both directions of a tunnel lead to the same place.
	if t.dst.Less(t.src) {
		t.src, t.dst = t.dst, t.src
	}
	if n, ok := c.numbers[t]; ok {
		return n
	}
	if len(c.names) >= maxContexts {
		return 1
	}
	n := uint32(len(c.names))
	c.numbers[t] = n
	c.names = append(c.names, c.name(t))
	return n
}

func (c *contexts) name(t tunnel) string {
	s := t.kind
	if t.src.IsValid() {
		s += " " + t.src.String() + " " + t.dst.String()
	}
	if t.number != noNumber {
		s += " " + strconv.FormatInt(t.number, 10)
	}
	sep := " "
	for _, v := range t.vlans {
		if v != 0 {
			s += sep + strconv.Itoa(int(v))
			sep = "."
		}
	}
	if t.in != 0 {
		s = c.names[t.in] + " / " + s
	}
	return s
}
