package scan

import (
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/whomade/whomade/internal/jsonscan"
)

// Fields are the header fields that ZGrab and its heirs give below their names: as
// a text, a list, or a list below "headers"; those without a name of their own
// stand in a list.
func Fields(v any) map[string][]string {
	headers, _ := v.(map[string]any)
	fields := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		if name == "unknown" {
			for _, other := range jsonscan.List(headers, name) {
				addField(fields, jsonscan.Text(other, "key"), jsonscan.Get(other, "value"))
			}
			continue
		}
		value := headers[name]
		if list := jsonscan.List(value, "headers"); list != nil {
			value = list
		}
		addField(fields, name, value)
	}
	return fields
}

func addField(fields map[string][]string, name string, v any) {
	name = strings.ReplaceAll(strings.ToLower(name), "_", "-")
	fields[name] = append(fields[name], texts(v)...)
}

// maxNames is how many DNS names of a certificate are told.
const maxNames = 16

// Parsed tells a certificate that was parsed with ZCrypto, as ZGrab and its heirs
// do: its names are given as text, in parts, or both. leaf says that it is the
// host's own.
func (h Host) Parsed(v any, leaf bool) {
	if !leaf {
		h.distinguished("x509.issuer", v, "subject")
		return
	}
	h.distinguished("x509.subject", v, "subject")
	h.distinguished("x509.issuer", v, "issuer")
	place := []string{"extensions", "subject_alt_name", "dns_names"}
	names := jsonscan.List(v, place...)
	if names == nil {
		place = []string{"names"}
		names = jsonscan.List(v, place...)
	}
	for _, n := range names[:min(len(names), maxNames)] {
		name, _ := n.(string)
		if _, err := netip.ParseAddr(name); err != nil {
			h.At(place...).Add("x509.subject_alt_name", name)
		}
	}
}

func (h Host) distinguished(attribute string, v any, member string) {
	if text := jsonscan.Text(v, member+"_dn"); text != "" {
		h.At(member+"_dn").Name(attribute, text)
		return
	}
	h.At(member).Parts(attribute, jsonscan.Get(v, member))
}

// description is the members that scanners give a device description of UPnP.
var description = []struct{ member, attribute string }{
	{"manufacturer", "upnp.manufacturer"}, {"manufacturer_url", "upnp.manufacturer_url"}, {"model_name", "upnp.model_name"},
	{"model_number", "upnp.model_number"}, {"model_description", "upnp.model_description"}, {"serial_number", "upnp.serial_number"},
	{"friendly_name", "upnp.friendly_name"}, {"device_type", "upnp.device_type"}, {"udn", "upnp.udn"},
}

// Description tells a device description of UPnP.
func (h Host) Description(v any) {
	for _, d := range description {
		h.At(d.member).Add(d.attribute, jsonscan.Text(v, d.member))
	}
}
