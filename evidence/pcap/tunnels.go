package pcap

import (
	"net/netip"
	"strconv"

	"github.com/whomade/whomade/wire/ethernet"
)

// tunnel is one way into another place: what lies inside may use the same
// addresses as what lies outside, or as another tunnel.
type tunnel struct {
	in       string // context of the tunnel itself
	kind     string
	src, dst netip.Addr
	vlans    [ethernet.MaxTags]uint16
}

// contexts names tunnels, each once.
type contexts map[tunnel]string

// maxContexts bounds the names; packets of further tunnels share one.
const maxContexts = 1 << 16

func (c contexts) name(t tunnel) string {
	if s, ok := c[t]; ok {
		return s
	}
	if len(c) >= maxContexts {
		return "other tunnels"
	}
	s := t.kind
	if t.src.IsValid() {
		// Both directions of a tunnel lead to the same place.
		a, b := t.src.Unmap(), t.dst.Unmap()
		if b.Less(a) {
			a, b = b, a
		}
		s += " " + a.String() + " " + b.String()
	}
	sep := " "
	for _, v := range t.vlans {
		if v != 0 {
			s += sep + strconv.Itoa(int(v))
			sep = "."
		}
	}
	if t.in != "" {
		s = t.in + " / " + s
	}
	c[t] = s
	return s
}

// tunnelled takes a frame out of a tunnel.
func (d *dissector) tunnelled(f *ethernet.Frame, link hardware, at place, t tunnel, tunnels int) {
	t.in = d.context
	at.offset += f.Offset
	at.length = len(f.Payload)
	d.inside(f, link, at, d.contexts.name(t), tunnels+1)
}
