package tls

import "github.com/whomade/whomade/wire"

const (
	dtlsHead      = 13 // record head, RFC 6347 clause 4.1
	dtlsHandshake = 12 // handshake message head, RFC 6347 clause 4.2.2
)

// DecodeDTLS is a wire.DatagramDecoder for DTLS 1.0 and 1.2 (RFC 4347,
// RFC 6347), also behind the DTLS header of CAPWAP (RFC 5415 clause 4.2). It
// reports what Decode does. A Certificate message may span datagrams: only its
// first fragment is read, which holds the names of the first certificate.
func DecodeDTLS(b []byte, s wire.Sink) bool {
	if len(b) > 4 && b[0] == 1 && b[1] == 0 && b[2] == 0 && b[3] == 0 {
		b = b[4:]
	}
	if !dtlsRecord(b) {
		return false
	}
	for dtlsRecord(b) {
		size := min(dtlsHead+(int(b[11])<<8|int(b[12])), len(b))
		clear := b[3] == 0 && b[4] == 0 // epoch 0: nothing is encrypted yet
		if b[0] == recordHandshake && clear {
			fragments(b[dtlsHead:size], s)
		}
		b = b[size:]
	}
	return true
}

// MayBeDTLS tells by the first octet whether a datagram may be a handshake.
func MayBeDTLS(o byte) bool { return o == recordHandshake }

// LooksDTLS tells whether b starts with a DTLS handshake that is not encrypted.
func LooksDTLS(b []byte) bool {
	return dtlsRecord(b) && b[0] == recordHandshake && b[3] == 0 && b[4] == 0
}

// dtlsRecord tells whether b starts with the head of a DTLS record.
func dtlsRecord(b []byte) bool {
	return len(b) >= dtlsHead && b[0] >= 20 && b[0] <= 25 && b[1] == 0xfe && (b[2] == 0xff || b[2] == 0xfd) &&
		int(b[11])<<8|int(b[12]) <= maxRecord
}

// fragments reads the handshake messages, or fragments of them, of one record.
func fragments(b []byte, s wire.Sink) {
	for len(b) > dtlsHandshake {
		offset := int(b[6])<<16 | int(b[7])<<8 | int(b[8])
		size := int(b[9])<<16 | int(b[10])<<8 | int(b[11])
		kind := b[0]
		b = b[dtlsHandshake:]
		size = min(size, len(b))
		if kind == certificate && offset == 0 {
			chain(b[:size], s)
		}
		b = b[size:]
	}
}
