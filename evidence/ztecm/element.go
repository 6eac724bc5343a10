package ztecm

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/evidence/nrm"
	"github.com/whomade/whomade/internal/lazyregexp"
)

const (
	maxName  = 128
	maxMarks = 16
	maxMark  = 512
)

func cut(s string) string { return strings.ToValidUTF8(s[:min(len(s), maxName)], "") }

func locate(line int64, sheet string) whomade.Locator {
	return whomade.Locator{Line: line, Sheet: sheet}
}

// fold is a name as letters and figures in lower case.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, cut(s))
}

// element is a managed element.
type element struct {
	subject whomade.Subject
	at      whomade.Locator
	marks   []string
}

// note keeps a line that shows the manner of the text.
func (e *element) note(mark string) {
	if len(e.marks) >= maxMarks {
		return
	}
	mark = strings.ToValidUTF8(mark[:min(len(mark), maxMark)], "")
	for _, m := range e.marks {
		if m == mark {
			return
		}
	}
	e.marks = append(e.marks, mark)
}

// finish reports the manner of every element.
func (k *keeper) finish() {
	for _, e := range k.order {
		if len(e.marks) > 0 {
			k.out.Observe(whomade.Observation{
				Subject: e.subject, Locator: e.at, Attribute: "cli.output", Value: strings.Join(e.marks, "\n") + "\n", Encoding: whomade.EncodingText,
			})
		}
	}
	if k.lost > 0 {
		k.out.Diagnose(whomade.SeverityWarning, whomade.Locator{}, fmt.Sprintf("there are more than %d elements: the manner of the rest was not told", maxElements))
	}
	if len(k.order) == 0 {
		k.out.Diagnose(whomade.SeverityWarning, whomade.Locator{}, "no managed element was found")
	}
}

// object is a managed object of an element with the attributes that are read.
type object struct {
	class  string // as it is written, empty where the text does not tell it
	name   string // distinguished name in the element, or empty
	at     whomade.Locator
	fields fields
}

type fields struct {
	vendor, model, number, serial, kind string // of hardware
	label, elementType, version, site   string // of the element
	mcc, mnc, id                        string
}

// set takes an attribute by its folded name. Labels of other objects, addresses,
// users and keys are not looked at.
func (f *fields) set(name, value string) {
	value = strings.TrimSpace(value)
	set := func(to *string) {
		if *to == "" {
			*to = value
		}
	}
	switch name {
	case "vendorname", "vendor", "manufacturer", "manufacturername":
		set(&f.vendor)
	case "boardtype", "boardname", "productname", "rutype", "moduletype", "hwtype", "vendorunitfamilytype", "equipmenttype":
		set(&f.model)
	case "productnumber", "partnumber", "materialcode", "vendorunittypenumber", "bomcode":
		set(&f.number)
	case "serialnumber", "serialno", "barcode":
		set(&f.serial)
	case "inventoryunittype", "functionmode":
		set(&f.kind)
	case "userlabel", "mename", "nename":
		set(&f.label)
	case "managedelementtype", "metype", "netype":
		set(&f.elementType)
	case "swversion", "softwareversion", "runningversion":
		set(&f.version)
	case "locationname", "sitename":
		set(&f.site)
	case "mcc":
		set(&f.mcc)
	case "mnc":
		set(&f.mnc)
	case "enbid", "enodebid", "gnbid", "gnodebid", "rncid":
		set(&f.id)
	}
}

// identity is a function's identity as it stands in names: "460-00_123".
var identity = lazyregexp.New(`=(\d{3})-(\d{2,3})_(\d{1,11})$`)

// tell reports the object.
func (o *object) tell(e *element, k *keeper) {
	it := &items.Item{Subject: e.subject, At: o.at}
	f := o.fields
	function := nrm.Function(o.class)
	switch {
	case function != "":
		it.Add("mobile.function", function)
		if m := identity().FindStringSubmatch(o.name); m != nil {
			f.mcc, f.mnc, f.id = m[1], m[2], m[3]
		}
		if plmn := nrm.PLMN(f.mcc, f.mnc, ""); plmn != "" {
			it.Add("mobile.plmn", plmn)
			if f.id != "" && strings.Trim(f.id, "0123456789") == "" {
				it.Add("mobile.node_id", plmn+"-"+f.id)
			}
		}
	case f.serial != "" || f.vendor != "" && f.model != "" && f.elementType == "":
		it.Add("inventory.component_manufacturer", f.vendor)
		it.Add("inventory.component_model", f.model)
		it.Add("inventory.component_part_number", f.number)
		it.Add("inventory.component_serial_number", f.serial)
		it.Add("inventory.component_description", f.kind)
	case o.class == "ManagedElement" || o.class == "" && f.elementType != "":
		if !items.Contact(f.label) {
			it.Add("host.name", f.label)
		}
		if nrm.IsFunction(f.elementType) {
			it.Add("inventory.function", f.elementType)
		} else {
			it.Add("part.model", f.elementType)
		}
		it.Add("inventory.version", f.version)
		it.Add("inventory.manufacturer", f.vendor)
		if !items.Contact(f.site) {
			it.Add("inventory.site", f.site)
		}
	}
	it.Tell(k.out)
}
