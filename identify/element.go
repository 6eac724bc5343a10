package identify

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"github.com/whomade/whomade"
)

// element concludes on the nodes of one element.
func (b *Builder) element(group []*node, joins []whomade.Conflict) whomade.Element {
	facts := b.facts(group)
	c := b.engine.conclude(facts)
	e := whomade.Element{
		ID: identity(group), Maker: c.maker, Brand: c.brand, Confidence: c.confidence, Makers: c.makers,
		Model: c.fields.model, OS: c.fields.os, Version: c.fields.version, Segment: c.fields.segment,
		Grades: c.grades, Stated: c.stated, Evidence: c.parts(facts), Conflicts: append(c.contradictions(b.engine, facts), joins...),
		Facts: b.statedFacts(facts, &c),
	}
	if e.Makers == nil {
		e.Makers = []whomade.MakerChance{}
	}
	for i := range facts {
		if facts[i].obs.Attribute == "inventory.site" && e.Site == "" {
			e.Site = strings.TrimSpace(facts[i].obs.Value)
		}
	}
	for _, n := range group {
		if len(e.Subjects) == 0 || e.Subjects[len(e.Subjects)-1] != n.key.subject {
			e.Subjects = append(e.Subjects, n.key.subject)
		}
	}
	e.NextEvidence = nextEvidence(&c, facts)
	e.Components, e.Software = c.others(facts)
	e.Owners = b.engine.owners(c.maker, e.Facts)
	e.Conflicts = append(e.Conflicts, b.engine.rebadges(&c)...)
	return e
}

// identity is the element's id: a digest of what tells it from others, its
// subjects in their scopes. It does not depend on names of files.
func identity(group []*node) string {
	lines := make([]string, 0, len(group))
	for _, n := range group {
		lines = append(lines, n.key.scope+" "+n.key.subject.String())
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return "el-" + hex.EncodeToString(sum[:8])
}

// inventoryFacts is what a list may state of an element, by FACTS name.
var inventoryFacts = map[string]string{
	"inventory.acquired": "element.acquired", "inventory.installed": "element.installed", "inventory.manufactured": "element.manufactured",
	"inventory.made_in": "element.made_in", "inventory.generation": "element.generation",
	"inventory.quantity": "element.quantity", "inventory.base_stations": "element.base_stations", "inventory.premises": "element.premises",
	"inventory.subscribers": "element.subscribers", "inventory.traffic": "element.traffic",
}

// statedFacts are the further facts of an element. Where two lists state
// different values of a fact that has one value, it is left out: it is not known.
// Of component makers there may be several; they are joined by commas.
func (b *Builder) statedFacts(facts []fact, c *conclusion) map[string]string {
	m := map[string]string{}
	clash := map[string]bool{}
	components := map[string]bool{}
	for i := range facts {
		o := facts[i].obs
		if o.Attribute == "inventory.component_manufacturer" {
			if id := b.engine.company(o.Value); id != "" {
				components[id] = true
			}
			continue
		}
		name, value := inventoryFacts[o.Attribute], strings.TrimSpace(o.Value)
		if name == "" || value == "" {
			continue
		}
		if old, ok := m[name]; ok && old != value {
			clash[name] = true
		}
		m[name] = value
	}
	if len(components) > 0 {
		m["element.component_maker"] = strings.Join(b.companies(components), ",")
	}
	for name := range clash {
		delete(m, name)
	}
	if c.fields.function != "" {
		m["element.function"] = c.fields.function
	}
	if len(m) == 0 {
		return nil
	}
	return m
}

// mostComponents bounds the component makers kept of one element, so that a hostile
// list does not make a fact of more values than are read.
const mostComponents = 100

// companies are component makers in order; where there are too many, those that
// the knowledge has come first.
func (b *Builder) companies(set map[string]bool) []string {
	out := slices.Sorted(maps.Keys(set))
	if len(out) > mostComponents {
		slices.SortStableFunc(out, func(x, y string) int {
			_, p := b.engine.know.Maker(x)
			_, q := b.engine.know.Maker(y)
			switch {
			case p == q:
				return 0
			case p:
				return -1
			}
			return 1
		})
		out = out[:mostComponents]
		slices.Sort(out)
	}
	return out
}

// nextEvidence names the one further observation that would help most where the
// maker is not known well enough.
func nextEvidence(c *conclusion, facts []fact) string {
	if c.maker != "" && c.confidence >= whomade.Sure {
		return ""
	}
	has := map[string]bool{}
	for i := range facts {
		if a, ok := whomade.AttributeByName(facts[i].obs.Attribute); ok {
			has[a.Class] = true
		}
		has[facts[i].obs.Attribute] = true
	}
	switch {
	case has["snmp"] && !has["snmp.entity_serial_number"]:
		return "entPhysicalMfgName, entPhysicalModelName and entPhysicalSerialNum of the chassis (ENTITY-MIB over SNMP), or the serial label"
	case has["snmp"]:
		return "the manufacturer's data of the board from the device's command line, or the serial label"
	case has["inventory"]:
		return "the manufacturer's name and the full part number, or the serial label"
	case has["link"] || has["stack"]:
		return "sysObjectID and sysDescr over SNMP, or one SNMPv3 discovery packet"
	}
	return "sysObjectID and sysDescr over SNMP, or the serial label"
}
