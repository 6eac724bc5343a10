package dhip_test

import (
	"testing"

	"github.com/whomade/whomade/wire/dhip"
	"github.com/whomade/whomade/wire/wiretest"
)

const head = `20000000 "DHIP" 0000000000000000 00010000 00000000 00010000 00000000 `

// object writes a JSON object so that wiretest.Hex takes it for text.
func object(t testing.TB, json string) []byte {
	t.Helper()
	return append(wiretest.Hex(t, head), json...)
}

var cases = []struct {
	name, in string
	want     []string
}{
	{"answer", `{"mac":"00:00:5e:00:53:01","method":"client.notifyDevInfo","params":{"deviceInfo":{"AlarmInputChannels":1,"DeviceClass":"IPC",` +
		` "DeviceType" : "IPC-EX1000", "HttpPort":80,"IPv4Address":{"DefaultGateway":"192.0.2.1","IPAddress":"192.0.2.64"},"SerialNo":"1A2B3C",` +
		`"Vendor":"Example","Version":"2.800.0000000.1.R","Odd":"a\"b","Empty":"" }}}` + "\n\x00",
		[]string{`dhip.mac "00:00:5e:00:53:01"`, `dhip.device_class "IPC"`, `dhip.device_type "IPC-EX1000"`, `dhip.serial_number "1A2B3C"`,
			`dhip.vendor "Example"`, `dhip.version "2.800.0000000.1.R"`}},
	{"escapes, cut off", `{"method":"client.notifyDevInfo","params":{"deviceInfo":{"Vendor":"a\/b","Vendor":"General","SerialNo":"1A","Version":"2.8`, []string{`dhip.serial_number "1A"`}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, dhip.Decode, object(t, tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string][]byte{
		"nothing":  nil,
		"question": object(t, `{"method":"DHDiscover.search","params":{"mac":"","uni":1}}`),
		"no head":  []byte(`{"method":"client.notifyDevInfo","params":{"deviceInfo":{"SerialNo":"1A2B3C"}}}`),
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, dhip.Decode, in) })
	}
}

func samples(t testing.TB) (all [][]byte) {
	for _, tc := range cases {
		all = append(all, object(t, tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, dhip.Decode, samples(t)...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, dhip.Decode, samples(t)...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, dhip.Decode, samples(f)...) }
