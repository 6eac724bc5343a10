package main

import (
	"html"
	"strings"
	"unicode/utf8"
)

// maxName is the longest name the tables hold, in octets.
const maxName = 255

// cleanName undoes what lists do to names on the way: character references,
// quotes around the whole, runs of blanks. Spelling and case stay.
func cleanName(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(html.UnescapeString(s), "\uFFFD")), " ")
	if len(s) > 1 && s[0] == '"' && strings.IndexByte(s[1:], '"') == len(s)-2 {
		s = strings.TrimSpace(s[1 : len(s)-1])
	}
	if len(s) > maxName {
		s = s[:maxName]
		for !utf8.ValidString(s) {
			s = s[:len(s)-1]
		}
	}
	return s
}
