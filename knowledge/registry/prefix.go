package registry

import "fmt"

// Prefix is one address block: its leading octets, the rest zero, and how many
// bits of them are assigned (24, 28 or 36).
type Prefix struct {
	MAC  [6]byte
	Bits int
}

// String is the block's first address, in lower case with colons, and its
// length, as in "8c:1f:64:ff:c0:00/36"; of a 24 bit block only the assigned
// octets are shown, as in "00:11:22/24".
func (p Prefix) String() string {
	m := p.MAC
	if p.Bits == 24 {
		return fmt.Sprintf("%02x:%02x:%02x/24", m[0], m[1], m[2])
	}
	return fmt.Sprintf("%02x:%02x:%02x:%02x:%02x:%02x/%d", m[0], m[1], m[2], m[3], m[4], m[5], p.Bits)
}

// prefixOf returns the block whose leading bits are key.
func prefixOf(key uint64, bits int) Prefix {
	v := key << (48 - bits)
	return Prefix{
		MAC:  [6]byte{byte(v >> 40), byte(v >> 32), byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)},
		Bits: bits,
	}
}
