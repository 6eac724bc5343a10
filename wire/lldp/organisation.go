package lldp

import "github.com/whomade/whomade/wire"

// Subtypes of the inventory TLVs of LLDP-MED (ANSI/TIA-1057 clause 10.2.6).
const (
	medHardware     = 5
	medFirmware     = 6
	medSoftware     = 7
	medSerialNumber = 8
	medManufacturer = 9
	medModel        = 10
	medAsset        = 11
)

// Subtypes of Cisco's TLVs, as its fabric switches send them.
const (
	ciscoSerialNumber = 0xd5
	ciscoModel        = 0xd7
)

// authors holds the OUIs that a data unit has named so far. A data unit with
// more of them than fit is no real one; its further OUIs are not reported.
type authors struct {
	oui [32][3]byte
	n   int
}

// add reports whether an OUI is new.
func (a *authors) add(oui [3]byte) bool {
	for _, o := range a.oui[:a.n] {
		if o == oui {
			return false
		}
	}
	if a.n == len(a.oui) {
		return false
	}
	a.oui[a.n] = oui
	a.n++
	return true
}

// organisation reads an organisationally specific TLV (IEEE 802.1AB clause 8.6):
// the OUI of its author, a subtype, and what the author likes.
func organisation(v []byte, seen *authors, s wire.Sink) {
	if len(v) < 4 {
		return
	}
	oui := [3]byte(v)
	if seen.add(oui) {
		s.Field("lldp.org_oui", wire.OUI, v[:3])
	}
	attribute := ""
	switch oui {
	case [3]byte{0x00, 0x12, 0xbb}:
		attribute = med(v[3])
	case [3]byte{0x00, 0x01, 0x42}:
		attribute = cisco(v[3])
	}
	// Both pad with NULs, and what stands behind one is not part of the value.
	if value := wire.UntilNUL(v[4:]); attribute != "" && len(value) > 0 {
		s.Field(attribute, wire.Text, value)
	}
}

func med(subtype byte) string {
	switch subtype {
	case medHardware:
		return "lldp.med_hardware"
	case medFirmware:
		return "lldp.med_firmware"
	case medSoftware:
		return "lldp.med_software"
	case medSerialNumber:
		return "lldp.med_serial_number"
	case medManufacturer:
		return "lldp.med_manufacturer"
	case medModel:
		return "lldp.med_model"
	case medAsset:
		return "lldp.med_asset"
	}
	return ""
}

func cisco(subtype byte) string {
	switch subtype {
	case ciscoSerialNumber:
		return "lldp.cisco_serial_number"
	case ciscoModel:
		return "lldp.cisco_model"
	}
	return ""
}
