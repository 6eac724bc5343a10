package knowledge

import (
	"strings"

	"github.com/whomade/whomade/internal/cascade"
)

// Kinds of text rules.
const (
	RuleSignature    = "signature"
	RuleModel        = "model"        // model names, anchored at both ends
	RulePart         = "part"         // part numbers, anchored at both ends
	RuleOrganisation = "organisation" // registered organisation of an OUI
)

// Rule is an expression on a text and the entry it belongs to.
type Rule struct {
	cascade.Pattern
	Kind      string
	Owner     string        // the company whose entry it stands in
	Signature *Signature    // of a RuleSignature
	Model     *ModelPattern // of a RuleModel or RulePart
}

// ID is the signature's id, or "<company>/<kind>:<family or expression>".
func (r Rule) ID() string {
	switch {
	case r.Signature != nil:
		return r.Signature.ID
	case r.Model != nil && r.Model.Family != "":
		return r.Owner + "/" + r.Kind + ":" + r.Model.Family
	}
	return r.Owner + "/" + r.Kind + ":" + r.Expr
}

// Makers is the company, or the set of companies, the rule speaks for.
func (r Rule) Makers() []string {
	switch {
	case r.Signature != nil && len(r.Signature.Makers) > 0:
		return r.Signature.Makers
	case r.Model != nil && len(r.Model.Makers) > 0:
		return r.Model.Makers
	}
	return []string{r.Owner}
}

// Attributes is where a signature applies; empty for other kinds.
func (r Rule) Attributes() []string {
	if r.Signature == nil {
		return nil
	}
	return r.Signature.Attributes
}

// textRules lists the rules of all companies, in order.
func textRules(makers []Maker) []Rule {
	var out []Rule
	for i := range makers {
		m := &makers[i]
		for j := range m.Signatures {
			s := &m.Signatures[j]
			out = append(out, Rule{cascade.Pattern{Expr: s.Pattern, CaseSensitive: s.CaseSensitive}, RuleSignature, m.ID, s, nil})
		}
		for j := range m.Models {
			p := &m.Models[j]
			kind := RuleModel
			if p.Part {
				kind = RulePart
			}
			out = append(out, Rule{cascade.Pattern{Expr: `^(?:` + p.Pattern + `)$`}, kind, m.ID, nil, p})
		}
		for _, id := range m.Identifiers {
			if id.Kind == "oui-name" {
				out = append(out, Rule{cascade.Pattern{Expr: id.Value}, RuleOrganisation, m.ID, nil, nil})
			}
		}
	}
	return out
}

// Descriptive is the attributes whose text describes the device or its software
// in words, where a company's plain text expressions apply.
var Descriptive = strings.Fields(`
	snmp.sys_description snmp.entity_description snmp.entity_model snmp.entity_manufacturer snmp.ups_manufacturer snmp.ups_model
	snmp.printer_name snmp.hr_device_description snmp.private_text lldp.local_system_description lldp.system_description
	lldp.med_manufacturer lldp.med_model cdp.platform cdp.version mndp.platform dhcp_vendor_class dhcp.vi_vendor_class
	dhcp.vendor_name dhcp6.vendor_class telnet.banner ftp.banner http_header.server http_header.wwwauth html_title x509.subject
	x509.issuer ssdp.server upnp.manufacturer upnp.model_name upnp.model_description ssh.banner sip_header.user_agent
	sip_header.server cwmp.manufacturer rtsp_header.server smtp.banner nmap.service_product`)

// Stating is the attributes whose text states a manufacturer and nothing else.
var Stating = strings.Fields(`
	snmp.entity_manufacturer snmp.ups_manufacturer lldp.med_manufacturer dhcp.vendor_name upnp.manufacturer cwmp.manufacturer
	inventory.manufacturer inventory.brand`)
