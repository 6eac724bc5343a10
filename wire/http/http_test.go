package http

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade/wire"
)

const description1 = `<?xml version="1.0"?>
<root xmlns="urn:schemas-upnp-org:device-1-0"><specVersion><major>1</major></specVersion><!-- <device> -->
<device><serviceList><service><serviceType>x</serviceType></service></serviceList>
<deviceType>urn:schemas-upnp-org:device:InternetGatewayDevice:1</deviceType><friendlyName>EX &amp;
 Co</friendlyName><manufacturer>Example Devices</manufacturer><manufacturerURL>http://example.com/</manufacturerURL>
<modelDescription/><modelName>EX-1000</modelName><modelNumber>3</modelNumber><serialNumber>S1</serialNumber>
<UDN>uuid:00000000-0000-0000-0000-000000000001</UDN>
<deviceList><device><manufacturer>Someone Else</manufacturer></device></deviceList></device></root>`

var descriptionLines = lines{
	"upnp.device_type=urn:schemas-upnp-org:device:InternetGatewayDevice:1", "upnp.friendly_name=EX & Co",
	"upnp.manufacturer=Example Devices", "upnp.manufacturer_url=http://example.com/", "upnp.model_name=EX-1000",
	"upnp.model_number=3", "upnp.serial_number=S1", "upnp.udn=uuid:00000000-0000-0000-0000-000000000001",
}

const inform1 = `<soap:Envelope xmlns:cwmp="urn:dslforum-org:cwmp-1-0"><soap:Body><cwmp:Inform><DeviceId>
<Manufacturer>Example Devices</Manufacturer><OUI>00005E</OUI><ProductClass>EX-HG</ProductClass><SerialNumber>S2</SerialNumber>
</DeviceId><ParameterList><ParameterValueStruct><Name>Password</Name><Value>zq7secret</Value></ParameterValueStruct></ParameterList>
</cwmp:Inform></soap:Body></soap:Envelope>`

const settings1 = `<soap:Envelope><soap:Body><GetDeviceSettingsResponse xmlns="http://example.com/HNAP1/"><Type>Gateway</Type>
<DeviceName>zq7</DeviceName><VendorName>Example</VendorName><ModelDescription>Gateway</ModelDescription><ModelName>EX-G</ModelName>
<HardwareVersion>A1</HardwareVersion></GetDeviceSettingsResponse></soap:Body></soap:Envelope>`

const information1 = `<s:Envelope><s:Body><tds:GetDeviceInformationResponse xmlns:tds="x"><tds:Manufacturer>Example</tds:Manufacturer><tds:Model>EX-C</tds:Model>
<tds:FirmwareVersion>1.2</tds:FirmwareVersion><tds:SerialNumber>S3</tds:SerialNumber><tds:HardwareId>88</tds:HardwareId></tds:GetDeviceInformationResponse></s:Body></s:Envelope>`

func withLength(head, body string) string {
	return fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", head, len(body), body)
}

