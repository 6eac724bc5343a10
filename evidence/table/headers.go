package table

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed headers.tsv
var headersFile string

// headers maps a folded column header to its attribute.
var headers = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(headersFile) {
		attribute, words, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for w := range strings.SplitSeq(words, "|") {
			if w = fold(w); w != "" {
				if _, taken := m[w]; !taken {
					m[w] = attribute
				}
			}
		}
	}
	return m
})

// fold makes headers comparable: compatibility forms, no accents, lower case,
// words of letters and digits with one blank between them.
func fold(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteRune(foldRune(unicode.ToLower(r)))
		default:
			blank = true
		}
	}
	return norm.NFC.String(b.String())
}

// foldRune folds letters that do not decompose.
func foldRune(r rune) rune {
	switch r {
	case 'ł':
		return 'l'
	case 'ø':
		return 'o'
	case 'ı':
		return 'i'
	case 'đ':
		return 'd'
	}
	return r
}

// headerFor finds the attribute of a column header: the user's own mapping
// first, then the synonyms, then the attribute's own name.
func headerFor(cell string, columns map[string]string, known func(string) bool) string {
	for header, attribute := range columns {
		if strings.EqualFold(strings.TrimSpace(header), strings.TrimSpace(cell)) {
			return attribute
		}
	}
	if a, ok := headers()[fold(cell)]; ok {
		return a
	}
	if name := strings.ToLower(strings.TrimSpace(cell)); known(name) {
		return name
	}
	return ""
}
