package items

import (
	"encoding/hex"
	"strings"

	"github.com/whomade/whomade"
)

// Kinds of components that are a device or belong to one, as CycloneDX names them.
const (
	KindDevice   = "device"
	KindFirmware = "firmware"
	KindDriver   = "device-driver"
	KindSystem   = "operating-system"
)

// Component is what a bill of materials states of one component.
type Component struct {
	At                         whomade.Locator
	Kind                       string
	Name, Version, Description string
	Manufacturer               string // who made it
	Supplier, Publisher        string // who sells it or gives it away
	PURL                       string // package URL (ECMA-427)
	CPEs                       []string
	Hashes                     []string // see Hash
}

// Size is about how much memory a component takes.
func (c *Component) Size() int {
	n := 512 + len(c.Name) + len(c.Version) + len(c.Description) + len(c.Manufacturer) + len(c.Supplier) + len(c.Publisher) + len(c.PURL)
	for _, list := range [][]string{c.CPEs, c.Hashes} {
		for _, s := range list {
			n += 16 + len(s)
		}
	}
	return n
}

// Hardware reports whether a component is a device or belongs to one.
func (c *Component) Hardware() bool { return c.Whole() || c.Kind == KindDriver }

// Whole reports whether a bill about this component is about an element: a device,
// or what runs on one.
func (c *Component) Whole() bool {
	return c.Kind == KindDevice || c.Kind == KindFirmware || c.Kind == KindSystem
}

// Author is the organisation behind a component: its maker where a supplier is
// stated too.
func (c *Component) Author() string { return first(c.Manufacturer, c.Supplier) }

// maxHashes bounds the digests of a component.
const maxHashes = 32

// AddHash adds a digest; what is none is left out.
func (c *Component) AddHash(algorithm, value string) {
	if h := hash(algorithm, value); h != "" && len(c.Hashes) < maxHashes {
		c.Hashes = append(c.Hashes, h)
	}
}

// AddCPE adds a CPE name (NISTIR 7695), in either binding.
func (c *Component) AddCPE(name string) {
	if (strings.HasPrefix(name, "cpe:2.3:") || strings.HasPrefix(name, "cpe:/")) && len(c.CPEs) < maxHashes {
		c.CPEs = append(c.CPEs, name)
	}
}

// hash is a digest as algorithm:hexadecimal, with one name for each algorithm.
func hash(algorithm, value string) string {
	algorithm = strings.ToLower(algorithm)
	if rest, ok := strings.CutPrefix(algorithm, "sha-"); ok {
		algorithm = "sha" + rest
	}
	b, err := hex.DecodeString(strings.TrimSpace(value))
	if err != nil || len(b) < 16 || len(b) > 64 || strings.Trim(algorithm, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" || algorithm == "" {
		return ""
	}
	return algorithm + ":" + hex.EncodeToString(b)
}

// Element tells what the bill states of a component that is an element of its own.
func (c *Component) Element(it *Item) {
	if c.Kind != KindDevice {
		// The author of what runs on a device need not have made the device.
		c.add(it, "inventory.software_author", c.Author())
		if !c.Whole() {
			return
		}
		if c.Kind == KindSystem {
			c.add(it, "inventory.os", c.Name)
		} else {
			c.add(it, "inventory.description", c.Name)
		}
		c.add(it, "inventory.version", c.Version)
		c.digests(it)
		return
	}
	c.add(it, "inventory.manufacturer", c.Manufacturer)
	c.add(it, "inventory.supplier", c.Supplier)
	c.add(it, "inventory.brand", c.Publisher)
	if c.Manufacturer == "" {
		c.add(it, "inventory.brand", c.Supplier)
	}
	c.add(it, "part.model", c.Name)
	c.add(it, "inventory.version", c.Version)
	c.add(it, "inventory.description", c.Description)
	c.digests(it)
}

func (c *Component) digests(it *Item) {
	for _, s := range c.CPEs {
		c.add(it, "inventory.cpe", s)
	}
	for _, h := range c.Hashes {
		c.add(it, "inventory.hash", h)
	}
}

// Part tells what the bill states of a component as a part of an element. Of
// software that belongs to no device only the organisation behind it counts.
func (c *Component) Part(it *Item) {
	if c.Kind != KindDevice {
		c.add(it, "inventory.software_author", c.Author())
	}
	if !c.Hardware() {
		return
	}
	c.add(it, "inventory.component_manufacturer", c.Manufacturer)
	c.add(it, "inventory.component_brand", c.Supplier)
	c.add(it, "inventory.component_brand", c.Publisher)
	if c.Kind == KindDevice {
		c.add(it, "inventory.component_model", c.Name)
	}
	if c.Kind != KindDevice || c.Version != "" {
		c.add(it, "inventory.component_description", strings.TrimSpace(c.Name+" "+c.Version))
	}
	c.add(it, "inventory.component_description", c.Description)
	for _, s := range c.CPEs {
		c.add(it, "inventory.component_cpe", s)
	}
	if strings.HasPrefix(c.PURL, "pkg:") {
		it.AddAt("inventory.component_purl", c.PURL, c.At)
	}
}

// add adds a fact, unless it names a person.
func (c *Component) add(it *Item, attribute, value string) {
	if !Contact(value) {
		it.AddAt(attribute, value, c.At)
	}
}
