// Package ospf decodes the head of OSPF packets: version 2 (RFC 2328 annex A.3.1)
// and version 3 (RFC 5340 annex A.3.1). Passwords are not read.
package ospf

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// Protocol is the number of the protocol above IP.
const Protocol = 89

const (
	head2 = 24 // of version 2
	head3 = 16 // of version 3
)

// Decode decodes what follows the IP header. The fields are about the sender. It
// returns false for other versions and types.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < head3 || b[0] != 2 && b[0] != 3 || b[1] < 1 || b[1] > 5 {
		return false
	}
	least := head2
	if b[0] == 3 {
		least = head3
	}
	if len(b) < least || int(binary.BigEndian.Uint16(b[2:])) < least {
		return false
	}
	if id := b[4:8]; !wire.Blank(id) {
		s.Field("ospf.router_id", wire.IP, id)
	}
	return true
}
