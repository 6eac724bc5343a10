package snmpwalk

import (
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
)

// rows are the rows of one or more tables, in the order they were first seen.
type rows struct {
	index map[string]int
	list  []tableRow
}

// tableRow is what is known of one row.
type tableRow struct {
	instance  string
	class     int // entPhysicalClass
	contained int // entPhysicalContainedIn, -1 where not known
	kind      int // chassis id subtype
	cells     []cell
}

type cell struct {
	object *object
	value  variable
}

// rowOverhead is about what a row and each of its cells take besides their text.
const rowOverhead = 96

// add keeps one cell.
func (r *rows) add(w *walk, o *object, instance string, v variable) {
	cost := rowOverhead + len(v.value)
	if w.held+cost > maxHeld {
		w.dropped.add(v.line)
		return
	}
	i, ok := r.index[instance]
	if !ok {
		if r.index == nil {
			r.index = map[string]int{}
		}
		i = len(r.list)
		r.index[instance] = i
		r.list = append(r.list, tableRow{instance: instance, contained: -1})
		cost += rowOverhead + 2*len(instance)
	}
	w.held += cost
	row := &r.list[i]
	switch o.column {
	case columnClass:
		row.class, _ = v.number()
	case columnContained:
		if n, ok := v.number(); ok {
			row.contained = n
		}
	case columnChassisKind:
		row.kind, _ = v.number()
	default:
		v.value = append([]byte(nil), v.value...)
		row.cells = append(row.cells, cell{o, v})
	}
}

// Values of entPhysicalClass (RFC 6933 IANAPhysicalClass).
const (
	classChassis   = 3
	classContainer = 5
	classSensor    = 8
	classPort      = 10
	classStack     = 11
)

// tellEntities tells the rows of entPhysicalTable: the chassis is the element
// itself, everything else a part of it, perhaps of another maker.
func (w *walk) tellEntities() {
	whole := w.wholes()
	told := map[string]int{}
	for i := range w.entities.list {
		row := &w.entities.list[i]
		prefix := "snmp.module_"
		if whole(row) {
			prefix = "snmp.entity_"
		}
		for _, c := range row.cells {
			attribute := prefix + c.object.attribute
			if prefix == "snmp.module_" && !tellsOfModule(row.class, c.object.attribute) {
				continue
			}
			value, ok := c.text()
			if !ok {
				continue
			}
			// A frame full of the same modules says it once.
			key := attribute + "\x00" + value
			if told[key]++; told[key] == 1 && len(told) > maxEntityFacts {
				w.dropped.add(c.value.line)
				continue
			}
			w.observe(self, attribute, value, c.value.line)
		}
	}
}

// maxEntityFacts bounds the distinct facts of entPhysicalTable.
const maxEntityFacts = 4096

// tellsOfModule reports whether a column of a part is evidence: names and
// revisions are not, nor are descriptions of what every device has.
func tellsOfModule(class int, attribute string) bool {
	switch attribute {
	case "manufacturer", "model", "serial_number", "vendor_type":
		return true
	case "description":
		return class != classContainer && class != classSensor && class != classPort
	}
	return false
}

// wholes returns which rows are the element itself: its chassis; without any the
// stack, then what is contained in nothing, then the only row there is.
func (w *walk) wholes() func(*tableRow) bool {
	tests := []func(*tableRow) bool{
		func(r *tableRow) bool { return r.class == classChassis },
		func(r *tableRow) bool { return r.class == classStack },
		func(r *tableRow) bool { return r.contained == 0 },
		func(r *tableRow) bool { return r.class == 0 && r.contained < 0 && r == &w.entities.list[0] },
	}
	for _, test := range tests {
		for i := range w.entities.list {
			if test(&w.entities.list[i]) {
				return test
			}
		}
	}
	return func(*tableRow) bool { return false }
}

// text is a cell's value as text.
func (c *cell) text() (string, bool) {
	if c.object.column == columnOID {
		return productOID(&c.value)
	}
	if c.value.kind != kindOctets {
		return "", false
	}
	s := c.value.text()
	return s, s != ""
}

// tellNeighbours tells the rows of neighbour tables, each about the neighbour:
// never about the element that was walked.
func (w *walk) tellNeighbours() {
	for i := range w.neighbours.list {
		row := &w.neighbours.list[i]
		subject := whomade.Subject{Item: evidence.Self + "#neighbour " + strings.ToValidUTF8(row.instance, "\uFFFD")}
		for _, c := range row.cells {
			if c.object.column != columnChassis {
				continue
			}
			if id, isMAC := chassisID(row.kind, &c.value); isMAC && identifiesMAC(id) {
				subject = whomade.Subject{MAC: id}
			}
		}
		for _, c := range row.cells {
			value, ok := c.text()
			if c.object.column == columnChassis {
				value, _ = chassisID(row.kind, &c.value)
				ok = value != ""
			}
			if ok {
				w.observe(subject, c.object.attribute, value, c.value.line)
			}
		}
	}
}
