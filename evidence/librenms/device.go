package librenms

import (
	"encoding/hex"
	"net/netip"
	"strings"

	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/evidence/table"
	"github.com/whomade/whomade/internal/jsonscan"
)

// device reads a device. Communities, names of users, keys, contacts and notes are
// never looked at.
func device(it *items.Item, v any) {
	it.Add("snmp.sys_object_id", objectID(jsonscan.Text(v, "sysObjectID")))
	it.Add("snmp.sys_description", jsonscan.Text(v, "sysDescr"))
	it.Add("snmp.sys_name", jsonscan.Text(v, "sysName"))
	it.Add("part.model", jsonscan.Text(v, "hardware"))
	it.Add("inventory.os", jsonscan.Text(v, "os"))
	it.Add("inventory.version", jsonscan.Text(v, "version"))
	it.Add("inventory.serial_number", jsonscan.Text(v, "serial"))
	it.Add("inventory.device_type", jsonscan.Text(v, "type"))
	for _, name := range []string{"hostname", "ip", "overwrite_ip"} {
		s := jsonscan.Text(v, name)
		if _, err := netip.ParseAddr(s); err == nil {
			it.Add("inventory.ip", s)
		} else if name == "hostname" {
			it.Add("inventory.host_name", s)
		}
	}
	if s := jsonscan.Text(v, "location"); !items.Contact(s) {
		it.Add("inventory.site", s)
	}
	if lat, lng := jsonscan.Text(v, "lat"), jsonscan.Text(v, "lng"); lat != "" && lng != "" {
		it.Add("inventory.location", lat+" "+lng)
	}
}

// columns are those of entPhysicalTable (RFC 6933) that are read, in the order in
// which they are told.
var columns = []struct{ member, attribute string }{
	{"entPhysicalDescr", "description"}, {"entPhysicalVendorType", "vendor_type"}, {"entPhysicalName", "name"},
	{"entPhysicalHardwareRev", "hardware_revision"}, {"entPhysicalFirmwareRev", "firmware_revision"}, {"entPhysicalSoftwareRev", "software_revision"},
	{"entPhysicalSerialNum", "serial_number"}, {"entPhysicalMfgName", "manufacturer"}, {"entPhysicalModelName", "model"},
}

// entity reads a row of entPhysicalTable: the chassis is the element itself,
// everything else a part of it, perhaps of another maker.
func (r *reader) entity(it *items.Item, v any) {
	class := strings.ToLower(jsonscan.Text(v, "entPhysicalClass"))
	device := it.Subject.String()
	whole := class == "chassis" || class == "3"
	if whole {
		r.chassis[device] = true
	}
	if !r.chassis[device] && (class == "stack" || class == "11" || jsonscan.Text(v, "entPhysicalContainedIn") == "0") {
		whole = true
	}
	for _, c := range columns {
		value := jsonscan.Text(v, c.member)
		if c.attribute == "vendor_type" {
			value = objectID(value)
		}
		switch {
		case whole:
			it.Add("snmp.entity_"+c.attribute, value)
		case tellsOfPart(class, c.attribute):
			it.Add("snmp.module_"+c.attribute, value)
		}
	}
}

// tellsOfPart reports whether a column of a part is evidence: names and revisions
// are not, nor are descriptions of what every device has.
func tellsOfPart(class, attribute string) bool {
	switch attribute {
	case "manufacturer", "model", "serial_number", "vendor_type":
		return true
	case "description":
		switch class {
		case "container", "5", "sensor", "8", "port", "10":
			return false
		}
		return true
	}
	return false
}

// enterprises is how programs write the subtree of private numbers.
var enterprises = []string{"SNMPv2-SMI::enterprises.", "enterprises.", "iso.3.6.1.4.1.", "iso.org.dod.internet.private.enterprises."}

// objectID is an object identifier in figures; empty for names of it.
func objectID(s string) string {
	for _, prefix := range enterprises {
		if rest, ok := strings.CutPrefix(s, prefix); ok {
			s = "1.3.6.1.4.1." + rest
		}
	}
	s = strings.TrimPrefix(s, ".")
	if !strings.HasPrefix(s, "1.3.6.1.") || strings.Trim(s, "0123456789.") != "" {
		return ""
	}
	return s
}

// physical is the hardware address of an interface, which LibreNMS keeps as twelve
// figures; empty where there is none.
func physical(s string) string {
	if octets, err := hex.DecodeString(strings.NewReplacer(":", "", "-", "").Replace(s)); err != nil || len(octets) != 6 || strings.Trim(string(octets), "\x00") == "" {
		return ""
	}
	mac, _ := table.Value("inventory.mac", s)
	return mac
}
