package pcap

import (
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"unsafe"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/wire/ethernet"
)

// Magic numbers of the classic format, as read in the writer's byte order.
const (
	magicMicro    = 0xa1b2c3d4
	magicNano     = 0xa1b23c4d
	magicModified = 0xa1b2cd34 // Kuznetzov's: records have 24-octet heads
	magicIXIA     = 0x1c0001ac // IXIA's hardware, nanoseconds: the length of all records follows the head
	magicIXIASW   = 0x1c0001ab // IXIA's software, microseconds
)

// classicOrder recognises the head of a classic capture.
func classicOrder(head []byte) (order binary.ByteOrder, magic uint32) {
	if len(head) < 4 {
		return nil, 0
	}
	for _, o := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		switch m := o.Uint32(head); m {
		case magicMicro, magicNano, magicModified, magicIXIA, magicIXIASW:
			return o, m
		}
	}
	return nil, 0
}

// classic is how the records of one classic capture are read.
type classic struct {
	swapped bool // most significant octet first
	unit    int64
	size    int // of a record's head
	link    int
}

// readClassic reads a capture in the format of libpcap (pcap-savefile(5)). It
// returns at its end, or where a new section of any format begins.
func (d *dissector) readClassic(s *source) error {
	head, err := s.peek(24)
	if err != nil {
		return fmt.Errorf("the capture ends inside its head of 24 octets: %w", err)
	}
	order, magic := classicOrder(head)
	c := classic{swapped: order == binary.BigEndian, unit: 1000, size: 16, link: int(order.Uint32(head[20:]) & 0xffff)}
	switch magic {
	case magicNano, magicIXIA:
		c.unit = 1
	case magicModified:
		c.size = 24
	}
	s.take(24)
	if magic == magicIXIA || magic == magicIXIASW {
		if _, err := s.peek(4); err != nil {
			return d.cutOff(s, err)
		}
		s.take(4)
	}
	for {
		if err := d.records(s, &c); err != nil {
			return err
		}
		if d.ctx.Err() != nil {
			return d.ctx.Err()
		}
		// A record that is not wholly in the buffer, or the end.
		h, err := s.peek(c.size)
		if err == io.EOF {
			return nil
		}
		if len(h) >= 8 && d.nextSection(h) {
			return nil
		}
		if err != nil {
			return d.cutOff(s, err)
		}
		b, err := s.peek(c.size + int(min(c.u32(h[8:]), maxPacket)))
		if err != nil {
			d.at.frame++
			d.packet(packet{data: b[c.size:], link: c.link, nanos: noTime})
			s.take(len(b))
			return d.cutOff(s, err)
		}
	}
}

func (c *classic) u32(b []byte) uint32 {
	n := binary.LittleEndian.Uint32(b)
	if c.swapped {
		n = bits.ReverseBytes32(n)
	}
	return n
}

// records takes all records that are wholly in the buffer, up to where another
// capture begins.
func (d *dissector) records(s *source, c *classic) error {
	for {
		n, size, err := d.locate(s, c)
		if n > 0 {
			d.batched(s.buf, c, n)
		}
		s.take(size)
		if n < batch || err != nil {
			return err
		}
	}
}

// locate finds the next records and how many octets they take, and asks the
// memory for what consider needs.
func (d *dissector) locate(s *source, c *classic) (n, size int, err error) {
	buf, at := s.buf, 0
	slots, shift := d.stations.slots, d.stations.shift&63
	for ; n < batch && len(buf)-at >= c.size; n++ {
		h := buf[at:]
		length := c.u32(h[8:])
		if length > maxPacket || maybeMagic(h) {
			if d.nextSection(h[:min(16, len(h))]) {
				return n, at, nil
			}
			if length > maxPacket {
				return n, at, fmt.Errorf("record %d at octet %d says it is %d octets long, which is not possible; the rest of the capture was not read", d.at.frame+int64(n)+1, s.at+int64(at), length)
			}
		}
		end := c.size + int(length)
		if len(h) < end {
			return n, at, nil
		}
		r := &d.located[n]
		r.at, r.end, r.source = uint32(at), uint32(at+end), 0
		if length >= leastHead && c.link == ethernet.LinkEthernet {
			r.source = stationKey(h[c.size+6:])
			prefetch(unsafe.Pointer(&slots[r.source*mixA>>shift&uint64(len(slots)-1)]))
		}
		at += end
	}
	return n, at, nil
}

// maybeMagic is a quick look whether a magic number stands where a record's time
// should.
func maybeMagic(h []byte) bool {
	switch h[0] {
	case 0xa1, 0xd4, 0x4d, 0x34, 0x0a, 0x1c, 0xac, 0xab, 's':
		return true
	}
	return false
}

// nextSection reports whether another capture was appended here: a file head of
// any format where a record head would stand.
func (d *dissector) nextSection(h []byte) bool {
	order, _ := classicOrder(h)
	if order != nil && len(h) >= 8 {
		major := order.Uint16(h[4:])
		return major == 2 && order.Uint16(h[6:]) <= 4
	}
	return isSection(h) || isSnoop(h)
}

// cutOff says where a capture ends in the middle of a record.
func (d *dissector) cutOff(s *source, err error) error {
	if err != io.ErrUnexpectedEOF && err != io.EOF {
		return fmt.Errorf("reading record %d: %w", d.at.frame+1, err)
	}
	d.out.Diagnose(whomade.SeverityError, whomade.Locator{Frame: d.at.frame, Offset: s.at}, "the capture is cut off in the middle of a record; everything before was read")
	return nil
}
