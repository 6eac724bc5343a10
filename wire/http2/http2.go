// Package http2 reads identity from the header fields of HTTP/2 connections in
// clear (RFC 9113), such as those between the functions of a 5G core (3GPP TS
// 29.500 clause 5.2): the first few sections of a connection's either direction.
// Paths, cookies, authorization and bodies are never reported.
package http2

import (
	"encoding/binary"
	"strings"

	"golang.org/x/net/http2/hpack"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/http"
)

// Preface is how a client begins (RFC 9113 clause 3.4).
const Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

// Starts are how connections begin: of clients, and of servers, whose first frame
// holds settings.
var Starts = []string{
	Preface, "\x00\x00\x00\x04\x00\x00\x00\x00\x00", "\x00\x00\x06\x04\x00\x00\x00\x00\x00", "\x00\x00\x0c\x04\x00\x00\x00\x00\x00",
	"\x00\x00\x12\x04\x00\x00\x00\x00\x00", "\x00\x00\x18\x04\x00\x00\x00\x00\x00", "\x00\x00\x1e\x04\x00\x00\x00\x00\x00",
	"\x00\x00\x24\x04\x00\x00\x00\x00\x00", "\x00\x00\x2a\x04\x00\x00\x00\x00\x00",
}

// Frames (RFC 9113 clauses 4.1 and 6).
const (
	headLength = 9

	frameHeaders      = 0x1
	frameSettings     = 0x4
	framePush         = 0x5
	frameContinuation = 0x9

	flagEndHeaders = 0x4
	flagPadded     = 0x8
	flagPriority   = 0x20
)

// functions are the types of network functions (3GPP TS 29.510 clause 6.1.6.3.3)
// that begin the User-Agent of their requests (TS 29.500 clause 5.2.2.2).
var functions = []string{
	"AMF", "SMF", "UPF", "AUSF", "UDM", "UDR", "PCF", "NRF", "NSSF", "NEF", "BSF", "CHF", "SCP", "SEPP", "NWDAF", "UDSF", "SMSF", "5G_EIR",
	"LMF", "GMLC", "CBCF", "UCMF", "N3IWF", "DCCF", "MFAF", "ADRF", "NSACF", "TSCTSF", "EASDF", "MB-SMF", "MB-UPF", "HSS", "MME", "SCEF",
}

const (
	maxHead     = 48 << 10 // octets waited for until the first section is complete
	maxSections = 8        // sections that are read
	maxTable    = 4096     // octets of the table of fields (RFC 7541 clause 4.2)
	maxString   = 4096     // octets of a name or value
	maxField    = 1024     // octets of a reported value
)

// Decode is a wire.StreamDecoder for either direction. It reports
//
//	http_header.user_agent                                          requests
//	mobile.function                                                 requests of a function of a 5G core
//	http_header.server, .x_powered_by, .wwwauth                     responses
func Decode(head []byte, end bool, s wire.Sink) wire.Status {
	client := len(head) > 0 && head[0] == Preface[0]
	frames := head
	if client {
		n := min(len(head), len(Preface))
		if string(head[:n]) != Preface[:n] {
			return wire.NotMine
		}
		if n < len(Preface) {
			return more(end, wire.NotMine)
		}
		frames = head[n:]
	}
	if len(frames) < headLength {
		return more(end, wire.NotMine)
	}
	if size := length(frames); frames[3] != frameSettings || frames[4] != 0 || size%6 != 0 || size > 6*64 || binary.BigEndian.Uint32(frames[5:]) != 0 {
		return wire.NotMine
	}
	if !end && len(head) < maxHead && !whole(frames) {
		return wire.NeedMore
	}
	r := reader{client: client, sink: s}
	r.read(frames)
	return wire.Done
}

func more(end bool, otherwise wire.Status) wire.Status {
	if end {
		return otherwise
	}
	return wire.NeedMore
}

func length(b []byte) int { return int(b[0])<<16 | int(b[1])<<8 | int(b[2]) }

// frame splits off the first frame.
func frame(b []byte) (kind, flags byte, payload, rest []byte, ok bool) {
	if len(b) < headLength || len(b) < headLength+length(b) {
		return 0, 0, nil, nil, false
	}
	n := headLength + length(b)
	return b[3], b[4], b[headLength:n], b[n:], true
}

// whole tells whether a section is complete.
func whole(b []byte) bool {
	for {
		kind, flags, _, rest, ok := frame(b)
		if !ok {
			return false
		}
		if (kind == frameHeaders || kind == frameContinuation) && flags&flagEndHeaders != 0 {
			return true
		}
		b = rest
	}
}

// reader reads the sections of one direction.
type reader struct {
	client   bool
	sink     wire.Sink
	silent   bool // the section is no request or response
	fields   *hpack.Decoder
	sections int
}

func (r *reader) read(b []byte) {
	for r.sections < maxSections {
		kind, flags, payload, rest, ok := frame(b)
		if !ok {
			return
		}
		b = rest
		switch kind {
		case frameHeaders, framePush:
			if payload, ok = fragment(kind, flags, payload); !ok {
				return
			}
			r.silent = kind == framePush
		case frameContinuation:
		default:
			continue
		}
		if r.fields == nil {
			r.fields = hpack.NewDecoder(maxTable, r.field)
			r.fields.SetMaxStringLength(maxString)
		}
		if _, err := r.fields.Write(payload); err != nil {
			return
		}
		if flags&flagEndHeaders != 0 {
			if r.fields.Close() != nil {
				return
			}
			r.sections++
		}
	}
}

// fragment is a frame's part of the section, without what stands around it.
func fragment(kind, flags byte, b []byte) ([]byte, bool) {
	before, after := 0, 0
	if flags&flagPadded != 0 {
		if len(b) < 1 {
			return nil, false
		}
		before, after = 1, int(b[0])
	}
	switch {
	case kind == framePush:
		before += 4 // the stream that is promised
	case flags&flagPriority != 0:
		before += 5
	}
	if len(b) < before+after {
		return nil, false
	}
	return b[before : len(b)-after], true
}

func (r *reader) field(f hpack.HeaderField) {
	if r.silent || len(f.Value) == 0 || len(f.Value) > maxField {
		return
	}
	switch {
	case r.client && f.Name == "user-agent":
		r.sink.Field("http_header.user_agent", wire.Text, []byte(f.Value))
		if t := function(f.Value); t != "" {
			r.sink.Field("mobile.function", wire.Text, []byte(t))
		}
	case r.client:
	case f.Name == "server":
		r.sink.Field("http_header.server", wire.Text, []byte(f.Value))
	case f.Name == "x-powered-by":
		r.sink.Field("http_header.x_powered_by", wire.Text, []byte(f.Value))
	case f.Name == "www-authenticate":
		http.Challenges([]byte(f.Value), r.sink)
	}
}

// function is the type of network function that a User-Agent begins with.
func function(agent string) string {
	for _, t := range functions {
		if rest, ok := strings.CutPrefix(agent, t); ok && (rest == "" || rest[0] == '-' || rest[0] == ' ' || rest[0] == '/') {
			return t
		}
	}
	return ""
}
