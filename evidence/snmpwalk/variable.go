package snmpwalk

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// kind is what sort of value an object has.
type kind uint8

const (
	kindOther  kind = iota // numbers, addresses: not looked into, save for their digits
	kindOctets             // OCTET STRING
	kindOID                // OBJECT IDENTIFIER
)

// variable is one object of a walk.
type variable struct {
	oid   string // numeric, without a leading dot
	kind  kind
	value []byte // octets, dotted numbers, or the number as printed
	line  int64
}

// maxOID bounds the text of an object's name: 128 numbers (RFC 2578 clause
// 7.1.3) of up to ten digits.
const maxOID = 128 * 11

// parseOID is a dotted number without its leading dot.
func parseOID(b []byte) (string, bool) {
	b = bytes.TrimPrefix(b, []byte("."))
	if len(b) < 3 || len(b) > maxOID || b[0] < '0' || b[0] > '2' || b[1] != '.' {
		return "", false
	}
	digits := 0
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.' && digits > 0:
			digits = 0
		default:
			return "", false
		}
		if digits > 10 {
			return "", false
		}
	}
	return string(b), digits > 0
}

// parseMAC is a six-octet address from its octets or from one of the ways it is
// printed: "0:11:22:aa:bb:c", "00 11 22 AA BB CC ", "001122aabbcc".
func parseMAC(b []byte) (string, bool) {
	raw := b
	if len(b) != 6 {
		var ok bool
		if raw, ok = parseHexPairs(b); !ok || len(raw) != 6 {
			return "", false
		}
	}
	return fmt.Sprintf("%02x:%02x:%02x:%02x:%02x:%02x", raw[0], raw[1], raw[2], raw[3], raw[4], raw[5]), true
}

// parseHexPairs reads octets printed in hexadecimal, with blanks, colons or
// dashes between them or with nothing.
func parseHexPairs(b []byte) ([]byte, bool) {
	b = bytes.TrimSpace(b)
	if len(b)%2 == 0 && !bytes.ContainsAny(b, " :-") {
		out := make([]byte, len(b)/2)
		_, err := hex.Decode(out, b)
		return out, err == nil && len(out) > 0
	}
	out := make([]byte, 0, len(b)/3+1)
	for part := range bytes.FieldsFuncSeq(b, func(r rune) bool { return r == ' ' || r == ':' || r == '-' || r == '\n' }) {
		v, err := strconv.ParseUint(string(part), 16, 8)
		if err != nil || len(part) > 2 {
			return nil, false
		}
		out = append(out, byte(v))
	}
	return out, len(out) > 0
}

// identifiesMAC reports whether an address may tell one device from another: it
// is neither zero nor a group address (IEEE 802 clause 8.2.2).
func identifiesMAC(mac string) bool {
	first, err := strconv.ParseUint(mac[:2], 16, 8)
	return err == nil && first&1 == 0 && mac != "00:00:00:00:00:00"
}

// number is a value's number: "6", "chassis(3)".
func (v *variable) number() (int, bool) {
	s := string(v.value)
	if i := strings.LastIndexByte(s, '('); i >= 0 && strings.HasSuffix(s, ")") {
		s = s[i+1 : len(s)-1]
	}
	n, err := strconv.Atoi(strings.TrimSpace(s))
	return n, err == nil
}

// text is the octets as text: without the NULs and blanks that pad them.
func (v *variable) text() string { return string(bytes.Trim(v.value, "\x00 \t\r\n")) }

// isPrintable reports whether octets are printable ASCII.
func isPrintable(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}
