package snmp

import (
	"bytes"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ber"
)

const (
	columnClass = 5   // entPhysicalClass
	maxLookups  = 256 // searches for a class per message
)

// Values of PhysicalClass (RFC 6933, IANA-ENTITY-MIB).
const (
	classUnknown = 0 // here: not in the message
	classOther   = 1
	classChassis = 3
	classStack   = 11
)

// column is what a column of entPhysicalTable is reported as: of the chassis,
// and of what is plugged into it.
type column struct {
	chassis, module string
	kind            wire.Kind
}

var entityColumns = [14]column{
	2:  {"snmp.entity_description", "snmp.module_description", wire.Text},
	3:  {"snmp.entity_vendor_type", "snmp.module_vendor_type", wire.OID},
	7:  {"snmp.entity_name", "", wire.Text},
	8:  {"snmp.entity_hardware_revision", "", wire.Text},
	9:  {"snmp.entity_firmware_revision", "", wire.Text},
	10: {"snmp.entity_software_revision", "", wire.Text},
	11: {"snmp.entity_serial_number", "snmp.module_serial_number", wire.Text},
	12: {"snmp.entity_manufacturer", "snmp.module_manufacturer", wire.Text},
	13: {"snmp.entity_model", "snmp.module_model", wire.Text},
}

// entity returns the attribute of a column of entPhysicalTable. The rows are
// the chassis and all that is plugged into it: which one a row is stands in
// another column of it. A row whose class is not in the same message counts as
// the chassis.
func (v *variables) entity(name []byte) (attribute string, kind wire.Kind) {
	if len(name) < len(oidEntity)+2 || !bytes.HasPrefix(name, oidEntity) || int(name[len(oidEntity)]) >= len(entityColumns) {
		return "", 0
	}
	c := &entityColumns[name[len(oidEntity)]]
	switch v.class(name[len(oidEntity)+1:]) {
	case classUnknown, classChassis, classStack:
		return c.chassis, c.kind
	}
	return c.module, c.kind
}

// class returns the class of the row of entPhysicalTable with the given index,
// or classUnknown where the message does not say. Rows beyond maxLookups get the
// weaker reading.
func (v *variables) class(index []byte) byte {
	if v.lookups == maxLookups {
		return classOther
	}
	v.lookups++
	list := ber.New(v.binds)
	for n := 0; n < maxVariables && !list.Empty(); n++ {
		name, tag, value, ok := next(&list)
		if !ok {
			break
		}
		if tag == ber.TagInteger && len(value) == 1 && len(name) == len(oidEntity)+1+len(index) && name[len(oidEntity)] == columnClass &&
			bytes.HasPrefix(name, oidEntity) && bytes.HasSuffix(name, index) {
			return value[0]
		}
	}
	return classUnknown
}
