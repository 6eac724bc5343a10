// Package ssdp reads the discovery messages of UPnP (UPnP Device Architecture
// 2.0 clause 1) that travel over UDP port 1900 in the form of HTTP heads.
package ssdp

import (
	"bytes"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/http"
)

const maxValue = 1024 // octets of a reported value

var starts = [][]byte{[]byte("NOTIFY * HTTP/1."), []byte("M-SEARCH * HTTP/1."), []byte("HTTP/1.")}

// Decode reads one datagram: NOTIFY, M-SEARCH or the response to a search. It
// reports ssdp.server (operating system, UPnP version and product),
// ssdp.user_agent and ssdp.usn (unique service name, with the device's UUID).
func Decode(b []byte, s wire.Sink) bool {
	if !starting(b) {
		return false
	}
	n := bytes.IndexByte(b, '\n')
	if n < 0 {
		return true
	}
	for rest := b[n+1:]; ; {
		name, value, r, ok := http.NextField(rest)
		if !ok {
			return true
		}
		rest = r
		if len(value) == 0 || len(value) > maxValue {
			continue
		}
		switch {
		case http.Is(name, "server"):
			s.Field("ssdp.server", wire.Text, value)
		case http.Is(name, "user-agent"):
			s.Field("ssdp.user_agent", wire.Text, value)
		case http.Is(name, "usn"):
			s.Field("ssdp.usn", wire.Text, value)
		}
	}
}

func starting(b []byte) bool {
	for _, p := range starts {
		if bytes.HasPrefix(b, p) {
			return true
		}
	}
	return false
}
