package ip

import "encoding/binary"

// UDP is the header of a user datagram.
type UDP struct {
	SrcPort, DstPort uint16
	// Payload is cut to the length the header tells, as far as captured. It
	// begins 8 octets into the input.
	Payload []byte
}

// ParseUDP reads a UDP header. It returns false when the header is cut off or
// its length is less than its own. Length 0 stands for all the octets there are
// (RFC 2675 clause 4).
func ParseUDP(b []byte) (UDP, bool) {
	if len(b) < 8 {
		return UDP{}, false
	}
	n := int(binary.BigEndian.Uint16(b[4:]))
	if n == 0 {
		n = len(b)
	}
	if n < 8 {
		return UDP{}, false
	}
	return UDP{
		SrcPort: binary.BigEndian.Uint16(b),
		DstPort: binary.BigEndian.Uint16(b[2:]),
		Payload: b[8:min(n, len(b))],
	}, true
}

// Flags of a TCP header.
const (
	FIN = 1 << iota
	SYN
	RST
	PSH
	ACK
	URG
)

// TCP is the header of a segment.
type TCP struct {
	SrcPort, DstPort uint16
	Seq, Ack         uint32
	Flags            uint8
	Window           uint16
	Options          []byte
	Payload          []byte
	Offset           int // where Payload begins in the input
}

// ParseTCP reads a TCP header. It returns false when the header is cut off or
// its data offset is less than its own length.
func ParseTCP(b []byte) (TCP, bool) {
	if len(b) < 20 {
		return TCP{}, false
	}
	head := int(b[12]>>4) * 4
	if head < 20 || head > len(b) {
		return TCP{}, false
	}
	return TCP{
		SrcPort: binary.BigEndian.Uint16(b),
		DstPort: binary.BigEndian.Uint16(b[2:]),
		Seq:     binary.BigEndian.Uint32(b[4:]),
		Ack:     binary.BigEndian.Uint32(b[8:]),
		Flags:   b[13],
		Window:  binary.BigEndian.Uint16(b[14:]),
		Options: b[20:head],
		Payload: b[head:],
		Offset:  head,
	}, true
}
