package snmpwalk

import "strings"

// role is what an object means to us.
type role uint8

const (
	roleNone        role = iota
	roleText             // a scalar of text
	roleOID              // a scalar that names a product
	roleEngine           // SnmpEngineID
	roleMAC              // an interface's address
	roleBridge           // a bridge's address
	roleList             // text of a list: the first distinct ones
	roleOIDList          // object identifiers of a list
	roleEntity           // a column of entPhysicalTable
	roleNeighbour        // a column of a table of neighbours
	roleChassisKind      // lldpLocChassisIdSubtype
	roleChassis          // lldpLocChassisId
)

// object is an object, or a column of a table, that the format knows.
type object struct {
	oid       string
	name      string // as MIB modules call it
	role      role
	attribute string
	table     string // neighbours: the kind of table
	column    column
}

// column is what a column of entPhysicalTable or of a neighbour table holds.
type column uint8

const (
	columnNone column = iota
	columnClass
	columnContained
	columnText
	columnOID
	columnChassisKind
	columnChassis
	columnMAC
)

const (
	lldpLocal    = "1.0.8802.1.1.2.1.3."           // IEEE 802.1AB-2005 LLDP-MIB
	lldpRemote   = "1.0.8802.1.1.2.1.4.1.1."       // lldpRemEntry
	lldpMed      = "1.0.8802.1.1.2.1.5.4795.1.3."  // ANSI/TIA-1057 LLDP-EXT-MED-MIB
	lldp2Local   = "1.3.111.2.802.1.1.13.1.3."     // IEEE 802.1AB-2009 LLDP-V2-MIB
	lldp2Remote  = "1.3.111.2.802.1.1.13.1.4.1.1." // lldpV2RemEntry
	cdpCache     = "1.3.6.1.4.1.9.9.23.1.2.1.1."   // CISCO-CDP-MIB cdpCacheEntry
	fdpCache     = "1.3.6.1.4.1.1991.1.1.3.20.1.2.1.1."
	mikrotikSeen = "1.3.6.1.4.1.14988.1.1.11.1.1." // MIKROTIK-MIB mtxrNeighborTableEntry
	entity       = "1.3.6.1.2.1.47.1.1.1.1."       // RFC 6933 entPhysicalEntry
	enterprises  = "1.3.6.1.4.1."
)

