package wsd_test

import (
	"testing"

	"github.com/whomade/whomade/wire/wiretest"
	"github.com/whomade/whomade/wire/wsd"
)

const (
	head = `<?xml version="1.0" encoding="UTF-8"?><e:Envelope xmlns:e="x"><e:Header><w:MessageID>uuid:1</w:MessageID>` +
		`<a:ReplyTo><a:Address>http://example.com/anonymous</a:Address></a:ReplyTo></e:Header><e:Body>`
	tail = `</e:Body></e:Envelope>`
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"camera", head + `<d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:00000000-0000-0000-0000-00005e005301</a:Address></a:EndpointReference>` +
		"<d:Types>dn:NetworkVideoTransmitter tds:Device</d:Types><d:Scopes>onvif://www.onvif.org/type/video_encoder onvif://www.onvif.org/hardware/EX-1000\n" +
		` onvif://www.onvif.org/name/Example%20Camera onvif://www.onvif.org/location/city/planted onvif://www.onvif.org/name/ http://example.com/name/x</d:Scopes>` +
		`<d:XAddrs>http://192.0.2.64/onvif/device_service</d:XAddrs></d:ProbeMatch></d:ProbeMatches>` + tail,
		[]string{`wsd.endpoint "urn:uuid:00000000-0000-0000-0000-00005e005301"`, `wsd.type "NetworkVideoTransmitter"`, `wsd.type "Device"`,
			`onvif.hardware "EX-1000"`, `onvif.name "Example Camera"`}},
	{"hello", head + `<d:Hello><a:EndpointReference><a:Address>urn:uuid:1</a:Address></a:EndpointReference><d:Scopes>onvif://www.onvif.org/manufacturer/Ex%e4%b8%ad%2 </d:Scopes></d:Hello>` + tail,
		[]string{`wsd.endpoint "urn:uuid:1"`, `onvif.manufacturer "Ex中%2"`}},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, wsd.Decode, []byte(tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":  "",
		"question": head + `<d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>onvif://www.onvif.org/hardware/EX-1000</d:Scopes></d:Probe>` + tail,
		"text":     "Hello",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, wsd.Decode, []byte(in)) })
	}
}

func samples() (all [][]byte) {
	for _, tc := range cases {
		all = append(all, []byte(tc.in))
	}
	return all
}

func TestTruncated(t *testing.T) { wiretest.Truncate(t, wsd.Decode, samples()...) }
func TestNoAllocations(t *testing.T) {
	wiretest.NoAllocs(t, wsd.Decode, []byte(head+`<d:Hello><d:Scopes>onvif://www.onvif.org/hardware/EX-1000</d:Scopes></d:Hello>`+tail))
}
func FuzzDecode(f *testing.F) { wiretest.Fuzz(f, wsd.Decode, samples()...) }
