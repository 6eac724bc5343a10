package nokiaraml

import (
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/evidence/nrm"
)

// Bounds of what is kept.
const (
	maxElements = 1 << 17
	maxMarks    = 12
	maxName     = 128
	maxSegments = 32
)

func cut(s string) string { return strings.ToValidUTF8(s[:min(len(s), maxName)], "") }

// segment is a step of a distinguished name: "MRBTS-1".
type segment struct{ class, id string }

func segmentsOf(name string) []segment {
	var out []segment
	for s := range strings.SplitSeq(name, "/") {
		class, id, _ := strings.Cut(s, "-")
		if class = strings.TrimSpace(class); class == "" || len(out) == maxSegments {
			break
		}
		out = append(out, segment{cut(class), cut(strings.TrimSpace(id))})
	}
	return out
}

// nodes are classes of objects that are network elements, with their functions
// where the class tells one.
var nodes = map[string]string{
	"MRBTS": "", "RNC": "RNC", "WBTS": "NodeB", "BSC": "BSC", "BCF": "BTS", "SBTS": "", "MME": "MME", "SGSN": "SGSN", "GGSN": "GGSN",
	"MSC": "MSC", "MSS": "MSC", "MGW": "MGW", "HLR": "HLR", "FLEXING": "PGW", "AMF": "AMF", "SMF": "SMF", "UPF": "UPF", "OMS": "", "NETACT": "",
}

// functions are classes of objects that are functions of an element.
var functions = map[string]string{"LNBTS": "eNB", "NRBTS": "gNB", "WNBTS": "NodeB", "GNBTS": "BTS"}

// elementOf is the name of the network element that an object is a part of: the
// innermost in its distinguished name. own is whether the object is that element.
// Hardware that is in none of those that are known is in what stands below the
// network; other objects are lists of neighbours and profiles then.
func elementOf(segments []segment, hardware bool) (name string, own bool) {
	last := -1
	for i, s := range segments {
		if _, ok := nodes[s.class]; ok {
			last = i
		}
	}
	if last < 0 {
		if !hardware {
			return "", false
		}
		for last = 0; last < len(segments) && segments[last].class == "PLMN"; last++ {
		}
		if last == len(segments) {
			return "", false
		}
	}
	var b strings.Builder
	for i, s := range segments[:last+1] {
		if i > 0 {
			b.WriteByte('/')
		}
		b.WriteString(s.class + "-" + s.id)
	}
	return b.String(), last == len(segments)-1
}

// element is a network element.
type element struct {
	subject whomade.Subject
	at      whomade.Locator
	marks   []string
}

func newElement(name string, at whomade.Locator) *element {
	return &element{subject: items.New(name, at).Subject, at: at}
}

func (e *element) note(mark string) {
	if len(e.marks) >= maxMarks {
		return
	}
	for _, m := range e.marks {
		if m == mark {
			return
		}
	}
	e.marks = append(e.marks, mark)
}

// finish reports how the file writes the element.
func (e *element) finish(out evidence.Out, root string) {
	if root != "" {
		root += "\n"
	}
	out.Observe(whomade.Observation{
		Subject: e.subject, Locator: e.at, Attribute: "cli.output", Value: root + strings.Join(e.marks, "\n") + "\n", Encoding: whomade.EncodingText,
	})
}

// object is a managed object.
type object struct {
	element *element
	class   string
	last    segment
	own     bool // it is the element itself
	item    *items.Item

	mcc, mnc, width, id       string
	listMCC, listMNC, listLen string
	unit                      unit
}

// unit is what an object states of hardware.
type unit struct{ manufacturer, family, kind, name, number, serial string }

// hardware are classes of units of hardware.
var hardware = map[string]bool{
	"INVUNIT": true, "SMOD": true, "SMOD_EXT": true, "RMOD": true, "BBMOD": true, "CABINET": true, "SFP": true, "ALD": true, "RETU": true, "MHA": true,
	"HWUNIT": true, "UNIT": true, "MODULE": true, "CARD": true, "PIU": true,
}

func newObject(e *element, class string, segments []segment, own bool, at whomade.Locator) *object {
	return &object{element: e, class: classOf(class), last: segments[len(segments)-1], own: own, item: &items.Item{Subject: e.subject, At: at}}
}

