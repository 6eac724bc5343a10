package whomade

import (
	"strconv"
	"time"
	"unicode/utf8"
)

// AppendJSON appends the record form of o, the same octets as MarshalJSON
// returns, without allocating anything but room in b.
func (o *Observation) AppendJSON(b []byte) []byte {
	b = append(b, `{"type":"observation","artifact":`...)
	b = appendText(b, o.Artifact)
	b = append(b, `,"name":`...)
	b = appendText(b, o.Name)
	b = append(b, `,"locator":`...)
	b = o.Locator.appendJSON(b)
	b = append(b, `,"subject":`...)
	b = o.Subject.appendJSON(b)
	if o.Link != (Link{}) {
		b = append(b, `,"link":{"mac":`...)
		b = append(appendText(b, o.Link.MAC), '}')
	}
	b = append(b, `,"attribute":`...)
	b = appendText(b, o.Attribute)
	b = append(b, `,"value":`...)
	b = appendText(b, o.Value)
	b = append(b, `,"encoding":`...)
	b = appendText(b, o.Encoding)
	b = append(b, `,"first":`...)
	b = appendTime(b, o.First)
	b = append(b, `,"last":`...)
	b = appendTime(b, o.Last)
	b = append(b, `,"count":`...)
	return append(strconv.AppendInt(b, o.Count, 10), '}')
}

// member appends a member of an object, unless its value is empty.
func member(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	b = append(b, name...)
	return append(appendText(b, value), ',')
}

// number appends a member of an object, unless it is zero.
func number(b []byte, name string, value int64) []byte {
	if value == 0 {
		return b
	}
	b = append(b, name...)
	return append(strconv.AppendInt(b, value, 10), ',')
}

// closed ends an object that was opened at b[open]: its last comma becomes the
// closing brace.
func closed(b []byte, open int) []byte {
	if len(b) > open+1 {
		b[len(b)-1] = '}'
		return b
	}
	return append(b, '}')
}

func (l *Locator) appendJSON(b []byte) []byte {
	open := len(b)
	b = append(b, '{')
	b = number(b, `"frame":`, l.Frame)
	b = number(b, `"offset":`, l.Offset)
	b = number(b, `"length":`, l.Length)
	b = number(b, `"line":`, l.Line)
	b = member(b, `"pointer":`, l.Pointer)
	b = member(b, `"path":`, l.Path)
	b = member(b, `"sheet":`, l.Sheet)
	b = member(b, `"cell":`, l.Cell)
	return closed(b, open)
}

func (s *Subject) appendJSON(b []byte) []byte {
	open := len(b)
	b = append(b, '{')
	b = member(b, `"mac":`, s.MAC)
	b = member(b, `"ip":`, s.IP)
	b = member(b, `"context":`, s.Context)
	b = member(b, `"serial":`, s.Serial)
	b = member(b, `"engine_id":`, s.EngineID)
	b = member(b, `"chassis_id":`, s.ChassisID)
	b = member(b, `"host_name":`, s.HostName)
	b = member(b, `"cell_id":`, s.CellID)
	b = member(b, `"artifact":`, s.Artifact)
	b = member(b, `"item":`, s.Item)
	return closed(b, open)
}

// appendTime appends a time as timeLayout writes it, or null.
func appendTime(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return append(b, "null"...)
	}
	t = t.UTC()
	year, month, day := t.Date()
	if year < 1000 || year > 9999 {
		return append(t.AppendFormat(append(b, '"'), timeLayout), '"')
	}
	hour, minute, second := t.Clock()
	b = append(b, '"', byte('0'+year/1000), byte('0'+year/100%10))
	b = append(twoDigits(b, year%100), '-')
	b = append(twoDigits(b, int(month)), '-')
	b = append(twoDigits(b, day), 'T')
	b = append(twoDigits(b, hour), ':')
	b = append(twoDigits(b, minute), ':')
	b = twoDigits(b, second)
	if n := t.Nanosecond(); n != 0 {
		b = append(b, '.')
		for unit := 100_000_000; n != 0; unit /= 10 {
			b = append(b, byte('0'+n/unit))
			n %= unit
		}
	}
	return append(b, 'Z', '"')
}

func twoDigits(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }

// plain is the octets that stand for themselves in a JSON string, with those of
// HTML left out as package encoding/json does.
var plain = func() (t [256]bool) {
	for c := ' '; c < utf8.RuneSelf-1; c++ {
		t[c] = c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
	}
	t[0x7f] = true
	return t
}()

// allPlain reports whether 8 octets all stand for themselves. It may say no
// where they do.
func allPlain(s string) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	x := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	is := func(c uint64) uint64 { y := x ^ c*ones; return y - ones } // its high bits: octets that are c, at least
	return (x|(x-0x20*ones)|is('"')|is('\\')|is('<')|is('>')|is('&'))&highs == 0
}

// appendText appends a string as package encoding/json writes it.
func appendText(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; ; {
		switch {
		case len(s)-i >= 8 && allPlain(s[i:i+8]):
			i += 8
		case i == len(s):
			return append(append(b, s...), '"')
		case plain[s[i]]:
			i++
		default:
			return append(appendEscaped(append(b, s[:i]...), s[i:]), '"')
		}
	}
}

// appendEscaped appends what stands between the quotes.
func appendEscaped(b []byte, s string) []byte {
	const digits = "0123456789abcdef"
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if plain[c] {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			b = append(b, s[from:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\b':
				b = append(b, '\\', 'b')
			case '\f':
				b = append(b, '\\', 'f')
			case '\n':
				b = append(b, '\\', 'n')
			case '\r':
				b = append(b, '\\', 'r')
			case '\t':
				b = append(b, '\\', 't')
			default:
				b = append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
			}
			i++
			from = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			b = append(append(b, s[from:i]...), `\ufffd`...)
			from = i + n
		case r == '\u2028' || r == '\u2029': // line ends in JavaScript
			b = append(append(b, s[from:i]...), '\\', 'u', '2', '0', '2', digits[r&15])
			from = i + n
		}
		i += n
	}
	return append(b, s[from:]...)
}
