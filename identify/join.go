package identify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/whomade/whomade"
)

// unionFind groups nodes.
type unionFind []int

func (u unionFind) find(i int) int {
	for u[i] != i {
		u[i] = u[u[i]]
		i = u[i]
	}
	return i
}

func (u unionFind) union(i, j int) {
	if i, j = u.find(i), u.find(j); i != j {
		u[max(i, j)] = min(i, j)
	}
}

// holder is a node that shows a key.
type holder = int

// join groups the nodes that are one thing by keys that are unique in practice.
// A key seen with two serial numbers, two products or at two places at once is
// demoted for all its holders and told as a conflict; nothing is joined by it.
func (b *Builder) join(nodes []*node) ([][]*node, [][]whomade.Conflict) {
	groups := make(unionFind, len(nodes))
	holders := map[string][]holder{}
	for i, n := range nodes {
		groups[i] = i
		for _, k := range b.keys(n) {
			holders[k] = append(holders[k], i)
		}
	}
	demoted := map[int][]whomade.Conflict{}
	for _, k := range sortedKeys(holders) {
		list := slices.Compact(holders[k])
		if len(list) < 2 {
			continue
		}
		if why := b.ambiguous(nodes, list); why != nil {
			for _, i := range list {
				demoted[i] = append(demoted[i], whomade.Conflict{
					Kind: "join", Reading: fmt.Sprintf("%s is seen with different devices and joins nothing", k), Sides: why,
				})
			}
			continue
		}
		for _, i := range list[1:] {
			groups.union(list[0], i)
		}
	}
	b.joinSerials(nodes, groups)
	return collect(nodes, groups, demoted)
}

func sortedKeys(m map[string][]holder) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func collect(nodes []*node, groups unionFind, demoted map[int][]whomade.Conflict) ([][]*node, [][]whomade.Conflict) {
	at := map[int]int{}
	var out [][]*node
	var conflicts [][]whomade.Conflict
	for i, n := range nodes {
		root := groups.find(i)
		place, ok := at[root]
		if !ok {
			place = len(out)
			at[root] = place
			out = append(out, nil)
			conflicts = append(conflicts, nil)
		}
		out[place] = append(out[place], n)
		for _, c := range demoted[i] {
			if !slices.ContainsFunc(conflicts[place], func(x whomade.Conflict) bool { return x.Reading == c.Reading }) {
				conflicts[place] = append(conflicts[place], c)
			}
		}
	}
	return out, conflicts
}

