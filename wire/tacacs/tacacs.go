// Package tacacs decodes the first message of each side of a TACACS+ connection
// (RFC 8907), which HWTACACS shares: who asks, who answers, and the line that is
// asked for where the body is not obfuscated. User names, addresses of users,
// passwords, commands and texts are not read, and nothing is deciphered.
package tacacs

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// Port is the TCP port of servers (RFC 8907 clause 3.1).
const Port = 49

// Starts are how the first message of a client and that of a server begin: major
// version 12 with minor version 0 or 1, the type, and the sequence number, which
// begins with 1 at the client (RFC 8907 clause 4.1).
var Starts = []string{
	"\xc0\x01\x01", "\xc1\x01\x01", "\xc0\x02\x01", "\xc0\x03\x01",
	"\xc0\x01\x02", "\xc1\x01\x02", "\xc0\x02\x02", "\xc0\x03\x02",
}

// Types of messages (RFC 8907 clause 4.1).
const (
	authentication = 1
	authorization  = 2
	accounting     = 3
)

const (
	headLength = 12
	maxBody    = 4096 // octets of a first message that are believed

	unencrypted   = 0x01
	singleConnect = 0x04

	maxPort = 64 // octets of the name of a line that are believed
)

var (
	client = []byte("client")
	server = []byte("server")
)

// Decode is a wire.StreamDecoder. It takes a head that is one whole first
// message and nothing else: the other side has to answer before another comes
// (RFC 8907 clauses 5.1, 6 and 7).
func Decode(head []byte, end bool, s wire.Sink) wire.Status {
	if len(head) < headLength {
		if !end && maybe(head) {
			return wire.NeedMore
		}
		return wire.NotMine
	}
	n := int(binary.BigEndian.Uint32(head[8:]))
	if !maybe(head) || head[3]&^(unencrypted|singleConnect) != 0 || binary.BigEndian.Uint32(head[4:]) == 0 || n < least(head) || n > maxBody {
		return wire.NotMine
	}
	switch body := len(head) - headLength; {
	case body > n:
		return wire.NotMine
	case body < n && !end:
		return wire.NeedMore
	case body < n:
		return wire.NotMine
	}
	if head[2] == 2 {
		s.Field("tacacs.role", wire.Text, server)
		return wire.Done
	}
	s.Field("tacacs.role", wire.Text, client)
	if head[3]&unencrypted != 0 {
		line(head[1], head[headLength:], s)
	}
	return wire.Done
}

// maybe tells whether the octets that are there are those of a first message.
func maybe(head []byte) bool {
	for _, start := range Starts {
		if n := min(len(start), len(head)); n > 0 && string(head[:n]) == start[:n] {
			return true
		}
	}
	return false
}

// least is the length of the fixed part of a body (RFC 8907 clauses 5.1, 5.2,
// 6.1, 6.2, 7.1 and 7.2).
func least(head []byte) int {
	fixed := [...][2]int{authentication: {8, 6}, authorization: {8, 6}, accounting: {9, 5}}
	return fixed[head[1]][head[2]-1]
}

// line reports the client's line for which it asks, such as "tty0" (RFC 8907
// clauses 5.1, 6.1 and 7.1).
func line(kind byte, b []byte, s wire.Sink) {
	at := 4
	if kind == accounting { // flags come first
		at = 5
	}
	user, port, address, last := int(b[at]), int(b[at+1]), int(b[at+2]), int(b[at+3])
	from := at + 4
	length := from + user + port + address
	if kind == authentication {
		length += last
	} else { // the lengths of the arguments come before the texts
		from += last
		length += last
		if length > len(b) {
			return
		}
		for _, n := range b[at+4 : from] {
			length += int(n)
		}
	}
	if length != len(b) || port == 0 || port > maxPort {
		return
	}
	if v := b[from+user : from+user+port]; wire.TextOrBytes(v) == wire.Text {
		s.Field("tacacs.port", wire.Text, v)
	}
}
