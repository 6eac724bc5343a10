// Package dhip decodes the answers of DHDiscover, by which cameras and recorders
// of Dahua tell who they are, also under other brands. No specification is
// published; the form is that of the packets: a head of 32 octets that holds the
// letters DHIP, and a JSON object.
package dhip

import (
	"bytes"
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// Port is the UDP port that questions and answers are sent to.
const Port = 37810

const (
	headLength = 32
	maxText    = 256 // octets of a value
)

var (
	magic  = []byte("DHIP")
	answer = []byte(`client.notifyDevInfo`)
	nobody = []byte("General") // the vendor of devices without a brand
)

// Decode decodes one datagram. It returns false unless that holds an answer; a
// question names nobody.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < headLength || binary.LittleEndian.Uint32(b) != headLength || !bytes.Equal(b[4:8], magic) {
		return false
	}
	b = b[headLength:]
	if !bytes.Contains(b, answer) {
		return false
	}
	for {
		key, value, rest, ok := pair(b)
		if !ok {
			return true
		}
		b = rest
		if wire.Blank(value) || len(value) > maxText || bytes.IndexByte(value, '\\') >= 0 || bytes.Equal(value, nobody) {
			continue
		}
		if a := attribute(key); a != "" {
			s.Field(a, wire.Text, value)
		}
	}
}

func attribute(key []byte) string {
	switch string(key) {
	case "mac":
		return "dhip.mac"
	case "Vendor":
		return "dhip.vendor"
	case "DeviceClass":
		return "dhip.device_class"
	case "DeviceType":
		return "dhip.device_type"
	case "SerialNo":
		return "dhip.serial_number"
	case "Version":
		return "dhip.version"
	}
	return ""
}

// pair finds the next member of a JSON object whose value is a string (RFC 8259
// clauses 4 and 7), at any depth. The string's escapes are left as they are.
func pair(b []byte) (key, value, rest []byte, ok bool) {
	for {
		if key, b, ok = text(b); !ok {
			return nil, nil, nil, false
		}
		after := bytes.TrimLeft(b, " \t\r\n")
		if len(after) == 0 || after[0] != ':' {
			continue
		}
		after = bytes.TrimLeft(after[1:], " \t\r\n")
		if len(after) == 0 || after[0] != '"' {
			continue
		}
		if value, b, ok = text(after); ok {
			return key, value, b, true
		}
		return nil, nil, nil, false
	}
}

// text finds the next string.
func text(b []byte) (content, rest []byte, ok bool) {
	n := bytes.IndexByte(b, '"')
	if n < 0 {
		return nil, nil, false
	}
	b = b[n+1:]
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return b[:i], b[i+1:], true
		}
	}
	return nil, nil, false
}