// objects are those whose values are evidence.
var objects = []object{
	{oid: "1.3.6.1.2.1.1.1", name: "sysDescr", role: roleText, attribute: "snmp.sys_description"},
	{oid: "1.3.6.1.2.1.1.2", name: "sysObjectID", role: roleOID, attribute: "snmp.sys_object_id"},
	{oid: "1.3.6.1.2.1.1.4", name: "sysContact", role: roleText, attribute: "snmp.sys_contact"},
	{oid: "1.3.6.1.2.1.1.5", name: "sysName", role: roleText, attribute: "snmp.sys_name"},
	{oid: "1.3.6.1.2.1.1.6", name: "sysLocation", role: roleText, attribute: "snmp.sys_location"},
	{oid: "1.3.6.1.2.1.1.9.1.2", name: "sysORID", role: roleOIDList, attribute: "snmp.value_oid"},
	{oid: "1.3.6.1.6.3.10.2.1.1", name: "snmpEngineID", role: roleEngine, attribute: "snmp.engine_id"},
	{oid: "1.3.6.1.2.1.2.2.1.6", name: "ifPhysAddress", role: roleMAC, attribute: "snmp.interface_mac"},
	{oid: "1.3.6.1.2.1.17.1.1", name: "dot1dBaseBridgeAddress", role: roleBridge, attribute: "snmp.bridge_mac"},
	{oid: "1.3.6.1.2.1.25.3.2.1.3", name: "hrDeviceDescr", role: roleList, attribute: "snmp.hr_device_description"},
	{oid: "1.3.6.1.2.1.33.1.1.1", name: "upsIdentManufacturer", role: roleText, attribute: "snmp.ups_manufacturer"},
	{oid: "1.3.6.1.2.1.33.1.1.2", name: "upsIdentModel", role: roleText, attribute: "snmp.ups_model"},
	{oid: "1.3.6.1.2.1.43.5.1.1.16", name: "prtGeneralPrinterName", role: roleText, attribute: "snmp.printer_name"},
	{oid: "1.3.6.1.2.1.69.1.1.4", name: "docsDevSerialNumber", role: roleText, attribute: "snmp.modem_serial_number"},

	{oid: lldpLocal + "1", name: "lldpLocChassisIdSubtype", role: roleChassisKind},
	{oid: lldpLocal + "2", name: "lldpLocChassisId", role: roleChassis, attribute: "snmp.lldp_chassis_id"},
	{oid: lldpLocal + "3", name: "lldpLocSysName", role: roleText, attribute: "lldp.local_system_name"},
	{oid: lldpLocal + "4", name: "lldpLocSysDesc", role: roleText, attribute: "lldp.local_system_description"},
	{oid: lldp2Local + "1", name: "lldpV2LocChassisIdSubtype", role: roleChassisKind},
	{oid: lldp2Local + "2", name: "lldpV2LocChassisId", role: roleChassis, attribute: "snmp.lldp_chassis_id"},
	{oid: lldp2Local + "3", name: "lldpV2LocSysName", role: roleText, attribute: "lldp.local_system_name"},
	{oid: lldp2Local + "4", name: "lldpV2LocSysDesc", role: roleText, attribute: "lldp.local_system_description"},

	{oid: entity + "2", name: "entPhysicalDescr", role: roleEntity, column: columnText, attribute: "description"},
	{oid: entity + "3", name: "entPhysicalVendorType", role: roleEntity, column: columnOID, attribute: "vendor_type"},
	{oid: entity + "4", name: "entPhysicalContainedIn", role: roleEntity, column: columnContained},
	{oid: entity + "5", name: "entPhysicalClass", role: roleEntity, column: columnClass},
	{oid: entity + "7", name: "entPhysicalName", role: roleEntity, column: columnText, attribute: "name"},
	{oid: entity + "8", name: "entPhysicalHardwareRev", role: roleEntity, column: columnText, attribute: "hardware_revision"},
	{oid: entity + "9", name: "entPhysicalFirmwareRev", role: roleEntity, column: columnText, attribute: "firmware_revision"},
	{oid: entity + "10", name: "entPhysicalSoftwareRev", role: roleEntity, column: columnText, attribute: "software_revision"},
	{oid: entity + "11", name: "entPhysicalSerialNum", role: roleEntity, column: columnText, attribute: "serial_number"},
	{oid: entity + "12", name: "entPhysicalMfgName", role: roleEntity, column: columnText, attribute: "manufacturer"},
	{oid: entity + "13", name: "entPhysicalModelName", role: roleEntity, column: columnText, attribute: "model"},

	{oid: lldpRemote + "4", name: "lldpRemChassisIdSubtype", role: roleNeighbour, table: "lldp", column: columnChassisKind},
	{oid: lldpRemote + "5", name: "lldpRemChassisId", role: roleNeighbour, table: "lldp", column: columnChassis, attribute: "lldp.remote_chassis_id"},
	{oid: lldpRemote + "9", name: "lldpRemSysName", role: roleNeighbour, table: "lldp", column: columnText, attribute: "lldp.remote_system_name"},
	{oid: lldpRemote + "10", name: "lldpRemSysDesc", role: roleNeighbour, table: "lldp", column: columnText, attribute: "lldp.remote_system_description"},
	{oid: lldpMed + "3.1.1", name: "lldpXMedRemHardwareRev", role: roleNeighbour, table: "lldp", column: columnText, attribute: "lldp.remote_med_hardware"},
	{oid: lldpMed + "3.1.2", name: "lldpXMedRemFirmwareRev", role: roleNeighbour, table: "lldp", column: columnText, attribute: "lldp.remote_med_firmware"},
	{oid: lldpMed + "3.1.3", name: "lldpXMedRemSoftwareRev", role: roleNeighbour, table: "lldp", column: columnText, attribute: "lldp.remote_med_software"},
	{oid: lldpMed + "3.1.4", name: "lldpXMedRemSerialNum", role: roleNeighbour, table: "lldp", column: columnText, attribute: "lldp.remote_med_serial_number"},
	{oid: lldpMed + "3.1.5", name: "lldpXMedRemMfgName", role: roleNeighbour, table: "lldp", column: columnText, attribute: "lldp.remote_med_manufacturer"},
	{oid: lldpMed + "3.1.6", name: "lldpXMedRemModelName", role: roleNeighbour, table: "lldp", column: columnText, attribute: "lldp.remote_med_model"},
	{oid: lldp2Remote + "5", name: "lldpV2RemChassisIdSubtype", role: roleNeighbour, table: "lldp", column: columnChassisKind},
	{oid: lldp2Remote + "6", name: "lldpV2RemChassisId", role: roleNeighbour, table: "lldp", column: columnChassis, attribute: "lldp.remote_chassis_id"},
	{oid: lldp2Remote + "10", name: "lldpV2RemSysName", role: roleNeighbour, table: "lldp", column: columnText, attribute: "lldp.remote_system_name"},
	{oid: lldp2Remote + "11", name: "lldpV2RemSysDesc", role: roleNeighbour, table: "lldp", column: columnText, attribute: "lldp.remote_system_description"},
	{oid: cdpCache + "5", name: "cdpCacheVersion", role: roleNeighbour, table: "cdp", column: columnText, attribute: "cdp.remote_version"},
	{oid: cdpCache + "6", name: "cdpCacheDeviceId", role: roleNeighbour, table: "cdp", column: columnText, attribute: "cdp.remote_device_id"},
	{oid: cdpCache + "8", name: "cdpCachePlatform", role: roleNeighbour, table: "cdp", column: columnText, attribute: "cdp.remote_platform"},
	// Foundry's protocol carries the same fields, and its table CDP's neighbours too.
	{oid: fdpCache + "3", name: "snFdpCacheDeviceId", role: roleNeighbour, table: "fdp", column: columnText, attribute: "cdp.remote_device_id"},
	{oid: fdpCache + "6", name: "snFdpCacheVersion", role: roleNeighbour, table: "fdp", column: columnText, attribute: "cdp.remote_version"},
	{oid: fdpCache + "8", name: "snFdpCachePlatform", role: roleNeighbour, table: "fdp", column: columnText, attribute: "cdp.remote_platform"},
}

