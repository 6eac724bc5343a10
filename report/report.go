// Package report is stage 6: a report to bytes. Each output format has a folder
// below; all show the same view and none decides anything.
package report

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/whomade/whomade"
)

// Format writes a report in one output format.
type Format interface {
	// Name is the word users give to --format, for example "csv".
	Name() string
	// Write writes the whole report. The same report gives the same octets.
	Write(w io.Writer, r *whomade.Report) error
}

// Disclaimer stands in every report.
const Disclaimer = whomade.Notice

// OutcomeText is how a person reads an outcome.
func OutcomeText(o whomade.Outcome) string {
	if o == whomade.Allowed {
		return "not forbidden by this rule"
	}
	return string(o)
}

// GradeText is how a person reads a rule's grade.
func GradeText(grade string) string { return strings.ReplaceAll(grade, "-", " ") }

// MakersText is a maker, a set or "unknown".
func MakersText(makers []string) string {
	if len(makers) == 0 {
		return "unknown"
	}
	return strings.Join(makers, " | ")
}

// Clean makes text from evidence safe to show in a terminal or a cell: control
// characters, direction overrides and invalid octets are written as escapes,
// and all white space becomes single blanks.
func Clean(s string) string {
	if isClean(s) {
		return s
	}
	var b strings.Builder
	blank := false
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			blank = flush(&b, blank)
			escape(&b, `\x`, uint32(s[i]), 2)
		case unicode.IsSpace(r):
			blank = true
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			blank = flush(&b, blank)
			escape(&b, `\u`, uint32(r), 4)
		default:
			blank = flush(&b, blank)
			b.WriteRune(r)
		}
		i += n
	}
	return b.String()
}

func isClean(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= 0x7f || c == ' ' && (i == 0 || i == len(s)-1 || s[i+1] == ' ') {
			return false
		}
	}
	return true
}

func flush(b *strings.Builder, blank bool) bool {
	if blank && b.Len() > 0 {
		b.WriteByte(' ')
	}
	return false
}

func escape(b *strings.Builder, prefix string, v uint32, digits int) {
	b.WriteString(prefix)
	for i := digits - 1; i >= 0; i-- {
		b.WriteByte("0123456789abcdef"[v>>(4*i)&15])
	}
}

// Shorten cuts text to n characters, with an ellipsis where it was longer.
func Shorten(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)
	return string(r[:n-1]) + "…"
}
