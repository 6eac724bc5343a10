package dialect

import (
	"encoding/hex"
	"strings"

	"github.com/whomade/whomade/internal/lazyregexp"
)

// Bounds of the text that is read: what a device's software writes shows its
// manner at the beginning.
const (
	maxText  = 256 << 10
	maxLines = 4000
	maxWord  = 30 // longer words are data
	maxRow   = 24 // words of a line that are read
)

// Features are the marks of a text's manner: its words, pairs of words that stand
// together, how its lines begin and, as hashes, their form: the line as it is
// written, a key and how its value is set off, the columns of a heading, and rules.
// Each stands once, in the order they come. Digits are written as 0, so that numbers
// and versions do not tell texts apart.
func Features(text string) []string {
	text = cut(text)
	return marks(text, neighbours(text))
}

// marks passes over lines in which neighbours say what they are, where a text may
// describe others.
func marks(text string, others bool) []string {
	f := features{seen: make(map[string]bool, 256)}
	for n := 0; text != "" && n < maxLines; n++ {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		if others && describes(line) {
			continue
		}
		f.line(strings.TrimRight(line, " \t\r"))
	}
	return f.list
}

// describes is found in the lines in which software says what it is.
var describes = lazyregexp.New(`(?i)copyright|\(c\) ?(?:19|20)\d\d|\bsoftware\b|\bversion\b|\bcompiled\b|https?://|\ball rights\b`)().MatchString

func cut(text string) string { return text[:min(len(text), maxText)] }

type features struct {
	seen map[string]bool
	list []string
	row  []string
	buf  []byte
}

func (f *features) add(b []byte) {
	if !f.seen[string(b)] {
		s := string(b)
		f.seen[s] = true
		f.list = append(f.list, s)
	}
}

// line adds the marks of one line.
func (f *features) line(line string) {
	body := strings.TrimLeft(line, " \t")
	indent := min(len(line)-len(body), 4)
	f.row = row(f.row[:0], body)
	for i, w := range f.row {
		f.add(append(f.buf[:0], w...))
		if i > 0 {
			b := append(f.buf[:0], f.row[i-1]...)
			f.add(append(append(b, ' '), w...))
		}
	}
	if len(f.row) > 0 {
		b := append(f.buf[:0], '^', '0'+byte(indent), ' ')
		b = append(b, f.row[0]...)
		if len(f.row) > 1 {
			b = append(append(b, ' '), f.row[1]...)
		}
		f.add(b)
		f.hash(shape(line))
	}
	f.key(line, indent)
	f.columns(body)
	if strings.Contains(line, "---") || strings.Contains(line, "===") {
		f.hash(rule(line))
	}
}

func (f *features) hash(h sum) {
	f.add(hex.AppendEncode(append(f.buf[:0], '='), []byte{byte(h >> 24), byte(h >> 16), byte(h >> 8), byte(h)}))
}

// sum is the FNV-1a hash of what was added to it.
type sum uint32

// Kinds of forms, so that their hashes differ.
const (
	lineForm   sum = 2166136261
	keyForm    sum = lineForm + 1
	styleForm  sum = lineForm + 2
	columnForm sum = lineForm + 3
	ruleForm   sum = lineForm + 4
)

func (h sum) add(c byte) sum { return (h ^ sum(c)) * 16777619 }

// text adds a text with digits as 0.
func (h sum) text(s string) sum {
	for i := 0; i < len(s); i++ {
		if kind(s[i]) != digit {
			h = h.add(s[i])
		} else if i == 0 || kind(s[i-1]) != digit {
			h = h.add('0')
		}
	}
	return h
}

// shape stands for a line as it is written, with digits as 0, up to its 48th
// octet: a hash, since only its being the same matters.
func shape(line string) sum {
	h := lineForm
	n := 0
	for i := 0; i < len(line) && n < 48; i++ {
		c := line[i]
		switch {
		case c == '\t':
			c = ' '
		case kind(c) == digit && i > 0 && kind(line[i-1]) == digit:
			continue
		case kind(c) == digit:
			c = '0'
		}
		h = h.add(c)
		n++
	}
	return h
}

const maxKey = 50 // octets before the colon

