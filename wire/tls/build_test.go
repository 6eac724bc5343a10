package tls

import (
	"bytes"
	"encoding/binary"
)

// der writes one value with the shortest length.
func der(tag byte, parts ...[]byte) []byte {
	content := bytes.Join(parts, nil)
	n := len(content)
	switch {
	case n < 0x80:
		return append([]byte{tag, byte(n)}, content...)
	case n < 0x100:
		return append([]byte{tag, 0x81, byte(n)}, content...)
	}
	return append([]byte{tag, 0x82, byte(n >> 8), byte(n)}, content...)
}

// attr is one attribute of a name.
func attr(oid string, tag byte, value string) []byte {
	return der(0x30, der(6, []byte(oid)), der(tag, []byte(value)))
}

// rdn is one relative name of the given attributes.
func rdn(attrs ...[]byte) []byte { return der(0x31, attrs...) }

const (
	oidCN = "\x55\x04\x03"
	oidO  = "\x55\x04\x0a"
	oidOU = "\x55\x04\x0b"
	oidC  = "\x55\x04\x06"
)

// device and authority are names, without the SEQUENCE around them.
var (
	device = bytes.Join([][]byte{
		rdn(attr(oidC, 0x13, "XX")), rdn(attr(oidO, 0x0c, "Example Devices, Inc.")), rdn(attr(oidCN, 0x13, "EX-1000"), attr("\x55\x04\x05", 0x13, "S1")),
	}, nil)
	authority = bytes.Join([][]byte{rdn(attr(oidO, 0x0c, "Example")), rdn(attr(oidCN, 0x0c, "Example Equipment CA"))}, nil)
	root      = bytes.Join([][]byte{rdn(attr(oidO, 0x0c, "Example")), rdn(attr(oidCN, 0x0c, "Example Root"))}, nil)
)

// makeCertificate is a certificate with nothing in it but names.
func makeCertificate(issuer, subject []byte, dns ...string) []byte {
	var names [][]byte
	for _, n := range dns {
		names = append(names, der(0x82, []byte(n)))
	}
	san := der(0x30, der(6, oidSubjectAltName), der(1, []byte{0xff}), der(4, der(0x30, names...)))
	keyUsage := der(0x30, der(6, []byte{0x55, 0x1d, 0x0f}), der(4, []byte{3, 2, 5, 0xa0}))
	algorithm := der(0x30, der(6, []byte{0x2a, 0x03}))
	tbs := der(0x30, der(0xa0, der(2, []byte{2})), der(2, []byte{1}), algorithm, der(0x30, issuer), der(0x30), der(0x30, subject),
		der(0x30, algorithm, der(3, []byte{0, 1})), der(0xa3, der(0x30, keyUsage, san)))
	return der(0x30, tbs, algorithm, der(3, []byte{0, 1}))
}

func uint24(n int) []byte { return []byte{byte(n >> 16), byte(n >> 8), byte(n)} }

// message is a handshake message.
func makeMessage(kind byte, body []byte) []byte {
	return append(append([]byte{kind}, uint24(len(body))...), body...)
}

// makeChain is a Certificate message.
func makeChain(certs ...[]byte) []byte {
	var list []byte
	for _, c := range certs {
		list = append(append(list, uint24(len(c))...), c...)
	}
	return makeMessage(certificate, append(uint24(len(list)), list...))
}

// records cuts handshake messages into records of at most size octets.
func records(size int, messages ...[]byte) []byte {
	var out []byte
	for b := bytes.Join(messages, nil); len(b) > 0; {
		n := min(size, len(b))
		out = append(out, recordHandshake, 3, 3)
		out = binary.BigEndian.AppendUint16(out, uint16(n))
		out = append(out, b[:n]...)
		b = b[n:]
	}
	return out
}

// hello is a ServerHello, or ClientHello as far as this package looks at it.
func hello(kind byte, extensions ...byte) []byte {
	body := append([]byte{3, 3}, make([]byte, 32)...)
	body = append(body, 0, 0xc0, 0x2f, 0)
	body = binary.BigEndian.AppendUint16(body, uint16(len(extensions)))
	return makeMessage(kind, append(body, extensions...))
}