var samples = []struct {
	name string
	in   string
	end  bool
	want wire.Status
	out  lines
}{
	{"response", "HTTP/1.1 404 Not Found\r\nServer: Example-Webs\r\nContent-Length: 0\r\n\r\n", false, wire.Done, lines{"http_header.server=Example-Webs"}},
	{"bare line feeds", "HTTP/1.0 200 OK\nserver:Example\nX-Powered-By: Example/1\nContent-Type: image/png\n\n\x89PNG", false, wire.Done, lines{"http_header.server=Example", "http_header.x_powered_by=Example/1"}},
	{
		"title", withLength("HTTP/1.1 200 OK\r\nServer: E\r\nContent-Type: text/html; charset=utf-8\r\n", "<html><TITLE lang=en>\n EX&nbsp;1000 &lt;Log\tin&gt; &#169; </TITLE><title>no</title>"),
		false, wire.Done, lines{"http_header.server=E", "html_title=EX 1000 <Log in> ©"},
	},
	{"title on its way", "HTTP/1.1 200 OK\r\nServer: E\r\nContent-Type: text/html\r\n\r\n<html><title>EX", false, wire.NeedMore, nil},
	{"title cut", "HTTP/1.1 200 OK\r\nServer: E\r\nContent-Type: text/html\r\n\r\n<html><title>EX", true, wire.Done, lines{"http_header.server=E"}},
	{"no title", "HTTP/1.1 200 OK\r\nServer: E\r\n\r\n<html><body>" + strings.Repeat("x", 100), false, wire.Done, lines{"http_header.server=E"}},
	{"title is no titlebar", "HTTP/1.1 200 OK\r\n\r\n<titlebar>x</titlebar>", true, wire.Done, nil},
	{"compressed", "HTTP/1.1 200 OK\r\nServer: E\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b<title>x</title>", false, wire.Done, lines{"http_header.server=E"}},
	{
		"chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n<title>EX\r\n10;x=1\r\n-1000</title><p>\r\n0\r\n\r\n",
		false, wire.Done, lines{"html_title=EX-1000"},
	},
	{
		"challenges", "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"EX \\\"1\\\"\", nonce=\"zq7\", opaque=zq7, Basic realm=Home Router\r\n" +
			"WWW-Authenticate: NTLM\r\nWWW-Authenticate: Negotiate zq7zq7==\r\nWWW-Authenticate: Basic charset=\"UTF-8\", realm = \"EX\r\nContent-Length: 0\r\n\r\n", false, wire.Done,
		lines{
			`http_header.wwwauth=Digest realm="EX \"1\""`, "http_header.wwwauth=Basic realm=Home Router", "http_header.wwwauth=NTLM",
			"http_header.wwwauth=Negotiate", `http_header.wwwauth=Basic realm = "EX`,
		},
	},
	{"cookie", "HTTP/1.1 302 Found\r\nSet-Cookie: ExSession=zq7; path=/\r\nSet-Cookie: zq7\r\nContent-Length: 0\r\n\r\n", false, wire.Done, lines{"http_header.set_cookie_name=ExSession"}},
	{
		"interim", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nServer: E\r\n\r\n", false, wire.Done, lines{"http_header.server=E"},
	},
	{"interim only", "HTTP/1.1 100 Continue\r\n\r\n", false, wire.NeedMore, nil},
	{"interim only at the end", "HTTP/1.1 100 Continue\r\n\r\n", true, wire.Done, nil},
	{
		"two", "HTTP/1.1 401 No\r\nServer: E\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\nServer: F\r\n\r\n", false, wire.Done,
		lines{"http_header.server=E", "http_header.server=F"},
	},
	{"answers to HEAD", "HTTP/1.1 200 OK\r\nServer: E\r\nContent-Length: 900\r\n\r\nHTTP/1.1 200 OK\r\nServer: F\r\n\r\n", false, wire.Done, lines{"http_header.server=E", "http_header.server=F"}},
	{
		"request", "GET /zq7?password=zq7 HTTP/1.1\r\nHost: 192.0.2.1\r\nUser-Agent: Example CPE/2.1\r\nAuthorization: Basic zq7\r\nCookie: a=zq7\r\nServer: zq7\r\n\r\n",
		false, wire.Done, lines{"http_header.user_agent=Example CPE/2.1"},
	},
	{"request cut", "GET / HTTP/1.1\r\nUser-Agent: Exam", false, wire.NeedMore, nil},
	{"request cut at the end", "GET / HTTP/1.1\r\nUser-Agent: E\r\nAccept: x", true, wire.Done, lines{"http_header.user_agent=E"}},
	{
		"inform", withLength("POST /acs HTTP/1.1\r\nContent-Type: text/xml\r\nSOAPAction: \"\"\r\n", inform1), false, wire.Done,
		lines{"cwmp.manufacturer=Example Devices", "cwmp.oui=00005E", "cwmp.product_class=EX-HG", "cwmp.serial_number=S2"},
	},
	{"form", withLength("POST /login HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n", "user=zq7&password=zq7"), false, wire.Done, nil},
	{"description", withLength("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n", description1), false, wire.Done, descriptionLines},
	{"description as a page", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + description1, true, wire.Done, descriptionLines},
	{
		"settings", withLength("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n", settings1), false, wire.Done,
		lines{"hnap.vendor_name=Example", "hnap.model_description=Gateway", "hnap.model_name=EX-G", "hnap.hardware_version=A1"},
	},
	{
		"information", "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\n\r\n" + information1, false, wire.Done,
		lines{"onvif.manufacturer=Example", "onvif.model=EX-C", "onvif.firmware_version=1.2", "onvif.serial_number=S3", "onvif.hardware_id=88"},
	},
	{"start of a version", "HTT", false, wire.NeedMore, nil},
	{"start of a method", "OPTI", false, wire.NeedMore, nil},
	{"http/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", false, wire.NotMine, nil},
	{"rtsp", "RTSP/1.0 200 OK\r\nServer: E\r\n\r\n", false, wire.NotMine, nil},
	{"no code", "HTTP/1.1 OK\r\n\r\n", false, wire.NotMine, nil},
	{"http/0.9", "GET /\r\n", false, wire.NotMine, nil},
	{"binary", "\x16\x03\x01\x00\x01", false, wire.NotMine, nil},
	{"text", "Hello\r\n", false, wire.NotMine, nil},
	{"nothing", "", false, wire.NeedMore, nil},
	{"nothing at the end", "", true, wire.NotMine, nil},
}

