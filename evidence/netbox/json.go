package netbox

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/evidence/table"
	"github.com/whomade/whomade/internal/jsonscan"
)

// wrappers are first members of objects that hold lists of records: pages of the
// API, answers of GraphQL, and dumps that put several lists into one object.
var wrappers = map[string]bool{
	"count": true, "next": true, "previous": true, "results": true, "data": true, "devices": true, "device_list": true, "device-types": true,
	"device_types": true, "inventory-items": true, "inventory_items": true, "modules": true, "virtual-chassis": true, "virtual_chassis": true,
	"sites": true, "interfaces": true, "manufacturers": true, "dcim": true,
}

func choose(path []string, kind byte, first string) jsonscan.Action {
	switch {
	case kind == '[' && len(path) < 5, kind == '{' && len(path) < 4 && wrappers[first]:
		return jsonscan.Enter
	case kind == '{':
		return jsonscan.Take
	}
	return jsonscan.Skip
}

// maxKept bounds what is kept of types and sites for the devices that follow.
const maxKept = 1 << 16

// reader reads the records of one artifact.
type reader struct {
	out      evidence.Out
	devices  bool              // a device was seen
	types    map[string]any    // device types by id
	products []*items.Item     // device and module types, told where no device is
	sites    map[string]string // locations by name of the site
	lost     int               // types over the bound
	others   int               // records of no kind that is known
	first    whomade.Locator   // of them
}

func readJSON(ctx context.Context, in evidence.Input, text io.Reader, out evidence.Out) error {
	r := &reader{out: out, types: map[string]any{}, sites: map[string]string{}}
	if err := items.Records(ctx, in, text, out, choose, r.record); err != nil {
		return err
	}
	r.finish()
	return nil
}

// finish tells the products of a catalogue. Beside devices it says nothing: how
// many of them there are, the devices tell.
func (r *reader) finish() {
	if !r.devices {
		for _, p := range r.products {
			p.Tell(r.out)
		}
	}
	if r.lost > 0 {
		r.out.Diagnose(whomade.SeverityWarning, whomade.Locator{}, fmt.Sprintf("%d device types were left out: only the first %d are kept; split the file", r.lost, maxKept))
	}
	if r.others > 0 {
		r.out.Diagnose(whomade.SeverityWarning, r.first, "records that are no device, type, module, item or site were passed over")
	}
}

// record takes one object, whose kind its members tell.
func (r *reader) record(_ []string, v any, at whomade.Locator) {
	has := func(names ...string) bool {
		for _, n := range names {
			if jsonscan.Get(v, n) == nil {
				return false
			}
		}
		return true
	}
	switch {
	case has("device_type"):
		r.device(v, at)
	case has("module_type") && has("device"):
		r.module(v, at)
	case has("device", "mac_address"):
		r.address(jsonscan.Get(v, "device"), v, at)
	case has("assigned_object", "mac_address"):
		r.address(jsonscan.Get(v, "assigned_object", "device"), v, at)
	case has("device") && (has("part_id") || has("manufacturer") || has("discovered")):
		r.part(v, at)
	case has("manufacturer", "model"):
		r.product(v, at)
	case has("master"):
		r.chassis(v, at)
	case has("name") && (has("physical_address") || has("latitude") || has("region")):
		r.site(v)
	default:
		if r.others++; r.others == 1 {
			r.first = at
		}
	}
}

// device reads a device.
func (r *reader) device(v any, at whomade.Locator) {
	r.devices = true
	it := deviceItem(v, at)
	kind := jsonscan.Get(v, "device_type")
	if known, ok := r.types[jsonscan.Text(kind, "id")]; ok {
		kind = known
	}
	it.Add("inventory.manufacturer", named(jsonscan.Get(kind, "manufacturer")))
	it.Add("part.model", modelOf(kind))
	it.Add("part.number", jsonscan.Text(kind, "part_number"))
	it.Add("inventory.host_name", jsonscan.Text(v, "name"))
	it.Add("inventory.serial_number", jsonscan.Text(v, "serial"))
	it.Add("inventory.asset_tag", jsonscan.Text(v, "asset_tag"))
	for _, name := range []string{"primary_ip", "primary_ip4", "primary_ip6", "oob_ip"} {
		it.Add("inventory.ip", addressOf(jsonscan.Get(v, name)))
	}
	for _, name := range []string{"role", "device_role"} {
		it.Add("inventory.function", named(jsonscan.Get(v, name)))
	}
	it.Add("inventory.os", named(jsonscan.Get(v, "platform")))
	it.Add("inventory.tenant", named(jsonscan.Get(v, "tenant")))
	site := named(jsonscan.Get(v, "site"))
	if site == "" {
		site = named(jsonscan.Get(v, "location")) // Nautobot
	}
	it.Add("inventory.site", site)
	if where := r.sites[site]; where != "" {
		it.Add("inventory.location", where)
	} else {
		it.Add("inventory.location", location(v))
	}
	stated := fields(v)
	for _, name := range slices.Sorted(maps.Keys(stated)) {
		it.Add(name, stated[name])
	}
	it.Tell(r.out)
}

// custom are the attributes that a field of the operator's own may state.
var custom = map[string]bool{
	"inventory.acquired": true, "inventory.installed": true, "inventory.manufactured": true, "inventory.made_in": true,
	"inventory.supplier": true, "inventory.version": true, "inventory.generation": true, "inventory.segment": true, "part.number": true,
}

