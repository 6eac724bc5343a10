package whomade

import (
	"cmp"
	"strings"
)

// Subject says whom a fact is about: tagged keys, each only where the fact
// itself says so. It is comparable and so can key a map.
type Subject struct {
	MAC       string `json:"mac,omitempty"`        // lower case with colons
	IP        string `json:"ip,omitempty"`         // as netip.Addr prints it
	Context   string `json:"context,omitempty"`    // routing context of IP: VLAN, tunnel or site; empty is the artifact's own
	Serial    string `json:"serial,omitempty"`     // serial number, unique only together with its maker
	EngineID  string `json:"engine_id,omitempty"`  // SNMP engine id, lower-case hex
	ChassisID string `json:"chassis_id,omitempty"` // LLDP chassis id that is no MAC
	HostName  string `json:"host_name,omitempty"`  // name that is unique where it was seen
	CellID    string `json:"cell_id,omitempty"`    // global cell or node id of a mobile network
	Artifact  string `json:"artifact,omitempty"`   // digest of the artifact the fact is about as a whole
	Item      string `json:"item,omitempty"`       // row or item of a list: digest, "#" and its place
}

// IsZero reports whether the subject has no key at all.
func (s Subject) IsZero() bool { return s == Subject{} }

// Keys returns the subject's keys as "tag:value", in a fixed order, with the
// context inside the tag of the address: "ip@vlan 7:192.0.2.1".
func (s Subject) Keys() []string {
	var k []string
	add := func(tag, v string) {
		if v != "" {
			k = append(k, tag+":"+v)
		}
	}
	add("mac", s.MAC)
	if s.Context == "" {
		add("ip", s.IP)
	} else {
		add("ip@"+s.Context, s.IP)
	}
	add("serial", s.Serial)
	add("engine_id", s.EngineID)
	add("chassis_id", s.ChassisID)
	add("host_name", s.HostName)
	add("cell_id", s.CellID)
	add("artifact", s.Artifact)
	add("item", s.Item)
	return k
}

// String is the subject's keys joined by blanks.
func (s Subject) String() string { return strings.Join(s.Keys(), " ") }

// CompareSubjects orders subjects for output.
func CompareSubjects(a, b Subject) int {
	return cmp.Or(
		cmp.Compare(a.MAC, b.MAC), cmp.Compare(a.IP, b.IP), cmp.Compare(a.Context, b.Context),
		cmp.Compare(a.Serial, b.Serial), cmp.Compare(a.EngineID, b.EngineID),
		cmp.Compare(a.ChassisID, b.ChassisID), cmp.Compare(a.HostName, b.HostName),
		cmp.Compare(a.CellID, b.CellID), cmp.Compare(a.Artifact, b.Artifact), cmp.Compare(a.Item, b.Item))
}
