package ethernet

import "encoding/binary"

// Hardware types (ARPHRD_ values of Linux) whose addresses are EUI-48.
const (
	hwEthernet    = 1
	hwIEEE802     = 6
	hwLoopback    = 772
	hwWLAN        = 801
	hwWLANPrism   = 802
	hwWLANRadio   = 803
	cookedHead    = 16
	cooked2Head   = 20
	cookedNovell  = 1 // IEEE 802.3 without LLC
	cookedWithLLC = 4 // IEEE 802.3 with LLC
)

// cooked reads the header of LINKTYPE_LINUX_SLL: packet type, hardware type,
// address length, address, protocol.
func (f *Frame) cooked(b []byte) bool {
	if len(b) < cookedHead {
		return false
	}
	f.cookedAddress(binary.BigEndian.Uint16(b[2:]), int(binary.BigEndian.Uint16(b[4:])), b[6:14])
	return f.cookedPayload(binary.BigEndian.Uint16(b[14:]), b, cookedHead)
}

// cooked2 reads the header of LINKTYPE_LINUX_SLL2: protocol, reserved, interface
// index, hardware type, packet type, address length, address.
func (f *Frame) cooked2(b []byte) bool {
	if len(b) < cooked2Head {
		return false
	}
	f.cookedAddress(binary.BigEndian.Uint16(b[8:]), int(b[11]), b[12:20])
	return f.cookedPayload(binary.BigEndian.Uint16(b), b, cooked2Head)
}

// cookedAddress keeps the sender's address; cooked captures hold no other.
func (f *Frame) cookedAddress(hardware uint16, length int, addr []byte) {
	if length != 6 {
		return
	}
	switch hardware {
	case hwEthernet, hwIEEE802, hwWLAN, hwWLANPrism, hwWLANRadio:
		copy(f.Src[:], addr)
		f.HasSrc = Station(f.Src)
	case hwLoopback:
		// The machine's own: an address is there, of zeros.
		copy(f.Src[:], addr)
		f.HasSrc = true
	}
}

func (f *Frame) cookedPayload(protocol uint16, b []byte, at int) bool {
	switch {
	case protocol == cookedWithLLC:
		return f.llc(b, at)
	case protocol == cookedNovell:
		f.Framing, f.DSAP, f.SSAP = ByLLC, 0xff, 0xff
		f.Offset, f.Payload = at, b[at:]
		return true
	}
	return protocol >= 0x600 && f.follow(protocol, b, at, 0)
}

// family reads the four-octet address family of a loopback capture.
func (f *Frame) family(linkType uint32, b []byte) bool {
	if len(b) < 4 {
		return false
	}
	family := binary.BigEndian.Uint32(b)
	if linkType == LinkNull && family > 0xffff {
		family = binary.LittleEndian.Uint32(b)
	}
	// 2 is AF_INET everywhere; AF_INET6 differs among BSD, FreeBSD, Darwin and Linux.
	switch family {
	case 2:
		return f.payload(TypeIPv4, b, 4, 0)
	case 10, 24, 28, 30:
		return f.payload(TypeIPv6, b, 4, 0)
	}
	return false
}

// raw reads a bare IP packet: its first four bits are the version.
func (f *Frame) raw(b []byte) bool {
	if len(b) == 0 {
		return false
	}
	switch b[0] >> 4 {
	case 4:
		return f.payload(TypeIPv4, b, 0, 0)
	case 6:
		return f.payload(TypeIPv6, b, 0, 0)
	}
	return false
}

// version is raw for link types that allow one version only.
func (f *Frame) version(b []byte, v uint8) bool {
	return len(b) > 0 && b[0]>>4 == v && f.raw(b)
}
