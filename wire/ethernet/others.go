package ethernet

import "encoding/binary"

// tagged reads an Ethernet frame with a switch's own tag of n octets between its
// addresses and its type.
func (f *Frame) tagged(b []byte, n int) bool {
	if len(b) < 14+n {
		return false
	}
	f.addresses(b, b[6:])
	return f.follow(binary.BigEndian.Uint16(b[12+n:]), b, 14+n, 0)
}

// ring reads the addresses of a ring network at offset at, and LLC behind them.
func (f *Frame) ring(b []byte, at int) bool {
	if len(b) < at+12 {
		return false
	}
	f.addresses(b[at:], b[at+6:])
	return f.llc(b, at+12)
}

// tokenRing passes the routing field that the first bit of the source address
// announces (IEEE 802.5 clause 3.2).
func (f *Frame) tokenRing(b []byte) bool {
	const head = 14
	if len(b) < head+2 || b[1]&0xc0 != 0x40 {
		return false
	}
	f.addresses(b[2:], b[8:])
	at := head
	if f.Src[0]&0x80 != 0 {
		f.Src[0] &^= 0x80
		f.HasSrc = Station(f.Src)
		at += int(b[head] & 0x1f)
	}
	return f.llc(b, at)
}

// frameRelay reads an address of two to four octets and what RFC 2427 or Cisco
// put behind it.
func (f *Frame) frameRelay(b []byte, at int) bool {
	const control, nlpidIPv4, nlpidIPv6, nlpidSNAP = 0x03, 0xcc, 0x8e, 0x80
	end := at + 4
	for at < end && at < len(b) && b[at]&1 == 0 {
		at++
	}
	at++
	if len(b) < at+3 {
		return false
	}
	if b[at] != control {
		return f.follow(binary.BigEndian.Uint16(b[at:]), b, at+2, 0)
	}
	at++
	if b[at] == 0 {
		at++
	}
	switch at++; b[at-1] {
	case nlpidIPv4:
		return f.payload(TypeIPv4, b, at, 0)
	case nlpidIPv6:
		return f.payload(TypeIPv6, b, at, 0)
	case nlpidSNAP:
		if len(b) < at+5 {
			return false
		}
		oui, pid := [3]byte(b[at:]), binary.BigEndian.Uint16(b[at+3:])
		switch {
		case oui == [3]byte{}:
			return f.payload(pid, b, at+5, 0)
		case oui == [3]byte{0x00, 0x80, 0xc2} && (pid == 1 || pid == 7): // bridged Ethernet, with and without check sequence
			return f.ethernet(b, at+5, 0)
		}
		return f.snap(oui, pid, b, at+5)
	}
	f.Framing, f.Offset = Opaque, at
	return true
}

// sunATM reads SunATM's head: LAN emulation, or LLC.
func (f *Frame) sunATM(b []byte) bool {
	const emulation, withLLC = 1, 2
	if len(b) < 4 {
		return false
	}
	switch b[0] & 0x0f {
	case emulation:
		return f.ethernet(b, 6, 0)
	case withLLC:
		return f.llc(b, 4)
	}
	f.Framing, f.Offset = Opaque, 4
	return true
}

// arcnet reads a packet of IP (RFC 1051, RFC 1201) that is not in fragments. The
// addresses of this network are single octets.
func (f *Frame) arcnet(b []byte) bool {
	const oldIP, newIP = 240, 212
	if len(b) < 9 {
		return false
	}
	switch b[4] {
	case oldIP:
		return f.rawAt(b, 5)
	case newIP:
		if b[5] == 0 {
			return f.rawAt(b, 8)
		}
	}
	f.Framing, f.Offset = Opaque, len(b)
	return true
}

// mtp2 reads a signal unit (ITU-T Q.703 clause 2.2). Only message signal units
// have a content of more than two octets.
func (f *Frame) mtp2(b []byte, at int) bool {
	if len(b) < at+3 {
		return false
	}
	f.Framing, f.Offset = Opaque, at+3
	if b[at+2]&0x3f > 2 && len(b) > at+3 {
		f.Framing, f.Payload = ByMTP3, b[at+3:]
	}
	return true
}

