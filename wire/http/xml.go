package http

import (
	"bytes"

	"github.com/whomade/whomade/wire"
)

const maxTags = 4096 // tags of a document that are looked at

// tag is one tag of an XML document, without attributes and name space prefix.
type tag struct {
	name        []byte
	open, close bool   // both: an empty element
	text        []byte // character data up to the next tag
}

// nextTag finds the next tag in b. Declarations, comments, processing
// instructions and CDATA sections are read past; entities are not expanded.
func nextTag(b []byte) (t tag, rest []byte, ok bool) {
	for range maxTags {
		n := bytes.IndexByte(b, '<')
		if n < 0 || n+1 >= len(b) {
			return tag{}, nil, false
		}
		b = b[n+1:]
		end := []byte(">")
		switch {
		case bytes.HasPrefix(b, []byte("!--")):
			end = []byte("-->")
		case bytes.HasPrefix(b, []byte("![CDATA[")):
			end = []byte("]]>")
		}
		n = bytes.Index(b, end)
		if n < 0 {
			return tag{}, nil, false
		}
		inside := b[:n]
		b = b[n+len(end):]
		if len(inside) == 0 || inside[0] == '!' || inside[0] == '?' {
			continue
		}
		t.open, t.close = inside[0] != '/', inside[0] == '/' || inside[len(inside)-1] == '/'
		inside = bytes.Trim(inside, "/")
		if n := bytes.IndexAny(inside, " \t\r\n/"); n >= 0 {
			inside = inside[:n]
		}
		t.name = inside[bytes.IndexByte(inside, ':')+1:]
		if n := bytes.IndexByte(b, '<'); n >= 0 {
			t.text = b[:n]
		}
		return t, b, true
	}
	return tag{}, nil, false
}

// property names the attribute of an element.
type property struct{ element, attribute string }

var (
	upnpProperties = []property{
		{"deviceType", "upnp.device_type"},
		{"friendlyName", "upnp.friendly_name"},
		{"manufacturer", "upnp.manufacturer"},
		{"manufacturerURL", "upnp.manufacturer_url"},
		{"modelDescription", "upnp.model_description"},
		{"modelName", "upnp.model_name"},
		{"modelNumber", "upnp.model_number"},
		{"serialNumber", "upnp.serial_number"},
		{"UDN", "upnp.udn"},
	}
	cwmpProperties = []property{
		{"Manufacturer", "cwmp.manufacturer"},
		{"OUI", "cwmp.oui"},
		{"ProductClass", "cwmp.product_class"},
		{"SerialNumber", "cwmp.serial_number"},
	}
	hnapProperties = []property{
		{"VendorName", "hnap.vendor_name"},
		{"ModelName", "hnap.model_name"},
		{"ModelDescription", "hnap.model_description"},
		{"HardwareVersion", "hnap.hardware_version"},
		{"FirmwareVersion", "hnap.firmware_version"},
	}
)

// description reports the root device of a UPnP device description. Devices
// embedded in it describe parts of the same box, often with other names.
func description(b []byte, s wire.Sink) { children(b, "device", upnpProperties, s) }

// inform reports the DeviceId of a CWMP Inform.
func inform(b []byte, s wire.Sink) { children(b, "DeviceId", cwmpProperties, s) }

// settings reports the answer to HNAP GetDeviceSettings, which devices of
// several makers give to anybody.
func settings(b []byte, s wire.Sink) { children(b, "GetDeviceSettingsResponse", hnapProperties, s) }

// children reports the elements directly below the first parent element, each
// at most once.
func children(b []byte, parent string, properties []property, s wire.Sink) {
	depth, seen := -1, uint32(0) // depth below the parent; -1: not there yet
	for range maxTags {
		t, rest, ok := nextTag(b)
		if !ok {
			return
		}
		b = rest
		switch {
		case depth < 0:
			if t.open && !t.close && string(t.name) == parent {
				depth = 0
			}
		case t.open && !t.close:
			if depth == 0 {
				seen |= element(&t, properties, seen, s)
			}
			depth++
		case t.close && !t.open:
			if depth--; depth < 0 {
				return
			}
		}
	}
}

// element reports t if it is one of the properties and not seen yet, and
// returns its bit.
func element(t *tag, properties []property, seen uint32, s wire.Sink) uint32 {
	for i, p := range properties {
		if string(t.name) != p.element || seen&(1<<i) != 0 {
			continue
		}
		if v := clean(t.text); len(v) != 0 {
			s.Field(p.attribute, wire.Text, v)
		}
		return 1 << i
	}
	return 0
}
