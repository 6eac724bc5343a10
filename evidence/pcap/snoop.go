package pcap

import (
	"encoding/binary"
	"fmt"
	"io"
)

// snoopMagic begins a capture of Solaris' snoop (RFC 1761 clause 3).
const snoopMagic = "snoop\x00\x00\x00"

func isSnoop(h []byte) bool {
	return len(h) >= len(snoopMagic) && string(h[:len(snoopMagic)]) == snoopMagic
}

// snoopLinks turns the datalink types of RFC 1761 clause 4 into those of
// libpcap.
var snoopLinks = map[uint32]int{0: 1, 1: 8, 2: 6, 4: 1, 5: 104, 6: 1, 8: 10, 9: 50, 18: 1, 26: 247}

// readSnoop reads a capture in the format of RFC 1761. It returns at its end, or
// where another capture begins.
func (d *dissector) readSnoop(s *source) error {
	const fileHead, recordHead = 16, 24
	h, err := s.peek(fileHead)
	if err != nil {
		return fmt.Errorf("the capture ends inside its head of %d octets: %w", fileHead, err)
	}
	if v := binary.BigEndian.Uint32(h[8:]); v != 2 {
		return fmt.Errorf("the capture is of snoop's version %d, which is not known", v)
	}
	kind := binary.BigEndian.Uint32(h[12:])
	link, ok := snoopLinks[kind]
	if !ok {
		return fmt.Errorf("the capture is of snoop's datalink type %d, which is not understood", kind)
	}
	s.take(fileHead)
	for {
		h, err := s.peek(recordHead)
		if err == io.EOF {
			return nil
		}
		if len(h) >= 16 && nextSection(h) {
			return nil
		}
		if err != nil {
			return d.cutOff(s, err)
		}
		n, size := int(binary.BigEndian.Uint32(h[4:])), int(binary.BigEndian.Uint32(h[8:]))
		if n > maxPacket || size < recordHead+n || size > 2*maxPacket {
			return fmt.Errorf("record %d at octet %d says it is %d octets long, which is not possible; the rest of the capture was not read", d.at.frame+1, s.at, uint32(size))
		}
		nanos := int64(binary.BigEndian.Uint32(h[16:]))*1e9 + int64(binary.BigEndian.Uint32(h[20:]))*1000
		b, err := s.peek(size)
		d.at.frame++
		if err != nil {
			d.packet(packet{data: b[recordHead:min(len(b), recordHead+n)], link: link, nanos: noTime})
			s.take(len(b))
			return d.cutOff(s, err)
		}
		d.packet(packet{data: b[recordHead : recordHead+n], link: link, nanos: nanos})
		s.take(size)
		if d.ctxDone() {
			return d.ctx.Err()
		}
	}
}
