package identify

import (
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/whomade/whomade"
)

// readMAC reads a MAC address, or the first octets of one.
func readMAC(e *Engine, a whomade.Attribute, value string) []Claim {
	mac, ok := parseMAC(value)
	if !ok || mac[0]&1 != 0 { // of a group, nobody's
		return nil
	}
	return e.address(a, mac)
}

// readNumberOrOUI reads an enterprise number, or what some devices write in its
// place: their OUI and an octet of zeros. No enterprise number is so high.
func readNumberOrOUI(e *Engine, a whomade.Attribute, value string) []Claim {
	n, err := strconv.ParseUint(value, 10, 32)
	if err != nil || n < 1<<17 || n&0xff != 0 {
		return readEngineNumber(e, a, value)
	}
	return e.address(a, [6]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8)})
}

// parseMAC reads six octets in any usual form, or three, the rest zero; a DHCP
// client identifier may begin with hardware type 1.
func parseMAC(value string) (mac [6]byte, ok bool) {
	var digits [14]byte
	n := 0
	for i := range len(value) {
		switch c := value[i]; {
		case c == ':' || c == '-' || c == '.' || c == ' ':
		case n == len(digits):
			return mac, false
		default:
			digits[n] = c
			n++
		}
	}
	d := digits[:n]
	if n == 14 && d[0] == '0' && d[1] == '1' {
		d = d[2:]
	}
	if len(d) != 12 && len(d) != 6 {
		return mac, false
	}
	_, err := hex.Decode(mac[:], d)
	return mac, err == nil && mac != [6]byte{}
}

// readDUID reads a DHCP unique identifier that holds an Ethernet address
// (RFC 8415 clauses 11.2, 11.4).
func readDUID(e *Engine, a whomade.Attribute, value string) []Claim {
	b, err := hex.DecodeString(strings.NewReplacer(":", "", " ", "").Replace(value))
	if err != nil {
		b = []byte(value)
	}
	switch {
	case len(b) == 14 && b[0] == 0 && b[1] == 1 && b[2] == 0 && b[3] == 1:
		return e.address(a, [6]byte(b[8:14]))
	case len(b) == 10 && b[0] == 0 && b[1] == 3 && b[2] == 0 && b[3] == 1:
		return e.address(a, [6]byte(b[4:10]))
	}
	return nil
}

// address reads the block of an address by the organisation it is registered to.
func (e *Engine) address(a whomade.Attribute, mac [6]byte) []Claim {
	info, ok := e.reg.Lookup(mac)
	if !ok || info.Org == "" {
		return nil
	}
	c := e.organisation(info.Org)
	if len(c.Makers) == 0 {
		return nil
	}
	c.Class, c.Grade = a.Class, "C"
	if a.Grade == "D" {
		c.Grade = "D"
	}
	if a.Name == "snmp.interface_mac" {
		c.Kind = kindInterface
	}
	return []Claim{c}
}

// organisation is the claim that an address block of a registered organisation
// makes, but for class and grade.
func (e *Engine) organisation(org string) Claim {
	if c, ok := e.orgs.Load(org); ok {
		return c.(Claim)
	}
	c := Claim{Kind: kindOUIName, Role: whomade.RoleMaker, Signature: "registry/oui", Reason: "the address block is registered to " + org}
	for _, i := range e.org.cascade().Match(nil, strings.ToLower(org)) {
		if owner := e.org.rules[i].Owner; !contains(c.Makers, owner) {
			c.Makers = append(c.Makers, owner)
			c.Kind = kindOUI
		}
	}
	if len(c.Makers) == 0 {
		if id := e.company(org); id != "" {
			c.Makers = []string{id}
			if _, ok := e.know.Maker(id); ok {
				c.Kind = kindOUI
			}
		}
	}
	e.orgs.Store(org, c)
	return c
}
