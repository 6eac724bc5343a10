package tls

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/whomade/whomade/wire/ber"
)

const (
	maxRDNs  = 64
	maxName  = 4 << 10 // octets of a name as text
	maxValue = 1 << 10 // octets of one value as encoded
)

// String types of X.520 values (X.680 clause 8.4).
const (
	tagUTF8String      = 0x0c
	tagNumericString   = 0x12
	tagPrintableString = 0x13
	tagTeletexString   = 0x14
	tagVideotexString  = 0x15
	tagIA5String       = 0x16
	tagGraphicString   = 0x19
	tagVisibleString   = 0x1a
	tagGeneralString   = 0x1b
	tagUniversalString = 0x1c
	tagBMPString       = 0x1e
)

// types are the attribute types with a short name, by the content octets of
// their OID: those of RFC 4514 clause 3 and others that certificates hold.
var types = map[string]string{
	"\x55\x04\x03": "CN",
	"\x55\x04\x04": "SN",
	"\x55\x04\x05": "serialNumber",
	"\x55\x04\x06": "C",
	"\x55\x04\x07": "L",
	"\x55\x04\x08": "ST",
	"\x55\x04\x09": "STREET",
	"\x55\x04\x0a": "O",
	"\x55\x04\x0b": "OU",
	"\x55\x04\x0c": "title",
	"\x55\x04\x0d": "description",
	"\x55\x04\x0f": "businessCategory",
	"\x55\x04\x11": "postalCode",
	"\x55\x04\x29": "name",
	"\x55\x04\x2a": "GN",
	"\x55\x04\x2e": "dnQualifier",
	"\x55\x04\x41": "pseudonym",
	"\x55\x04\x61": "organizationIdentifier",

	"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x01": "UID",
	"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19": "DC",
	"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01":     "emailAddress",
	"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x02":     "unstructuredName",
	"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x08":     "unstructuredAddress",
}

// AppendName appends the text of an X.501 Name to out. rdns is the content of
// its SEQUENCE. The form is that of RFC 4514: last RDN first, multi-valued ones
// joined by '+', special characters escaped. Other than there, a value that is
// a string stays readable under a dotted type too.
func AppendName(out, rdns []byte) []byte {
	var sets [maxRDNs]ber.Reader
	n := 0
	for seq := ber.New(rdns); n < maxRDNs && !seq.Empty(); n++ {
		set, ok := seq.Enter(ber.TagSet)
		if !ok {
			break
		}
		sets[n] = set
	}
	start := len(out)
	for n--; n >= 0 && len(out)-start < maxName; n-- {
		sep := byte(',')
		for set := sets[n]; !set.Empty(); {
			pair, ok := set.Enter(ber.TagSequence)
			if !ok {
				break
			}
			oid, ok1 := pair.Want(ber.TagOID)
			tag, value, ok2 := pair.Next()
			if !ok1 || !ok2 || len(value) > maxValue {
				continue
			}
			if len(out) > start {
				out = append(out, sep)
			}
			sep = '+'
			if short, ok := types[string(oid)]; ok {
				out = append(out, short...)
			} else {
				out = appendOID(out, oid)
			}
			out = appendValue(append(out, '='), tag, value)
		}
	}
	return out
}

// appendValue appends one attribute value (RFC 4514 clause 2.4).
func appendValue(out []byte, tag byte, v []byte) []byte {
	start := len(out)
	switch tag {
	case tagUTF8String, tagNumericString, tagPrintableString, tagIA5String, tagVisibleString, tagGeneralString,
		tagTeletexString, tagVideotexString, tagGraphicString:
		if utf8.Valid(v) {
			for i, r := range string(v) {
				out = escaped(out, r, i == 0, i+utf8.RuneLen(r) == len(v))
			}
			break
		}
		// T.61 in principle, Latin-1 in practice.
		for i, c := range v {
			out = escaped(out, rune(c), i == 0, i+1 == len(v))
		}
	case tagBMPString:
		for i := 0; i+1 < len(v); i += 2 {
			r, last := rune(v[i])<<8|rune(v[i+1]), i+3 >= len(v)
			if utf16.IsSurrogate(r) && !last {
				r = utf16.DecodeRune(r, rune(v[i+2])<<8|rune(v[i+3]))
				i += 2
			}
			out = escaped(out, r, len(out) == start, last)
		}
	case tagUniversalString:
		for i := 0; i+3 < len(v); i += 4 {
			r := rune(v[i])<<24 | rune(v[i+1])<<16 | rune(v[i+2])<<8 | rune(v[i+3])
			out = escaped(out, r, i == 0, i+7 >= len(v))
		}
	default:
		const digits = "0123456789abcdef"
		out = append(out, '#', digits[tag>>4], digits[tag&15])
		if n := len(v); n < 0x80 {
			out = append(out, digits[n>>4], digits[n&15])
		} else {
			out = append(out, '8', '2', digits[n>>12&15], digits[n>>8&15], digits[n>>4&15], digits[n&15])
		}
		for _, c := range v {
			out = append(out, digits[c>>4], digits[c&15])
		}
	}
	return out
}

// escaped appends a character, with what RFC 4514 clause 2.4 wants before it.
func escaped(out []byte, r rune, first, last bool) []byte {
	switch {
	case r == '"', r == '+', r == ',', r == ';', r == '<', r == '>', r == '\\', r == ' ' && (first || last), r == '#' && first:
		out = append(out, '\\')
	case r >= 0 && r < ' ' || r == 0x7f:
		const digits = "0123456789abcdef"
		return append(out, '\\', digits[r>>4], digits[r&15])
	}
	return utf8.AppendRune(out, r)
}

// appendOID appends an OBJECT IDENTIFIER (X.690 clause 8.19) in dotted form.
func appendOID(out, oid []byte) []byte {
	v, first := uint64(0), true
	for _, c := range oid[:min(len(oid), 64)] {
		v = v<<7 | uint64(c&0x7f)
		if c&0x80 != 0 {
			continue
		}
		if first {
			arc := min(v/40, 2)
			out = append(strconv.AppendUint(out, arc, 10), '.')
			out = strconv.AppendUint(out, v-40*arc, 10)
		} else {
			out = strconv.AppendUint(append(out, '.'), v, 10)
		}
		v, first = 0, false
	}
	return out
}
