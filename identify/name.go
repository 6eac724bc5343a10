package identify

import (
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/internal/lazyregexp"
	"github.com/whomade/whomade/internal/textnorm"
	"github.com/whomade/whomade/knowledge"
)

// readStated reads a field that states the manufacturer. A signature of
// the field goes first; a name that is exactly a known company's second.
func readStated(e *Engine, a whomade.Attribute, value string) []Claim {
	value = strings.TrimSpace(value)
	if value == "" || len(value) > 256 || placeholder(value) {
		return nil
	}
	var ids []string
	whole, branch := false, false
	for _, m := range e.know.Resolve(value) {
		if whole && !m.Whole {
			break
		}
		whole = whole || m.Whole
		branch = (!m.Whole || brief(m)) && organisation(value)
		if !contains(ids, m.ID) {
			ids = append(ids, m.ID)
		}
	}
	role := whomade.RoleMaker
	if a.Name == "inventory.brand" {
		role = whomade.RoleBrand
	}
	if len(ids) > 0 && (whole || len(ids) == 1) {
		c := Claim{
			Kind: kindStated, Makers: ids, Role: role, Grade: a.Grade, Class: a.Class, Signature: "names",
			Reason: "the field states the name of " + strings.Join(ids, ", "),
		}
		if branch {
			c.Kind, c.Grade, c.Share = kindNear, "C", nearBranch
			c.Reason = "the field states an organisation whose name begins with that of " + ids[0] + ": a branch, an affiliate, or another company"
		}
		return []Claim{c}
	}
	if len(ids) > 0 {
		return nil
	}
	if n, ok := e.gpon[value]; ok { // a list of ONUs gives the vendor id in place of the name
		return numberClaim(a, kindPON, "PON vendor id "+value, n)
	}
	if c, ok := e.readNear(value); ok {
		c.Role, c.Class = role, a.Class
		return []Claim{c}
	}
	slug := textnorm.Slug(value)
	if slug == "" || !nameLike(slug) {
		return nil
	}
	return []Claim{{
		Kind: kindStatedText, Makers: []string{slug}, Role: role, Grade: "C", Class: a.Class, Signature: "names",
		Reason: "the field states a company that the knowledge does not hold",
	}}
}

// nameLike reports whether a slug can be a company's name: enough letters, and
// no digits, which model names have.
func nameLike(s string) bool {
	n := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			return false
		case r > 0x7F:
			n += 2
		case r != '-':
			n++
		}
	}
	return n >= 4
}

// readMACVendor reads the name a scanner gave an address block.
func readMACVendor(e *Engine, a whomade.Attribute, value string) []Claim {
	if value == "" {
		return nil
	}
	c := e.organisation(value)
	if len(c.Makers) == 0 {
		return nil
	}
	c.Class, c.Grade = "link", "D"
	return []Claim{c}
}

// mentioning is the attributes in whose text a company's name, as a whole word,
// speaks for it where no signature does.
var mentioning = func() map[string]bool {
	m := map[string]bool{
		"inventory.description": true, "part.model": true, "part.number": true, "nmap.service_product": true, "wps.device_name": true,
		"onvif.name": true, "fdp.string": true, "ubdp.product": true, "ntp.readvar": true, "bgp.software_version": true,
	}
	for _, a := range knowledge.Descriptive {
		m[a] = true
	}
	// Private objects and lists of parts name modems, disks and neighbours too.
	delete(m, "snmp.private_text")
	delete(m, "snmp.hr_device_description")
	return m
}()

// readMention looks for names of companies in a text. The first company named
// is the one that speaks; later ones are suppliers of parts and software. In
// a list, a name at the beginning, and no other company after it, states the
// maker of the item: "Huawei S5720-28X".
func (e *Engine) readMention(a whomade.Attribute, text string) []Claim {
	var ids []string
	at, others := -1, false
	if strings.HasPrefix(a.Name, "x509.") {
		text = whereabouts().ReplaceAllString(text, "")
	}
	for _, m := range e.know.Mentions(cut(text, 1024)) {
		if m.Kind == "product" || software[m.Text] {
			continue
		}
		if at >= 0 && m.At > at {
			others = others || !contains(ids, m.ID)
			continue
		}
		at = m.At
		if !contains(ids, m.ID) {
			ids = append(ids, m.ID)
		}
	}
	if len(ids) == 0 || len(ids) > 3 {
		return nil
	}
	c := Claim{
		Kind: kindMention, Makers: ids, Role: whomade.RoleMaker, Grade: max(a.Grade, "C"), Class: a.Class, Signature: "names",
		Reason: "the text names " + strings.Join(ids, ", "),
	}
	if a.Name == "inventory.description" && at == 0 && len(ids) == 1 && !others {
		c.Kind, c.Grade, c.Reason = kindListed, "B", "the list's text begins with the name of "+ids[0]
	}
	return []Claim{c}
}

// whereabouts is the parts of a distinguished name that say where, not who: locality,
// state, street, country (RFC 4519).
var whereabouts = lazyregexp.New(`(?i)(?:^|[,/+] *)(?:L|ST|C|STREET|postalCode) *= *(?:\\.|[^,/+\\])*`)

// software is names that a text gives as the authors of its software.
var software = map[string]bool{"ip infusion": true, "red hat": true, "wind river": true, "green hills": true}

// placeholder reports whether a value only fills a field.
func placeholder(value string) bool {
	v := strings.ToLower(strings.Trim(value, " \t.-_\"'"))
	if placeholders[v] {
		return true
	}
	return strings.Trim(v, "0") == "" || strings.Trim(v, "xX") == "" || strings.Trim(v, "fF") == "" && len(v) > 3
}

var placeholders = map[string]bool{
	"": true, "n/a": true, "na": true, "none": true, "null": true, "nil": true, "unknown": true, "not available": true, "not specified": true,
	"default": true, "default string": true, "to be filled by o.e.m": true, "to be filled": true, "system manufacturer": true, "empty": true,
	"0123456789": true, "123456789": true, "1234567890": true, "12345678": true, "123456": true, "serial": true, "manufacturer": true, "vendor": true,
	"oem": true, "generic": true, "undefined": true, "unspecified": true, "tbd": true, "test": true, "other": true, "various": true, "misc": true,
}
