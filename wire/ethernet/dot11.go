package ethernet

import "encoding/binary"

// dot11Options are what a capture's own header says of an IEEE 802.11 frame.
type dot11Options struct {
	checksum bool // the last four octets are the frame check sequence
	padded   bool // the header is padded to a multiple of four octets
	swapped  bool // the octets of the frame control field may be swapped
	damaged  bool // the check sequence was wrong
}

// Bits of the frame control field (IEEE 802.11 clause 9.2.4.1), as read with the
// first octet being the least.
const (
	dot11ToDS      = 0x0100
	dot11FromDS    = 0x0200
	dot11Protected = 0x4000
	dot11Order     = 0x8000
	dot11QoS       = 0x0080 // of the subtype of data frames
	dot11NoData    = 0x0040 // of the subtype of data frames
)

// dot11 reads an IEEE 802.11 frame at offset at. Src and Dst are those of the
// stations at the ends, where there are four addresses too.
func (f *Frame) dot11(b []byte, at int, o dot11Options) bool {
	if o.checksum {
		if len(b) < at+4 {
			return false
		}
		b = b[:len(b)-4]
	}
	if len(b) < at+10 {
		return false
	}
	control := binary.LittleEndian.Uint16(b[at:])
	if o.swapped && b[at]&0x03 == 0x01 || o.swapped && b[at]&0x03 == 0x02 {
		control = binary.BigEndian.Uint16(b[at:])
	}
	f.Framing, f.Offset, f.Payload = Opaque, len(b), nil
	if control&3 != 0 || o.damaged {
		return !o.damaged
	}
	const management, data = 0, 2
	switch control >> 2 & 3 {
	case management:
		if len(b) < at+24 {
			return false
		}
		f.addresses(b[at+4:], b[at+10:])
		if control&dot11Protected == 0 {
			f.Framing, f.Offset, f.Payload = By80211, at, b[at:]
		}
		return true
	case data:
		return f.dot11Data(b, at, control, o.padded)
	}
	return true
}

func (f *Frame) addresses(dst, src []byte) {
	f.Dst, f.Src = [6]byte(dst), [6]byte(src)
	f.HasDst, f.HasSrc = true, Station(f.Src)
}

// dot11Data reads a data frame (IEEE 802.11 clause 9.3.2.1).
func (f *Frame) dot11Data(b []byte, at int, control uint16, padded bool) bool {
	head := 24
	if control&(dot11ToDS|dot11FromDS) == dot11ToDS|dot11FromDS {
		head += 6
	}
	aggregated := false
	if control&dot11QoS != 0 {
		if len(b) >= at+head+2 {
			aggregated = b[at+head]&0x80 != 0
		}
		head += 2
		if control&dot11Order != 0 {
			head += 4
		}
	}
	if len(b) < at+head {
		return false
	}
	one, two, three := b[at+4:], b[at+10:], b[at+16:]
	switch control & (dot11ToDS | dot11FromDS) {
	case 0:
		f.addresses(one, two)
	case dot11ToDS:
		f.addresses(three, two)
	case dot11FromDS:
		f.addresses(one, three)
	default:
		f.addresses(three, b[at+24:])
	}
	if padded {
		head = (head + 3) &^ 3
	}
	at += head
	if control&(dot11Protected|dot11NoData) != 0 || len(b) <= at {
		return true
	}
	if aggregated { // the first of several
		if len(b) < at+14 {
			return false
		}
		f.addresses(b[at:], b[at+6:])
		end := at + 14 + int(binary.BigEndian.Uint16(b[at+12:]))
		return f.llc(b[:min(end, len(b))], at+14)
	}
	return f.llc(b, at)
}

// radiotap reads the header of LINKTYPE_IEEE802_11_RADIOTAP and the frame behind
// it.
func (f *Frame) radiotap(b []byte) bool {
	const checksum, padded, damaged = 0x10, 0x20, 0x40
	if len(b) < 8 || b[0] != 0 {
		return false
	}
	size := int(binary.LittleEndian.Uint16(b[2:]))
	if size < 8 || len(b) < size {
		return false
	}
	present := binary.LittleEndian.Uint32(b[4:])
	at := 8
	for p := present; p&(1<<31) != 0 && at+4 <= size; at += 4 {
		p = binary.LittleEndian.Uint32(b[at:])
	}
	var o dot11Options
	if present&1 != 0 { // time, aligned to its size
		at = (at+7)&^7 + 8
	}
	if present&2 != 0 && at < size {
		o = dot11Options{checksum: b[at]&checksum != 0, padded: b[at]&padded != 0, damaged: b[at]&damaged != 0}
	}
	return f.dot11(b, size, o)
}

// ppi reads the header of LINKTYPE_PPI, which names the link-layer type of what
// follows.
func (f *Frame) ppi(b []byte, depth int) bool {
	const common = 2 // field of IEEE 802.11
	if len(b) < 8 || depth > 0 {
		return false
	}
	size, link := int(binary.LittleEndian.Uint16(b[2:])), binary.LittleEndian.Uint32(b[4:])
	if size < 8 || len(b) < size {
		return false
	}
	if link != LinkDot11 {
		return f.peelInside(link, b, size, depth)
	}
	var o dot11Options
	for at := 8; at+4 <= size; {
		kind, n := binary.LittleEndian.Uint16(b[at:]), int(binary.LittleEndian.Uint16(b[at+2:]))
		if kind == common && n >= 10 && at+14 <= size {
			flags := binary.LittleEndian.Uint16(b[at+12:])
			o.checksum, o.damaged = flags&1 != 0, flags&4 != 0
		}
		at += 4 + n
	}
	return f.dot11(b, size, o)
}

// prism reads the header of LINKTYPE_IEEE802_11_PRISM or of AVS, which may stand
// for it.
func (f *Frame) prism(b []byte) bool {
	if len(b) < 8 {
		return false
	}
	if binary.BigEndian.Uint32(b)&0xfffff000 == 0x80211000 {
		return f.avs(b)
	}
	size := int(binary.LittleEndian.Uint32(b[4:]))
	if binary.LittleEndian.Uint32(b)&0xffff > 0xff {
		size = int(binary.BigEndian.Uint32(b[4:]))
	}
	if size < 24 || size > 4096 || len(b) < size {
		return false
	}
	return f.dot11(b, size, dot11Options{})
}

// avs reads the header of LINKTYPE_IEEE802_11_AVS.
func (f *Frame) avs(b []byte) bool {
	if len(b) < 8 || binary.BigEndian.Uint32(b)&0xfffff000 != 0x80211000 {
		return false
	}
	size := binary.BigEndian.Uint32(b[4:])
	return size >= 8 && size <= 4096 && len(b) >= int(size) && f.dot11(b, int(size), dot11Options{})
}
