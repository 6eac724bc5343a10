// Package dot11 decodes what IEEE 802.11 management frames give away of who made
// the station: the elements of Wi-Fi Protected Setup and the companies of other
// vendor-specific elements. Names of networks and of stations are not read.
package dot11

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/wps"
)

// headLength is the header of a management frame (IEEE 802.11 clause 9.3.3.2):
// control, duration, three addresses, sequence.
const headLength = 24

// fixed is the octets of fixed fields before the elements, by subtype (clause
// 9.3.3); -1 where the frame is of no interest.
var fixed = [16]int{4, 6, 10, 6, 0, 12, -1, -1, 12, -1, -1, -1, -1, -1, -1, -1}

const (
	order  = 0x8000 // of the frame control field: four octets of HT Control follow the header
	vendor = 221    // vendor-specific element (clause 9.4.2.25)
)

// companies whose elements say nothing of a maker, because all stations send them:
// Microsoft (WPA, WMM), the Wi-Fi Alliance, IEEE 802.11 itself.
var common = [][3]byte{{0x00, 0x50, 0xf2}, {0x50, 0x6f, 0x9a}, {0x00, 0x0f, 0xac}}

// Decode decodes a management frame with its header. Its fields are about the
// station that sent it. It returns false where the frame has no elements.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < headLength {
		return false
	}
	control := binary.LittleEndian.Uint16(b)
	skip := fixed[control>>4&15]
	if control&0x0c != 0 || skip < 0 {
		return false
	}
	skip += headLength
	if control&order != 0 {
		skip += 4
	}
	if len(b) < skip {
		return false
	}
	for b = b[skip:]; len(b) >= 2; {
		size := 2 + int(b[1])
		if len(b) < size {
			break
		}
		if v := b[2:size]; b[0] == vendor && len(v) >= 4 {
			if v[0] == 0x00 && v[1] == 0x50 && v[2] == 0xf2 && v[3] == 4 {
				wps.Attributes(v[4:], s)
			} else if !isCommon([3]byte(v)) {
				s.Field("wlan.vendor_oui", wire.OUI, v[:3])
			}
		}
		b = b[size:]
	}
	return true
}

func isCommon(oui [3]byte) bool {
	for _, c := range common {
		if oui == c {
			return true
		}
	}
	return false
}
