package pcap

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"math/bits"

	"github.com/whomade/whomade"
)

// Block types (draft-ietf-opsawg-pcapng).
const (
	blockSection   = 0x0a0d0d0a
	blockInterface = 1
	blockPacket    = 2 // obsolete
	blockSimple    = 3
	blockEnhanced  = 6
	blockSecrets   = 10
)

const byteOrderMagic = 0x1a2b3c4d

// maxBlock is the longest block whose content is looked at.
const maxBlock = 512 << 10

// maxInterfaces bounds the interfaces of one section.
const maxInterfaces = 1 << 16

// isSection recognises a section header block.
func isSection(h []byte) bool {
	return len(h) >= 12 && binary.BigEndian.Uint32(h) == blockSection &&
		(binary.LittleEndian.Uint32(h[8:]) == byteOrderMagic || binary.BigEndian.Uint32(h[8:]) == byteOrderMagic)
}

// iface is what an interface description block says.
type iface struct {
	link   int
	snap   int
	base10 bool
	res    uint8 // resolution: 10^-res or 2^-res seconds
	offset int64 // seconds
}

// section is the state of one section.
type section struct {
	order   binary.ByteOrder
	ifaces  []iface
	secrets bool
}

// readNG reads blocks until the end, or until a classic capture begins.
func (d *dissector) readNG(s *source) error {
	var sec section
	for {
		h, err := s.peek(12)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return d.cutOff(s, err)
		}
		if isSection(h) {
			sec = section{order: binary.LittleEndian}
			if binary.BigEndian.Uint32(h[8:]) == byteOrderMagic {
				sec.order = binary.BigEndian
			}
		} else if o, _ := classicOrder(h); o != nil && nextSection(h) {
			return nil
		}
		kind, size := sec.order.Uint32(h), sec.order.Uint32(h[4:])
		if size < 12 || size%4 != 0 || size > math.MaxInt32 {
			return fmt.Errorf("the block at octet %d says it is %d octets long, which is not possible; the rest of the capture was not read", s.at, size)
		}
		if size > maxBlock {
			if kind == blockEnhanced || kind == blockSimple || kind == blockPacket {
				return fmt.Errorf("the packet block at octet %d is %d octets long, which is not possible; the rest of the capture was not read", s.at, size)
			}
			if err := s.skip(int64(size)); err != nil {
				return d.cutOff(s, err)
			}
			continue
		}
		b, err := s.peek(int(size))
		if err != nil {
			d.partial(&sec, kind, b)
			s.take(len(b))
			return d.cutOff(s, err)
		}
		if err := d.block(&sec, kind, b, s.at); err != nil {
			return err
		}
		s.take(int(size))
		if d.ctxDone() {
			return d.ctx.Err()
		}
	}
}

// block handles one whole block, b being all of it.
func (d *dissector) block(sec *section, kind uint32, b []byte, at int64) error {
	body := b[8 : len(b)-4]
	switch kind {
	case blockSection:
		if len(body) >= 6 && sec.order.Uint16(body[4:]) != 1 {
			return fmt.Errorf("the section at octet %d is of version %d, which is not known; the rest of the capture was not read", at, sec.order.Uint16(body[4:]))
		}
	case blockInterface:
		if len(body) < 8 || len(sec.ifaces) >= maxInterfaces {
			d.out.Diagnose(whomade.SeverityError, whomade.Locator{Offset: at}, "an interface description is too short, or there are too many; packets of that interface are not read")
			return nil
		}
		sec.ifaces = append(sec.ifaces, readInterface(sec.order, body))
	case blockEnhanced, blockPacket, blockSimple:
		d.at.frame++
		d.packetBlock(sec, kind, body, at)
	case blockSecrets:
		if !sec.secrets {
			sec.secrets = true
			d.out.Diagnose(whomade.SeverityWarning, whomade.Locator{Offset: at}, "the capture holds decryption secrets; they were passed over and nothing was decrypted")
		}
	}
	return nil
}

