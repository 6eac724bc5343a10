package cwmp

import (
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/internal/lazyregexp"
)

// parameters are those that are read, with "{i}" for the number of an instance.
// Both data models are named "Device" here (BBF TR-098 and TR-181).
var parameters = map[string]string{
	"DeviceId.Manufacturer": "cwmp.manufacturer",
	"DeviceId.OUI":          "cwmp.oui",
	"DeviceId.ProductClass": "cwmp.product_class",
	"DeviceId.SerialNumber": "cwmp.serial_number",

	"Device.DeviceInfo.Manufacturer":    "cwmp.manufacturer",
	"Device.DeviceInfo.ManufacturerOUI": "cwmp.oui",
	"Device.DeviceInfo.ProductClass":    "cwmp.product_class",
	"Device.DeviceInfo.SerialNumber":    "cwmp.serial_number",
	"Device.DeviceInfo.ModelName":       "part.model",
	"Device.DeviceInfo.ModelNumber":     "part.number",
	"Device.DeviceInfo.Description":     "inventory.description",
	"Device.DeviceInfo.SoftwareVersion": "inventory.version",

	// The device's own interfaces; those of hosts behind it are subscribers'.
	"Device.Ethernet.Interface.{i}.MACAddress":                                     "inventory.mac",
	"Device.Ethernet.Link.{i}.MACAddress":                                          "inventory.mac",
	"Device.LANDevice.{i}.LANEthernetInterfaceConfig.{i}.MACAddress":               "inventory.mac",
	"Device.LANDevice.{i}.LANHostConfigManagement.MACAddress":                      "inventory.mac",
	"Device.WANDevice.{i}.WANEthernetInterfaceConfig.MACAddress":                   "inventory.mac",
	"Device.WANDevice.{i}.WANConnectionDevice.{i}.WANIPConnection.{i}.MACAddress":  "inventory.mac",
	"Device.WANDevice.{i}.WANConnectionDevice.{i}.WANPPPConnection.{i}.MACAddress": "inventory.mac",
	"Device.LocalAgent.EndpointID":                                                 endpoint,
}

// endpoint stands for the identifier of an agent, which is not told as it is.
const endpoint = "endpoint"

// containers are the beginnings of the parameters that are read.
var containers = func() map[string]bool {
	m := map[string]bool{}
	for name := range parameters {
		for i, c := range name {
			if c == '.' {
				m[name[:i]] = true
			}
		}
	}
	return m
}()

// canon is the name of a parameter, or of what contains some, as the table has it:
// without the ends that GenieACS puts to it.
func canon(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	for part := range strings.SplitSeq(name, ".") {
		switch {
		case part == "" || part == "_value":
			continue
		case b.Len() == 0 && part == "InternetGatewayDevice":
			part = "Device"
		case b.Len() == 0 && (part == "_deviceId" || part == "DeviceID"):
			part = "DeviceId"
		case number(part):
			part = "{i}"
		}
		if b.Len() > 0 {
			b.WriteByte('.')
			part = strings.TrimPrefix(part, "_")
		}
		b.WriteString(part)
	}
	return b.String()
}

// device is what was read of one device.
type device struct {
	item               *items.Item
	oui, class, serial string
	sure               bool // the serial number is that of a DeviceId
	seen               time.Time
}

func newDevice(at whomade.Locator) *device { return &device{item: items.New("", at)} }

// empty reports whether nothing was read of the device.
func (d *device) empty() bool { return d.item.Len() == 0 }

// set takes a parameter by its name in any form.
func (d *device) set(name, value string, at whomade.Locator) {
	name = canon(name)
	attribute, ok := parameters[name]
	value = strings.TrimSpace(value)
	if !ok || value == "" || items.Contact(value) {
		return
	}
	id := strings.HasPrefix(name, "DeviceId.")
	switch attribute {
	case endpoint:
		d.endpoint(value, at)
		return
	case "cwmp.oui":
		if value = oui(value); value != "" && (id || d.oui == "") {
			d.oui = value
		}
	case "cwmp.product_class":
		if id || d.class == "" {
			d.class = value
		}
	case "cwmp.serial_number":
		if strings.Trim(value, "0- ") == "" {
			return // a model that has none yet
		}
		if d.serial == "" || id && !d.sure {
			d.serial, d.sure = value, id
		}
	case "inventory.mac":
		if !mac().MatchString(value) || strings.Trim(value, "0:-.") == "" || strings.Trim(value, "fF:-.") == "" {
			return
		}
	}
	d.item.AddAt(attribute, value, at)
}

var mac = lazyregexp.New(`^[0-9A-Fa-f]{2}([:-]?[0-9A-Fa-f]{2}){5}$`)

// oui is an OUI as six hexadecimal figures, empty where it is none.
func oui(s string) string {
	s = strings.ToUpper(strings.NewReplacer(":", "", "-", "", "0x", "").Replace(s))
	if b, err := hex.DecodeString(s); err != nil || len(b) != 3 || s == "000000" {
		return ""
	}
	return s
}

// identifier takes the identifier that GenieACS gives a device: OUI, class where it
// has one and serial number, with %2D for dashes in them.
func (d *device) identifier(s string, at whomade.Locator) {
	parts := strings.Split(s, "-")
	if len(parts) < 2 || len(parts) > 3 || oui(parts[0]) == "" {
		return
	}
	for i := range parts {
		if p, err := url.PathUnescape(parts[i]); err == nil {
			parts[i] = p
		}
	}
	d.set("DeviceId.OUI", parts[0], at)
	if len(parts) == 3 {
		d.set("DeviceId.ProductClass", parts[1], at)
	}
	d.set("DeviceId.SerialNumber", parts[len(parts)-1], at)
}

// endpoint takes the identifier of an agent of USP, where its scheme says that it
// is made of OUI and serial number (BBF TR-369 clause 2.2).
func (d *device) endpoint(s string, at whomade.Locator) {
	scheme, id, _ := strings.Cut(s, "::")
	switch parts := strings.Split(id, "-"); {
	case scheme == "os" && len(parts) == 2, scheme == "ops" && len(parts) == 3:
		d.identifier(id, at)
	}
}

// tell reports the device.
func (d *device) tell(out evidence.Out) {
	if d.empty() {
		return
	}
	s := &d.item.Subject
	s.Serial = d.serial
	switch {
	case d.oui != "" && d.serial != "":
		// The same in every file (BBF TR-069 clause 3.4.4).
		s.Item = "cwmp " + d.oui + "-" + d.class + "-" + d.serial
	default:
		at := d.item.At
		s.Item = evidence.Self + "#device at line " + strconv.FormatInt(at.Line, 10) + at.Pointer
	}
	if !d.seen.IsZero() {
		out = stamped{out, d.seen}
	}
	d.item.Tell(out)
}

// stamped tells facts with the time when the device was last heard of.
type stamped struct {
	evidence.Out
	seen time.Time
}

// Observe implements evidence.Out.
func (s stamped) Observe(o whomade.Observation) {
	o.First, o.Last = s.seen, s.seen
	s.Out.Observe(o)
}

// moment is a time in the form of RFC 3339, or in milliseconds since 1970.
func moment(s string) time.Time {
	if t, err := time.Parse(time.RFC3339, s); err == nil && t.Year() >= 1990 && t.Year() < 2200 {
		return t.UTC()
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && n > 1e11 && n < 1<<43 {
		return time.UnixMilli(n).UTC()
	}
	return time.Time{}
}
