// Package stack writes down how the network stack of a sender behaves: the
// options of its TCP SYN (RFC 9293 clause 3.1) and how it answers by ICMP (RFC
// 792, RFC 4443). What many makers' equipment has in common cannot name one of
// them: these are hints, and nothing here holds an opinion on them.
package stack

import (
	"encoding/binary"
	"strconv"
)

// Carrier is what matters of the IP header before a segment or message.
type Carrier struct {
	Version      uint8 // 4 or 6
	Hops         uint8 // time to live or hop limit as captured
	DontFragment bool
}

// Initial is the hop limit that the sender most likely set: the least of those
// in use that is not below the captured one. 1 is what protocols with neighbours
// set.
func (c Carrier) Initial() uint8 {
	for _, n := range [...]uint8{1, 32, 64, 128} {
		if c.Hops <= n {
			return n
		}
	}
	return 255
}

// Forwarded reports whether a router lowered the hop limit on the way: then the
// station that sent the frame is not the sender.
func (c Carrier) Forwarded() bool { return c.Hops != c.Initial() }

// Kinds of options (RFC 9293 clause 3.1, RFC 7323, RFC 2018).
const (
	optionEnd        = 0
	optionNothing    = 1
	optionMSS        = 2
	optionScale      = 3
	optionSACK       = 4
	optionTimestamps = 8
)

const (
	flagSYN = 0x02
	flagACK = 0x10

	headLength = 20
)

// Digest is a number that is nearly always another one where TCP would write
// something else, and 0 where the octets are no SYN. It is quick: it is asked for
// every SYN.
func Digest(c Carrier, segment []byte) uint64 {
	options, ok := syn(segment)
	if !ok {
		return 0
	}
	// Additions and one multiplication each are what a SYN has time for.
	const mix = 0x9e3779b97f4a7c15
	h := uint64(c.Initial()) | uint64(c.Version)<<8 | uint64(segment[13]&flagACK)<<16 | uint64(binary.BigEndian.Uint16(segment[14:]))<<32
	if c.DontFragment {
		h |= 1 << 17
	}
	for at := 0; at < len(options); {
		kind := options[at]
		x, n := uint64(kind)+1, 1
		switch {
		case kind == optionEnd:
			n = len(options)
		case kind == optionNothing:
		case at+1 >= len(options) || options[at+1] < 2 || at+int(options[at+1]) > len(options):
			n = len(options)
		default:
			n = int(options[at+1])
			switch {
			case kind == optionMSS && n == 4:
				x += uint64(binary.BigEndian.Uint16(options[at+2:])+1) << 8
			case kind == optionScale && n == 3:
				x += uint64(options[at+2]) + 1<<24
			}
		}
		h = (h + x) * mix
		h ^= h >> 32
		at += n
	}
	return h | 1<<63
}

// TCP appends the signature of a SYN or SYN+ACK to b, and nothing where the
// octets are none:
//
//	syn+ack 4:64:1460:65160,7:mss,sok,ts,nop,ws:df
//
// that is the kind of segment, the IP version, the initial hop limit, the maximum
// segment size, the window and its scale ("-" where they are not given), the
// options in their order ("eol" the end, "?n" an unknown kind), and "df" where
// routers may not fragment.
func TCP(b []byte, c Carrier, segment []byte) []byte {
	options, ok := syn(segment)
	if !ok {
		return b
	}
	b = append(b, "syn"...)
	if segment[13]&flagACK != 0 {
		b = append(b, "+ack"...)
	}
	b = append(b, ' ')
	b = c.append(b)
	var names [64]byte
	size, scale, order := -1, -1, names[:0]
	for len(options) > 0 {
		kind, value, rest := option(options)
		if len(order) > 0 {
			order = append(order, ',')
		}
		switch {
		case kind == optionMSS && len(value) == 2:
			size = int(binary.BigEndian.Uint16(value))
		case kind == optionScale && len(value) == 1:
			scale = int(value[0])
		}
		order = appendKind(order, kind)
		options = rest
	}
	b = append(number(append(b, ':'), size), ':')
	b = strconv.AppendUint(b, uint64(binary.BigEndian.Uint16(segment[14:])), 10)
	b = append(number(append(b, ','), scale), ':')
	b = append(append(b, order...), ':')
	if c.DontFragment {
		b = append(b, "df"...)
	}
	return b
}

func (c Carrier) append(b []byte) []byte {
	b = append(b, '0'+c.Version, ':')
	return strconv.AppendUint(b, uint64(c.Initial()), 10)
}

// number appends a number, or "-" where there is none.
func number(b []byte, n int) []byte {
	if n < 0 {
		return append(b, '-')
	}
	return strconv.AppendInt(b, int64(n), 10)
}

func appendKind(b []byte, kind byte) []byte {
	switch kind {
	case optionEnd:
		return append(b, "eol"...)
	case optionNothing:
		return append(b, "nop"...)
	case optionMSS:
		return append(b, "mss"...)
	case optionScale:
		return append(b, "ws"...)
	case optionSACK:
		return append(b, "sok"...)
	case optionTimestamps:
		return append(b, "ts"...)
	}
	return strconv.AppendUint(append(b, '?'), uint64(kind), 10)
}

// syn returns the options of a SYN.
func syn(segment []byte) ([]byte, bool) {
	if len(segment) < headLength || segment[13]&flagSYN == 0 {
		return nil, false
	}
	n := int(segment[12]>>4) * 4
	if n < headLength || n > len(segment) {
		return nil, false
	}
	return segment[headLength:n], true
}

// option takes the first option off; behind the end, or one that is cut off,
// there are none.
func option(b []byte) (kind byte, value, rest []byte) {
	kind = b[0]
	switch {
	case kind == optionEnd:
		return kind, nil, nil
	case kind == optionNothing:
		return kind, nil, b[1:]
	case len(b) < 2 || int(b[1]) < 2 || int(b[1]) > len(b):
		return kind, nil, nil
	}
	return kind, b[2:b[1]], b[b[1]:]
}
