package dhcp

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// Types of DUID (RFC 8415 clause 11).
const (
	duidLinkTime   = 1 // hardware type, time, link-layer address
	duidEnterprise = 2 // enterprise number, identifier
	duidLink       = 3 // hardware type, link-layer address

	maxDUID = 130 // RFC 8415 clause 11.1
)

// duidMAC returns the MAC address that a DUID was made of, or nil. It is one of
// the device's addresses, not necessarily that of the interface in use.
func duidMAC(id []byte) []byte {
	switch {
	case len(id) == 14 && binary.BigEndian.Uint16(id) == duidLinkTime:
		if hardware := binary.BigEndian.Uint16(id[2:]); hardware == 1 || hardware == 6 {
			return station(id[8:])
		}
	case len(id) == 10 && binary.BigEndian.Uint16(id) == duidLink:
		return eui48(id[2:])
	}
	return nil
}

// duid reports a DUID, and the enterprise number of one that was made with it.
func duid(id []byte, s wire.Sink) {
	if len(id) < 3 || len(id) > maxDUID {
		return
	}
	s.Field("dhcp6.duid", wire.Bytes, id)
	if len(id) >= 6 && binary.BigEndian.Uint16(id) == duidEnterprise {
		s.Field("dhcp6.duid_enterprise", wire.Uint, id[2:6])
	}
}

// vendor6 reports the vendor class options (RFC 8415 clause 21.16) and the
// enterprise numbers of the vendor-specific options (clause 21.17). Either may
// occur once per enterprise.
func vendor6(b []byte, s wire.Sink) {
	for range maxOptions {
		code, v, rest, ok := next6(b)
		if !ok {
			return
		}
		b = rest
		if len(v) < 4 {
			continue
		}
		switch code {
		case v6VendorClass:
			s.Field("dhcp6.vendor_class_enterprise", wire.Uint, v[:4])
			classItems(v[4:], s)
		case v6VendorOpts:
			s.Field("dhcp6.vendor_opts_enterprise", wire.Uint, v[:4])
		}
	}
}

// classItems reports each item of vendor class data: two octets of length, text.
func classItems(v []byte, s wire.Sink) {
	for len(v) >= 2 {
		n := 2 + int(binary.BigEndian.Uint16(v))
		if n > len(v) {
			return
		}
		if item := v[2:n]; !wire.Blank(item) {
			s.Field("dhcp6.vendor_class", wire.TextOrBytes(item), item)
		}
		v = v[n:]
	}
}

// fqdn reports a client's name (RFC 4704 clause 4.2): an octet of flags, then
// labels as in DNS, without compression. A name that lacks the root label is a
// partial one and as good.
func fqdn(v []byte, s wire.Sink) {
	if len(v) < 2 || len(v) > 256 {
		return
	}
	room := rooms.Get().(*scratch)
	defer rooms.Put(room)
	name := room[:0]
	for v = v[1:]; len(v) > 0 && v[0] != 0; {
		n := 1 + int(v[0])
		if v[0] > 63 || n > len(v) {
			return
		}
		if len(name) > 0 {
			name = append(name, '.')
		}
		name = append(name, v[1:n]...)
		v = v[n:]
	}
	if len(name) > 0 {
		s.Field("dhcp6.client_fqdn", wire.TextOrBytes(name), name)
	}
}
