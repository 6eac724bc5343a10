package netbox

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/evidence/table"
)

// kinds of tables.
const (
	tableNone    = iota
	tableDevices // a row is a device
	tableTypes   // a row is a device type or module type
	tableParts   // a row is an inventory item or a module of a device
)

// kindOfTable judges a table by its headers, as they stand in an export of a view
// ("Asset tag") or of all data ("asset_tag").
func kindOfTable(headers []string) int {
	has := map[string]bool{}
	for _, h := range headers {
		has[fold(h)] = true
	}
	count := func(names ...string) (n int) {
		for _, name := range names {
			if has[name] {
				n++
			}
		}
		return n
	}
	switch {
	case has["device"] && (has["part id"] || has["module bay"]) && count("manufacturer", "serial", "serial number", "module type", "asset tag", "discovered") >= 2:
		return tableParts
	case has["manufacturer"] && has["u height"] && count("model", "device type", "part number", "full depth", "is full depth", "slug") >= 2:
		return tableTypes
	case has["name"] && count("device type", "type") > 0 && count("role", "device role") > 0 && has["site"] &&
		count("asset tag", "rack", "rack face", "face", "platform", "tenant", "virtual chassis", "manufacturer", "status") >= 3:
		return tableDevices
	}
	return tableNone
}

// columns are the attributes of these systems' own headers.
var columns = map[string]string{
	"name": "inventory.host_name", "manufacturer": "inventory.manufacturer", "device type": "part.model", "type": "part.model", "model": "part.model",
	"part number": "part.number", "serial": "inventory.serial_number", "serial number": "inventory.serial_number", "asset tag": "inventory.asset_tag",
	"role": "inventory.function", "device role": "inventory.function", "platform": "inventory.os", "tenant": "inventory.tenant", "site": "inventory.site",
	"location": "inventory.site", "ip address": "inventory.ip", "ipv4 address": "inventory.ip", "ipv6 address": "inventory.ip", "primary ip": "inventory.ip",
	"primary ip4": "inventory.ip", "primary ip6": "inventory.ip", "oob ip": "inventory.ip", "region": "inventory.location",
}

// partColumns are those of a part of a device.
var partColumns = map[string]string{
	"name": "inventory.component_description", "manufacturer": "inventory.component_manufacturer", "part id": "inventory.component_part_number",
	"part number": "inventory.component_part_number", "module type": "inventory.component_model", "serial": "inventory.component_serial_number",
	"serial number": "inventory.component_serial_number",
}

func readCSV(ctx context.Context, in evidence.Input, text io.Reader, out evidence.Out) error {
	var attributes []string
	kind, device := tableNone, -1
	return table.Rows(ctx, text, in.Limits.Line, ',', out, func(line int64, cells []string) {
		if attributes == nil {
			kind = kindOfTable(cells)
			attributes, device = attributesOf(kind, cells)
			return
		}
		at := whomade.Locator{Line: line}
		place := "row " + strconv.FormatInt(line, 10)
		if kind == tableParts && device < len(cells) {
			place = "device " + strings.TrimSpace(cells[device])
		}
		it := items.New(place, at)
		for i, a := range attributes {
			if i >= len(cells) || a == "" {
				continue
			}
			if value := cells[i]; !custom[a] || !items.Contact(value) {
				it.Add(a, value)
			}
		}
		it.Tell(out)
	})
}

// attributesOf are the attributes of a table's columns, and the column that names
// the device a part is in.
func attributesOf(kind int, headers []string) (attributes []string, device int) {
	attributes, device = make([]string, len(headers)), -1
	seen := map[string]bool{}
	for i, h := range headers {
		h = fold(h)
		a := columns[h]
		switch {
		case kind == tableParts:
			a = partColumns[h]
			if h == "device" {
				device = i
			}
		case a == "":
			if a = table.Attribute(h); !custom[a] {
				a = ""
			}
		}
		// A location stands beside its site and a type beside its number: the first
		// column of an attribute has it, but every address counts.
		if a != "inventory.ip" && seen[a] {
			a = ""
		}
		seen[a] = true
		attributes[i] = a
	}
	if device < 0 {
		device = len(headers)
	}
	return attributes, device
}

func lineText(at whomade.Locator) string { return strconv.FormatInt(at.Line, 10) }
