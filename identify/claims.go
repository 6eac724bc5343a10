package identify

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/whomade/whomade"
)

// reader turns the values of one family of attributes into claims.
type reader func(e *Engine, a whomade.Attribute, value string) []Claim

// readers beyond signatures, by attribute.
var readers = map[string]reader{
	"snmp.sys_object_id": readProductOID, "cdp.system_object_id": readProductOID, "snmp.trap_enterprise": readProductOID,
	"lldp.management_oid": readWeakOID, "snmp.entity_vendor_type": readWeakOID, "snmp.trap_oid": readWeakOID, "snmp.value_oid": nil,
	"snmp.engine_id": readEngineID, "snmp.engine_enterprise": readEngineNumber, "snmp.enterprise_subtree": readSubtree,
	"diameter.peer_vendor_id": readEngineNumber, "syslog.sd_enterprise": readEngineNumber, "dhcp.vi_vendor_class_enterprise": readEngineNumber, "dhcp6.duid_enterprise": readEngineNumber,
	"dhcp6.vendor_class_enterprise": readEngineNumber, "dhcp6.vendor_opts_enterprise": readSubtree,
	"snmp.interface_mac": readMAC, "snmp.bridge_mac": readMAC, "snmp.lldp_chassis_id": readMAC, "ethernet.source": readMAC, "arp.sender": readMAC,
	"nd.link_layer_address": readMAC, "ipv6.eui64": readMAC, "lldp.chassis_id": readMAC, "stp.bridge_id": readMAC, "lacp.actor_system": readMAC,
	"dhcp.chaddr": readMAC, "dhcp.client_id": readMAC, "dhcp6.duid": readDUID, "nmap.mac": readMAC, "inventory.mac": readMAC, "cwmp.oui": readMAC,
	"snmp.entity_manufacturer": readStated, "snmp.ups_manufacturer": readStated, "lldp.med_manufacturer": readStated, "upnp.manufacturer": readStated,
	"dhcp.vendor_name": readStated, "cwmp.manufacturer": readStated, "inventory.manufacturer": readStated, "inventory.brand": readStated,
	"hnap.vendor_name": readStated, "wps.manufacturer": readStated, "onvif.manufacturer": readStated, "dhip.vendor": readStated, "nmap.mac_vendor": readMACVendor,
	"part.model": readModel, "part.number": readModel, "snmp.entity_model": readModel, "lldp.med_model": readModel, "lldp.cisco_model": readModel,
	"upnp.model_name": readModel, "upnp.model_number": readModel, "cdp.platform": readModel, "cwmp.product_class": readModel,
	"snmp.ups_model": readModel, "dhcp.vendor_model": readModel, "hnap.model_name": readModel, "mndp.board": readModel,
	"edp.machine_mac": readMAC, "ubdp.mac": readMAC, "oam.oui": readMAC, "cfm.chassis_id": readMAC, "hsrp.identifier": readMAC,
	"ubdp.model": readModel, "ubdp.product": readModel, "sadp.mac": readMAC, "dhip.mac": readMAC,
	"sadp.device_description": readModel, "dhip.device_type": readModel, "onvif.model": readModel, "onvif.hardware": readModel, "onvif.name": readModel,
	"wps.model_name": readModel, "wps.model_number": readModel, "capwap.wtp_model": readModel, "capwap.vendor_id": readNumberOrOUI,
	"person.correction": readCorrection, "cli.output": readDialect, "gpon.vendor_id": readPON, "gpon.serial_number": readPON,
	"omci.equipment_id": readModel,
}

// fieldAttributes tell a field by being what they are.
var fieldAttributes = map[string]func(c *Claim, value string){
	"part.model": setModel, "part.number": setModel, "wps.model_name": setModel, "capwap.wtp_model": setModel, "lldp.med_model": setModel, "snmp.entity_model": setModel, "lldp.cisco_model": setModel, "upnp.model_name": setModel,
	"snmp.ups_model": setModel, "cwmp.product_class": setModel, "cdp.platform": setModel, "mndp.board": setModel, "dhcp.vendor_model": setModel,
	"omci.equipment_id": setModel, "omci.software_version": setVersion,
	"hnap.model_name": setModel, "sadp.device_description": setModel, "dhip.device_type": setModel, "onvif.model": setModel, "onvif.hardware": setModel, "snmp.entity_software_revision": setVersion, "lldp.med_software": setVersion, "mndp.version": setVersion,
	"dhcp.vendor_software": setVersion, "hnap.firmware_version": setVersion, "inventory.os": setOS, "inventory.version": setVersion,
	"inventory.segment": setSegment, "inventory.function": setFunction, "mobile.function": setFunction,
}

func setModel(c *Claim, v string)    { c.Model = v }
func setVersion(c *Claim, v string)  { c.Version = v }
func setOS(c *Claim, v string)       { c.OS = v }
func setSegment(c *Claim, v string)  { c.Segment = v }
func setFunction(c *Claim, v string) { c.Function = v }

// Claims reads one observation: what its value says by every signature and
// table. The order is fixed. An error says that the value is not in its
// encoding; an attribute that says nothing yields no claims.
func (e *Engine) Claims(attribute, value, encoding string) ([]Claim, error) {
	text, err := plain(value, encoding)
	if err != nil {
		return nil, err
	}
	a, ok := whomade.AttributeByName(attribute)
	if !ok {
		a = whomade.Attribute{Name: attribute, Grade: "C", Class: attribute}
	}
	var claims []Claim
	claims = e.readText(claims, a, text)
	if e.recog != nil {
		claims = e.readRecog(claims, a, text)
	}
	if read := readers[attribute]; read != nil {
		claims = append(claims, read(e, a, text)...)
	}
	if stating[attribute] && speaking(claims) {
		claims = e.doubt(a, text, claims)
		if a.Class == "inventory" {
			claims = e.stray(a, text, claims)
		}
	}
	if mentioning[attribute] && !speaking(claims) {
		claims = append(claims, e.readMention(a, text)...)
	}
	if set := fieldAttributes[attribute]; set != nil {
		if v := strings.TrimSpace(text); v != "" && len(v) <= 128 && utf8.ValidString(v) {
			c := Claim{Role: whomade.RoleMaker, Grade: a.Grade, Class: a.Class}
			set(&c, v)
			claims = append(claims, c)
		}
	}
	return claims, nil
}

func speaking(claims []Claim) bool {
	for _, c := range claims {
		if c.speaks() {
			return true
		}
	}
	return false
}

// plain is the value's octets as a text.
func plain(value, encoding string) (string, error) {
	switch encoding {
	case whomade.EncodingText, "":
		return value, nil
	case whomade.EncodingHex:
		b, err := hex.DecodeString(value)
		if err != nil {
			return "", fmt.Errorf("value is not hexadecimal: %w", err)
		}
		return string(b), nil
	case whomade.EncodingBase64:
		b, err := base64.StdEncoding.DecodeString(value)
		if err != nil {
			return "", fmt.Errorf("value is not base64: %w", err)
		}
		return string(b), nil
	}
	return "", fmt.Errorf("encoding %q: want text, hex or base64", encoding)
}
