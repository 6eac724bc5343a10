// Package greeting reads the line or lines of text with which FTP, SMTP, POP3
// and IMAP servers open a connection. Only the greeting is read: what follows it
// answers a client and may hold user names.
package greeting

import (
	"bytes"

	"github.com/whomade/whomade/wire"
)

const (
	maxText  = 8 << 10 // octets of a greeting
	maxLines = 128
)

// DecodeFTP is a wire.StreamDecoder for the server's side of an FTP control
// connection (RFC 959 clause 4.2). It reports ftp.banner.
func DecodeFTP(head []byte, end bool, s wire.Sink) wire.Status {
	return reply(head, end, s, "ftp.banner", isFTP)
}

// DecodeSMTP is a wire.StreamDecoder for the server's side of an SMTP
// connection (RFC 5321 clauses 3.1 and 4.2.1). It reports smtp.banner.
func DecodeSMTP(head []byte, end bool, s wire.Sink) wire.Status {
	return reply(head, end, s, "smtp.banner", isSMTP)
}

// DecodePOP3 is a wire.StreamDecoder for the server's side of a POP3 connection
// (RFC 1939 clause 4). It reports pop3.banner.
func DecodePOP3(head []byte, end bool, s wire.Sink) wire.Status {
	return line(head, end, s, "pop3.banner", pop3Prefixes)
}

// DecodeIMAP is a wire.StreamDecoder for the server's side of an IMAP
// connection (RFC 9051 clause 7.1). It reports imap4.banner.
func DecodeIMAP(head []byte, end bool, s wire.Sink) wire.Status {
	return line(head, end, s, "imap4.banner", imapPrefixes)
}

var (
	pop3Prefixes = [][]byte{[]byte("+OK")}
	imapPrefixes = [][]byte{[]byte("* OK"), []byte("* PREAUTH"), []byte("* BYE")}
)

// line reads a greeting of one line that starts with one of the prefixes.
func line(head []byte, end bool, s wire.Sink, attribute string, prefixes [][]byte) wire.Status {
	for _, p := range prefixes {
		if len(head) < len(p) {
			if !end && bytes.HasPrefix(p, head) {
				return wire.NeedMore
			}
			continue
		}
		if !bytes.HasPrefix(head, p) {
			continue
		}
		text := head[len(p):]
		if len(text) > 0 && text[0] != ' ' && text[0] != '\r' && text[0] != '\n' {
			continue
		}
		if n := bytes.IndexByte(text, '\n'); n >= 0 {
			text = text[:n]
		} else if !end && len(text) < maxText {
			return wire.NeedMore
		}
		text = bytes.Trim(text[:min(len(text), maxText)], " \r")
		if len(text) != 0 {
			s.Field(attribute, wire.Text, text)
		}
		return wire.Done
	}
	return wire.NotMine
}
