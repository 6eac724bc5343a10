package dhcp

import (
	"bytes"
	"encoding/binary"
	"sync"
)

// Option codes of DHCPv4 that are read (IANA registry of BOOTP and DHCP
// parameters), each with its place in an option set.
const (
	optPad               = 0
	optHostName          = 12
	optVendorSpecific    = 43
	optOverload          = 52
	optMessageType       = 53
	optServerID          = 54
	optParameterRequests = 55
	optVendorClass       = 60
	optClientID          = 61
	optUserClass         = 77
	optVIVendorClass     = 124
	optVIVendorOptions   = 125
	optEnd               = 255
)

// Places of options in an option set.
const (
	atHostName = iota
	atVendorSpecific
	atOverload
	atMessageType
	atServerID
	atParameterRequests
	atVendorClass
	atClientID
	atUserClass
	atVIVendorClass
	atVIVendorOptions
	places
)

func place(code byte) (int, bool) {
	switch code {
	case optHostName:
		return atHostName, true
	case optVendorSpecific:
		return atVendorSpecific, true
	case optOverload:
		return atOverload, true
	case optMessageType:
		return atMessageType, true
	case optServerID:
		return atServerID, true
	case optParameterRequests:
		return atParameterRequests, true
	case optVendorClass:
		return atVendorClass, true
	case optClientID:
		return atClientID, true
	case optUserClass:
		return atUserClass, true
	case optVIVendorClass:
		return atVIVendorClass, true
	case optVIVendorOptions:
		return atVIVendorOptions, true
	}
	return 0, false
}

// maxJoined bounds what the parts of one option may add up to. No message that
// fits an Ethernet frame holds more.
const maxJoined = 2048

// scratch is room for values that do not stand in the message as they are
// reported: options in parts, the list of requested parameters, names in the
// form of DNS. What a decoder hands to its sink must not live on the stack, so
// the rooms are pooled.
type scratch [maxJoined]byte

var rooms = sync.Pool{New: func() any { return new(scratch) }}

// options are the first parts of the options that are read, in the areas they
// may stand in.
type options struct {
	areas [3][]byte // options field, file, server name: the order of RFC 3396 clause 5
	first [places][]byte
	split [places]bool // more parts follow
}

// message reads the options of a whole message: its options field, and the file
// and server name fields if the overload option says that options stand there
// too (RFC 2132 clause 9.3).
func (o *options) message(b []byte) {
	o.areas[0] = b[optionsAt:]
	o.area(o.areas[0])
	overload := o.first[atOverload]
	if len(overload) != 1 {
		return
	}
	if overload[0]&1 != 0 {
		o.areas[1] = b[fileAt:cookieAt]
		o.area(o.areas[1])
	}
	if overload[0]&2 != 0 {
		o.areas[2] = b[nameAt:fileAt]
		o.area(o.areas[2])
	}
}

func (o *options) area(b []byte) {
	for {
		code, value, rest, ok := next(b)
		if !ok {
			return
		}
		b = rest
		i, known := place(code)
		switch {
		case !known:
		case o.first[i] == nil:
			o.first[i] = value
		default:
			o.split[i] = true
		}
	}
}

// next splits the first option off, pads skipped. It returns false at the end.
func next(b []byte) (code byte, value, rest []byte, ok bool) {
	for len(b) > 0 && b[0] == optPad {
		b = b[1:]
	}
	if len(b) < 2 || b[0] == optEnd || len(b) < 2+int(b[1]) {
		return 0, nil, nil, false
	}
	n := 2 + int(b[1])
	return b[0], b[2:n], b[n:], true
}

// get returns the value of the option at a place. The parts of one that stands
// in the message several times are joined in room (RFC 3396 clause 7), which the
// next call overwrites.
func (o *options) get(at int, room *scratch) []byte {
	if !o.split[at] {
		return o.first[at]
	}
	joined := room[:0]
	for _, area := range o.areas {
		for {
			code, value, rest, ok := next(area)
			if !ok {
				break
			}
			area = rest
			if i, known := place(code); known && i == at && len(joined)+len(value) <= maxJoined {
				joined = append(joined, value...)
			}
		}
	}
	return joined
}

// enterprises walks the items of a vendor-identifying option: enterprise number
// (4), length (1), data (RFC 3925 clauses 3 and 4).
type enterprises struct{ rest []byte }

// next returns the number as its four octets, and the data.
func (e *enterprises) next() (number, data []byte, ok bool) {
	if len(e.rest) < 5 {
		return nil, nil, false
	}
	n := 5 + int(e.rest[4])
	if len(e.rest) < n {
		return nil, nil, false
	}
	number, data = e.rest[:4], e.rest[5:n]
	e.rest = e.rest[n:]
	return number, data, true
}

// bbf is the enterprise number of the Broadband Forum.
const bbf = 3561

func isBBF(number []byte) bool { return binary.BigEndian.Uint32(number) == bbf }

// suboptions walks a list of code (1), length (1), value.
type suboptions struct{ rest []byte }

func (s *suboptions) next() (code byte, value []byte, ok bool) {
	if len(s.rest) < 2 || len(s.rest) < 2+int(s.rest[1]) {
		return 0, nil, false
	}
	n := 2 + int(s.rest[1])
	code, value = s.rest[0], s.rest[2:n]
	s.rest = s.rest[n:]
	return code, value, true
}

// isCable reports whether a vendor class is that of a device whose option 43
// CableLabs defines.
func isCable(class []byte) bool {
	return bytes.HasPrefix(class, []byte("docsis")) || bytes.HasPrefix(class, []byte("pktc")) ||
		bytes.HasPrefix(class, []byte("OpenCable")) || bytes.HasPrefix(class, []byte("CableHome"))
}
