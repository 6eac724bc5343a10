package http

import (
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/xml"
)

var (
	upnpProperties = xml.Properties{
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
	cwmpProperties = xml.Properties{
		{"Manufacturer", "cwmp.manufacturer"},
		{"OUI", "cwmp.oui"},
		{"ProductClass", "cwmp.product_class"},
		{"SerialNumber", "cwmp.serial_number"},
	}
	hnapProperties = xml.Properties{
		{"VendorName", "hnap.vendor_name"},
		{"ModelName", "hnap.model_name"},
		{"ModelDescription", "hnap.model_description"},
		{"HardwareVersion", "hnap.hardware_version"},
		{"FirmwareVersion", "hnap.firmware_version"},
	}
	onvifProperties = xml.Properties{
		{"Manufacturer", "onvif.manufacturer"},
		{"Model", "onvif.model"},
		{"FirmwareVersion", "onvif.firmware_version"},
		{"SerialNumber", "onvif.serial_number"},
		{"HardwareId", "onvif.hardware_id"},
	}
)

// description reports the root device of a UPnP device description. Devices
// embedded in it describe parts of the same box, often with other names.
func description(b []byte, s wire.Sink) { xml.Children(b, "device", upnpProperties, s) }

// inform reports the DeviceId of a CWMP Inform.
func inform(b []byte, s wire.Sink) { xml.Children(b, "DeviceId", cwmpProperties, s) }

// settings reports the answer to HNAP GetDeviceSettings, which devices of
// several makers give to anybody.
func settings(b []byte, s wire.Sink) {
	xml.Children(b, "GetDeviceSettingsResponse", hnapProperties, s)
}

// information reports a camera's answer to GetDeviceInformation (ONVIF Core
// Specification clause 8.3.1).
func information(b []byte, s wire.Sink) {
	xml.Children(b, "GetDeviceInformationResponse", onvifProperties, s)
}
