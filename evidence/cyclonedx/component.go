package cyclonedx

import (
	"strings"

	"github.com/whomade/whomade/evidence/items"
)

// component is what a bill states of one component.
type component struct {
	items.Component
	properties []property
	parts      []component
}

// property is a name and value of the bill's author; the names that are read are
// those of the taxonomy of CycloneDX.
type property struct{ name, value string }

// maxProperties bounds what is kept of one component.
const maxProperties = 256

func (c *component) addProperty(name, value string) {
	if deviceProperty(name) != "" && len(c.properties) < maxProperties {
		c.properties = append(c.properties, property{name, value})
	}
}

// size is about how much memory a component takes, without its parts.
func (c *component) size() int {
	n := c.Size()
	for _, p := range c.properties {
		n += 32 + len(p.name) + len(p.value)
	}
	return n
}

// element tells what the bill states of the component as an element of its own.
func (c *component) element(it *items.Item) {
	c.Element(it)
	if c.Kind != items.KindDevice {
		return
	}
	for _, p := range c.properties {
		if attribute := elementProperties[deviceProperty(p.name)]; attribute != "" && !items.Contact(p.value) {
			it.AddAt(attribute, p.value, c.At)
		}
	}
}

// part tells what the bill states of the component as a part of an element.
func (c *component) part(it *items.Item) {
	c.Part(it)
	if !c.Hardware() {
		return
	}
	for _, p := range c.properties {
		if deviceProperty(p.name) == "serialNumber" && !items.Contact(p.value) {
			it.AddAt("inventory.component_serial_number", p.value, c.At)
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
