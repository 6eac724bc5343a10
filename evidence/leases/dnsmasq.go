package leases

import (
	"fmt"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
)

// dnsmasq reads the leases of dnsmasq: when it ends, hardware address (or IAID),
// IP address, name and client identifier (or DUID). The server's own DUID stands
// on a line before the leases of DHCPv6.
type dnsmasq struct {
	out   evidence.Out
	bad   int64
	first whomade.Locator
}

func (d *dnsmasq) line(s string, at whomade.Locator) {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "duid "); ok {
		c := client{at: at, duid: octets(rest)}
		c.tell(d.out)
		return
	}
	f := strings.Fields(s)
	if len(f) == 0 {
		return
	}
	if len(f) < 5 {
		if d.bad++; d.bad == 1 {
			d.first = at
		}
		return
	}
	c := client{at: at, hostName: hostName(f[3])}
	if strings.Contains(f[2], ":") {
		c.duid = octets(f[4])
	} else {
		address := f[1]
		if kind, rest, ok := strings.Cut(address, "-"); ok {
			if address = rest; kind != "01" {
				address = "" // not Ethernet
			}
		}
		c.mac = macOf(address)
		if f[4] != "*" {
			c.id = octets(f[4])
		}
	}
	c.tell(d.out)
}

func (d *dnsmasq) finish(whomade.Locator) {
	if d.bad > 0 {
		d.out.Diagnose(whomade.SeverityWarning, d.first, fmt.Sprintf("%d lines have too few words for a lease and were passed over", d.bad))
	}
}
