// Package tls reads the certificates that TLS 1.0 to 1.2 send in clear
// (RFC 5246 clause 7.4.2). TLS 1.3 encrypts them and gives nothing away.
package tls

import (
	"github.com/whomade/whomade/wire"
)

// Record content types and handshake message types (RFC 5246 clauses 6.2.1
// and 7.4).
const (
	recordAlert     = 21
	recordHandshake = 22

	clientHello     = 1
	serverHello     = 2
	certificate     = 11
	serverKey       = 12
	serverHelloDone = 14
	finished        = 20

	certificateStatus = 22 // RFC 6066 clause 8
)

const (
	recordHead = 5
	maxRecord  = 16<<10 + 2048 // RFC 5246 clause 6.2.3
	maxMessage = 64 << 10      // octets of a handshake message that are read
)

// Decode is a wire.StreamDecoder for either direction: a client that shows a
// certificate is identified by it as a server is. It reports, from the
// Certificate message,
//
//	x509.subject, x509.issuer    of the first certificate
//	x509.subject_alt_name        of the first certificate, one per DNS name
//	x509.issuer                  subject and issuer of the others, its issuers,
//	                             and of those in a CertificateStatus message
//
// and, of a client that shows a certificate, tls.ja4.
func Decode(head []byte, end bool, s wire.Sink) wire.Status {
	if len(head) < recordHead+1 {
		if end || !mayStart(head) {
			return wire.NotMine
		}
		return wire.NeedMore
	}
	if head[0] != recordHandshake || !record(head) || head[recordHead] != clientHello && head[recordHead] != serverHello {
		return wire.NotMine
	}
	c := cursor{b: head}
	var shown, status []byte // bodies of Certificate and CertificateStatus
	var hello []byte         // body of ClientHello
	for {
		var h [4]byte
		mark := c
		if !c.read(h[:]) {
			break
		}
		length := int(h[1])<<16 | int(h[2])<<8 | int(h[3])
		switch kind := h[0]; {
		case kind == certificate && shown == nil, kind == certificateStatus && shown != nil:
			size := min(length, maxMessage)
			if !end && c.available() < size && !c.closed() {
				return wire.NeedMore
			}
			body := c.take(size)
			if kind == certificate && size == length {
				shown = body[:len(body):len(body)]
				continue // its status may follow
			}
			if kind == certificate {
				shown = body
			} else {
				status = body
			}
			return both(hello, shown, status, s)
		case shown != nil, kind == serverKey, kind == serverHelloDone, kind == finished:
			return both(hello, shown, status, s) // no certificate comes
		case kind == clientHello && hello == nil:
			if !end && c.available() < length && !c.closed() {
				return wire.NeedMore
			}
			hello = c.take(min(length, maxMessage))
			continue
		case kind == serverHello:
			if tls13(mark, 4+length) {
				return wire.Done
			}
		}
		if !c.skip(length) {
			break
		}
	}
	if end || c.closed() {
		return both(hello, shown, status, s)
	}
	return wire.NeedMore
}

// both reports a chain and what was stapled to it, and how a client that shows a
// chain began: of others, who may be anybody's programs, nothing is told.
func both(hello, shown, status []byte, s wire.Sink) wire.Status {
	chain(shown, s)
	stapled(status, s)
	if len(shown) > 0 {
		fingerprint(hello, s)
	}
	return wire.Done
}

// mayStart tells whether a few octets may be the start of a first record.
func mayStart(b []byte) bool {
	return (len(b) < 1 || b[0] == recordHandshake) && (len(b) < 2 || b[1] == 3) && (len(b) < 3 || b[2] <= 4)
}

// record tells whether b starts with the head of a record (RFC 5246 clause 6.2.1).
func record(b []byte) bool {
	size := int(b[3])<<8 | int(b[4])
	return b[0] >= 20 && b[0] <= 24 && b[1] == 3 && b[2] <= 4 && size <= maxRecord
}

// tls13 tells whether the ServerHello at c chooses TLS 1.3 by its extension
// supported_versions (RFC 8446 clause 4.2.1). size is that of the message.
func tls13(c cursor, size int) bool {
	const extSupportedVersions = 43
	var b [512]byte
	hello := b[:min(size, len(b))]
	if !c.read(hello) || len(hello) < 39 {
		return false
	}
	rest := hello[38:] // type, length, version, random
	n := 1 + int(rest[0]) + 2 + 1
	if len(rest) < n+2 {
		return false
	}
	for rest = rest[n+2:]; len(rest) >= 4; {
		kind, size := int(rest[0])<<8|int(rest[1]), int(rest[2])<<8|int(rest[3])
		if rest = rest[4:]; size > len(rest) {
			return false
		}
		if kind == extSupportedVersions {
			return size == 2 && rest[0] == 3 && rest[1] >= 4
		}
		rest = rest[size:]
	}
	return false
}

// chain reports the certificates of a Certificate message's body.
func chain(b []byte, s wire.Sink) {
	if len(b) < 3 {
		return
	}
	b = b[3:]
	var issuer []byte
	for n := 0; n < maxChain && len(b) > 3; n++ {
		size := int(b[0])<<16 | int(b[1])<<8 | int(b[2])
		der := b[3:min(len(b), 3+size)]
		issuer = certificateNames(der, n == 0, issuer, s)
		b = b[min(len(b), 3+size):]
	}
}
