package pcap

import (
	"bytes"
	"encoding/binary"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/bgp"
	"github.com/whomade/whomade/wire/diameter"
	"github.com/whomade/whomade/wire/greeting"
	"github.com/whomade/whomade/wire/http"
	"github.com/whomade/whomade/wire/http2"
	"github.com/whomade/whomade/wire/ldp"
	"github.com/whomade/whomade/wire/megaco"
	"github.com/whomade/whomade/wire/netconf"
	"github.com/whomade/whomade/wire/rtsp"
	"github.com/whomade/whomade/wire/sip"
	"github.com/whomade/whomade/wire/ssh"
	"github.com/whomade/whomade/wire/tacacs"
	"github.com/whomade/whomade/wire/telnet"
	"github.com/whomade/whomade/wire/tls"
)

// streamDecoder is one line of the table of stream protocols.
type streamDecoder struct {
	decode wire.StreamDecoder
	ports  []uint16 // server ports on which the octets needn't be looked at first; the server's direction only
	starts []string // first octets that call for it on any port
	last   bool     // only where no other line wants the octets
	brief  bool     // it is decoded as fast as it is known again: its parts are known again

	// need is how long a head has to be before it is worth to be shown again.
	need func(head []byte) int

	// message reads a message that begins with one of starts in the middle of a
	// stream: many share one connection.
	message wire.DatagramDecoder
}

// streamTable is every stream protocol, in the order it is tried. To add one is
// to add a line.
var streamTable = []streamDecoder{
	{decode: ssh.Decode, ports: []uint16{22}, starts: []string{"SSH-"}},
	{decode: ssh.DecodeAlgorithms, ports: []uint16{22}, starts: []string{"SSH-"}, need: ssh.Needed},
	{decode: tls.Decode, starts: []string{"\x16\x03"}, brief: true, need: tlsRecords},
	{decode: http.Decode, starts: httpStarts, message: http.Message},
	{decode: http2.Decode, starts: http2.Starts},
	{decode: rtsp.Decode, starts: []string{rtsp.Start}, message: rtsp.Message},
	{decode: diameter.DecodeStream, starts: []string{"\x01\x00"}, message: diameterMessage},
	{decode: sip.DecodeStream, starts: sip.Starts, message: sip.Message},
	{decode: megaco.DecodeStream, ports: []uint16{megaco.PortText, megaco.PortBinary}},
	{decode: netconf.Decode, starts: netconf.Starts},
	{decode: tacacs.Decode, starts: tacacs.Starts},
	{decode: bgp.Decode, starts: []string{bgp.Marker}},
	{decode: ldp.DecodeStream, ports: []uint16{ldp.Port}},
	{decode: greeting.DecodeSMTP, ports: []uint16{25, 587, 465, 2525}},
	{decode: greeting.DecodeFTP, ports: []uint16{21}},
	{decode: greeting.DecodePOP3, ports: []uint16{110}, starts: []string{"+OK"}},
	{decode: greeting.DecodeIMAP, ports: []uint16{143}, starts: []string{"* OK"}},
	{decode: telnet.Decode, ports: []uint16{23}},
	{decode: tls.DecodeUpgraded, ports: []uint16{21, 25, 587, 110, 143, 389, 3306, 5432}},
	{decode: greetingByText, starts: []string{"220 ", "220-"}, last: true},
}

// httpStarts are how messages begin that are worth a look: those of RFC 9110, of
// UPnP, of WebDAV, and of Microsoft's remote procedure calls and file transfers.
var httpStarts = []string{
	"HTTP/1.", "GET ", "POST ", "HEAD ", "PUT ", "OPTIONS ", "CONNECT ", "DELETE ", "PATCH ", "SUBSCRIBE ", "PROPFIND ", "REPORT ",
	"RPC_IN_DATA ", "RPC_OUT_DATA ", "BITS_POST ", "CCM_POST ",
}

// diameterMessage takes what looks like a message of Diameter.
func diameterMessage(b []byte, s wire.Sink) bool { return diameter.Looks(b) && diameter.Message(b, s) }

// greetingByText takes a 220 greeting on a port that says nothing: mail servers
// name their protocol (RFC 5321 clause 4.3.1), the others are FTP.
func greetingByText(head []byte, end bool, s wire.Sink) wire.Status {
	if bytes.Contains(head, []byte("SMTP")) {
		return greeting.DecodeSMTP(head, end, s)
	}
	return greeting.DecodeFTP(head, end, s)
}

// tlsRecords returns how long a head is with the records of handshake messages
// that began in it (RFC 8446 clause 5.1).
func tlsRecords(head []byte) int {
	n := 0
	for len(head)-n >= 5 && head[n] == 0x16 {
		n += 5 + int(binary.BigEndian.Uint16(head[n+3:]))
	}
	return n
}