// nflog finds the packet among the attributes of Linux netfilter's log.
func (f *Frame) nflog(b []byte) bool {
	const payload, hardware = 9, 8
	order := binary.ByteOrder(binary.LittleEndian)
	if len(b) >= 6 && order.Uint16(b[4:]) > uint16(len(b)-4) {
		order = binary.BigEndian
	}
	var packet []byte
	at := 4
	for len(b) >= at+4 {
		n, kind := int(order.Uint16(b[at:])), order.Uint16(b[at+2:])&0x7fff
		if n < 4 {
			return false
		}
		v := b[at+4 : max(at+4, min(at+n, len(b)))]
		switch {
		case kind == payload:
			packet = v
			f.Offset = at + 4
		case kind == hardware && len(v) >= 10 && binary.BigEndian.Uint16(v) == 6:
			f.Src = [6]byte(v[4:])
			f.HasSrc = Station(f.Src)
		}
		at += (n + 3) &^ 3
	}
	offset := f.Offset
	ok := f.raw(packet)
	f.Offset += offset
	return ok
}

// pktap reads Apple's head, which is in the order of the machine: little endian.
func (f *Frame) pktap(b []byte, depth int) bool {
	if len(b) < 12 {
		return false
	}
	size := binary.LittleEndian.Uint32(b)
	return size >= 12 && size < 1<<16 && f.peelInside(binary.LittleEndian.Uint32(b[8:]), b, int(size), depth)
}

// erf reads a record of Endace's format with its extension heads.
func (f *Frame) erf(b []byte) bool {
	const more = 0x80
	at := 16
	if len(b) < at {
		return false
	}
	for next := b[8]&more != 0; next; at += 8 {
		if len(b) < at+8 {
			return false
		}
		next = b[at]&more != 0
	}
	switch b[8] &^ more {
	case 2, 11, 16, 20: // Ethernet, with two octets before it
		return f.ethernet(b, at+2, 0)
	case 1, 10, 15: // serial lines
		return f.hdlc(b, at)
	case 22, 23:
		return f.rawAt(b, at)
	}
	f.Framing, f.Offset = Opaque, at
	return true
}

// docsis reads the head of a cable network's frame (DOCSIS MAC specification
// clause 6.2) and the Ethernet frame behind it.
func (f *Frame) docsis(b []byte) bool {
	if len(b) < 6 {
		return false
	}
	at := 6
	if b[0]&1 != 0 {
		at += int(b[1])
	}
	if b[0]>>6 != 0 { // management, or enciphered
		f.Framing, f.Offset = Opaque, min(at, len(b))
		return true
	}
	return f.ethernet(b, at, 0)
}

// private tries the types for private use, whose meaning is kept elsewhere: IP,
// or an Ethernet frame with a common payload.
func (f *Frame) private(b []byte) bool {
	switch {
	case plausibleIP(b):
		return f.raw(b)
	case plausibleEthernet(b):
		return f.ethernet(b, 0, 0)
	}
	return false
}

// Juniper's link-layer types.
const (
	juniperEthernet = 178
	juniperPPP      = 179
	juniperRelay    = 180
	juniperHDLC     = 181
)

func isJuniper(linkType uint32) bool {
	return linkType >= 130 && linkType <= 137 || linkType == 167 || linkType >= juniperEthernet && linkType <= 183 ||
		linkType >= 193 && linkType <= 194 || linkType == 200 || linkType == 201 || linkType == 238
}

// juniper reads the head that Juniper's routers write: a magic number, flags,
// and extensions where a flag says so. What follows is the link's own frame, or a
// bare packet behind an address family.
func (f *Frame) juniper(linkType uint32, b []byte) bool {
	const noLink, extended = 0x02, 0x80
	if len(b) < 6 || b[0] != 'M' || b[1] != 'G' || b[2] != 'C' {
		return false
	}
	at := 4
	if b[3]&extended != 0 {
		at += 2 + int(binary.BigEndian.Uint16(b[4:]))
	}
	if len(b) <= at+4 {
		return false
	}
	if b[3]&noLink != 0 {
		return f.rawAt(b, at+4)
	}
	switch linkType {
	case juniperEthernet:
		return f.ethernet(b, at, 0)
	case juniperPPP:
		return f.ppp(b, at, 0)
	case juniperRelay:
		return f.frameRelay(b, at)
	case juniperHDLC:
		return f.hdlc(b, at)
	}
	// Service cards and ATM interfaces put a cookie of a few octets before it.
	for _, cookie := range [...]int{0, 2, 4, 6, 8, 10, 12, 16} {
		rest := b[min(at+cookie, len(b)):]
		switch {
		case plausibleIP(rest):
			return f.rawAt(b, at+cookie)
		case plausibleEthernet(rest):
			return f.ethernet(b, at+cookie, 0)
		case len(rest) > 8 && rest[0] == 0xaa && rest[1] == 0xaa && rest[2] == 3:
			return f.llc(b, at+cookie)
		}
	}
	f.Framing, f.Offset = Opaque, at
	return true
}
