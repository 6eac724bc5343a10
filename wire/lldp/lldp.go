// Package lldp decodes the Link Layer Discovery Protocol (IEEE 802.1AB clauses 8
// and 9): the basic TLVs, those of LLDP-MED (ANSI/TIA-1057), and the authors of
// all other organisationally specific TLVs.
package lldp

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ethernet"
)

// TLV types (IEEE 802.1AB table 8-1).
const (
	tlvEnd               = 0
	tlvChassisID         = 1
	tlvPortID            = 2
	tlvPortDescription   = 4
	tlvSystemName        = 5
	tlvSystemDescription = 6
	tlvCapabilities      = 7
	tlvManagementAddress = 8
	tlvOrganisation      = 127
)

// Subtypes of the chassis id (IEEE 802.1AB table 8-2) and the port id (table
// 8-3) whose values are addresses. All others are text by intent.
const (
	chassisMAC     = 4
	chassisNetwork = 5
	portMAC        = 3
	portNetwork    = 4
)

// Address families of the IANA registry.
const (
	familyIPv4 = 1
	familyIPv6 = 2
	familyMAC  = 6
)

// Decode decodes the payload of one frame with EtherType 0x88CC. A chassis id
// that is a MAC address becomes the subject of all fields, otherwise they are
// about the sender. It returns false unless the payload begins with a chassis
// id, as every LLDP data unit has to.
func Decode(b []byte, s wire.Sink) bool {
	kind, value, rest, ok := next(b)
	if !ok || kind != tlvChassisID || len(value) < 2 {
		return false
	}
	if mac := value[1:]; value[0] == chassisMAC && len(mac) == 6 && ethernet.Station([6]byte(mac)) {
		s.About(wire.KeyMAC, mac)
	}
	identifier("lldp.chassis_id", value, chassisMAC, chassisNetwork, s)
	var seen authors
	for {
		kind, value, rest, ok = next(rest)
		if !ok || kind == tlvEnd {
			return true
		}
		switch kind {
		case tlvPortID:
			identifier("lldp.port_id", value, portMAC, portNetwork, s)
		case tlvPortDescription:
			text("lldp.port_description", value, s)
		case tlvSystemName:
			text("lldp.system_name", value, s)
		case tlvSystemDescription:
			text("lldp.system_description", value, s)
		case tlvCapabilities:
			if len(value) == 4 {
				s.Field("lldp.capabilities", wire.Bytes, value)
			}
		case tlvManagementAddress:
			management(value, s)
		case tlvOrganisation:
			organisation(value, &seen, s)
		}
	}
}

// next splits the first TLV off: seven bits of type, nine bits of length.
func next(b []byte) (kind uint8, value, rest []byte, ok bool) {
	if len(b) < 2 {
		return 0, nil, nil, false
	}
	head := binary.BigEndian.Uint16(b)
	n := int(head & 0x1ff)
	if len(b) < 2+n {
		return 0, nil, nil, false
	}
	return uint8(head >> 9), b[2 : 2+n], b[2+n:], true
}

// text reports a value unless it is blank, which says nothing.
func text(attribute string, v []byte, s wire.Sink) {
	if !wire.Blank(v) {
		s.Field(attribute, wire.Text, v)
	}
}

// identifier reports a chassis or port id: a subtype, then a value that is an
// address for two of the subtypes.
func identifier(attribute string, v []byte, macSubtype, networkSubtype byte, s wire.Sink) {
	if len(v) < 2 {
		return
	}
	subtype, id := v[0], v[1:]
	switch {
	case subtype == macSubtype && len(id) == 6:
		s.Field(attribute, wire.MAC, id)
	case subtype == macSubtype:
		s.Field(attribute, wire.Bytes, id)
	case subtype == networkSubtype:
		kind := addressKind(id[0], id[1:])
		if kind == wire.Bytes {
			s.Field(attribute, wire.Bytes, id)
			return
		}
		s.Field(attribute, kind, id[1:])
	default:
		s.Field(attribute, wire.TextOrBytes(id), id)
	}
}

// addressKind is how an address of a family is written; Bytes if its length
// does not fit the family, or the family is none we know.
func addressKind(family byte, addr []byte) wire.Kind {
	switch {
	case family == familyIPv4 && len(addr) == 4, family == familyIPv6 && len(addr) == 16:
		return wire.IP
	case family == familyMAC && len(addr) == 6:
		return wire.MAC
	}
	return wire.Bytes
}

// management reads a management address TLV (IEEE 802.1AB clause 8.5.9): length
// and family of an address, the address, the numbering and number of an
// interface, length and content of an object identifier.
func management(v []byte, s wire.Sink) {
	if len(v) < 2 {
		return
	}
	n := int(v[0])
	if n < 2 || len(v) < 1+n {
		return
	}
	addr := v[2 : 1+n]
	s.Field("lldp.management_address", addressKind(v[1], addr), addr)
	v = v[1+n:]
	if len(v) < 6 {
		return
	}
	if oid := v[6:]; len(oid) >= int(v[5]) && v[5] > 0 {
		s.Field("lldp.management_oid", wire.OID, wire.OIDContent(oid[:v[5]]))
	}
}
