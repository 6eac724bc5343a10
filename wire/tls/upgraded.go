package tls

import (
	"bytes"

	"github.com/whomade/whomade/wire"
)

// maxPlain bounds the octets in clear that may come before TLS in a stream that
// is upgraded to it.
const maxPlain = 16 << 10

// DecodeUpgraded is a wire.StreamDecoder for a server's side that turns to TLS
// after some octets of another protocol: STARTTLS (RFC 3207), FTP's AUTH TLS
// (RFC 4217), STLS (RFC 2595), and databases with a request of their own. It
// looks for a ServerHello and reports from there on what Decode does. Until one
// comes it asks for more, up to 16 KiB.
func DecodeUpgraded(head []byte, end bool, s wire.Sink) wire.Status {
	plain := head[:min(len(head), maxPlain)]
	for from := 0; ; from++ {
		n := bytes.IndexByte(plain[from:], recordHandshake)
		if n < 0 {
			break
		}
		from += n
		if isServerHello(head[from:]) {
			return Decode(head[from:], end, s)
		}
	}
	if end || len(head) >= maxPlain {
		return wire.NotMine
	}
	return wire.NeedMore
}

// isServerHello tells whether b starts with a record that starts with a
// ServerHello (RFC 5246 clause 7.4.1.3).
func isServerHello(b []byte) bool {
	return len(b) >= 11 && record(b) && b[5] == serverHello && b[6] == 0 && b[9] == 3 && b[10] >= 1 && b[10] <= 3
}