// keys are a node's keys that join, each with the scope in which it is unique.
func (b *Builder) keys(n *node) []string {
	var out []string
	add := func(tag, v string) {
		if v != "" {
			out = append(out, tag+" "+v)
		}
	}
	s := n.key.subject
	if uniqueMAC(s.MAC) {
		add("mac", s.MAC)
	}
	if s.IP != "" {
		add("ip", strings.TrimSpace(s.IP+" "+s.Context+" "+cmp.Or(n.key.scope, anyScope(n))))
	}
	if uniqueEngine(s.EngineID) {
		add("engine_id", s.EngineID)
	}
	if len(s.ChassisID) >= 6 && !placeholder(s.ChassisID) {
		add("chassis_id", s.ChassisID)
	}
	if s.HostName != "" && !placeholder(s.HostName) {
		add("host_name", s.HostName+" "+cmp.Or(n.key.scope, anyScope(n)))
	}
	add("cell_id", s.CellID)
	add("artifact", s.Artifact)
	add("item", s.Item)
	for v := range n.facts {
		switch v.attribute {
		case "snmp.engine_id":
			if id := strings.ToLower(v.value); uniqueEngine(id) {
				add("engine_id", id)
			}
		case "snmp.bridge_mac", "inventory.mac":
			if mac, ok := parseMAC(v.value); ok {
				if text := formatMAC(mac); uniqueMAC(text) {
					add("mac", text)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// anyScope is the artifact of a node that has a key of its own beside the one
// that is unique only there: the first in order of its facts.
func anyScope(n *node) string {
	least := ""
	for _, o := range n.facts {
		if a := cmp.Or(o.Artifact, o.Name); least == "" || a < least {
			least = a
		}
	}
	return least
}

func formatMAC(m [6]byte) string {
	return fmt.Sprintf("%02x:%02x:%02x:%02x:%02x:%02x", m[0], m[1], m[2], m[3], m[4], m[5])
}

// sharedMACs are prefixes of addresses that several devices show by design:
// VRRP (RFC 5798 clause 7.3), HSRP, GLBP, and containers' bridges.
var sharedMACs = []string{"00:00:5e:00:01:", "00:00:5e:00:02:", "00:00:0c:07:ac:", "00:00:0c:9f:f", "00:07:b4:00:", "02:42:", "00:00:00:00:00:", "ff:ff:ff:ff:ff:"}

// uniqueMAC reports whether an address is of one device in practice: a unicast
// one, and neither a virtual nor a placeholder address.
func uniqueMAC(mac string) bool {
	m, ok := parseMAC(mac)
	if !ok || len(mac) != 17 || m[0]&1 != 0 {
		return false
	}
	for _, p := range sharedMACs {
		if strings.HasPrefix(mac, p) {
			return false
		}
	}
	return mac != "01:23:45:67:89:ab" && mac != "12:34:56:78:9a:bc" && mac != "00:11:22:33:44:55" && mac != "aa:bb:cc:dd:ee:ff"
}

// uniqueEngine reports whether an engine id can tell devices apart: it has more
// than its enterprise number, and not only zeros or a text.
func uniqueEngine(id string) bool {
	id = strings.TrimPrefix(strings.ToLower(id), "0x")
	if len(id) < 18 || len(id) > 64 || strings.Trim(id[10:], "0") == "" || strings.Trim(id[10:], "f") == "" {
		return false
	}
	return id[8:10] != "04"
}

// ambiguous reports why the holders of a key can't be one thing: they show two
// serial numbers or two product numbers. nil where they can.
func (b *Builder) ambiguous(nodes []*node, list []holder) []string {
	for _, attributes := range [][]string{{"snmp.sys_object_id"}, serialAttributes} {
		var values []string
		for _, i := range list {
			for v := range nodes[i].facts {
				if contains(attributes, v.attribute) && !placeholder(v.value) && !contains(values, v.value) {
					values = append(values, v.value)
				}
			}
			if s := nodes[i].key.subject.Serial; len(attributes) > 1 && s != "" && !placeholder(s) && !contains(values, s) {
				values = append(values, s)
			}
		}
		if len(values) > 1 {
			slices.Sort(values)
			sides := make([]string, 0, 4)
			for _, v := range values[:min(4, len(values))] {
				sides = append(sides, attributes[0]+" "+cut(printableText(v), 64))
			}
			return sides
		}
	}
	return nil
}

// joinSerials joins groups that show the same serial number of the same maker.
// A serial is only unique together with its maker.
func (b *Builder) joinSerials(nodes []*node, groups unionFind) {
	members := map[int][]*node{}
	first := map[int]int{}
	for i, n := range nodes {
		root := groups.find(i)
		members[root] = append(members[root], n)
		if _, ok := first[root]; !ok {
			first[root] = i
		}
	}
	roots := make([]int, 0, len(members))
	for r := range members {
		roots = append(roots, r)
	}
	slices.Sort(roots)
	seen := map[string]int{}
	for _, r := range roots {
		serials := serialsOf(members[r])
		if len(serials) != 1 {
			continue
		}
		c := b.engine.conclude(b.facts(members[r]))
		if c.maker == "" {
			continue
		}
		k := c.maker + " " + serials[0]
		if other, ok := seen[k]; ok {
			if b.ambiguous(nodes, []holder{first[other], first[r]}) == nil {
				groups.union(first[other], first[r])
			}
			continue
		}
		seen[k] = r
	}
}

// serialAttributes are those that hold the serial number of the whole device.
var serialAttributes = []string{
	"snmp.entity_serial_number", "lldp.med_serial_number", "inventory.serial_number", "wps.serial_number", "onvif.serial_number",
	"dhip.serial_number", "capwap.wtp_serial_number", "cwmp.serial_number", "upnp.serial_number",
}

// serialsOf are the distinct serial numbers of a group that are no
// placeholders.
func serialsOf(group []*node) []string {
	var out []string
	add := func(s string) {
		s = strings.TrimSpace(s)
		if len(s) >= 6 && !placeholder(s) && !contains(out, s) {
			out = append(out, s)
		}
	}
	for _, n := range group {
		add(n.key.subject.Serial)
		for v := range n.facts {
			if contains(serialAttributes, v.attribute) {
				add(v.value)
			}
		}
	}
	return out
}
