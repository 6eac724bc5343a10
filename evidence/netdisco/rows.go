package netdisco

import (
	"net/netip"
	"strings"
	"time"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/evidence/table"
)

// device reads a row of device. Communities, contacts and logs are never looked at.
func (r *reader) device(row map[string]string, at whomade.Locator) {
	it := deviceItem(row["ip"], at)
	it.Add("inventory.ip", row["ip"])
	it.Add("inventory.manufacturer", row["vendor"])
	it.Add("part.model", row["model"])
	it.Add("snmp.sys_description", row["description"])
	it.Add("snmp.sys_name", row["name"])
	it.Add("host.name", row["dns"])
	it.Add("inventory.os", row["os"])
	it.Add("inventory.version", row["os_ver"])
	it.Add("inventory.serial_number", row["serial"])
	it.Add("inventory.mac", row["mac"])
	if !items.Contact(row["location"]) {
		it.Add("inventory.site", row["location"])
	}
	it.Tell(r.out)
}

// module reads a row of device_module, which holds entPhysicalTable (RFC 6933):
// the chassis is the element itself, everything else a part of it.
func (r *reader) module(row map[string]string, at whomade.Locator) {
	it := deviceItem(row["ip"], at)
	prefix := "snmp.module_"
	class := strings.ToLower(row["class"])
	if class == "chassis" {
		prefix = "snmp.entity_"
	}
	if class != "container" && class != "sensor" && class != "port" {
		it.Add(prefix+"description", row["description"])
	}
	it.Add(prefix+"model", row["model"])
	it.Add(prefix+"serial_number", row["serial"])
	if oid := strings.TrimPrefix(row["type"], "."); strings.HasPrefix(oid, "1.3.6.1.") {
		it.Add(prefix+"vendor_type", oid)
	}
	it.Tell(r.out)
}

// port reads a row of device_port: the address of a port, and what the neighbour
// behind it says of itself.
func (r *reader) port(row map[string]string, at whomade.Locator) {
	it := deviceItem(row["ip"], at)
	if mac, _ := table.Value("inventory.mac", row["mac"]); mac != "" && mac != "00:00:00:00:00:00" {
		it.Add("snmp.interface_mac", mac)
	}
	it.Tell(r.out)
	if row["remote_type"] == "" && row["remote_id"] == "" {
		return
	}
	neighbour := items.New("neighbour of "+strings.TrimSpace(row["ip"])+" at "+strings.TrimSpace(row["port"]), at)
	if a, err := netip.ParseAddr(strings.TrimSpace(row["remote_ip"])); err == nil {
		neighbour.Subject = whomade.Subject{IP: a.Unmap().String()}
	}
	neighbour.Add("cdp.remote_platform", row["remote_type"])
	neighbour.Add("cdp.remote_device_id", row["remote_id"])
	neighbour.Tell(r.out)
}

// node reads a row of node: the address of a station that a switch saw. Who it is
// of, and at which port it was, is not kept.
func (r *reader) node(row map[string]string, at whomade.Locator) {
	mac, problem := table.Value("inventory.mac", row["mac"])
	if mac == "" {
		if problem != "" {
			r.out.Diagnose(whomade.SeverityWarning, at, problem)
		}
		return
	}
	r.out.Observe(whomade.Observation{
		Subject: whomade.Subject{MAC: mac}, Locator: at, Attribute: "inventory.mac", Value: mac, Encoding: whomade.EncodingText,
		First: moment(row["time_first"]), Last: moment(row["time_last"]),
	})
}

func deviceItem(ip string, at whomade.Locator) *items.Item {
	it := items.New("device "+strings.TrimSpace(ip), at)
	if a, err := netip.ParseAddr(strings.TrimSpace(ip)); err == nil {
		it.Subject.IP = a.Unmap().String()
	}
	return it
}

// moment reads a time as PostgreSQL prints it; one without a zone is taken as UTC.
func moment(s string) time.Time {
	for _, layout := range []string{"2006-01-02 15:04:05.999999", "2006-01-02 15:04:05.999999-07", "2006-01-02T15:04:05.999999", time.RFC3339Nano} {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
