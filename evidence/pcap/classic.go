package pcap

import (
	"encoding/binary"
	"fmt"
	"io"

	"github.com/whomade/whomade"
)

// Magic numbers of the classic format, as read in the writer's byte order.
const (
	magicMicro    = 0xa1b2c3d4
	magicNano     = 0xa1b23c4d
	magicModified = 0xa1b2cd34 // Kuznetzov's: records have 24-octet heads
)

// classicOrder recognises the head of a classic capture.
func classicOrder(head []byte) (order binary.ByteOrder, magic uint32) {
	if len(head) < 4 {
		return nil, 0
	}
	for _, o := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		switch m := o.Uint32(head); m {
		case magicMicro, magicNano, magicModified:
			return o, m
		}
	}
	return nil, 0
}

// readClassic reads a capture in the format of libpcap (pcap-savefile(5)). It
// returns at its end, or where a new section of either format begins.
func (d *dissector) readClassic(s *source) error {
	head, err := s.peek(24)
	if err != nil {
		return fmt.Errorf("the capture ends inside its head of 24 octets: %w", err)
	}
	order, magic := classicOrder(head)
	link := int(order.Uint32(head[20:]) & 0x0fffffff)
	unit := int64(1000)
	if magic == magicNano {
		unit = 1
	}
	size := 16
	if magic == magicModified {
		size = 24
	}
	s.take(24)
	for {
		h, err := s.peek(size)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return d.cutOff(s, err)
		}
		if d.nextSection(h) {
			return nil
		}
		sec, frac := order.Uint32(h), order.Uint32(h[4:])
		n, original := int(order.Uint32(h[8:])), int(order.Uint32(h[12:]))
		if n < 0 || n > maxPacket {
			return fmt.Errorf("record %d at octet %d says it is %d octets long, which is not possible; the rest of the capture was not read", d.frame+1, s.at, uint32(n))
		}
		s.take(size)
		data, err := s.peek(n)
		d.frame++
		if err != nil {
			d.packet(packet{data, d.frame, link, 0, false, original})
			s.take(len(data))
			return d.cutOff(s, err)
		}
		d.packet(packet{data, d.frame, link, int64(sec)*1e9 + int64(frac)*unit, true, original})
		s.take(n)
		if d.ctxDone() {
			return d.ctx.Err()
		}
	}
}

// nextSection reports whether another capture was appended here: a file head of
// either format where a record head would stand.
func (d *dissector) nextSection(h []byte) bool {
	order, _ := classicOrder(h)
	if order != nil {
		major := order.Uint16(h[4:])
		return major == 2 && order.Uint16(h[6:]) <= 4
	}
	return isSection(h)
}

// cutOff says where a capture ends in the middle of a record.
func (d *dissector) cutOff(s *source, err error) error {
	if err != io.ErrUnexpectedEOF && err != io.EOF {
		return fmt.Errorf("reading record %d: %w", d.frame+1, err)
	}
	d.out.Diagnose(whomade.SeverityError, whomade.Locator{Frame: d.frame, Offset: s.at}, "the capture is cut off in the middle of a record; everything before was read")
	return nil
}
