package cyclonedx

import (
	"encoding/hex"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence/items"
)

// component is what a bill states of one component.
type component struct {
	at                                whomade.Locator
	kind                              string // type of component
	name, version, description        string
	manufacturer, supplier, publisher string
	cpe, purl                         string
	hashes                            []string // as algorithm:hexadecimal
	properties                        []property
	parts                             []component
}

// property is a name and value of the bill's author; the names that are read are
// those of the taxonomy of CycloneDX.
type property struct{ name, value string }

// Bounds of what is kept of one component.
const (
	maxHashes     = 32
	maxProperties = 256
)

// size is about how much memory a component takes, without its parts.
func (c *component) size() int {
	n := 512 + len(c.name) + len(c.version) + len(c.description) + len(c.manufacturer) + len(c.supplier) + len(c.publisher) + len(c.cpe) + len(c.purl)
	for _, h := range c.hashes {
		n += 16 + len(h)
	}
	for _, p := range c.properties {
		n += 32 + len(p.name) + len(p.value)
	}
	return n
}

// hardware reports whether a component is a device or belongs to one.
func (c *component) hardware() bool {
	switch c.kind {
	case "device", "firmware", "device-driver", "operating-system":
		return true
	}
	return false
}

// whole reports whether a bill about this component is about an element: a device,
// or what runs on one.
func (c *component) whole() bool { return c.hardware() && c.kind != "device-driver" }

// author is the organisation behind a component, which is its maker where both are
// stated.
func (c *component) author() string {
	if c.manufacturer != "" {
		return c.manufacturer
	}
	return c.supplier
}

// hash is a digest as algorithm:hexadecimal, empty where it is none.
func hash(algorithm, value string) string {
	algorithm = strings.ToLower(algorithm)
	if rest, ok := strings.CutPrefix(algorithm, "sha-"); ok {
		algorithm = "sha" + rest
	}
	b, err := hex.DecodeString(strings.TrimSpace(value))
	if err != nil || len(b) < 16 || algorithm == "" || len(algorithm) > 16 || items.Contact(algorithm) {
		return ""
	}
	return algorithm + ":" + hex.EncodeToString(b)
}

// element tells what the bill states of the component that is an element of its
// own.
func (c *component) element(it *items.Item) {
	add := func(attribute, value string) {
		if !items.Contact(value) {
			it.AddAt(attribute, value, c.at)
		}
	}
	if c.kind != "device" {
		// The author of what runs on a device need not have made the device.
		add("inventory.software_author", c.author())
		if c.whole() {
			name := "inventory.description"
			if c.kind == "operating-system" {
				name = "inventory.os"
			}
			add(name, c.name)
			add("inventory.version", c.version)
			c.digests(it)
		}
		return
	}
	add("inventory.manufacturer", c.manufacturer)
	add("inventory.supplier", c.supplier)
	add("inventory.brand", c.publisher)
	if c.manufacturer == "" {
		add("inventory.brand", c.supplier)
	}
	add("part.model", c.name)
	add("inventory.version", c.version)
	add("inventory.description", c.description)
	for _, p := range c.properties {
		if attribute := elementProperties[deviceProperty(p.name)]; attribute != "" {
			add(attribute, p.value)
		}
	}
	c.digests(it)
}

func (c *component) digests(it *items.Item) {
	it.AddAt("inventory.cpe", c.cpe, c.at)
	for _, h := range c.hashes {
		it.AddAt("inventory.hash", h, c.at)
	}
}

// part tells what the bill states of a component as a part of an element.
func (c *component) part(it *items.Item) {
	add := func(attribute, value string) {
		if !items.Contact(value) {
			it.AddAt(attribute, value, c.at)
		}
	}
	if c.kind != "device" {
		add("inventory.software_author", c.author())
	}
	if !c.hardware() {
		return
	}
	add("inventory.component_manufacturer", c.manufacturer)
	add("inventory.component_brand", c.supplier)
	add("inventory.component_brand", c.publisher)
	if c.kind == "device" {
		add("inventory.component_model", c.name)
	}
	if c.kind != "device" || c.version != "" {
		add("inventory.component_description", strings.TrimSpace(c.name+" "+c.version))
	}
	add("inventory.component_description", c.description)
	it.AddAt("inventory.component_cpe", c.cpe, c.at)
	it.AddAt("inventory.component_purl", c.purl, c.at)
	for _, p := range c.properties {
		if deviceProperty(p.name) == "serialNumber" {
			add("inventory.component_serial_number", p.value)
		}
	}
}

// elementProperties are the attributes of the properties of a device.
var elementProperties = map[string]string{
	"serialNumber": "inventory.serial_number", "macAddress": "inventory.mac", "quantity": "inventory.quantity",
	"function": "inventory.function", "prodTimestamp": "inventory.manufactured",
}

// deviceProperty is the last word of a name of the taxonomy for devices, which had
// two names.
func deviceProperty(name string) string {
	for _, space := range []string{"cdx:device:", "cdx:deviceInfo:"} {
		if rest, ok := strings.CutPrefix(name, space); ok {
			return rest
		}
	}
	return ""
}
