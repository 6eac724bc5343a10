package identify

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/internal/textnorm"
)

// readProductOID reads an object identifier that names a product: the longest
// known prefix, else the enterprise.
func readProductOID(e *Engine, a whomade.Attribute, value string) []Claim {
	oid := dotted(value)
	if oid == "" {
		return nil
	}
	if n, prefix, ok := e.longest(oid); ok {
		kind := kindProductOID
		if strings.Count(prefix, ".") <= strings.Count(enterprises, ".") {
			kind = kindEnterprise
		}
		return numberClaim(a, kind, "object identifier "+prefix, n)
	}
	number, _, ok := enterpriseOf(oid)
	if !ok {
		return nil
	}
	return e.enterprise(a, number, kindEnterprise, kindRegistered)
}

// readWeakOID reads an object identifier that other companies' agents use too.
func readWeakOID(e *Engine, a whomade.Attribute, value string) []Claim {
	number, _, ok := enterpriseOf(dotted(value))
	if !ok {
		return nil
	}
	return e.enterprise(a, number, kindSubtree, "")
}

// longest finds the longest known prefix of an object identifier.
func (e *Engine) longest(oid string) (n numbered, prefix string, ok bool) {
	for p := oid; ; {
		if n, ok := e.oids[p]; ok {
			return n, p, true
		}
		i := strings.LastIndexByte(p, '.')
		if i < len(enterprises) {
			return numbered{}, "", false
		}
		p = p[:i]
	}
}

// enterprise reads an enterprise number: known is the kind of the claim where
// the number is known to be somebody's own, registered where only the registry
// names its holder; an empty kind makes no claim.
func (e *Engine) enterprise(a whomade.Attribute, number uint32, known, registered string) []Claim {
	text := strconv.FormatUint(uint64(number), 10)
	if n, ok := e.pens[text]; ok {
		return numberClaim(a, known, "enterprise number "+text, n)
	}
	if n, ok := e.oids[enterprises+text]; ok {
		return numberClaim(a, known, "enterprise number "+text, n)
	}
	if registered == "" {
		return nil
	}
	name, ok := e.reg.Enterprise(number)
	if !ok {
		return nil
	}
	id := e.company(name)
	if id == "" {
		return nil
	}
	return []Claim{{
		Kind: registered, Makers: []string{id}, Role: whomade.RoleMaker, Grade: "C", Class: a.Class,
		Signature: "registry/enterprise", Reason: fmt.Sprintf("enterprise number %s is registered to %s", text, name),
	}}
}

// company is the id of a registered organisation: the known company that has
// exactly this name, else the name's short form.
func (e *Engine) company(name string) string {
	for _, m := range e.know.Resolve(name) {
		if m.Whole && m.Kind != "brand" && m.Kind != "product" {
			return m.ID
		}
	}
	return textnorm.Slug(name)
}

func numberClaim(a whomade.Attribute, kind, what string, n numbered) []Claim {
	if len(n.makers) == 0 {
		return nil
	}
	c := Claim{
		Kind: kind, Makers: n.makers, Role: whomade.RoleMaker, Brand: n.id.Brand, Grade: a.Grade, Class: a.Class,
		Signature: "number/" + n.id.Kind + ":" + n.id.Value, Reason: what + " is known for " + strings.Join(n.makers, ", "),
		Product: n.id.Product, Segment: n.id.Segment, Function: n.id.Function,
	}
	if n.shared {
		c.Kind, c.Grade, c.Reason = kindSharedNum, "C", what+" is shown by equipment of "+strings.Join(n.makers, ", ")
	}
	return []Claim{c}
}

// readEngineID reads an SNMP engine id (RFC 3411 clause 5): its enterprise and,
// in the MAC form, the address as a fact of another class.
func readEngineID(e *Engine, a whomade.Attribute, value string) []Claim {
	b, err := engineOctets(value)
	if err != nil || len(b) < 5 || len(b) > 32 {
		return nil
	}
	if b[0]&0x80 == 0 {
		// The form before RFC 3411: twelve octets, the first four the enterprise.
		if len(b) != 12 || b[0] != 0 {
			return nil
		}
	}
	number := uint32(b[0]&0x7F)<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	claims := e.enterprise(a, number, kindEngine, kindSubtree)
	if b[0]&0x80 != 0 && b[4] == 3 && len(b) == 11 {
		link := whomade.Attribute{Name: a.Name, Grade: "C", Class: "link"}
		claims = append(claims, e.address(link, [6]byte(b[5:11]))...)
	}
	return claims
}

// engineOctets accepts the id as hexadecimal text or as octets.
func engineOctets(value string) ([]byte, error) {
	t := strings.TrimPrefix(strings.TrimSpace(value), "0x")
	t = strings.NewReplacer(":", "", " ", "", "-", "").Replace(t)
	if b, err := hex.DecodeString(t); err == nil && len(b) >= 5 {
		return b, nil
	}
	if len(value) >= 5 && value[0]&0x80 != 0 {
		return []byte(value), nil
	}
	return nil, fmt.Errorf("not an engine id")
}

func readEngineNumber(e *Engine, a whomade.Attribute, value string) []Claim {
	if n, ok := parseNumber(value); ok {
		return e.enterprise(a, n, kindEngine, kindSubtree)
	}
	return nil
}

func readSubtree(e *Engine, a whomade.Attribute, value string) []Claim {
	if n, ok := parseNumber(value); ok {
		return e.enterprise(a, n, kindSubtree, "")
	}
	return nil
}

// parseNumber reads an enterprise number alone or at the end of 1.3.6.1.4.1.
func parseNumber(value string) (uint32, bool) {
	v := strings.TrimPrefix(dotted(value), enterprises)
	n, err := strconv.ParseUint(v, 10, 32)
	return uint32(n), err == nil && n > 0
}

// dotted brings an object identifier into the form of numbers without a leading
// dot; "" where it is none.
func dotted(value string) string {
	v := strings.TrimPrefix(strings.TrimSpace(value), ".")
	for prefix, number := range map[string]string{"iso.": "1.", "enterprises.": enterprises, "SNMPv2-SMI::enterprises.": enterprises} {
		if rest, ok := strings.CutPrefix(v, prefix); ok {
			v = number + rest
		}
	}
	for i := range len(v) {
		if c := v[i]; c != '.' && (c < '0' || c > '9') {
			return ""
		}
	}
	return strings.TrimSuffix(v, ".")
}

// readPON reads the vendor id of a PON serial number: four characters, or the
// eight hexadecimal digits that stand for them.
func readPON(e *Engine, a whomade.Attribute, value string) []Claim {
	v := strings.ToUpper(strings.TrimSpace(value))
	if len(v) == 8 || len(v) == 16 {
		if b, err := hex.DecodeString(v[:8]); err == nil && printable(b) {
			v = strings.ToUpper(string(b))
		}
	}
	if len(v) < 4 {
		return nil
	}
	n, ok := e.gpon[v[:4]]
	if !ok {
		return nil
	}
	return numberClaim(a, kindPON, "PON vendor id "+v[:4], n)
}

func printable(b []byte) bool {
	for _, c := range b {
		if c < 0x20 || c > 0x7E {
			return false
		}
	}
	return true
}
