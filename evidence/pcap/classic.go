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
	s.far = true
	defer func() { s.far = false }()
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
		if len(h) >= 8 && nextSection(h) {
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
		lists, size := d.ahead.follow(s.buf, c)
		for _, list := range lists {
			for len(list) > 0 {
				n := min(batch, len(list))
				d.locate(s.buf, c, list[:n])
				d.batched(s.buf, c, n)
				list = list[n:]
			}
		}
		s.take(size)
		if size > 0 {
			continue
		}
		if h := s.buf; len(h) >= c.size && c.u32(h[8:]) > maxPacket && !nextSection(h[:min(16, len(h))]) {
			return fmt.Errorf("record %d at octet %d says it is %d octets long, which is not possible; the rest of the capture was not read", d.at.frame+1, s.at, c.u32(h[8:]))
		}
		return nil
	}
}

// locate looks up what the records have that begin at these places, and asks the
// memory for what consider needs.
func (d *dissector) locate(buf []byte, c *classic, list []uint32) {
	slots, shift := d.stations.slots, d.stations.shift&63
	for i, at := range list {
		h := buf[at:]
		length := c.u32(h[8:])
		r := &d.located[i]
		r.at, r.end, r.source = at, at+uint32(c.size)+length, 0
		if length >= leastHead && c.link == ethernet.LinkEthernet {
			r.source = stationKey(h[c.size+6:])
			prefetch(unsafe.Pointer(&slots[r.source*mixA>>shift&uint64(len(slots)-1)]))
		}
	}
}

// maybeMagic has the first octets of magic numbers, for a quick look whether one
// stands where a record's time should.
var maybeMagic = [256]bool{0xa1: true, 0xd4: true, 0x4d: true, 0x34: true, 0x0a: true, 0x1c: true, 0xac: true, 0xab: true, 's': true}

// nextSection reports whether another capture was appended here: a file head of
// any format where a record head would stand.
func nextSection(h []byte) bool {
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
