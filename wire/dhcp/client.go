package dhcp

import (
	"bytes"
	"encoding/binary"
	"strconv"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ethernet"
)

// Labels of devices that have no key of their own in a message.
var (
	aClient = []byte("dhcp client")
	aServer = []byte("dhcp server")
)

// request reports what a client says.
func request(b []byte, kind byte, o *options, room *scratch, s wire.Sink) {
	id := o.get(atClientID, room)
	mac, ok := hardware(b)
	relayed := binary.BigEndian.Uint32(b[relayAt:]) != 0
	switch {
	case ok:
		s.About(wire.KeyMAC, mac)
		s.Field("dhcp.chaddr", wire.MAC, mac)
	case len(id) == 7 && id[0] == 1 && ethernet.Station([6]byte(id[1:])):
		s.About(wire.KeyMAC, id[1:])
	case relayed:
		s.About(wire.KeyOther, aClient)
	}
	clientID(id, s)
	switch kind {
	case msgBOOTP, msgDiscover, msgRequest, msgDecline, msgRelease, msgInform:
	default:
		// A lease query (RFC 4388) is about a client, but its options are the
		// asker's.
		return
	}
	text("dhcp.hostname", o.get(atHostName, room), s)
	class := o.get(atVendorClass, room)
	text("dhcp_vendor_class", class, s)
	cable := isCable(class)
	if v := o.get(atVendorSpecific, room); len(v) > 0 {
		s.Field("dhcp.vendor_option", wire.Bytes, v)
		if cable {
			cableDevice(v, s)
		}
	}
	parameters(o, room, s)
	userClass(o.get(atUserClass, room), s)
	vendorClasses(o.get(atVIVendorClass, room), s)
	identity(o.get(atVIVendorOptions, room), deviceIdentity, s)
}

func text(attribute string, v []byte, s wire.Sink) {
	if !wire.Blank(v) {
		s.Field(attribute, wire.Text, v)
	}
}

// clientID reports a client identifier (RFC 2132 clause 9.14): a hardware type
// and address, or type 255 with an IAID and a DUID (RFC 4361), or anything. Some
// access networks have subscribers log in with it, so what looks like an account
// is left out.
func clientID(id []byte, s wire.Sink) {
	switch {
	case len(id) < 2:
	case id[0] == 1 && len(id) == 7:
		s.Field("dhcp.client_id", wire.MAC, id[1:])
	case id[0] == 255:
		s.Field("dhcp.client_id", wire.Bytes, id)
	case bytes.IndexByte(id, '@') >= 0 || bytes.IndexByte(id, '|') >= 0:
	case id[0] == 0 && wire.TextOrBytes(id[1:]) == wire.Text:
		s.Field("dhcp.client_id", wire.Text, id[1:])
	default:
		s.Field("dhcp.client_id", wire.TextOrBytes(id), id)
	}
}

// cableDevice reports the sub-options of option 43 that describe a cable modem
// or terminal adapter (CableLabs CL-SP-CANN-DHCP).
func cableDevice(v []byte, s wire.Sink) {
	for list := (suboptions{v}); ; {
		code, value, ok := list.next()
		if !ok {
			return
		}
		switch code {
		case 4:
			text("dhcp.vendor_serial", value, s)
		case 5:
			text("dhcp.vendor_hardware", value, s)
		case 6:
			text("dhcp.vendor_software", value, s)
		case 9:
			text("dhcp.vendor_model", value, s)
		case 10:
			text("dhcp.vendor_name", value, s)
		}
	}
}

// parameters reports the codes a client asks for as decimal numbers joined by
// commas: their choice and order tell its software apart.
func parameters(o *options, room *scratch, s wire.Sink) {
	list := o.first[atParameterRequests]
	if len(list) == 0 {
		return
	}
	// At most 255 codes of at most three digits and a comma fit the room.
	out := strconv.AppendUint(room[:0], uint64(list[0]), 10)
	for _, code := range list[1:] {
		out = append(out, ',')
		out = strconv.AppendUint(out, uint64(code), 10)
	}
	s.Field("dhcp.parameter_request_list", wire.Text, out)
}

// userClass reports user classes: a list of length and text (RFC 3004 clause 4),
// or, as many clients have it, the text alone.
func userClass(v []byte, s wire.Sink) {
	if len(v) == 0 {
		return
	}
	if !isList(v) {
		s.Field("dhcp.user_class", wire.TextOrBytes(v), v)
		return
	}
	for len(v) > 0 {
		n := 1 + int(v[0])
		s.Field("dhcp.user_class", wire.TextOrBytes(v[1:n]), v[1:n])
		v = v[n:]
	}
}

// isList reports whether v is nothing but length octets, none zero, each followed
// by as many octets.
func isList(v []byte) bool {
	for len(v) > 0 {
		n := 1 + int(v[0])
		if n == 1 || n > len(v) {
			return false
		}
		v = v[n:]
	}
	return true
}

// vendorClasses reports enterprise numbers and their data (RFC 3925 clause 3).
// Some clients put another length before the data.
func vendorClasses(v []byte, s wire.Sink) {
	for list := (enterprises{v}); ; {
		number, data, ok := list.next()
		if !ok {
			return
		}
		s.Field("dhcp.vi_vendor_class_enterprise", wire.Uint, number)
		if len(data) > 1 && int(data[0]) == len(data)-1 && wire.TextOrBytes(data[1:]) == wire.Text {
			data = data[1:]
		}
		if len(data) > 0 {
			s.Field("dhcp.vi_vendor_class", wire.TextOrBytes(data), data)
		}
	}
}

// First of three sub-option codes for OUI, serial number and product class in
// the Broadband Forum's vendor-identifying options (TR-069 annex F): those that
// a device tells of itself, and those that a gateway does.
const (
	deviceIdentity  = 1
	gatewayIdentity = 4
)

// identity reports the Broadband Forum's sub-options from code first on.
func identity(v []byte, first byte, s wire.Sink) {
	for list := (enterprises{v}); ; {
		number, data, ok := list.next()
		if !ok {
			return
		}
		if !isBBF(number) {
			continue
		}
		for sub := (suboptions{data}); ; {
			code, value, ok := sub.next()
			if !ok {
				break
			}
			switch code - first {
			case 0:
				text("cwmp.oui", value, s)
			case 1:
				text("cwmp.serial_number", value, s)
			case 2:
				text("cwmp.product_class", value, s)
			}
		}
	}
}
