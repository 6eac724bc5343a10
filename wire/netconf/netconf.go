// Package netconf decodes the first message of a NETCONF session (RFC 6241 clause
// 8.1) that is not encrypted: the capabilities, whose URIs name the models of
// data that a device serves and thereby who wrote them. A client's say nothing of
// it: clients name what the devices that they manage understand. The number of the
// session and all that follows are not read.
package netconf

import (
	"bytes"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/mobile"
	"github.com/whomade/whomade/wire/xml"
)

// Starts are how a first message begins: with a declaration or without.
var Starts = []string{"<?xml", "<hello", "<nc:hello"}

const (
	maxTag          = 512      // octets of the declaration and of the first tag
	maxCapabilities = 64       // that are reported
	maxClient       = 16 << 10 // octets of a client's message

	blanks = " \t\r\n"
)

var (
	element = []byte("hello")
	space   = []byte("urn:ietf:params:xml:ns:netconf:base:1.0") // of the element (RFC 6241 clause 3.1)
	// endOfMessage is what ends the first message in either framing (RFC 6242
	// clause 4.1).
	endOfMessage = []byte("]]>]]>")

	capability = []byte("capability")
	session    = []byte("session-id>") // the server alone gives one
)

// standard is how URIs begin that are the same with every maker: those of the
// IETF, IANA and IEEE, of OpenConfig, and of software that many build on.
var standard = [][]byte{
	[]byte("urn:ietf:"), []byte("urn:ieee:"), []byte("urn:iana:"), []byte("urn:bbf:"), []byte("urn:onf:"), []byte("urn:3gpp:"),
	[]byte("http://openconfig.net/"), []byte("https://openconfig.net/"), []byte("http://tail-f.com/"), []byte("urn:sysrepo:"), []byte("urn:cesnet:"),
}

// radioUnit is a model of data that only a radio unit of O-RAN serves: how its
// user plane is set up (O-RAN.WG4.MP, o-ran-uplane-conf).
var radioUnit = []byte("urn:o-ran:uplane-conf:")

// Decode is a wire.StreamDecoder. Of a client's message it reports nothing.
func Decode(head []byte, end bool, s wire.Sink) wire.Status {
	b, status := message(head)
	if status == wire.NeedMore && end {
		status = wire.NotMine
	}
	if status != wire.Done {
		return status
	}
	if n := bytes.Index(b, endOfMessage); n >= 0 {
		b = b[:n]
	} else if !end {
		return wire.NeedMore
	}
	if len(b) <= maxClient && !bytes.Contains(b, session) {
		return wire.Done
	}
	radio, told := false, 0
	for told < maxCapabilities {
		t, rest, ok := xml.Next(b)
		if !ok {
			break
		}
		b = rest
		if !t.Open || t.Close || !bytes.Equal(t.Name, capability) {
			continue
		}
		if uri := xml.Clean(t.Text); len(uri) > 0 && !isStandard(uri) {
			radio = radio || bytes.HasPrefix(uri, radioUnit)
			s.Field("netconf.capability", wire.Text, uri)
			told++
		}
	}
	if radio {
		mobile.Function(mobile.ORU, s)
	}
	return wire.Done
}

// message returns a head from its first element on, once that is known to be the
// one that begins a session.
func message(head []byte) ([]byte, wire.Status) {
	b := bytes.TrimLeft(head, blanks)
	if bytes.HasPrefix(b, []byte("<?xml")) {
		n, status := tag(b)
		if status != wire.Done {
			return nil, status
		}
		b = bytes.TrimLeft(b[n+1:], blanks)
	}
	n, status := tag(b)
	if status != wire.Done {
		return nil, status
	}
	name := b[1:n]
	if n := bytes.IndexAny(name, blanks); n >= 0 {
		name = name[:n]
	}
	name = name[bytes.IndexByte(name, ':')+1:]
	if !bytes.Equal(name, element) || !bytes.Contains(b[:n], space) {
		return nil, wire.NotMine
	}
	return b, wire.Done
}

// tag finds the end of the tag that b begins with.
func tag(b []byte) (int, wire.Status) {
	if len(b) > 0 && b[0] != '<' {
		return 0, wire.NotMine
	}
	switch n := bytes.IndexByte(b, '>'); {
	case n > maxTag || n < 0 && len(b) > maxTag:
		return 0, wire.NotMine
	case n < 0:
		return 0, wire.NeedMore
	default:
		return n, wire.Done
	}
}

func isStandard(uri []byte) bool {
	for _, s := range standard {
		if bytes.HasPrefix(uri, s) {
			return true
		}
	}
	return false
}
