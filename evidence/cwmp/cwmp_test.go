package cwmp

import (
	"strings"
	"testing"

	"github.com/whomade/whomade/evidence/evidencetest"
)

func TestFormat(t *testing.T) { evidencetest.Format(t, New()) }

func FuzzRead(f *testing.F) { evidencetest.Fuzz(f, New()) }

// TestParameters holds that nothing but the device's own parameters comes out.
func TestParameters(t *testing.T) {
	for name, want := range map[string]string{
		"InternetGatewayDevice.DeviceInfo.ModelName":                                          "part.model",
		"Device.DeviceInfo.ModelName._value":                                                  "part.model",
		"_deviceId._OUI":                                                                      "cwmp.oui",
		"Device.Ethernet.Interface.12.MACAddress":                                             "inventory.mac",
		"Device.Ethernet.Interface.x.MACAddress":                                              "",
		"Device.Hosts.Host.1.PhysAddress":                                                     "",
		"Device.WiFi.AccessPoint.1.AssociatedDevice.1.MACAddress":                             "",
		"InternetGatewayDevice.LANDevice.1.Hosts.Host.1.MACAddress":                           "",
		"InternetGatewayDevice.LANDevice.1.WLANConfiguration.1.SSID":                          "",
		"InternetGatewayDevice.WANDevice.1.WANConnectionDevice.1.WANPPPConnection.1.Username": "",
		"Device.DeviceInfo.ProvisioningCode":                                                  "",
		"Device.DeviceInfo":                                                                   "",
		"":                                                                                    "",
	} {
		if got := parameters[canon(name)]; got != want {
			t.Errorf("%s is read as %q, want %q", name, got, want)
		}
	}
}

// TestLargeTree holds that a device far beyond the limit of a record is read.
func TestLargeTree(t *testing.T) {
	var b strings.Builder
	b.WriteString(`[{"_id":"00E0FC-X-1","Device":{"DeviceInfo":{"ModelName":{"_value":"X"}},"Hosts":{"Host":{"1":{"HostName":{"_value":"`)
	b.WriteString(strings.Repeat("planted", 1<<19))
	b.WriteString(`"}}}}},"_deviceId":{"_Manufacturer":"Huawei","_OUI":"00E0FC"}}]`)
	r := evidencetest.Read(t, New(), []byte(b.String()), "x.json")
	if len(r.Observations) != 5 || len(r.Diagnostics) != 0 {
		t.Errorf("told\n%.2000s", r.Bytes())
	}
}