// key adds marks of a line that says a name and its value: the name, and how the
// value is set off from it.
func (f *features) key(line string, indent int) {
	i := strings.IndexAny(line, ":=")
	if i <= 0 || i >= maxKey {
		return
	}
	name := strings.TrimRight(line[:i], " .")
	before, after := byte(min(i-len(name), 2)), byte(0)
	if strings.HasPrefix(line[len(name):i], "..") {
		before = '.'
	}
	for int(after) < 2 && i+1+int(after) < len(line) && line[i+1+int(after)] == ' ' {
		after++
	}
	f.hash(styleForm.add(byte(indent)).add(line[i]).add(before).add(after))
	f.hash(keyForm.text(name).add(line[i]).add(before).add(after))
}

// columns adds a mark of a table's heading: its columns' names without the space
// between them.
func (f *features) columns(body string) {
	n := 0
	h := columnForm
	for body != "" {
		var col string
		col, body, _ = strings.Cut(body, "  ")
		if col = strings.TrimSpace(col); col == "" {
			continue
		}
		if kind(col[0]) != letter {
			return
		}
		h = h.text(col).add(0)
		n++
	}
	if n > 1 {
		f.hash(h)
	}
}

// rule stands for a line drawn with signs: where it begins and which signs change.
func rule(line string) sum {
	h := ruleForm
	run := 0
	for i := 0; i < min(len(line), 256); i++ {
		if i > 0 && line[i] == line[i-1] {
			run++
		} else {
			run = 0
		}
		if run <= 2 {
			h = h.add(line[i])
		}
	}
	return h
}

// row splits a line into words and signs.
func row(out []string, s string) []string {
	for i := 0; i < len(s) && len(out) < maxRow; {
		switch kind(s[i]) {
		case letter:
			if w, n := hardware(s[i:]); n > 0 {
				out = append(out, w)
				i += n
				continue
			}
			start, digits := i, false
			for i < len(s) && (kind(s[i]) != other && kind(s[i]) != sign) {
				digits = digits || kind(s[i]) == digit
				i++
			}
			if w := s[start:i]; len(w) <= maxWord {
				if digits {
					w = zeroed(w)
				}
				out = append(out, strings.TrimRight(w, ".-"))
			}
		case digit:
			start := i
			for i < len(s) && (kind(s[i]) == digit || kind(s[i]) == letter || kind(s[i]) == joint || s[i] == ':' || s[i] == '/') {
				i++
			}
			if w := number(s[start:i]); w != "" {
				out = append(out, w)
			}
		case sign:
			start := i
			for i < len(s) && i-start < 3 && kind(s[i]) == sign {
				i++
			}
			out = append(out, s[start:i])
		default:
			i++
		}
	}
	return out
}

// number is the form of a word that begins with a digit: of a hardware address
// its manner of writing, of others their signs and letters.
func number(w string) string {
	if len(w) > maxWord {
		return ""
	}
	if form, n := hardware(w); n == len(w) {
		return form
	}
	return zeroed(w)
}

// hardware is the form and length of the hardware address that a text begins
// with; 0 where it begins with none.
func hardware(s string) (form string, n int) {
	for _, f := range [...]struct {
		name   string
		sep    byte
		digits int
	}{{"mac:2", ':', 2}, {"mac-2", '-', 2}, {"mac.4", '.', 4}, {"mac-4", '-', 4}, {"mac:4", ':', 4}} {
		n := 12 + 12/f.digits - 1
		if len(s) >= n && s[f.digits] == f.sep && hexGroups(s[:n], f.sep, f.digits) && (len(s) == n || kind(s[n]) != letter && kind(s[n]) != digit) {
			return f.name, n
		}
	}
	return "", 0
}

func hexGroups(w string, sep byte, n int) bool {
	for i := 0; i < len(w); i++ {
		if i%(n+1) == n {
			if w[i] != sep {
				return false
			}
		} else if strings.IndexByte("0123456789abcdefABCDEF", w[i]) < 0 {
			return false
		}
	}
	return true
}

// zeroed writes each run of digits as 0.
func zeroed(w string) string {
	b := make([]byte, 0, len(w))
	for i := 0; i < len(w); i++ {
		if kind(w[i]) != digit {
			b = append(b, w[i])
		} else if i == 0 || kind(w[i-1]) != digit {
			b = append(b, '0')
		}
	}
	return string(b)
}

const (
	other = iota
	letter
	digit
	joint
	sign
)

func kind(c byte) int {
	switch {
	case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		return letter
	case c >= '0' && c <= '9':
		return digit
	case c == '_' || c == '-' || c == '.':
		return joint
	case strings.IndexByte("#!%$<>[]{}=:|*+~^&@()/,;?", c) >= 0:
		return sign
	}
	return other
}
