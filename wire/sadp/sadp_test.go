package sadp_test

import (
	"testing"

	"github.com/whomade/whomade/wire/sadp"
	"github.com/whomade/whomade/wire/wiretest"
)

const head = `<?xml version="1.0" encoding="UTF-8"?>` + "\r\n"

var cases = []struct {
	name, in string
	want     []string
}{
	{"answer", head + "<ProbeMatch>\r\n<Uuid>00000000-0000-0000-0000-000000000001</Uuid>\r\n<Types>inquiry</Types>\r\n<DeviceType>34567</DeviceType>\r\n" +
		"<DeviceDescription>EX-2CD1000</DeviceDescription>\r\n<DeviceSN>EX-2CD100020200101AAWR000000001</DeviceSN>\r\n<CommandPort>8000</CommandPort>\r\n" +
		"<MAC>00-00-5e-00-53-01</MAC>\r\n<IPv4Address>192.0.2.64</IPv4Address>\r\n<SoftwareVersion>V1.0.0build 200101</SoftwareVersion>\r\n" +
		"<DSPVersion>V7.3 build 200101</DSPVersion>\r\n<OEMInfo>N/A</OEMInfo>\r\n<Activated>true</Activated>\r\n<Salt>planted-secret</Salt>\r\n</ProbeMatch>\r\n",
		[]string{`sadp.device_type "34567"`, `sadp.device_description "EX-2CD1000"`, `sadp.serial_number "EX-2CD100020200101AAWR000000001"`,
			`sadp.mac "00-00-5e-00-53-01"`, `sadp.software_version "V1.0.0build 200101"`, `sadp.dsp_version "V7.3 build 200101"`, `sadp.oem_info "N/A"`}},
	{"mark first, cut off", "\xef\xbb\xbf" + head + "<ProbeMatch><DeviceDescription>EX</DeviceDescription><DeviceSN>E", []string{`sadp.device_description "EX"`}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, sadp.Decode, []byte(tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":  "",
		"question": head + "<Probe><Uuid>00000000-0000-0000-0000-000000000001</Uuid><Types>inquiry</Types></Probe>",
		"text":     "about <ProbeMatch><DeviceSN>1</DeviceSN></ProbeMatch>",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, sadp.Decode, []byte(in)) })
	}
}

func samples() (all [][]byte) {
	for _, tc := range cases {
		all = append(all, []byte(tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, sadp.Decode, samples()...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, sadp.Decode, samples()...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, sadp.Decode, samples()...) }
