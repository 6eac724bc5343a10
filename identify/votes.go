package identify

import (
	"strings"

	"github.com/whomade/whomade"
)

// votes weighs every claim that speaks for a maker.
func (e *Engine) votes(facts []fact, rel *Reliability) []vote {
	var out []vote
	addresses := linkShares(facts)
	words := textWords(facts)
	product := productMakers(facts)
	for i := range facts {
		for j, c := range facts[i].claims {
			if !c.speaks() || c.Class == "neighbour" || c.Class == "module" {
				continue
			}
			if c.Kind == kindRegistered && words.begin(c.Makers[0]) {
				c.Kind = kindConfirmed
			}
			w := rel.weight(c)
			switch {
			case c.Class == "link":
				w *= addresses[key(c.Makers)]
			case c.Role == whomade.RoleBrand:
				w *= 0.6
			case c.Kind == kindSubtree && len(product) > 0 && !overlap(product, c.Makers):
				// Agents answer objects of other makers' MIB modules too: printers
				// those of HP, modules those of their chassis.
				w *= damp
			}
			out = append(out, vote{fact: i, claim: j, weight: w})
		}
	}
	e.settleSets(facts, out, rel)
	return out
}

// settleSets gives a number that several companies' equipment shows to the one of
// them for whom other evidence speaks too, where it speaks for one: for a number
// that is shared, evidence of another class.
func (e *Engine) settleSets(facts []fact, votes []vote, rel *Reliability) {
	for i, v := range votes {
		c := facts[v.fact].claims[v.claim]
		if len(c.Makers) < 2 || c.Kind != kindSharedNum && c.Kind != kindProductOID && c.Kind != kindEnterprise {
			continue
		}
		only, n := "", 0
		for _, o := range votes {
			x := facts[o.fact].claims[o.claim]
			if o.fact == v.fact || x.Class == c.Class && c.Kind == kindSharedNum {
				continue
			}
			if len(x.Makers) == 1 && x.Makers[0] != only && contains(c.Makers, x.Makers[0]) && o.weight > 0 {
				only, n = x.Makers[0], n+1
			}
		}
		if n == 1 {
			votes[i].only, votes[i].weight = only, rel.weight(Claim{Kind: c.Kind, Grade: c.Grade, Makers: []string{only}})
		}
	}
}

// productMakers are those for whom the product number (sysObjectID) speaks.
func productMakers(facts []fact) []string {
	var out []string
	for i := range facts {
		if facts[i].obs.Attribute != "snmp.sys_object_id" {
			continue
		}
		for _, c := range facts[i].claims {
			if c.Kind == kindProductOID || c.Kind == kindEnterprise || c.Kind == kindRegistered {
				out = append(out, c.Makers...)
			}
		}
	}
	return out
}

func overlap(a, b []string) bool {
	for _, x := range a {
		if contains(b, x) {
			return true
		}
	}
	return false
}

func key(makers []string) string {
	if len(makers) == 1 {
		return makers[0]
	}
	return strings.Join(makers, "|")
}

// linkShares is the share of each company in an element's distinct addresses: a
// device with modules and virtual interfaces shows blocks of several.
func linkShares(facts []fact) map[string]float64 {
	seen := map[string]bool{}
	count := map[string]float64{}
	total := 0.0
	for i := range facts {
		for _, c := range facts[i].claims {
			if c.Class != "link" || !c.speaks() {
				continue
			}
			id := facts[i].obs.Value + "\x00" + key(c.Makers)
			if seen[id] {
				continue
			}
			seen[id] = true
			n := 1.0
			if a := facts[i].obs.Attribute; a == "snmp.bridge_mac" || a == "snmp.lldp_chassis_id" || a == "lldp.chassis_id" || a == "snmp.engine_id" {
				n = 3
			}
			count[key(c.Makers)] += n
			total += n
		}
	}
	for k := range count {
		count[k] /= total
	}
	return count
}
