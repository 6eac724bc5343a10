package recog

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/dlclark/regexp2"

	"github.com/whomade/whomade/internal/cascade"
)

// expression is a pattern in Ruby's syntax, which Recog's patterns are written
// in. Most become one of Go's, which takes linear time; what Go's syntax cannot
// say (assertions about what follows, references to groups) runs with
// backtracking and a limit on its time.
type expression struct {
	body      string // Go's syntax, without the flags
	flags     string // of "i" and "s"
	one, many sync.Once
	single    *regexp.Regexp  // for texts without a line feed, in which ^ and $ are the ends
	multi     *regexp.Regexp  // for others: Ruby's ^ and $ are those of lines
	other     *regexp2.Regexp // where Go's syntax does not do
}

// patience is how long a pattern may run over one text with backtracking.
const patience = 2 * time.Second

func (e *expression) init(pattern string, flags []string) error {
	for _, f := range flags {
		switch f {
		case "REG_ICASE":
			e.flags += "i"
		case "REG_DOT_NEWLINE", "REG_LINE_ANY_CRLF", "REG_MULTILINE":
			// Ruby's "multiline" lets a dot match a line feed.
			if !strings.Contains(e.flags, "s") {
				e.flags += "s"
			}
		default:
			return fmt.Errorf("flag %q is none of REG_ICASE, REG_DOT_NEWLINE, REG_LINE_ANY_CRLF, REG_MULTILINE", f)
		}
	}
	e.body = translate(pattern)
	if _, err := regexp.Compile(e.with("m")); err == nil {
		return nil
	}
	options := regexp2.RegexOptions(regexp2.Multiline)
	if strings.Contains(e.flags, "i") {
		options |= regexp2.IgnoreCase
	}
	if strings.Contains(e.flags, "s") {
		options |= regexp2.Singleline
	}
	re, err := regexp2.Compile(pattern, options)
	if err != nil {
		return fmt.Errorf("pattern %q: %w", pattern, err)
	}
	re.MatchTimeout = patience
	e.other = re
	return nil
}

func (e *expression) with(more string) string {
	if flags := e.flags + more; flags != "" {
		return "(?" + flags + ")" + e.body
	}
	return e.body
}

// pattern is the expression for the cascade. Of one that Go's syntax cannot say it
// is one that matches wherever that does; where there is none, every text is a
// candidate.
func (e *expression) pattern() cascade.Pattern {
	p := cascade.Pattern{Expr: e.with("m"), CaseSensitive: true}
	if e.other != nil {
		p.Expr = "(?" + e.flags + "m)" + widened(e.body)
	}
	if p.Fill() != nil {
		return cascade.Pattern{}
	}
	return p
}

// widened leaves out of a pattern what only Ruby's syntax has and only narrows it:
// assertions about what stands around, and that a part is not tried again.
func widened(p string) string {
	var b strings.Builder
	class := false
	for i := 0; i < len(p); i++ {
		switch c := p[i]; {
		case c == '\\' && i+1 < len(p):
			if !class && p[i+1] >= '1' && p[i+1] <= '9' {
				b.WriteString("[\\s\\S]*") // a group once more
				i++
				continue
			}
			b.WriteByte(c)
			i++
		case class:
			class = c != ']'
		case c == '[':
			class = true
		case strings.HasPrefix(p[i:], "(?>"):
			b.WriteString("(?:")
			i += 2
			continue
		case strings.HasPrefix(p[i:], "(?=") || strings.HasPrefix(p[i:], "(?!") || strings.HasPrefix(p[i:], "(?<=") || strings.HasPrefix(p[i:], "(?<!"):
			i = groupEnd(p, i)
			b.WriteString("(?:)")
			continue
		}
		b.WriteByte(p[i])
	}
	return b.String()
}

// groupEnd is where the group that begins at i ends.
func groupEnd(p string, i int) int {
	depth, class := 0, false
	for ; i < len(p); i++ {
		switch c := p[i]; {
		case c == '\\':
			i++
		case class:
			class = c != ']'
		case c == '[':
			class = true
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return i
}

// find appends the groups of the leftmost match to dst, the whole match first.
func (e *expression) find(dst []string, text string) ([]string, bool) {
	if e.other != nil {
		return e.backtrack(dst, text)
	}
	var re *regexp.Regexp
	if strings.IndexByte(text, '\n') < 0 {
		e.one.Do(func() { e.single = regexp.MustCompile(e.with("")) })
		re = e.single
	} else {
		e.many.Do(func() { e.multi = regexp.MustCompile(e.with("m")) })
		re = e.multi
	}
	if re.NumSubexp() == 0 {
		return dst, re.MatchString(text)
	}
	at := re.FindStringSubmatchIndex(text)
	if at == nil {
		return dst, false
	}
	for i := 0; i < len(at); i += 2 {
		if at[i] < 0 {
			dst = append(dst, absent)
		} else {
			dst = append(dst, text[at[i]:at[i+1]])
		}
	}
	return dst, true
}

func (e *expression) backtrack(dst []string, text string) ([]string, bool) {
	m, err := e.other.FindStringMatch(text)
	if err != nil || m == nil { // an error says that the time was over
		return dst, false
	}
	for _, g := range m.Groups() {
		if len(g.Captures) == 0 {
			dst = append(dst, absent)
		} else {
			dst = append(dst, g.String())
		}
	}
	return dst, true
}

// escapes are Ruby's that Go's syntax lacks or reads otherwise, outside and
// inside of a character class.
var escapes = map[byte][2]string{
	'h': {`[0-9a-fA-F]`, `0-9a-fA-F`},
	'H': {`[^0-9a-fA-F]`, ``},
	's': {`[\s\v]`, `\s\v`},
	'S': {`[^\s\v]`, ``},
	'Z': {`(?:\n?\z)`, ``},
	'R': {`(?:\r\n|[\n-\r])`, ``},
	'e': {`\x1b`, `\x1b`},
}

// translate writes a pattern of Ruby's syntax in Go's as far as their words for
// the same differ.
func translate(p string) string {
	var b strings.Builder
	class := 0 // depth of character classes
	for i := 0; i < len(p); i++ {
		c := p[i]
		switch {
		case c == '\\' && i+1 < len(p):
			i++
			inside := 0
			if class > 0 {
				inside = 1
			}
			if e, ok := escapes[p[i]]; ok && e[inside] != "" {
				b.WriteString(e[inside])
				continue
			}
			if p[i] == 'u' && i+4 < len(p) && hex4(p[i+1:i+5]) {
				b.WriteString(`\x{` + p[i+1:i+5] + `}`)
				i += 4
				continue
			}
			b.WriteByte('\\')
		case c == '[':
			if class == 0 || strings.HasPrefix(p[i:], "[:") {
				class++
			}
		case c == ']' && class > 0:
			class--
		case class == 0 && strings.HasPrefix(p[i:], "{,"):
			b.WriteString("{0")
			continue
		case class == 0 && strings.HasPrefix(p[i:], "(?"):
			if end := strings.IndexAny(p[i:], ":)"); end > 0 && strings.Trim(p[i+2:i+end], "imx-") == "" {
				// Ruby's m is what others write as s.
				b.WriteString(strings.ReplaceAll(p[i:i+end], "m", "s"))
				i += end - 1
				continue
			}
		}
		b.WriteByte(p[i])
	}
	return b.String()
}

func hex4(s string) bool {
	for i := range len(s) {
		if !strings.ContainsRune("0123456789abcdefABCDEF", rune(s[i])) {
			return false
		}
	}
	return true
}
