// Package apertest builds messages of the application protocols of the radio
// access networks for the tests of their decoders.
package apertest

import "encoding/binary"

// First octets of messages, whose CHOICE is with an extension marker.
const (
	Initiating   = 0x00
	Successful   = 0x20
	Unsuccessful = 0x40
)

// Message builds a message of a procedure with elements.
func Message(first, procedure byte, elements ...[]byte) []byte {
	return Raw(first, procedure, append([]byte{0}, Container(elements...)...))
}

// Raw builds a message of a procedure with a body of any form.
func Raw(first, procedure byte, body []byte) []byte {
	return append([]byte{first, procedure, 0}, open(body)...)
}

// Container builds a container of elements, whose count has two octets.
func Container(elements ...[]byte) []byte {
	out := binary.BigEndian.AppendUint16(nil, uint16(len(elements)))
	for _, e := range elements {
		out = append(out, e...)
	}
	return out
}

// Element builds an element of the octets of its value.
func Element(id uint16, value []byte) []byte {
	out := binary.BigEndian.AppendUint16(nil, id)
	return append(append(out, 0x40), open(value)...)
}

// Name is the value of an element that is a name of 1 to 150 octets.
func Name(s string) []byte {
	n := byte(len(s) - 1)
	return append([]byte{n >> 1, n << 7}, s...)
}

// open puts a length before octets.
func open(b []byte) []byte {
	if len(b) < 0x80 {
		return append([]byte{byte(len(b))}, b...)
	}
	return append(binary.BigEndian.AppendUint16(nil, uint16(len(b))|0x8000), b...)
}
