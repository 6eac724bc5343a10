// Package eapol decodes EAP over LAN (IEEE 802.1X clause 11) as far as a message
// of Wi-Fi Protected Setup names its sender. Identities and keys are not read.
package eapol

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/wps"
)

// EtherType of EAPOL (IEEE 802.1X clause 11.1.4).
const EtherType = 0x888e

// An expanded EAP type (RFC 3748 clause 5.7) of Wi-Fi Simple Configuration: 254,
// vendor 0x00372a, type 1; then operation code and flags.
var simpleConfig = [8]byte{254, 0x00, 0x37, 0x2a, 0, 0, 0, 1}

const lengthFlag = 2 // of the flags: two octets with the message's length follow

// Decode decodes one EAPOL frame. It returns false where it holds no message of
// Wi-Fi Protected Setup.
func Decode(b []byte, s wire.Sink) bool {
	const head = 4 + 4 // version, type, length; code, identifier, length
	if len(b) < head+len(simpleConfig)+2 || b[1] != 0 || [8]byte(b[head:]) != simpleConfig {
		return false
	}
	size := 4 + int(binary.BigEndian.Uint16(b[6:]))
	b = b[:min(len(b), max(size, head+len(simpleConfig)+2))]
	flags := b[head+len(simpleConfig)+1]
	b = b[head+len(simpleConfig)+2:]
	if flags&lengthFlag != 0 {
		if len(b) < 2 {
			return true
		}
		b = b[2:]
	}
	wps.Attributes(b, s)
	return true
}
