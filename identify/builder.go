package identify

import (
	"cmp"
	"slices"
	"strings"

	"github.com/whomade/whomade"
)

// Builder collects observations and makes elements of them. Its memory grows
// with what is distinct, not with what is added. It is not safe for concurrent
// use.
type Builder struct {
	engine *Engine
	nodes  map[nodeKey]*node
	claims map[said][]Claim
}

// nodeKey is a subject in the scope in which its keys are unique: the artifact
// for subjects that only an address or a host name tells apart.
type nodeKey struct {
	scope   string
	subject whomade.Subject
}

// said is an attribute's value, which is matched once.
type said struct{ attribute, value, encoding string }

// node is the facts about one subject.
type node struct {
	key   nodeKey
	facts map[said]*whomade.Observation // by pointer: most subjects have few facts, and a map has room for eight
}

// NewBuilder makes an empty builder.
func (e *Engine) NewBuilder() *Builder {
	return &Builder{engine: e, nodes: map[nodeKey]*node{}, claims: map[said][]Claim{}}
}

// Add takes one observation. One without a subject says nothing about anything
// and is left out.
func (b *Builder) Add(o whomade.Observation) {
	about, ok := aboutSubject(o)
	if !ok || about.Subject.IsZero() {
		return
	}
	k := nodeKey{scope(about), about.Subject}
	n := b.nodes[k]
	if n == nil {
		n = &node{key: k, facts: map[said]*whomade.Observation{}}
		b.nodes[k] = n
	}
	v := said{about.Attribute, about.Value, about.Encoding}
	if _, known := b.claims[v]; !known {
		// A value that is not in its encoding makes no claims; the reader of the
		// artifact has reported it.
		claims, _ := b.engine.Claims(v.attribute, v.value, v.encoding)
		b.claims[v] = claims
	}
	if len(b.claims[v]) == 0 && !keeps[about.Attribute] {
		return
	}
	old, seen := n.facts[v]
	if !seen || place(about, *old) < 0 {
		kept := about // only what is kept goes to the heap
		n.facts[v] = &kept
	}
}

// place orders observations of the same fact by where they stand.
func place(a, b whomade.Observation) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Artifact, b.Artifact), cmp.Compare(a.Locator.Frame, b.Locator.Frame),
		cmp.Compare(a.Locator.Line, b.Locator.Line), cmp.Compare(a.Locator.Offset, b.Locator.Offset), cmp.Compare(a.Locator.Sheet, b.Locator.Sheet),
		cmp.Compare(a.Locator.Cell, b.Locator.Cell), cmp.Compare(a.Locator.Pointer, b.Locator.Pointer), cmp.Compare(a.Locator.Path, b.Locator.Path))
}

// scope is the artifact for a subject whose keys are unique only there.
func scope(o whomade.Observation) string {
	s := o.Subject
	if s.Artifact != "" || s.Item != "" || s.EngineID != "" || s.CellID != "" || s.MAC != "" && s.IP == "" {
		return ""
	}
	return cmp.Or(correctedIn(o), o.Artifact, o.Name)
}

// keeps is the attributes that are kept though they make no claim: they join
// subjects, or are facts that a rule or a report asks for.
var keeps = map[string]bool{
	"snmp.engine_id": true, "snmp.bridge_mac": true, "snmp.entity_serial_number": true, "snmp.sys_object_id": true, "lldp.med_serial_number": true,
	"inventory.serial_number": true, "inventory.mac": true, "inventory.acquired": true, "inventory.installed": true, "inventory.manufactured": true,
	"inventory.made_in": true, "inventory.generation": true, "inventory.function": true, "inventory.segment": true, "inventory.site": true,
	"inventory.supplier": true, "inventory.quantity": true, "inventory.base_stations": true, "inventory.premises": true, "inventory.subscribers": true, "inventory.traffic": true, "inventory.component_manufacturer": true, "inventory.ip": true, "inventory.host_name": true,
	"snmp.sys_name": true, "snmp.sys_description": true, "inventory.manufacturer": true, "part.model": true, "part.number": true,
	"wps.serial_number": true, "onvif.serial_number": true, "dhip.serial_number": true, "capwap.wtp_serial_number": true, "cwmp.serial_number": true,
	"upnp.serial_number": true,
}

// ownName maps what a table of neighbours says to the attribute with which the
// neighbour would say it.
var ownName = map[string]string{
	"lldp.remote_chassis_id": "lldp.chassis_id", "lldp.remote_system_name": "lldp.system_name",
	"lldp.remote_system_description": "lldp.system_description", "lldp.remote_med_manufacturer": "lldp.med_manufacturer",
	"lldp.remote_med_model": "lldp.med_model", "lldp.remote_med_serial_number": "lldp.med_serial_number",
	"lldp.remote_med_hardware": "lldp.med_hardware", "lldp.remote_med_firmware": "lldp.med_firmware", "lldp.remote_med_software": "lldp.med_software",
	"cdp.remote_device_id": "cdp.device_id", "cdp.remote_platform": "cdp.platform", "cdp.remote_version": "cdp.version",
}

// aboutSubject decides whether a fact may count for its subject. What a device
// says of its neighbours is never about the device; where the subject is the
// neighbour, it is what the neighbour said itself.
func aboutSubject(o whomade.Observation) (whomade.Observation, bool) {
	a, ok := whomade.AttributeByName(o.Attribute)
	if !ok || a.Class != "neighbour" {
		return o, a.Class != "hint" // any host gives hints, and they make no element
	}
	own, ok := ownName[o.Attribute]
	if !ok || o.Subject.Artifact != "" {
		return o, false
	}
	o.Attribute = own
	return o, true
}

// Elements joins the subjects and concludes on each element. The order is by
// element id; the result does not depend on the order of Add. What an element was
// made of is given up as it is done, so the builder is empty afterwards.
func (b *Builder) Elements() []whomade.Element {
	nodes := make([]*node, 0, len(b.nodes))
	for _, n := range b.nodes {
		nodes = append(nodes, n)
	}
	slices.SortFunc(nodes, func(x, y *node) int {
		return cmp.Or(whomade.CompareSubjects(x.key.subject, y.key.subject), cmp.Compare(x.key.scope, y.key.scope))
	})
	groups, conflicts := b.join(nodes)
	out := make([]whomade.Element, 0, len(groups))
	for i, g := range groups {
		out = append(out, b.element(g, conflicts[i]))
		for _, n := range g {
			n.facts = nil
		}
	}
	b.nodes, b.claims = map[nodeKey]*node{}, map[said][]Claim{}
	slices.SortStableFunc(out, func(x, y whomade.Element) int { return strings.Compare(x.ID, y.ID) })
	return out
}

// facts are all facts of a group of nodes in a fixed order.
func (b *Builder) facts(group []*node) []fact {
	var out []fact
	for _, n := range group {
		for v, o := range n.facts {
			out = append(out, fact{obs: *o, claims: b.claims[v]})
		}
	}
	slices.SortFunc(out, func(x, y fact) int { return order(x.obs, y.obs) })
	return out
}