// partial uses what there is of a packet block that the file's end cuts.
func (d *dissector) partial(sec *section, kind uint32, b []byte) {
	if (kind == blockEnhanced || kind == blockSimple || kind == blockPacket) && len(b) > 28 {
		d.at.frame++
		d.packetBlock(sec, kind, b[8:], 0)
	}
}

func (d *dissector) packetBlock(sec *section, kind uint32, body []byte, at int64) {
	if kind == blockSimple {
		if len(sec.ifaces) == 0 || len(body) < 4 {
			d.noInterface(at)
			return
		}
		original := int(sec.order.Uint32(body))
		n := min(original, len(body)-4)
		if snap := sec.ifaces[0].snap; snap > 0 {
			n = min(n, snap)
		}
		d.packet(packet{data: body[4 : 4+max(n, 0)], link: sec.ifaces[0].link, nanos: noTime})
		return
	}
	if len(body) < 20 {
		d.out.Diagnose(whomade.SeverityError, whomade.Locator{Frame: d.at.frame, Offset: at}, "a packet block is too short")
		return
	}
	id := int(sec.order.Uint32(body))
	if kind == blockPacket {
		id = int(sec.order.Uint16(body))
	}
	if id < 0 || id >= len(sec.ifaces) {
		d.noInterface(at)
		return
	}
	i := &sec.ifaces[id]
	ticks := uint64(sec.order.Uint32(body[4:]))<<32 | uint64(sec.order.Uint32(body[8:]))
	n := min(int(sec.order.Uint32(body[12:])&math.MaxInt32), len(body)-20)
	nanos, ok := i.nanos(ticks)
	if !ok {
		nanos = noTime
	}
	d.packet(packet{data: body[20 : 20+n], link: i.link, nanos: nanos})
}

func (d *dissector) noInterface(at int64) {
	if !d.saidNoInterface {
		d.saidNoInterface = true
		d.out.Diagnose(whomade.SeverityError, whomade.Locator{Frame: d.at.frame, Offset: at}, "packets name an interface that was not described; they are not read")
	}
}

func readInterface(order binary.ByteOrder, body []byte) iface {
	i := iface{link: int(order.Uint16(body)), snap: int(order.Uint32(body[4:]) & math.MaxInt32), base10: true, res: 6}
	for o := body[8:]; len(o) >= 4; {
		code, n := order.Uint16(o), int(order.Uint16(o[2:]))
		if code == 0 || 4+n > len(o) {
			break
		}
		v := o[4 : 4+n]
		switch {
		case code == 9 && n >= 1: // if_tsresol
			i.base10, i.res = v[0]&0x80 == 0, v[0]&0x7f
		case code == 14 && n >= 8: // if_tsoffset
			i.offset = int64(order.Uint64(v))
		}
		o = o[min(4+(n+3)&^3, len(o)):]
	}
	return i
}

// nanos turns a time in the interface's units into nanoseconds since 1970; ok is
// false where it has no place there.
func (i *iface) nanos(ticks uint64) (int64, bool) {
	var n uint64
	switch {
	case i.base10 && i.res <= 9:
		hi, lo := bits.Mul64(ticks, pow10(9-i.res))
		if hi != 0 {
			return 0, false
		}
		n = lo
	case i.base10 && i.res <= 19:
		n = ticks / pow10(i.res-9)
	case !i.base10 && i.res < 64:
		hi, lo := bits.Mul64(ticks, 1e9)
		if hi>>i.res != 0 {
			return 0, false
		}
		n = lo>>i.res | hi<<(64-i.res)
	default:
		return 0, false
	}
	const second = int64(1e9)
	if n > math.MaxInt64 || i.offset > math.MaxInt64/second/2 || i.offset < -math.MaxInt64/second/2 {
		return 0, false
	}
	sum := int64(n) + i.offset*second
	return sum, sum >= 0 && int64(n) <= math.MaxInt64/2
}

func pow10(n uint8) uint64 {
	p := uint64(1)
	for range n {
		p *= 10
	}
	return p
}