// fields are the operator's own fields whose name says what they state; one that
// is given twice counts as not given.
func fields(v any) map[string]string {
	m, _ := jsonscan.Get(v, "custom_fields").(map[string]any)
	found := map[string]string{}
	for name := range m {
		a := table.Attribute(name)
		value := jsonscan.Text(m, name)
		if !custom[a] || value == "" || items.Contact(value) {
			continue
		}
		if _, twice := found[a]; twice {
			value = ""
		}
		found[a] = value
	}
	return found
}

// module reads a module in a bay of a device.
func (r *reader) module(v any, at whomade.Locator) {
	it := deviceItem(jsonscan.Get(v, "device"), at)
	kind := jsonscan.Get(v, "module_type")
	it.Add("inventory.component_manufacturer", named(jsonscan.Get(kind, "manufacturer")))
	it.Add("inventory.component_model", modelOf(kind))
	it.Add("inventory.component_part_number", jsonscan.Text(kind, "part_number"))
	it.Add("inventory.component_serial_number", jsonscan.Text(v, "serial"))
	it.Tell(r.out)
}

// part reads an inventory item of a device.
func (r *reader) part(v any, at whomade.Locator) {
	it := deviceItem(jsonscan.Get(v, "device"), at)
	it.Add("inventory.component_manufacturer", named(jsonscan.Get(v, "manufacturer")))
	it.Add("inventory.component_description", jsonscan.Text(v, "name"))
	it.Add("inventory.component_part_number", jsonscan.Text(v, "part_id"))
	it.Add("inventory.component_serial_number", jsonscan.Text(v, "serial"))
	it.Tell(r.out)
}

// address reads the address of an interface.
func (r *reader) address(device, v any, at whomade.Locator) {
	if device == nil {
		return
	}
	it := deviceItem(device, at)
	it.Add("inventory.mac", jsonscan.Text(v, "mac_address"))
	it.Tell(r.out)
}

// product keeps a device type or module type.
func (r *reader) product(v any, at whomade.Locator) {
	if len(r.types) >= maxKept || len(r.products) >= maxKept {
		r.lost++
		return
	}
	if id := jsonscan.Text(v, "id"); id != "" && !strings.Contains(jsonscan.Text(v, "url"), "module") {
		r.types[id] = map[string]any{"manufacturer": named(jsonscan.Get(v, "manufacturer")), "model": jsonscan.Text(v, "model"), "part_number": jsonscan.Text(v, "part_number")}
	}
	it := objectItem("type", v, at)
	it.Add("inventory.manufacturer", named(jsonscan.Get(v, "manufacturer")))
	it.Add("part.model", jsonscan.Text(v, "model"))
	it.Add("part.number", jsonscan.Text(v, "part_number"))
	r.products = append(r.products, it)
}

// chassis reads a virtual chassis: its name is another name of its master.
func (r *reader) chassis(v any, at whomade.Locator) {
	it := deviceItem(jsonscan.Get(v, "master"), at)
	it.Add("inventory.host_name", jsonscan.Text(v, "name"))
	it.Tell(r.out)
}

// site keeps where a site is.
func (r *reader) site(v any) {
	if name := jsonscan.Text(v, "name"); len(r.sites) < maxKept {
		r.sites[name] = location(v)
	}
}

// location is the region and the coordinates of a site or device.
func location(v any) string {
	var parts []string
	for _, p := range []string{named(jsonscan.Get(v, "region")), jsonscan.Text(v, "latitude"), jsonscan.Text(v, "longitude")} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " ")
}

// named is the name of an object that is given whole, in brief or by name.
func named(v any) string {
	if s, ok := v.(string); ok {
		return strings.TrimSpace(s)
	}
	for _, name := range []string{"name", "display", "display_name", "label", "slug"} {
		if s := jsonscan.Text(v, name); s != "" {
			return s
		}
	}
	return ""
}

// modelOf is the model of a device or module type.
func modelOf(v any) string {
	if s := jsonscan.Text(v, "model"); s != "" {
		return s
	}
	return named(v)
}

// addressOf is an IP address that is given whole, in brief or as text.
func addressOf(v any) string {
	for _, name := range []string{"address", "host", "display"} {
		if s := jsonscan.Text(v, name); s != "" {
			return s
		}
	}
	s, _ := v.(string)
	return s
}

func deviceItem(v any, at whomade.Locator) *items.Item { return objectItem("device", v, at) }

// objectItem is the item of an object. Its address in the API is the same in every
// file of one system, so that what several files say of it comes together.
func objectItem(kind string, v any, at whomade.Locator) *items.Item {
	it := items.New(kind+" "+at.Pointer, at)
	if place := address(jsonscan.Text(v, "url")); place != "" {
		it.Subject.Item = place
	} else if id := jsonscan.Text(v, "id"); id != "" {
		it = items.New(kind+" "+id, at)
	} else if name := named(v); name != "" {
		it = items.New(kind+" "+name, at)
	} else if at.Pointer == "" {
		it = items.New(kind+" at line "+lineText(at), at)
	}
	return it
}

// address is the place of an object in a system that has a name of its own.
func address(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	_, path, ok := strings.Cut(u.Path, "/api/")
	if !ok || !strings.Contains(host, ".") || strings.HasPrefix(host, "127.") {
		return ""
	}
	return host + "/" + strings.Trim(path, "/")
}
