package megaco

import (
	"bytes"

	"github.com/whomade/whomade/wire"
)

// UDP ports of MGCP (RFC 3435 clause 3.5).
const (
	PortGateway   = 2427
	PortCallAgent = 2727
)

const maxLine = 1024

// DecodeMGCP decodes the first line of an MGCP message (RFC 3435 clause 3.2.1):
// "RSIP 1 aaln/1@gw.example.net MGCP 1.0". A gateway's own commands name it by
// the domain of their endpoints; those of a call agent name somebody else. Of
// the endpoint only the kind is reported, for its number is a subscriber's line.
func DecodeMGCP(b []byte, s wire.Sink) bool {
	line := firstLine(b)
	verb, rest := word(line)
	if len(verb) != 4 {
		return response(line)
	}
	_, rest = word(rest) // transaction
	endpoint, rest := word(rest)
	at := bytes.LastIndexByte(endpoint, '@')
	if len(rest) < len("MGCP 1.0") || string(rest[:5]) != "MGCP " || at < 1 {
		return false
	}
	s.Field("mgcp.version", wire.Text, rest)
	if string(verb) != "RSIP" && string(verb) != "NTFY" {
		return true
	}
	if host := endpoint[at+1:]; printable(host) {
		s.Field("mgcp.gateway", wire.Text, bytes.Trim(host, "[]"))
	}
	kind := endpoint[:at]
	if n := bytes.IndexByte(kind, '/'); n > 0 {
		kind = kind[:n]
	}
	if kind = bytes.TrimRight(kind, "0123456789*$"); printable(kind) {
		s.Field("mgcp.endpoint_type", wire.Text, kind)
	}
	return true
}

// response tells whether a line is that of a response: three digits, a number.
func response(line []byte) bool {
	code, rest := word(line)
	transaction, _ := word(rest)
	return len(code) == 3 && digits(code) && len(transaction) > 0 && len(transaction) < 11 && digits(transaction)
}

func digits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// firstLine is the first line without its end; empty where it is too long.
func firstLine(b []byte) []byte {
	n := bytes.IndexAny(b[:min(len(b), maxLine)], "\r\n")
	switch {
	case n >= 0:
		return b[:n]
	case len(b) <= maxLine:
		return b
	}
	return nil
}

// word splits the first word off.
func word(b []byte) (w, rest []byte) {
	b = bytes.TrimLeft(b, " \t")
	n := bytes.IndexAny(b, " \t")
	if n < 0 {
		return b, nil
	}
	return b[:n], bytes.TrimLeft(b[n:], " \t")
}

// printable tells whether a name is there and has no control characters.
func printable(b []byte) bool {
	return len(b) > 0 && wire.TextOrBytes(b) == wire.Text
}
