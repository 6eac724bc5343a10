// Package textnorm brings names of organisations into a form in which they can
// be compared: the same letters whatever their width, case or accents, words
// instead of characters, legal forms and general words told apart from what
// distinguishes the name. It works for any script and knows no organisation.
package textnorm

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold returns s with compatibility forms resolved (full-width letters, ligatures,
// enclosed signs), without case and without accents on Latin letters. Other
// scripts keep their marks, which there make different letters.
func Fold(s string) string {
	if isPlain(s) {
		return strings.ToLower(s)
	}
	s = norm.NFKC.String(s)
	s = norm.NFD.String(cases.Fold().String(s))
	var b strings.Builder
	latin := false
	for _, r := range s {
		if unicode.Is(unicode.Mn, r) && latin {
			continue
		}
		latin = unicode.Is(unicode.Latin, r)
		if t, ok := latinLetters[r]; ok {
			b.WriteString(t)
			continue
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

// latinLetters are those that do not decompose into a letter and a mark.
var latinLetters = map[rune]string{
	'ø': "o", 'æ': "ae", 'œ': "oe", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ħ': "h", 'ŧ': "t",
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