// Objects by number and by name.
var objectByOID, objectByName = func() (map[string]*object, map[string]*object) {
	byOID, byName := map[string]*object{}, map[string]*object{}
	for i := range objects {
		byOID[objects[i].oid], byName[objects[i].name] = &objects[i], &objects[i]
	}
	return byOID, byName
}()

// find returns the object that an instance is of, and the instance: what stands
// after the object's number.
func find(oid string) (*object, string) {
	// No object has fewer than seven numbers.
	dots := 0
	for i := 0; i < len(oid); i++ {
		if oid[i] != '.' {
			continue
		}
		if dots++; dots >= 7 {
			if o := objectByOID[oid[:i]]; o != nil {
				return o, oid[i+1:]
			}
		}
	}
	return nil, ""
}

// subtreeNames are the names that snmpwalk prints inside the numbers of objects.
var subtreeNames = map[string]string{
	"iso": "1", "org": "1.3", "dod": "1.3.6", "internet": "1.3.6.1", "mgmt": "1.3.6.1.2", "mib-2": "1.3.6.1.2.1",
	"private": "1.3.6.1.4", "enterprises": "1.3.6.1.4.1", "snmpV2": "1.3.6.1.6", "snmpModules": "1.3.6.1.6.3",
	"transmission": "1.3.6.1.2.1.10", "host": "1.3.6.1.2.1.25", "zeroDotZero": "0.0",
	"sysUpTimeInstance": "1.3.6.1.2.1.1.3.0", "lldpMIB": "1.0.8802.1.1.2",
}

// resolve turns a name as snmpwalk prints it into numbers: "SNMPv2-MIB::sysDescr.0",
// ".iso.org.dod.internet.mgmt.mib-2.system.sysDescr.0", "SNMPv2-SMI::enterprises.9.1".
// The name alone is ok where it is a name, even if it is not known.
func resolve(name string) (oid string, known bool) {
	if oid, ok := parseOID([]byte(name)); ok {
		return oid, true
	}
	if _, after, ok := strings.Cut(name, "::"); ok {
		name = after
	}
	name = strings.TrimPrefix(name, ".")
	// The last label that is no number, with the numbers after it.
	label, rest := name, ""
	for i := len(name); i > 0; {
		j := strings.LastIndexByte(name[:i], '.')
		part := name[j+1 : i]
		if part == "" || part[0] < '0' || part[0] > '9' {
			label, rest = part, name[i:]
			break
		}
		i = j
	}
	base, ok := subtreeNames[label]
	if !ok {
		o := objectByName[label]
		if o == nil {
			return "", false
		}
		base = o.oid
	}
	return parseOIDText(base + rest)
}

func parseOIDText(s string) (string, bool) {
	if len(s) > maxOID {
		return "", false
	}
	return parseOID([]byte(s))
}
