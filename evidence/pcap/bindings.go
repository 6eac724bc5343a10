package pcap

import "net/netip"

// manyAddresses is how many addresses a MAC may be bound to before it counts as
// a router or proxy that answers for others.
const manyAddresses = 8

// bindings is which IP address ARP, neighbour discovery and DHCP bound to which
// MAC address. An address bound to two MACs, and a MAC bound to many addresses,
// bind nothing.
type bindings struct {
	macs  map[boundIP]boundMAC
	count map[[6]byte]int
	limit int
}

type boundIP struct {
	ip      netip.Addr
	context uint32
}

type boundMAC struct {
	mac     [6]byte
	several bool
}

func newBindings(limit int) *bindings {
	return &bindings{macs: map[boundIP]boundMAC{}, count: map[[6]byte]int{}, limit: limit}
}

// add takes a binding and reports whether it can be one.
func (b *bindings) add(context uint32, ip netip.Addr, mac [6]byte) bool {
	if !ip.IsValid() || ip.IsUnspecified() || ip.IsMulticast() || mac[0]&1 != 0 || mac == ([6]byte{}) {
		return false
	}
	k := boundIP{ip, context}
	old, ok := b.macs[k]
	switch {
	case !ok:
		if len(b.macs) < b.limit {
			b.macs[k] = boundMAC{mac: mac}
			b.count[mac]++
		}
	case old.mac != mac && !old.several:
		b.macs[k] = boundMAC{old.mac, true}
	}
	return true
}

// mac returns the one MAC address that stands for ip.
func (b *bindings) mac(context uint32, ip netip.Addr) ([6]byte, bool) {
	m, ok := b.macs[boundIP{ip, context}]
	if !ok || m.several || b.count[m.mac] > manyAddresses {
		return [6]byte{}, false
	}
	return m.mac, true
}