func TestDecode(t *testing.T) {
	for _, c := range samples {
		var got lines
		if status := Decode([]byte(c.in), c.end, &got); status != c.want {
			t.Errorf("%s: status %d, want %d", c.name, status, c.want)
		}
		if diff := cmp.Diff(c.out, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, diff)
		}
	}
}

func TestMessage(t *testing.T) {
	var got lines
	if !Message([]byte("HTTP/1.1 200 OK\r\nServer: E\r\nX-Powered-By: cut"), &got) {
		t.Error("a message in the middle of a stream is not seen")
	}
	if diff := cmp.Diff(lines{"http_header.server=E"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if Message([]byte("ver: E\r\n\r\n"), &got) || Message(nil, &got) {
		t.Error("the middle of a message is taken for one")
	}
}

// No value that stands where secrets stand gets out, at any cut.
func TestTruncated(t *testing.T) {
	for _, c := range samples {
		for n := range len(c.in) + 1 {
			for _, l := range check(t, []byte(c.in[:n])) {
				if strings.Contains(l, "zq7") {
					t.Fatalf("%s, %d octets: %s", c.name, n, l)
				}
			}
		}
	}
}

func TestAllocations(t *testing.T) {
	var sink wire.Sink = discard{}
	for _, in := range []string{
		"\x16\x03\x01\x02\x00", "SSH-2.0-x\r\n", "HTTP/1.1 200 OK\r\nServer: E\r\nContent-Length: 3\r\nContent-Type: image/gif\r\n\r\nGIF",
		"GET / HTTP/1.1\r\nUser-Agent: E\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><title>EX",
	} {
		b := []byte(in)
		if n := testing.AllocsPerRun(100, func() { Decode(b, false, sink) }); n != 0 {
			t.Errorf("%q: %v allocations", in, n)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, c := range samples {
		f.Add([]byte(c.in))
	}
	f.Fuzz(func(t *testing.T, b []byte) { check(t, b) })
}

// check holds Decode to the contract of wire.StreamDecoder and returns what it
// reports at the end of the stream.
func check(t *testing.T, b []byte) (got lines) {
	for _, end := range []bool{false, true} {
		got = nil
		status := Decode(b, end, &got)
		if status != wire.Done && len(got) != 0 || status == wire.NeedMore && end {
			t.Errorf("%q, end %v: status %d and %q", b, end, status, got)
		}
	}
	return got
}
