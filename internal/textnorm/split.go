package textnorm

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is how much of a name is looked at, in octets; more is no name.
const maxName = 1024

// splitWords parts a name into folded words. Letters, digits and marks make
// words; an apostrophe inside one is dropped, and single letters with only dots,
// slashes or ampersands between them are one word ("S.p.A.", "A/S", "AT&T").
func splitWords(s string) []string {
	s = Fold(camel(limit(s)))
	var words []string
	start, joined := -1, false
	gap := "x" // what lies between the last word and here
	gapStart := 0
	flush := func(end int) {
		if start < 0 {
			return
		}
		w := s[start:end]
		if strings.ContainsAny(w, "'’") {
			w = strings.ReplaceAll(strings.ReplaceAll(w, "'", ""), "’", "")
		}
		if w != "" {
			single := utf8.RuneCountInString(w) == 1 && !isEast(w) && (w[0] < '0' || w[0] > '9')
			initials := gap == "&" && len(w) <= 2 && len(words) > 0 && len(words[len(words)-1]) <= 2
			if single && joined && joins(gap) || initials {
				words[len(words)-1] += w
			} else {
				words = append(words, w)
				joined = single
			}
		}
		start, gapStart = -1, end
	}
	for i, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || (start >= 0 && (r == '\'' || r == '’')) {
			if start < 0 {
				start, gap = i, s[gapStart:i]
			}
			continue
		}
		flush(i)
	}
	flush(len(s))
	return words
}

// limit cuts what is too long for a name.
func limit(s string) string {
	if len(s) > maxName {
		s = s[:maxName]
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// joins reports whether what stands between two single letters makes them one
// word.
func joins(gap string) bool {
	gap = strings.TrimSpace(gap)
	return gap == "." || gap == "/" || gap == "&" || gap == "./"
}

// camel puts a blank before a general word that only its capital sets off from a
// name in lower case, as in "ciscoSystems". Names that begin with a capital are
// written in one word on purpose.
func camel(s string) string {
	end := 0
	for end < len(s) && s[end] >= 'a' && s[end] <= 'z' {
		end++
	}
	if end < 3 || end == len(s) || s[end] < 'A' || s[end] > 'Z' || !weakWords[strings.ToLower(s[end:])] {
		return s
	}
	return s[:end] + " " + s[end:]
}
