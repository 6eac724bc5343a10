// Package ssh reads the identification line that both ends of an SSH connection
// send in clear before anything else (RFC 4253 clause 4.2).
package ssh

import (
	"bytes"

	"github.com/whomade/whomade/wire"
)

const (
	maxLine  = 1024 // RFC 4253 allows 255 octets; a few implementations send more
	maxLines = 64   // lines that a server may send before its identification
)

var magic = []byte("SSH-")

// Decode is a wire.StreamDecoder. It reports
//
//	ssh.protocol_version  "2.0", "1.99", "1.5"
//	ssh.banner            software version and comments: what follows "SSH-2.0-"
//
// Lines that a server sends before (RFC 4253 clause 4.2) are read past.
func Decode(head []byte, end bool, s wire.Sink) wire.Status {
	for range maxLines {
		n := bytes.IndexByte(head, '\n')
		if n < 0 {
			return lastLine(head, end, s)
		}
		line := head[:n]
		head = head[n+1:]
		if bytes.HasPrefix(line, magic) {
			return identification(line, s)
		}
		if len(line) > maxLine || !printable(line) {
			return wire.NotMine
		}
	}
	return wire.NotMine
}

// lastLine looks at a line whose end is not there.
func lastLine(line []byte, end bool, s wire.Sink) wire.Status {
	starts := bytes.HasPrefix(line, magic)
	switch {
	case len(line) > maxLine || !starts && !printable(line):
		return wire.NotMine
	case !end:
		return wire.NeedMore
	case starts:
		return identification(line, s)
	}
	return wire.NotMine
}

// identification splits "SSH-protoversion-softwareversion SP comments".
func identification(line []byte, s wire.Sink) wire.Status {
	line = line[len(magic):]
	dash := bytes.IndexByte(line, '-')
	if dash < 1 || dash > 8 || len(line) > maxLine {
		return wire.NotMine
	}
	for _, c := range line[:dash] {
		if c != '.' && (c < '0' || c > '9') {
			return wire.NotMine
		}
	}
	s.Field("ssh.protocol_version", wire.Text, line[:dash])
	if banner := bytes.TrimRight(line[dash+1:], "\r \x00"); len(banner) != 0 {
		s.Field("ssh.banner", wire.Text, banner)
	}
	return wire.Done
}

// printable tells whether b may be a line of text in any encoding.
func printable(b []byte) bool {
	for _, c := range b {
		if c < ' ' && c != '\t' && c != '\r' && c != 0x1b || c == 0x7f {
			return false
		}
	}
	return true
}