// classOf is a class without the name of its model and the mark of a view at run
// time: "RMOD" of "com.nokia.srbts.eqmr:RMOD_R".
func classOf(class string) string {
	return strings.TrimSuffix(class[strings.LastIndexByte(class, ':')+1:], "_R")
}

// set takes a parameter. Those that are not named here, among them keys and
// names of people, are not looked at.
func (o *object) set(name, list, value string, at whomade.Locator) {
	if list != "" {
		o.listed(name, list, value)
		return
	}
	if hardware[o.class] {
		o.unit.set(name, value)
		return
	}
	_, function := functions[o.class]
	if !o.own && !function && o.class != "FTM" {
		return
	}
	switch name {
	case "btsName", "enbName", "gNbName", "gnbName", "name", "WBTSName", "RNCName", "systemTitle", "siteName":
		if !items.Contact(value) {
			o.item.AddAt("host.name", value, at)
		}
	case "locationName":
		if !items.Contact(value) {
			o.item.AddAt("inventory.site", value, at)
		}
	case "softwareReleaseVersion", "activeSWReleaseVersion", "swVersion", "softwareVersion":
		o.item.AddAt("inventory.version", value, at)
	case "vendorName":
		o.item.AddAt("inventory.manufacturer", value, at)
	case "productName", "neType":
		o.item.AddAt("part.model", value, at)
	case "serialNumber":
		o.item.AddAt("inventory.serial_number", value, at)
	case "mcc", "CommonMCC":
		o.mcc = number(value)
	case "mnc", "CommonMNC":
		o.mnc = number(value)
	case "mncLength", "CommonMNCLength":
		o.width = number(value)
	case "gNbId", "RncId":
		o.id = number(value)
	}
}

// listed takes a parameter of a list: networks that the object serves.
func (o *object) listed(name, list, value string) {
	if !strings.Contains(strings.ToLower(list), "plmn") {
		return
	}
	set := func(to *string) {
		if *to == "" {
			*to = number(value)
		}
	}
	switch name {
	case "mcc":
		set(&o.listMCC)
	case "mnc":
		set(&o.listMNC)
	case "mncLength":
		set(&o.listLen)
	}
}

func (u *unit) set(name, value string) {
	switch name {
	case "vendorName":
		u.manufacturer = value
	case "vendorUnitFamilyType":
		u.family = value
	case "inventoryUnitType":
		u.kind = value
	case "productName", "unitName":
		u.name = value
	case "productCode", "vendorUnitTypeNumber":
		u.number = value
	case "serialNumber":
		u.serial = value
	}
}

// number is a value that is figures, else nothing.
func number(value string) string {
	if len(value) > 12 || strings.Trim(value, "0123456789") != "" {
		return ""
	}
	return value
}

// tell reports the object.
func (o *object) tell(out evidence.Out) {
	it := o.item
	if hardware[o.class] {
		u := o.unit
		it.Add("inventory.component_manufacturer", u.manufacturer)
		switch {
		case u.name != "":
			it.Add("inventory.component_model", u.name)
			it.Add("inventory.component_description", u.kind)
		default:
			it.Add("inventory.component_model", u.kind)
			it.Add("inventory.component_description", u.family)
		}
		it.Add("inventory.component_part_number", u.number)
		it.Add("inventory.component_serial_number", u.serial)
	}
	function := functions[o.class]
	if o.own {
		function = nodes[o.last.class]
	}
	if function != "" {
		it.Add("mobile.function", function)
		o.tellIdentity()
	}
	it.Tell(out)
}

// tellIdentity adds the network and the identity in it. An eNB and an RNC have
// theirs in their distinguished name too.
func (o *object) tellIdentity() {
	plmn := nrm.PLMN(o.mcc, o.mnc, o.width)
	if plmn == "" {
		plmn = nrm.PLMN(o.listMCC, o.listMNC, o.listLen)
	}
	if plmn == "" {
		return
	}
	o.item.Add("mobile.plmn", plmn)
	id := o.id
	if id == "" && (o.class == "LNBTS" || o.class == "RNC") {
		id = number(o.last.id)
	}
	if id != "" {
		o.item.Add("mobile.node_id", plmn+"-"+id)
	}
}
