package radiusdetail

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/evidence/table"
	"github.com/whomade/whomade/internal/lazyregexp"
)

// maxAttributes bounds what is kept of one packet (RFC 2865 clause 3 has room for
// some two thousand).
const maxAttributes = 512

// packet is what one packet says of the access server that sent it.
type packet struct {
	at      whomade.Locator
	answer  bool // the server sent it
	proxied bool // another server handed it on
	name    string
	address netip.Addr
	source  netip.Addr // where it came from
	seen    time.Time
	facts   []fact
}

type fact struct {
	attribute, value string
	at               whomade.Locator
}

// attribute takes one attribute. Attributes that are not named here are about the
// user or the session.
func (p *packet) attribute(name, value string, at whomade.Locator) {
	switch name {
	case "Packet-Type":
		p.answer = value != "Access-Request" && value != "Accounting-Request"
	case "Proxy-State":
		p.proxied = true
	case "NAS-Identifier":
		if p.name == "" && !items.Contact(value) {
			p.name = value
			p.add("radius.nas_identifier", value, at)
		}
	case "NAS-IP-Address", "NAS-IPv6-Address":
		if a := address(value); a.IsValid() {
			if !p.address.IsValid() {
				p.address = a
			}
			p.add("radius.nas_address", a.String(), at)
		}
	case "Packet-Src-IP-Address", "Packet-Src-IPv6-Address", "Client-IP-Address":
		if a := address(value); a.IsValid() {
			p.source = a
		}
	case "Called-Station-Id":
		p.add("radius.called_station_id", station(value), at)
	case "NAS-Port-Type":
		if portType().MatchString(value) {
			p.add("radius.nas_port_type", value, at)
		}
	case "NAS-Port-Id":
		p.add("radius.nas_port_form", form(value), at)
	case "Connect-Info":
		p.add("radius.connect_info", form(value), at)
	case "Timestamp": // the server's own, in seconds since 1970
		if n, err := strconv.ParseInt(value, 10, 64); err == nil && n > 0 && n < 1<<34 {
			p.seen = time.Unix(n, 0).UTC()
		}
	default:
		p.vendorSpecific(name, value, at)
	}
}

// portType is the name or number of a type of port.
var portType = lazyregexp.New(`^([A-Za-z][A-Za-z0-9]{0,15}([.-][A-Za-z0-9]{1,12}){0,3}|\d{1,3})$`)

// unnamed are names that a server gives attributes its dictionaries do not have.
var unnamed = lazyregexp.New(`^(?:Vendor-(\d{1,8})-Attr-(\d{1,10})|Attr-26\.(\d{1,8})\.(\d{1,10})(?:\.\d+)*)$`)

// vendorSpecific tells whose attribute it is. Its value is about the user or the
// session, but for two in which an access server tells its version and product.
func (p *packet) vendorSpecific(name, value string, at whomade.Locator) {
	if m := unnamed().FindStringSubmatch(name); m != nil {
		vendor, number := m[1]+m[3], m[2]+m[4]
		p.add("radius.vendor_id", vendor, at)
		p.add("radius.vendor_attribute", vendor+"."+number, at)
		return
	}
	prefix, rest, _ := strings.Cut(name, "-")
	vendor, ok := vendors()[prefix]
	if !ok || rest == "" {
		return
	}
	if vendor != "" {
		p.add("radius.vendor_id", vendor, at)
	}
	p.add("radius.vendor_attribute_name", name, at)
	switch name {
	case "Huawei-Version":
		p.add("radius.nas_version", value, at)
	case "Huawei-Product-ID":
		p.add("radius.nas_product", value, at)
	}
}

func (p *packet) add(attribute, value string, at whomade.Locator) {
	if value == "" || len(p.facts) >= maxAttributes ||
		slices.ContainsFunc(p.facts, func(f fact) bool { return f.attribute == attribute && f.value == value }) {
		return
	}
	p.facts = append(p.facts, fact{attribute, value, at})
}

// tell reports the packet. It returns false where nobody can be found whom it is
// about.
func (p *packet) tell(out evidence.Out) bool {
	if p.answer || len(p.facts) == 0 {
		return true
	}
	var subject whomade.Subject
	switch {
	case p.address.IsValid():
		subject.IP = p.address.String()
	case p.name != "":
		subject.HostName = p.name
	case p.source.IsValid() && !p.proxied:
		subject.IP = p.source.String()
	default:
		return false
	}
	for _, f := range p.facts {
		out.Observe(whomade.Observation{Subject: subject, Locator: f.at, Attribute: f.attribute, Value: f.value, Encoding: whomade.EncodingText, First: p.seen, Last: p.seen})
	}
	return true
}

// address is an address that is one station's beyond its own machine.
func address(s string) netip.Addr {
	a, err := netip.ParseAddr(s)
	if err != nil || a.IsUnspecified() || a.IsLoopback() || a.IsMulticast() {
		return netip.Addr{}
	}
	return a.Unmap().WithZone("")
}

// stationForms are how access servers write a MAC address (RFC 3580 clause 3.20);
// groups of four need a letter, as a telephone number has none.
var stationForms = lazyregexp.New(`^([0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{4}(?:[.-][0-9A-Fa-f]{4}){2})(?:[^0-9A-Fa-f].*)?$`)

// station is the MAC address that a called station begins with; what follows is
// the name of a network, which its owner chose.
func station(s string) string {
	m := stationForms().FindStringSubmatch(s)
	if m == nil || len(m[1]) == 14 && !strings.ContainsAny(m[1], "abcdefABCDEF") {
		return ""
	}
	mac, _ := table.Value("inventory.mac", m[1])
	return mac
}
