package snmpwalk

import (
	"bytes"
	"encoding/hex"
	"strconv"
	"strings"
)

// Tags of a recording: the number of the value's BER type in decimal (RFC 3416),
// and a letter where the value is written in another way.
const (
	tagInteger  = 2
	tagOctets   = 4
	tagNull     = 5
	tagOID      = 6
	tagAddress  = 64
	tagOpaque   = 68
	tagCounter6 = 70
)

// isRecord reports whether a line is one of a recording, "oid|tag|value".
func isRecord(line []byte) bool {
	_, ok := parseRecord(line, 0)
	return ok
}

// parseRecord reads a line of a recording. A tag with ":" names a module of the
// simulator that makes the values up; where its parameters hold a fixed value
// that is the value.
func parseRecord(line []byte, number int64) (v variable, ok bool) {
	name, rest, ok := bytes.Cut(line, []byte("|"))
	if !ok || len(name) > maxOID {
		return v, false
	}
	tag, value, ok := bytes.Cut(rest, []byte("|"))
	if !ok {
		return v, false
	}
	oid, ok := parseOID(bytes.TrimSpace(name))
	if !ok {
		return v, false
	}
	typ, form, ok := parseTag(tag)
	if !ok {
		return v, false
	}
	v = variable{oid: oid, line: number}
	switch form {
	case formHex:
		raw := make([]byte, hex.DecodedLen(len(value)))
		n, err := hex.Decode(raw, bytes.TrimSpace(value))
		value = raw[:n] // up to the first digit that is wrong
		if err != nil && n == 0 {
			value = nil
		}
	case formEscaped:
		value = unescape(value)
	case formModule:
		value = moduleValue(value)
	}
	switch typ {
	case tagOctets:
		v.kind, v.value = kindOctets, value
	case tagOID:
		if oid, ok := parseOID(bytes.TrimSpace(value)); ok {
			v.kind, v.value = kindOID, []byte(oid)
		}
	default:
		v.value = value
	}
	return v, true
}

// Ways a value is written.
const (
	formPlain = iota
	formHex
	formEscaped
	formModule
)

func parseTag(tag []byte) (typ, form int, ok bool) {
	if i := bytes.IndexByte(tag, ':'); i >= 0 {
		tag, form = tag[:i], formModule
	}
	digits := bytes.TrimRight(tag, "xe")
	if form == formPlain && len(digits) < len(tag) {
		form = formHex
		if tag[len(digits)] == 'e' {
			form = formEscaped
		}
	}
	if len(digits) == 0 {
		// Some recorders leave the tag out where the agent answered nothing.
		return tagNull, form, len(tag) == 0
	}
	typ, err := strconv.Atoi(string(digits))
	if err != nil {
		return 0, 0, false
	}
	switch {
	case typ == tagInteger, typ == tagOctets, typ == tagNull, typ == tagOID, typ >= tagAddress && typ <= tagCounter6+1:
		return typ, form, true
	case typ >= 128 && typ <= 130: // noSuchObject, noSuchInstance, endOfMibView
		return typ, form, true
	}
	return 0, 0, false
}

// moduleValue is the parameter "value" or "initial" of a simulator's module.
func moduleValue(parameters []byte) []byte {
	for _, name := range []string{"value=", "initial="} {
		s := string(parameters)
		if i := strings.Index(s, name); i == 0 || i > 0 && s[i-1] == ',' {
			s, _, _ = strings.Cut(s[i+len(name):], ",")
			return []byte(s)
		}
	}
	return nil
}

// unescape reads octets written with the escapes of Python's byte strings.
func unescape(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' || i+1 == len(b) {
			out = append(out, b[i])
			continue
		}
		i++
		switch b[i] {
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'x':
			if i+2 < len(b) {
				if v, err := strconv.ParseUint(string(b[i+1:i+3]), 16, 8); err == nil {
					out = append(out, byte(v))
					i += 2
				}
			}
		case '0':
			out = append(out, 0)
		default:
			out = append(out, b[i])
		}
	}
	return out
}
