package pcap

import (
	"bytes"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/greeting"
	"github.com/whomade/whomade/wire/http"
	"github.com/whomade/whomade/wire/ssh"
	"github.com/whomade/whomade/wire/telnet"
	"github.com/whomade/whomade/wire/tls"
)

// streamDecoder is one line of the table of stream protocols.
type streamDecoder struct {
	decode wire.StreamDecoder
	ports  []uint16 // server ports on which the octets needn't be looked at first; the server's direction only
	starts []string // first octets that call for it on any port
	last   bool     // only where no other line wants the octets
}

// streamTable is every stream protocol, in the order it is tried. To add one is
// to add a line.
var streamTable = []streamDecoder{
	{decode: ssh.Decode, ports: []uint16{22}, starts: []string{"SSH-"}},
	{decode: tls.Decode, starts: []string{"\x16\x03"}},
	{decode: http.Decode, starts: httpStarts},
	{decode: greeting.DecodeSMTP, ports: []uint16{25, 587, 465, 2525}},
	{decode: greeting.DecodeFTP, ports: []uint16{21}},
	{decode: greeting.DecodePOP3, ports: []uint16{110}, starts: []string{"+OK"}},
	{decode: greeting.DecodeIMAP, ports: []uint16{143}, starts: []string{"* OK"}},
	{decode: telnet.Decode, ports: []uint16{23}},
	{decode: tls.DecodeUpgraded, ports: []uint16{21, 25, 587, 110, 143, 389, 3306, 5432}},
	{decode: greetingByText, starts: []string{"220 ", "220-"}, last: true},
}

// httpStarts are how messages begin that are worth a look.
var httpStarts = []string{"HTTP/1.", "GET ", "POST ", "HEAD ", "PUT ", "OPTIONS ", "CONNECT ", "DELETE ", "SUBSCRIBE ", "PROPFIND "}

// wanted is the set of lines of the table that may know a head. Protocols whose
// greeting is told by the port alone speak first in the server's direction.
func wanted(sport uint16, head []byte) (set uint32) {
	for i := range streamTable {
		if t := &streamTable[i]; (!t.last || set == 0) && t.wants(sport, head) {
			set |= 1 << i
		}
	}
	return set
}

func (t *streamDecoder) wants(sport uint16, head []byte) bool {
	for _, p := range t.ports {
		if p == sport {
			return true
		}
	}
	for _, s := range t.starts {
		if n := min(len(s), len(head)); string(head[:n]) == s[:n] {
			return true
		}
	}
	return false
}

// greetingByText takes a 220 greeting on a port that says nothing: mail servers
// name their protocol (RFC 5321 clause 4.3.1), the others are FTP.
func greetingByText(head []byte, end bool, s wire.Sink) wire.Status {
	if bytes.Contains(head, []byte("SMTP")) {
		return greeting.DecodeSMTP(head, end, s)
	}
	return greeting.DecodeFTP(head, end, s)
}

// messageStart reports whether a segment in the middle of a stream begins a
// message that may be read by itself.
func messageStart(data []byte) bool {
	if len(data) < 16 || data[0] < 'C' || data[0] > 'S' {
		return false
	}
	for _, s := range httpStarts {
		if len(data) > len(s) && string(data[:len(s)]) == s {
			return true
		}
	}
	return false
}

// message reads a message that begins in the middle of a stream.
func (d *dissector) message(data []byte) { http.Message(data, d) }
