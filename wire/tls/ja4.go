package tls

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"

	"github.com/whomade/whomade/wire"
)

// Extensions (RFC 8446 clause 4.2, RFC 7301).
const (
	extServerName          = 0
	extSignatureAlgorithms = 13
	extALPN                = 16
	extVersions            = 43
)

// maxOffered bounds each list of a hello that is read.
const maxOffered = 512

// workroom is space for one fingerprint.
type workroom struct {
	numbers [maxOffered]uint16
	text    [2*5*maxOffered + 8]byte
	out     [36]byte
}

var workrooms = sync.Pool{New: func() any { return new(workroom) }}

// offer is what a ClientHello offers (RFC 8446 clause 4.1.2), as it stands there.
type offer struct {
	version    uint16 // the highest
	ciphers    []byte
	extensions []byte
	signatures []byte
	alpn       []byte // the first
	named      bool   // the server's name is given
}

// fingerprint reports tls.ja4: the JA4 fingerprint of the body of a ClientHello
// over TCP (github.com/FoxIO-LLC/ja4, TLS client).
func fingerprint(body []byte, s wire.Sink) {
	o, ok := readOffer(body)
	if !ok {
		return
	}
	w := workrooms.Get().(*workroom)
	defer workrooms.Put(w)
	ciphers := w.list(o.ciphers)
	out := append(w.out[:0], 't')
	out = append(out, versionText(o.version)...)
	if o.named {
		out = append(out, 'd')
	} else {
		out = append(out, 'i')
	}
	out = count(out, len(ciphers))
	out = count(out, countExtensions(o.extensions))
	first, last := ends(o.alpn)
	out = append(out, first, last)
	slices.Sort(ciphers)
	out = digest12(append(out, '_'), join(w.text[:0], ciphers))
	extensions := w.extensions(o.extensions)
	slices.Sort(extensions)
	text := join(w.text[:0], extensions)
	if len(o.signatures) > 0 {
		text = join(append(text, '_'), w.list(o.signatures))
	}
	s.Field("tls.ja4", wire.Text, digest12(append(out, '_'), text))
}

// readOffer reads a ClientHello's body.
func readOffer(b []byte) (o offer, ok bool) {
	if len(b) < 35 {
		return o, false
	}
	o.version = uint16(b[0])<<8 | uint16(b[1])
	_, b, ok = vector(b[34:], 1) // the session's id
	if !ok {
		return o, false
	}
	if o.ciphers, b, ok = vector(b, 2); !ok {
		return o, false
	}
	if _, b, ok = vector(b, 1); !ok { // compression
		return o, false
	}
	o.extensions, _, _ = vector(b, 2) // old clients send none
	for rest := o.extensions; ; {
		var kind uint16
		var v []byte
		if kind, v, rest, ok = extension(rest); !ok {
			return o, true
		}
		switch kind {
		case extServerName:
			o.named = true
		case extSignatureAlgorithms:
			o.signatures, _, _ = vector(v, 2)
		case extALPN:
			names, _, _ := vector(v, 2)
			o.alpn, _, _ = vector(names, 1)
		case extVersions:
			list, _, _ := vector(v, 1)
			highest := uint16(0)
			for ; len(list) >= 2; list = list[2:] {
				if n := uint16(list[0])<<8 | uint16(list[1]); !grease(n) {
					highest = max(highest, n)
				}
			}
			if highest != 0 {
				o.version = highest
			}
		}
	}
}

// vector splits off what has its length before it, in size octets.
func vector(b []byte, size int) (v, rest []byte, ok bool) {
	if len(b) < size {
		return nil, nil, false
	}
	n := 0
	for _, o := range b[:size] {
		n = n<<8 | int(o)
	}
	if b = b[size:]; n > len(b) {
		return nil, nil, false
	}
	return b[:n], b[n:], true
}

func extension(b []byte) (kind uint16, v, rest []byte, ok bool) {
	if len(b) < 4 {
		return 0, nil, nil, false
	}
	v, rest, ok = vector(b[2:], 2)
	return uint16(b[0])<<8 | uint16(b[1]), v, rest, ok
}

// grease tells numbers that mean nothing (RFC 8701 clause 2).
func grease(n uint16) bool { return n&0x0f0f == 0x0a0a && n>>8 == n&0xff }

// list is the numbers of a list, without those that mean nothing.
func (w *workroom) list(b []byte) []uint16 {
	out := w.numbers[:0]
	for ; len(b) >= 2 && len(out) < maxOffered; b = b[2:] {
		if n := uint16(b[0])<<8 | uint16(b[1]); !grease(n) {
			out = append(out, n)
		}
	}
	return out
}

// extensions is the kinds of the extensions that JA4 counts in its last part.
func (w *workroom) extensions(b []byte) []uint16 {
	out := w.numbers[:0]
	for len(out) < maxOffered {
		kind, _, rest, ok := extension(b)
		if !ok {
			break
		}
		if b = rest; !grease(kind) && kind != extServerName && kind != extALPN {
			out = append(out, kind)
		}
	}
	return out
}

func countExtensions(b []byte) (n int) {
	for {
		kind, _, rest, ok := extension(b)
		if !ok {
			return n
		}
		if b = rest; !grease(kind) {
			n++
		}
	}
}

func versionText(v uint16) string {
	switch v {
	case 0x0304:
		return "13"
	case 0x0303:
		return "12"
	case 0x0302:
		return "11"
	case 0x0301:
		return "10"
	case 0x0300:
		return "s3"
	}
	return "00"
}

// count appends a number in two digits.
func count(b []byte, n int) []byte {
	n = min(n, 99)
	return append(b, '0'+byte(n/10), '0'+byte(n%10))
}

// ends is the first and the last character of a name, or of its hexadecimal form
// where one of them is no letter or digit.
func ends(name []byte) (first, last byte) {
	if len(name) == 0 {
		return '0', '0'
	}
	first, last = name[0], name[len(name)-1]
	if isAlphanumeric(first) && isAlphanumeric(last) {
		return first, last
	}
	const digits = "0123456789abcdef"
	return digits[first>>4], digits[last&15]
}

func isAlphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// join appends numbers in four digits each, with commas.
func join(b []byte, numbers []uint16) []byte {
	for i, n := range numbers {
		if i > 0 {
			b = append(b, ',')
		}
		b = hex.AppendEncode(b, []byte{byte(n >> 8), byte(n)})
	}
	return b
}

// digest12 appends the first twelve digits of the digest of a text, or zeroes
// where that is empty.
func digest12(b, text []byte) []byte {
	if len(text) == 0 {
		return append(b, "000000000000"...)
	}
	sum := sha256.Sum256(text)
	return hex.AppendEncode(b, sum[:6])
}
