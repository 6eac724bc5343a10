// Package ssh reads what both ends of an SSH connection send in clear before
// anything else: the identification line (RFC 4253 clause 4.2) and which
// algorithms they know (clause 7.1).
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
	line, _, status := find(head)
	if status == wire.NeedMore && end {
		status = wire.NotMine
		if bytes.HasPrefix(line, magic) {
			status = wire.Done
		}
	}
	if status != wire.Done {
		return status
	}
	return identification(line, s)
}

// find returns the identification and what follows it, or what there is of it
// where more is needed.
func find(head []byte) (line, rest []byte, status wire.Status) {
	for range maxLines {
		n := bytes.IndexByte(head, '\n')
		line := head
		if n >= 0 {
			line = head[:n]
		}
		starts := bytes.HasPrefix(line, magic)
		switch {
		case n >= 0 && starts:
			return line, head[n+1:], wire.Done
		case len(line) > maxLine || !starts && !printable(line):
			return nil, nil, wire.NotMine
		case n < 0:
			return line, nil, wire.NeedMore
		}
		head = head[n+1:]
	}
	return nil, nil, wire.NotMine
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
