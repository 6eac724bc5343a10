package identify

import (
	"strings"

	"github.com/whomade/whomade"
)

// fields is what is known of an element beside its maker.
type fields struct {
	product, model, os, version, segment, function, serial string
}

// candidate is a value of one field and how much it is worth.
type candidate struct {
	value string
	rank  int
}

func (c *candidate) offer(value string, rank int) {
	if value != "" && rank > c.rank {
		*c = candidate{value, rank}
	}
}

// chooseFields takes, for each field, the best claim that does not contradict
// the answer. Facts come in a fixed order, so that ties are settled by it.
func chooseFields(facts []fact, c *conclusion) fields {
	var product, model, os, version, segment, function, serial candidate
	for i := range facts {
		for _, cl := range facts[i].claims {
			if cl.Class == "neighbour" || cl.Class == "module" || !c.allows(cl) {
				continue
			}
			r := fieldRank(facts[i].obs.Attribute, cl)
			product.offer(cl.Product, r+min(len(cl.Product), 40)/10)
			model.offer(cl.Model, r)
			os.offer(cl.OS, r)
			version.offer(cl.Version, r)
			segment.offer(cl.Segment, r)
			function.offer(cl.Function, r)
			serial.offer(cl.Serial, r)
		}
	}
	f := fields{product.value, model.value, os.value, version.value, segment.value, function.value, serial.value}
	if f.model == "" && strings.ContainsAny(f.product, "0123456789") {
		f.model = f.product
	}
	return f
}

// allows reports whether a claim's fields may describe the answer: it names no
// company, or one of the answer's, or software that runs on anything.
func (c *conclusion) allows(cl Claim) bool {
	if len(cl.Makers) == 0 || cl.Role == "software" {
		return true
	}
	if cl.Role == whomade.RoleComponent {
		return false
	}
	if c.maker != "" {
		return contains(cl.Makers, c.maker) || contains(cl.Makers, c.brand)
	}
	for _, m := range c.makers {
		if contains(cl.Makers, m.Maker) {
			return true
		}
	}
	return false
}

// fieldRank orders claims as sources of fields: what a person's list states of
// the segment, then model patterns, signatures, numbers and plain values.
func fieldRank(attribute string, cl Claim) int {
	rank := map[string]int{kindModel: 60, kindPart: 60, kindSignature: 50, kindSite: 50, kindProductOID: 40, kindEnterprise: 20}[cl.Kind]
	switch {
	case cl.Kind == "" && strings.HasPrefix(attribute, "inventory."):
		rank = 70
	case cl.Kind == "" && (attribute == "part.model" || attribute == "lldp.med_model" || attribute == "snmp.entity_model"):
		rank = 55
	case cl.Kind == "":
		rank = 30
	case cl.Role == "software":
		rank = 10
	}
	if len(cl.Makers) == 1 {
		rank++
	}
	return rank + 1
}
