// Package ntp decodes the answers of time servers to the question for their
// system variables (RFC 9327): version, processor and system. Times are not read.
package ntp

import (
	"bytes"
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// Port is the UDP port of the protocol.
const Port = 123

const (
	headLength    = 12
	modeControl   = 6
	response      = 0x80
	failed        = 0x40
	readVariables = 2
	maxItems      = 64
)

// names are the variables that say what a server is.
var names = [][]byte{[]byte("version"), []byte("processor"), []byte("system")}

// Decode decodes one datagram. The field is about the sender. It returns false
// unless that is an answer to the question for system variables.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < headLength || b[0]&7 != modeControl || b[0]>>3&7 < 2 || b[1]&response == 0 || b[1]&0x1f != readVariables {
		return false
	}
	count := int(binary.BigEndian.Uint16(b[10:]))
	if b[1]&failed != 0 || binary.BigEndian.Uint16(b[6:]) != 0 || len(b) < headLength+count {
		return false // an error, or of one peer
	}
	if text := stable(b[headLength : headLength+count]); len(text) != 0 {
		s.Field("ntp.readvar", wire.Text, text)
	}
	return true
}

// stable returns the first run of variables that say what the server is; the
// others change with the time.
func stable(b []byte) []byte {
	from, to, at := 0, 0, 0
	for range maxItems {
		for at < len(b) && (b[at] <= ' ' || b[at] == ',') {
			at++
		}
		n := end(b[at:])
		if n == 0 {
			break
		}
		if named(b[at : at+n]) {
			if to == 0 {
				from = at
			}
			to = at + n
		} else if to != 0 {
			break
		}
		at += n
	}
	return bytes.TrimRight(b[from:to], " \r\n\x00")
}

// end returns the length of the item that b starts with: a name, and a value that
// may be quoted.
func end(b []byte) int {
	quoted := false
	for i, c := range b {
		switch {
		case c == '"':
			quoted = !quoted
		case c == ',' && !quoted:
			return i
		}
	}
	return len(b)
}

func named(item []byte) bool {
	name, _, ok := bytes.Cut(item, []byte("="))
	if !ok {
		return false
	}
	for _, n := range names {
		if bytes.Equal(name, n) {
			return true
		}
	}
	return false
}
