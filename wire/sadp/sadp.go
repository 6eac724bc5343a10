// Package sadp decodes the answers of the Search Active Devices Protocol, by which
// cameras and recorders of Hikvision tell who they are, also under other brands.
// No specification is published; the form is that of the packets: an XML document
// in a datagram. What resets passwords is not read.
package sadp

import (
	"bytes"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/xml"
)

// Port is the UDP port that questions and answers are sent to.
const Port = 37020

const maxDocument = 8 << 10 // octets of an answer that are read

var answer = []byte("<ProbeMatch")

var properties = xml.Properties{
	{"DeviceDescription", "sadp.device_description"},
	{"DeviceSN", "sadp.serial_number"},
	{"DeviceType", "sadp.device_type"},
	{"SoftwareVersion", "sadp.software_version"},
	{"DSPVersion", "sadp.dsp_version"},
	{"OEMInfo", "sadp.oem_info"},
	{"MAC", "sadp.mac"},
}

// Decode decodes one datagram. It returns false unless that holds an answer; a
// question names nobody.
func Decode(b []byte, s wire.Sink) bool {
	b = b[:min(len(b), maxDocument)]
	n := bytes.Index(b, answer)
	if n < 0 || bytes.IndexByte(b, '<') > 3 { // a byte order mark may come first
		return false
	}
	xml.Children(b[n:], "ProbeMatch", properties, s)
	return true
}
