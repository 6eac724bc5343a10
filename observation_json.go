package whomade

import (
	"encoding/binary"
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
	at := len(b)
	b = appendTime(b, o.First)
	first := b[at:]
	b = append(b, `,"last":`...)
	if o.Last.Equal(o.First) {
		b = append(b, first...)
	} else {
		b = appendTime(b, o.Last)
	}
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
	const day = 24 * 60 * 60
	seconds := t.Unix()
	if seconds < 0 || seconds >= lastPlainDay*day {
		return append(t.UTC().AppendFormat(append(b, '"'), timeLayout), '"')
	}
	b = append(b, `"2006-01-02T15:04:05.000000000Z"`...)
	w := b[len(b)-len(`"2006-01-02T15:04:05.000000000Z"`):]
	year, month, d := civil(uint32(seconds / day))
	putTwo(w[1:], year/100)
	putTwo(w[3:], year%100)
	putTwo(w[6:], month)
	putTwo(w[9:], d)
	in := uint32(seconds % day)
	putTwo(w[12:], in/3600)
	putTwo(w[15:], in/60%60)
	putTwo(w[18:], in%60)
	end := 20
	if n := uint32(t.Nanosecond()); n != 0 {
		putTwo(w[21:], n/10_000_000)
		putTwo(w[23:], n/100_000%100)
		putTwo(w[25:], n/1000%100)
		putTwo(w[27:], n/10%100)
		w[29] = byte('0' + n%10)
		for end = 30; w[end-1] == '0'; end-- {
		}
	}
	w[end], w[end+1] = 'Z', '"'
	return b[:len(b)-len(w)+end+2]
}

// lastPlainDay is how many days after 1970-01-01 a year has five digits first.
const lastPlainDay = 2932897

// civil is the date of a day after 1970-01-01 (H. Hinnant, "chrono-compatible
// low-level date algorithms", civil_from_days): a year of it begins in March.
func civil(days uint32) (year, month, day uint32) {
	days += 719468
	era, of := days/146097, days%146097
	year = (of - of/1460 + of/36524 - of/146096) / 365
	of -= 365*year + year/4 - year/100
	month = (5*of + 2) / 153
	day = of - (153*month+2)/5 + 1
	if year += era * 400; month < 10 {
		return year, month + 3, day
	}
	return year + 1, month - 9, day
}

// putTwo writes a number below 100 in two digits.
func putTwo(b []byte, n uint32) { b[0], b[1] = byte('0'+n/10), byte('0'+n%10) }

// plain is the octets that stand for themselves in a JSON string, with those of
// HTML left out as package encoding/json does.
var plain = func() (t [256]bool) {
	for c := ' '; c < utf8.RuneSelf-1; c++ {
		t[c] = c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
	}
	t[0x7f] = true
	return t
}()

// unlike has the high bit of each octet of x set that does not stand for itself.
// It may have more bits set, but none where all do.
func unlike(x uint64) uint64 {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	// Octets that are '"' or '&', '<' or '>', and '\\' become zero here.
	quote, angle, back := x&^(4*ones)^'"'*ones, x&^(2*ones)^'<'*ones, x^'\\'*ones
	return (x | (x - 0x20*ones) | (quote - ones) | (angle - ones) | (back - ones)) & highs
}

// appendText appends a string as package encoding/json writes it.
func appendText(b []byte, s string) []byte {
	b = append(append(b, '"'), s...)
	t, i := b[len(b)-len(s):], 0
	if len(t) >= 8 {
		for ; i < len(t); i += 8 {
			i = min(i, len(t)-8) // the last ones, some of them again
			if unlike(binary.LittleEndian.Uint64(t[i:])) != 0 {
				break
			}
		}
	}
	for ; i < len(t); i++ {
		if !plain[t[i]] {
			return append(appendEscaped(b[:len(b)-len(t)+i], s[i:]), '"')
		}
	}
	return append(b, '"')
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
