package pcap

import (
	"fmt"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/stack"
)

// Limits of what is told of network stacks.
const (
	stackBits = 12
	maxStacks = 3 << stackBits / 4 // distinct signatures of SYNs
	maxEchoes = 1 << 16            // facts of ICMP: any host answers, equipment or not
)

// stacks numbers the signatures of SYNs, from 1 on: an open table of a fixed
// size, so that a flood of invented ones costs no more than its SYNs.
type stacks struct {
	digests [1 << stackBits]uint64
	values  [1 << stackBits]uint32
	used    int
}

// far marks a number whose SYN was forwarded.
const far = 1 << 15

// synSeen keeps in mind how a direction began, to be told with what it gives
// away: a hint alone is of no use to anybody.
func (d *dissector) synSeen(f *flow, g *datagram) {
	c := g.carrier()
	h := stack.Digest(c, g.payload)
	if c.Hops == 0 || h == 0 {
		return
	}
	t := d.stacks
	i := h * mixA >> (64 - stackBits)
	for t.digests[i] != h {
		if t.digests[i] == 0 {
			if t.used >= maxStacks {
				return
			}
			t.used++
			t.digests[i], t.values[i] = h, d.values.id("tcp.stack", wire.Text, stack.TCP(d.room[:0], c, g.payload), d)
			break
		}
		i = (i + 1) % (1 << stackBits)
	}
	f.stack, f.syn = uint16(i+1), d.at.frame
	if c.Forwarded() {
		f.stack |= far
	}
}

// hint tells how a direction began, if its head gave something away since told
// facts were told. The unit of the head was entered.
func (d *dissector) hint(f *flow, told int64) {
	if f.stack == 0 || d.told == told || d.sender.key != wire.KeyIP {
		return
	}
	w, v := d.sender, d.stacks.values[f.stack&^far-1]
	w.far = f.stack&far != 0
	f.stack = 0
	d.facts.add(d.subjects.id(&w), d.link(), v, &place{frame: f.syn, nanos: d.at.nanos})
}

// carrier is what a stack's hints need of a packet's header.
func (g *datagram) carrier() stack.Carrier {
	c := stack.Carrier{Version: 4, Hops: g.hops, DontFragment: g.whole}
	if len(g.addresses) == 32 {
		c.Version = 6
	}
	return c
}

// icmp tells how a host answers, or sends errors.
func (d *dissector) icmp(g *datagram) {
	c := g.carrier()
	text := stack.ICMP(d.room[:0], c, g.payload)
	if len(text) == 0 || c.Hops == 0 || d.echoes > maxEchoes {
		return
	}
	d.unit(g, 0)
	if d.sender.key != wire.KeyIP {
		return
	}
	if d.echoes == maxEchoes {
		d.echoes++
		d.out.Diagnose(whomade.SeverityWarning, d.at.locator(), fmt.Sprintf("the capture holds more than %d facts of how hosts answer by ICMP; from here on they are passed over", maxEchoes))
		return
	}
	before := d.facts.all.len
	d.about.far = c.Forwarded()
	d.Field("icmp.stack", wire.Text, text)
	d.echoes += d.facts.all.len - before
}
