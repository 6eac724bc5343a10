package scan

import (
	"bytes"
	"net/netip"
	"strings"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/greeting"
	"github.com/whomade/whomade/wire/http"
	"github.com/whomade/whomade/wire/sip"
	"github.com/whomade/whomade/wire/ssdp"
	"github.com/whomade/whomade/wire/ssh"
	"github.com/whomade/whomade/wire/telnet"
	"github.com/whomade/whomade/wire/tls"
)

// decoders read what a server says, by protocol.
var decoders = map[string]wire.StreamDecoder{
	"ssh": ssh.Decode, "telnet": telnet.Decode, "ftp": greeting.DecodeFTP, "smtp": greeting.DecodeSMTP,
	"pop3": greeting.DecodePOP3, "imap": greeting.DecodeIMAP, "http": http.Decode, "sip": sip.DecodeStream, "rtsp": decodeRTSP,
	"ssdp": decodeSSDP,
}

// Speaks tells what the host said in a protocol; where that has no decoder, the
// octets themselves must show which it is. Only what servers say before anybody
// logs in is looked at.
func (h Host) Speaks(protocol string, octets []byte) {
	decode := decoders[protocol]
	if decode == nil {
		decode = decoders[guess(octets)]
	}
	if decode == nil || len(octets) == 0 {
		return
	}
	// Scanners cut the line's end, which some decoders wait for.
	decode(append(bytes.Clone(octets), "\r\n"...), true, sink{h: h})
}

// guess is the protocol that octets show without doubt.
func guess(b []byte) string {
	starts := func(s string) bool { return bytes.HasPrefix(b, []byte(s)) }
	switch {
	case starts("SSH-"):
		return "ssh"
	case starts("HTTP/1."):
		return "http"
	case starts("RTSP/1."):
		return "rtsp"
	case starts("SIP/2.0 "):
		return "sip"
	case starts("+OK "):
		return "pop3"
	case starts("* OK "):
		return "imap"
	case len(b) > 2 && b[0] == 0xff && b[1] >= 0xfb && b[1] < 0xff:
		return "telnet"
	case starts("220"):
		line, _, _ := bytes.Cut(b, []byte("\n"))
		line = bytes.ToUpper(line)
		switch ftp, smtp := bytes.Contains(line, []byte("FTP")), bytes.Contains(line, []byte("SMTP")); {
		case ftp && !smtp:
			return "ftp"
		case smtp && !ftp:
			return "smtp"
		}
	}
	return ""
}

// decodeRTSP is a wire.StreamDecoder for the Server field of an RTSP response (RFC
// 2326 clause 12.36).
func decodeRTSP(head []byte, _ bool, s wire.Sink) wire.Status {
	line, rest, ok := bytes.Cut(head, []byte("\n"))
	if !ok || !bytes.HasPrefix(line, []byte("RTSP/")) {
		return wire.NotMine
	}
	for {
		name, value, next, ok := http.NextField(rest)
		if !ok {
			return wire.Done
		}
		if http.Is(name, "server") && len(value) > 0 {
			s.Field("rtsp_header.server", wire.Text, value)
		}
		rest = next
	}
}

// decodeSSDP is a wire.StreamDecoder for one datagram.
func decodeSSDP(head []byte, _ bool, s wire.Sink) wire.Status {
	if ssdp.Decode(head, s) {
		return wire.Done
	}
	return wire.NotMine
}

// Octets are those of a text in which each character stands for an octet, as
// scanners write what is no UTF-8. Other texts stay as they are.
func Octets(s string) []byte {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		if r > 0xff {
			return []byte(s)
		}
		out = append(out, byte(r))
	}
	return out
}

// Telnet tells what a Telnet server said, where option negotiation, if it stands in
// the text, is written one character for an octet.
func (h Host) Telnet(s string) {
	octets := []byte(s)
	for _, command := range []string{"\u00ff\u00fb", "\u00ff\u00fc", "\u00ff\u00fd", "\u00ff\u00fe"} {
		if strings.Contains(s, command) {
			octets = Octets(s)
		}
	}
	h.Speaks("telnet", octets)
}

const (
	maxBody   = 64 << 10 // octets of a page that are looked at
	maxFields = 64       // values of one header field
)

// fieldNames are the header fields that the decoder reads.
var fieldNames = []string{"content-type", "server", "x-powered-by", "www-authenticate", "set-cookie"}

// Response tells what a response over HTTP says: the fields of its head by name in
// lower case with hyphens, and its body, from which codings were taken off. It
// reports whether the body has a title.
func (h Host) Response(fields map[string][]string, body string) (titled bool) {
	b := []byte("HTTP/1.1 200 OK\r\n")
	for _, name := range fieldNames {
		for _, v := range fields[name][:min(len(fields[name]), maxFields)] {
			b = append(b, name+": "+oneLine.Replace(v)+"\r\n"...)
		}
	}
	b = append(b, "\r\n"...)
	b = append(b, body[:min(len(body), maxBody)]...)
	http.Decode(b, true, sink{h, &titled})
	return titled
}

// oneLine keeps a value from starting a field of its own.
var oneLine = strings.NewReplacer("\r", " ", "\n", " ")

// Certificate tells the names in a certificate, and reports whether it is one.
// leaf says that it is the host's own.
func (h Host) Certificate(der []byte, leaf bool) bool { return tls.Certificate(der, leaf, sink{h: h}) }

// sink takes a decoder's fields as facts about the host.
type sink struct {
	h      Host
	titled *bool // set when a title comes
}

func (sink) About(wire.Key, []byte) {}

func (sink) Bind(netip.Addr, [6]byte) {}

func (s sink) Field(attribute string, kind wire.Kind, value []byte) {
	if attribute == "html_title" && s.titled != nil {
		*s.titled = true
	}
	s.h.field(attribute, kind, value)
}
