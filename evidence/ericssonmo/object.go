package ericssonmo

import (
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/evidence/nrm"
)

// hardware are classes of objects that have product data.
var hardware = map[string]bool{
	"FieldReplaceableUnit": true, "PlugInUnit": true, "AuxPlugInUnit": true, "HwItem": true, "HwUnit": true, "Slot": true, "Cabinet": true,
	"RetSubUnit": true, "AntennaNearUnit": true, "TmaSubUnit": true, "SfpModule": true, "SfpPort": true, "Fan": true, "Subrack": true, "XpProgram": true,
}

// functions are classes of functions with the names that messages show them by.
var functions = map[string]string{
	"ENodeBFunction": "eNB", "GNBCUCPFunction": "gNB-CU-CP", "GNBCUUPFunction": "gNB-CU-UP", "GNBDUFunction": "gNB-DU", "NodeBFunction": "NodeB",
	"RncFunction": "RNC", "BtsFunction": "BTS", "BscFunction": "BSC",
}

// object is a managed object of which attributes are printed.
type object struct {
	name  string // as it is written
	class string
	enm   bool
	at    whomade.Locator

	structure string // the attribute whose members are printed
	values    map[string]string
}

func newObject(name string, enm bool, at whomade.Locator) *object {
	last := name[strings.LastIndexByte(name, ',')+1:]
	class, _, _ := strings.Cut(last, "=")
	return &object{name: name, class: class, enm: enm, at: at, values: map[string]string{}}
}

// maxValues bounds what is kept of an object; only attributes that are read are.
const maxValues = 32

// read are attributes that are looked at. Labels, which people write, addresses
// and keys are not among them.
var read = map[string]bool{
	"productName": true, "productNumber": true, "serialNumber": true, "vendorName": true, "hwType": true, "hwName": true,
	"mcc": true, "mnc": true, "mncLength": true, "eNBId": true, "gNBId": true, "rncId": true,
	"neType": true, "managedElementType": true, "release": true, "siteLocation": true, "locationName": true, "swVersion": true,
}

// attribute takes an attribute's value. Structures have their members in braces,
// or on lines of their own.
func (o *object) attribute(name, value string) {
	o.structure = name
	value = strings.TrimSpace(value)
	if inside, ok := strings.CutPrefix(value, "{"); ok {
		for part := range strings.SplitSeq(strings.TrimSuffix(inside, "}"), ", ") {
			member, v, _ := strings.Cut(part, "=")
			o.member(strings.TrimSpace(member), v)
		}
		return
	}
	o.set(name, value)
}

// member takes a member of a structure: of those that are product data, or the
// network that the node is of.
func (o *object) member(name, value string) {
	s := strings.ToLower(o.structure)
	if strings.Contains(s, "product") || strings.Contains(s, "plmnid") {
		o.set(name, strings.TrimSpace(value))
	}
}

func (o *object) set(name, value string) {
	if _, twice := o.values[name]; !read[name] || twice || value == "" || value == "null" || value == "[]" || len(o.values) >= maxValues {
		return
	}
	o.values[name] = value
}

// tell reports the object.
func (o *object) tell(n *node, out evidence.Out) {
	it := &items.Item{Subject: n.subject, At: o.at}
	v := o.values
	switch {
	case hardware[o.class]:
		it.Add("inventory.component_manufacturer", v["vendorName"])
		it.Add("inventory.component_model", first(v["productName"], v["hwName"]))
		it.Add("inventory.component_part_number", v["productNumber"])
		it.Add("inventory.component_serial_number", v["serialNumber"])
		it.Add("inventory.component_description", v["hwType"])
	case functions[o.class] != "":
		it.Add("mobile.function", functions[o.class])
		if plmn := nrm.PLMN(v["mcc"], v["mnc"], v["mncLength"]); plmn != "" {
			it.Add("mobile.plmn", plmn)
			if id := first(v["eNBId"], first(v["gNBId"], v["rncId"])); id != "" && strings.Trim(id, "0123456789") == "" {
				it.Add("mobile.node_id", plmn+"-"+id)
			}
		}
	case o.class == "ManagedElement" || o.class == "NetworkElement":
		it.Add("part.model", first(v["productName"], first(v["neType"], v["managedElementType"])))
		it.Add("part.number", v["productNumber"])
		it.Add("inventory.version", first(v["swVersion"], v["release"]))
		if site := first(v["siteLocation"], v["locationName"]); !items.Contact(site) {
			it.Add("inventory.site", site)
		}
		it.Add("inventory.manufacturer", v["vendorName"])
	}
	it.Tell(out)
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
