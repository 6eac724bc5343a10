package snmp

import (
	"bytes"
	"strconv"

	"github.com/whomade/whomade/wire"
)

// maxOID bounds the content octets of an OID: 128 sub-identifiers (RFC 2578
// clause 7.1.3) of up to five octets.
const maxOID = 128 * 5

// Object names as content octets of an OBJECT IDENTIFIER.
var (
	oidEnterprises    = []byte{0x2b, 6, 1, 4, 1}                      // 1.3.6.1.4.1
	oidSystem         = []byte{0x2b, 6, 1, 2, 1, 1}                   // 1.3.6.1.2.1.1, SNMPv2-MIB (RFC 3418)
	oidEntity         = []byte{0x2b, 6, 1, 2, 1, 47, 1, 1, 1, 1}      // 1.3.6.1.2.1.47.1.1.1.1, entPhysicalEntry (RFC 6933)
	oidTrap           = []byte{0x2b, 6, 1, 6, 3, 1, 1, 4, 1, 0}       // 1.3.6.1.6.3.1.1.4.1.0, snmpTrapOID.0 (RFC 3418)
	oidTrapEnterprise = []byte{0x2b, 6, 1, 6, 3, 1, 1, 4, 3, 0}       // 1.3.6.1.6.3.1.1.4.3.0, snmpTrapEnterprise.0
	oidLLDPRemote     = []byte{0x28, 0xc4, 0x62, 1, 1, 2, 1, 4, 1, 1} // 1.0.8802.1.1.2.1.4.1.1, lldpRemEntry (IEEE 802.1AB LLDP-MIB)

	// 1.0.8802.1.1.2.1.5.4795.1.3.3.1, lldpXMedRemInventoryEntry (ANSI/TIA-1057)
	oidLLDPMedRemote = []byte{0x28, 0xc4, 0x62, 1, 1, 2, 1, 5, 0xa5, 0x3b, 1, 3, 3, 1}
	// 1.3.6.1.4.1.9.9.23.1.2.1.1, cdpCacheEntry (CISCO-CDP-MIB)
	oidCDPCache = []byte{0x2b, 6, 1, 4, 1, 9, 9, 23, 1, 2, 1, 1}
)

// scalar returns the attribute of a variable that has one instance.
func scalar(name []byte) (attribute string, kind wire.Kind) {
	if len(name) == len(oidSystem)+2 && name[len(name)-1] == 0 && bytes.HasPrefix(name, oidSystem) {
		switch name[len(oidSystem)] {
		case 1:
			return "snmp.sys_description", wire.Text
		case 2:
			return "snmp.sys_object_id", wire.OID
		case 4:
			return "snmp.sys_contact", wire.Text
		case 5:
			return "snmp.sys_name", wire.Text
		case 6:
			return "snmp.sys_location", wire.Text
		}
		return "", 0
	}
	if bytes.Equal(name, oidTrap) {
		return "snmp.trap_oid", wire.OID
	}
	if bytes.Equal(name, oidTrapEnterprise) {
		return "snmp.trap_enterprise", wire.OID
	}
	return "", 0
}

// table is a table whose rows are the neighbours of the agent. columns maps
// column numbers to attributes.
type table struct {
	label   string
	columns [16]string
}

var (
	lldpRemote = table{"lldp", [16]string{
		9:  "lldp.remote_system_name",
		10: "lldp.remote_system_description",
	}}
	lldpMedRemote = table{"lldp", [16]string{
		1: "lldp.remote_med_hardware",
		2: "lldp.remote_med_firmware",
		3: "lldp.remote_med_software",
		4: "lldp.remote_med_serial_number",
		5: "lldp.remote_med_manufacturer",
		6: "lldp.remote_med_model",
	}}
	cdpRemote = table{"cdp", [16]string{
		5: "cdp.remote_version",
		6: "cdp.remote_device_id",
		8: "cdp.remote_platform",
	}}
)

// neighbour returns the neighbour table that a variable belongs to, or nil. The
// index of a row is the rest of the name: the same for all facts of one row,
// and for both LLDP tables.
func neighbour(name []byte) (t *table, column byte, index []byte) {
	var base []byte
	switch {
	case bytes.HasPrefix(name, oidLLDPRemote):
		t, base = &lldpRemote, oidLLDPRemote
	case bytes.HasPrefix(name, oidLLDPMedRemote):
		t, base = &lldpMedRemote, oidLLDPMedRemote
	case bytes.HasPrefix(name, oidCDPCache):
		t, base = &cdpRemote, oidCDPCache
	default:
		return nil, 0, nil
	}
	if len(name) < len(base)+2 || len(name) > maxOID {
		return nil, 0, nil
	}
	return t, name[len(base)], name[len(base)+1:]
}

// dotted writes a label for a neighbour: the table and the row, as in
// "lldp 0.12.3". It is made only for rows of neighbour tables.
func dotted(label string, index []byte) []byte {
	out := make([]byte, 0, len(label)+1+4*len(index))
	out = append(out, label...)
	sep, v := byte(' '), uint64(0)
	for _, x := range index {
		v = v<<7 | uint64(x&0x7f)
		if x&0x80 != 0 {
			continue
		}
		out = strconv.AppendUint(append(out, sep), v, 10)
		sep, v = '.', 0
	}
	return out
}
