package suricata

import (
	"slices"
	"strings"

	"github.com/whomade/whomade/internal/lazyregexp"
)

// part is where an attribute of a name begins: Suricata joins them with a comma
// and a blank, and leaves commas in values as they are.
var part = lazyregexp.New(`(?:^|, )((?:[A-Za-z][A-Za-z0-9-]*|[0-9]+(?:\.[0-9]+)+)=)`)

// distinguished writes a name in the form of RFC 4514, as other formats have it:
// last part first, special characters escaped. A text that is no list of parts
// stays as it is.
func distinguished(s string) string {
	s = strings.TrimSpace(s)
	places := part().FindAllStringSubmatchIndex(s, -1)
	if len(places) == 0 || places[0][0] != 0 {
		return s
	}
	parts := make([]string, 0, len(places))
	for i, p := range places {
		end := len(s)
		if i+1 < len(places) {
			end = places[i+1][0]
		}
		kind := s[p[2]:p[3]]
		if kind == "Email=" {
			kind = "emailAddress="
		}
		parts = append(parts, kind+escape(s[p[3]:end]))
	}
	slices.Reverse(parts)
	return strings.Join(parts, ",")
}

// escape escapes a value (RFC 4514 clause 2.4).
func escape(s string) string {
	var b strings.Builder
	for i, c := range s {
		if strings.ContainsRune(`,+"\<>;`, c) || i == 0 && (c == '#' || c == ' ') || c == ' ' && i == len(s)-1 {
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}
