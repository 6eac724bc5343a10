package greeting

import (
	"bytes"

	"github.com/whomade/whomade/wire"
)

// isFTP tells whether a connection may open with this reply code: 220 ready,
// 421 and 530 no service for this client (the text is the server's own still).
func isFTP(code int) bool { return code == 220 || code == 421 || code == 530 }

// isSMTP is isFTP's counterpart: 554 opens a connection to a server that takes
// no mail (RFC 5321 clause 3.1).
func isSMTP(code int) bool { return code == 220 || code == 421 || code == 554 }

// reply reads a reply of one or more lines: "220-" opens a long one that ends
// with a line starting "220 ". Lines between may or may not repeat the code.
func reply(head []byte, end bool, s wire.Sink, attribute string, opens func(int) bool) wire.Status {
	if len(head) < 4 {
		if end || !digits(head) {
			return wire.NotMine
		}
		return wire.NeedMore
	}
	code, sep := codeOf(head)
	if !opens(code) || sep != ' ' && sep != '-' && sep != '\r' && sep != '\n' {
		return wire.NotMine
	}
	body, count, complete := head[:min(len(head), maxText)], 0, false
	size := 0 // of the reply, in octets
	for count < maxLines && size < len(body) {
		n := bytes.IndexByte(body[size:], '\n')
		l := body[size:]
		if n >= 0 {
			l = l[:n+1]
		}
		c, sep := codeOf(l)
		if count > 0 && c != 0 && c != code && sep == ' ' {
			complete = true // the next reply: the last line of this one was lost
			break
		}
		size += len(l)
		count++
		if n >= 0 && c == code && sep != '-' {
			complete = true
			break
		}
	}
	if !complete && !end && len(head) < maxText && count < maxLines {
		return wire.NeedMore
	}
	if text := plain(head[:size], code, count); len(text) != 0 {
		s.Field(attribute, wire.Text, text)
	}
	return wire.Done
}

// plain strips reply codes and joins the lines with "\n". One line stays where
// it is; several are written anew.
func plain(b []byte, code, count int) []byte {
	if count <= 1 {
		return strip(b, code)
	}
	out := make([]byte, 0, len(b))
	for len(b) > 0 {
		l, rest, _ := bytes.Cut(b, []byte{'\n'})
		b = rest
		if len(out) != 0 {
			out = append(out, '\n')
		}
		out = append(out, strip(l, code)...)
	}
	return bytes.TrimSpace(out)
}

// strip cuts the reply code and the end of one line.
func strip(l []byte, code int) []byte {
	if c, sep := codeOf(l); c == code && (sep == ' ' || sep == '-') {
		l = l[4:]
	} else if c == code && len(bytes.TrimSpace(l)) == 3 {
		return nil
	}
	return bytes.TrimSpace(l)
}

// codeOf returns the three-digit code that a line starts with, and the octet
// after it: 0 where the line is no reply line, or ends there.
func codeOf(l []byte) (code int, sep byte) {
	if len(l) < 3 || !digits(l[:3]) {
		return 0, 0
	}
	code = int(l[0]-'0')*100 + int(l[1]-'0')*10 + int(l[2]-'0')
	if len(l) > 3 {
		sep = l[3]
	}
	return code, sep
}

func digits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
