package nrm

import (
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
)

// unitClasses are classes of units of hardware and software: those of TS 28.632
// clause 4.3, and those with product data that vendors put into containers.
var unitClasses = map[string]bool{
	"inventoryunit": true, "tmainventoryunit": true, "antennainventoryunit": true,
	"inventoryunitne": true, "inventoryunithw": true, "inventoryunitsw": true, "inventoryunitlic": true,
	"hwitem": true, "hwunit": true, "fieldreplaceableunit": true, "pluginunit": true, "auxpluginunit": true,
}

// unit is a unit of hardware or software.
type unit struct {
	line int64
	top  bool // it is in the element itself and in no other unit

	manufacturer, model, number, serial, version, date, kind string
}

// attribute takes an attribute of the unit. Labels, which people write, and
// licence keys are not looked at.
func (u *unit) attribute(name, value string) {
	set := func(field *string) {
		if *field == "" {
			*field = value
		}
	}
	switch name {
	case "vendorname":
		set(&u.manufacturer)
	case "vendorunitfamilytype", "hwname", "productname":
		set(&u.model)
	case "vendorunittypenumber", "productnumber", "salesuniqueid":
		set(&u.number)
	case "serialnumber":
		set(&u.serial)
	case "versionnumber", "hwversion", "productrevision":
		set(&u.version)
	case "dateofmanufacture", "productiondate":
		set(&u.date)
	case "inventoryunittype", "hwtype":
		set(&u.kind)
	}
}

// tellPart reports the unit as a part of an element, or as the element where it
// stands for it.
func (u *unit) tellPart(e *element, class string, out evidence.Out) {
	it := &items.Item{Subject: e.subject, At: whomade.Locator{Line: u.line}}
	switch {
	case class == "inventoryunitlic":
		return
	case class == "inventoryunitsw":
		it.Add("inventory.software_author", u.manufacturer)
	case class == "inventoryunitne":
		it.Add("inventory.manufacturer", u.manufacturer)
		it.Add("part.model", u.model)
		it.Add("part.number", u.number)
		it.Add("inventory.serial_number", u.serial)
	case u.isWhole(e):
		e.whole = true
		u.add(it)
	default:
		it.Add("inventory.component_manufacturer", u.manufacturer)
		it.Add("inventory.component_model", u.model)
		it.Add("inventory.component_part_number", u.number)
		it.Add("inventory.component_serial_number", u.serial)
		it.Add("inventory.component_description", u.kind)
	}
	it.Tell(out)
}

// tellAlone reports a unit that stands in no element.
func (u *unit) tellAlone(it *items.Item, out evidence.Out) {
	u.add(it)
	it.Tell(out)
}

func (u *unit) add(it *items.Item) {
	it.Add("inventory.manufacturer", u.manufacturer)
	it.Add("part.model", u.model)
	it.Add("part.number", u.number)
	it.Add("inventory.serial_number", u.serial)
	it.Add("inventory.version", u.version)
	it.Add("inventory.manufactured", date(u.date))
	it.Add("inventory.description", u.kind)
}

// isWhole reports whether the unit is the element itself, as the chassis is: the
// first enclosure that stands in no other, unless another vendor than the
// element's made it.
func (u *unit) isWhole(e *element) bool {
	if !u.top || e.whole || e.vendor != "" && u.manufacturer != "" && !strings.EqualFold(e.vendor, u.manufacturer) {
		return false
	}
	kind := strings.ToLower(u.kind + " " + u.model)
	for _, word := range []string{"rack", "cabinet", "shelf", "chassis", "frame", "enclosure"} {
		if strings.Contains(kind, word) {
			return true
		}
	}
	return false
}

// date is a date without its time of day and zone, which some systems write in
// forms of their own.
func date(s string) string {
	if len(s) > 10 && s[4] == '-' && s[7] == '-' {
		return s[:10]
	}
	return s
}
