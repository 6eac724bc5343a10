package knowledge

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/whomade/whomade/internal/textnorm"
)

// Near is a company whose name a text comes close to without stating it. It is a
// question to a person, never an answer.
type Near struct {
	ID   string
	Name string // the name that it is close to
	Text string // the words of the text
	How  string // what differs, in words
	Far  int    // how far: 0 the same letters, else slips of the pen
	// Rest: the words after it are those of the company's full name.
	Rest bool

	core bool // the name is shortened
}

// Near finds companies whose name a text has with a slip of the pen, with other
// blanks, with letters of another script that look the same, or as the beginning
// of a word without blanks. It is for texts in which Resolve finds nobody; the
// nearest come first.
func (s *Set) Near(text string) []Near {
	if plain := lookalike.Replace(text); plain != text && mixed(text) {
		var out []Near
		for _, m := range s.resolve(plain) {
			if !m.Part && m.Kind != "product" {
				out = append(out, Near{ID: m.ID, Name: m.Name, Text: m.Text, How: "with letters of another script", Rest: m.Whole})
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	tokens := textnorm.Parse(text).Tokens
	var words []textnorm.Token
	for _, t := range tokens {
		if t.Kind != textnorm.Legal && t.Kind != textnorm.Place {
			words = append(words, t)
		}
	}
	if len(words) == 0 || len(words) > 8 {
		return nil
	}
	formal := len(tokens) > len(words) && tokens[len(tokens)-1].Kind == textnorm.Legal
	var out []Near
	// A name stands at the beginning; what stands behind it is somebody else's.
	for n := min(3, len(words)); n >= 1; n-- {
		joined := ""
		for _, w := range words[:n] {
			joined += w.Text
		}
		if n == 1 && (words[0].Kind != textnorm.Distinct || Ordinary(joined) || textnorm.Common(joined)) {
			continue
		}
		for _, x := range s.close(joined, n, words[n:], formal) {
			if !slices.ContainsFunc(out, func(o Near) bool { return o.ID == x.ID }) {
				out = append(out, x)
			}
		}
	}
	// One who is called so in full goes before one whose name is shortened to it.
	if slices.ContainsFunc(out, func(x Near) bool { return !x.core }) {
		out = slices.DeleteFunc(out, func(x Near) bool { return x.core })
	}
	slices.SortStableFunc(out, func(a, b Near) int { return cmp.Or(a.Far-b.Far, strings.Compare(a.ID, b.ID)) })
	return slices.DeleteFunc(out, func(x Near) bool { return x.Far > out[0].Far })
}

// close finds the names that the first n words, written together, come close to.
// What is left of the text is behind them.
func (s *Set) close(joined string, n int, behind []textnorm.Token, formal bool) []Near {
	first, _ := utf8.DecodeRuneInString(joined)
	if first >= 0x2E80 {
		return s.eastern(joined)
	}
	length := utf8.RuneCountInString(joined)
	if length < 5 {
		return nil
	}
	var rest []string
	others := false
	for _, w := range behind {
		rest = append(rest, w.Text)
		others = others || w.Kind == textnorm.Distinct
	}
	var out []Near
	for _, k := range s.names.joined()[first] {
		if d := length - k.runes; d > 2 || d < -2 {
			continue
		}
		x := Near{ID: k.id, Name: k.name, Text: joined, How: "with other blanks", core: k.core}
		x.Rest = len(rest) > 0 && slices.ContainsFunc(s.names.first[k.words[0]], func(o knownName) bool {
			return o.id == k.id && len(o.words) > len(k.words) && slices.Equal(o.words[len(k.words):], rest)
		})
		if joined == k.text {
			if n != len(k.words) && (!others || x.Rest) {
				out = append(out, x)
			}
			continue
		}
		if n > 1 || len(k.words) > 1 {
			continue // two slips at once are too many
		}
		far, pen := slips(k.text, joined)
		switch {
		case far == 1 && pen && k.runes >= 5, far == 1 && k.runes >= 6:
			x.How = "with one letter that differs"
		case far == 2 && k.runes >= 10:
			x.How, pen = "with two letters that differ", false
		default:
			continue
		}
		// A company of a name of its own, with the legal form behind it, is likelier
		// than one who cannot spell it.
		if formal && !x.Rest && (!pen || others) {
			continue
		}
		x.Far = far
		out = append(out, x)
	}
	return out
}

// eastern finds the longest name that a word without blanks begins with.
func (s *Set) eastern(word string) []Near {
	for end := len(word); end > 0; {
		_, n := utf8.DecodeLastRuneInString(word[:end])
		if end -= n; utf8.RuneCountInString(word[:end]) < 2 {
			break
		}
		var out []Near
		for _, k := range s.names.first[word[:end]] {
			if len(k.words) == 1 && k.kind != "product" {
				out = append(out, Near{ID: k.id, Name: k.name, Text: word[:end], How: "as the beginning of a longer name", Far: 1})
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// joinedName is a name with its words written together.
type joinedName struct {
	knownName
	text  string
	runes int
}

// joined lists the names that are long enough to be told apart with a slip in
// them, by their first letter, made when first needed.
func (n *nameIndex) joined() map[rune][]joinedName {
	n.once.Do(func() {
		n.together = map[rune][]joinedName{}
		for _, list := range n.first {
			for _, k := range list {
				text := strings.Join(k.words, "")
				runes := utf8.RuneCountInString(text)
				first, _ := utf8.DecodeRuneInString(text)
				if runes < 5 || first >= 0x2E80 || k.kind == "product" || k.kind == "brand" || len(k.words) > 3 || len(k.words) == 1 && (Ordinary(text) || textnorm.Common(text)) {
					continue
				}
				n.together[first] = append(n.together[first], joinedName{k, text, runes})
			}
		}
		for _, list := range n.together {
			slices.SortFunc(list, func(a, b joinedName) int { return cmp.Or(strings.Compare(a.id, b.id), strings.Compare(a.text, b.text)) })
		}
	})
	return n.together
}

// slips counts the letters that are added, left out, replaced or swapped between
// a name and a word: 0 to 2, or 3 for more. pen: the one slip is of the pen, two
// letters swapped, one doubled or one left out, and not another letter.
func slips(name, word string) (far int, pen bool) {
	x, y := []rune(name), []rune(word)
	start := 0
	for start < len(x) && start < len(y) && x[start] == y[start] {
		start++
	}
	x, y = x[start:], y[start:]
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	switch {
	case len(x) == 0 && len(y) == 0:
		return 0, true
	case len(x) == 2 && len(y) == 2 && x[0] == y[1] && x[1] == y[0], len(x) == 1 && len(y) == 0:
		return 1, true
	case len(x) == 0 && len(y) == 1:
		return 1, start > 0 && []rune(word)[start-1] == y[0]
	case len(x) == 1 && len(y) == 1:
		return 1, false
	case max(len(x), len(y)) == 2:
		return 2, false
	}
	// Two slips with letters between them that are the same.
	for _, c := range [][2]int{{1, 0}, {0, 1}, {1, 1}} {
		if len(x) > c[0] && len(y) > c[1] && oneSlip(x[c[0]:], y[c[1]:]) {
			return 2, false
		}
	}
	return 3, false
}

// oneSlip reports whether one letter at most is added, left out or replaced.
func oneSlip(x, y []rune) bool {
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	return len(x) <= 1 && len(y) <= 1
}

// mixed reports whether a word of the text has Latin letters beside those of
// a script with letters that look the same, or only such letters.
func mixed(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, unicode.Cyrillic, unicode.Greek) })
}

// lookalike turns Cyrillic and Greek letters into the Latin ones that look the
// same (Unicode TS 39).
var lookalike = strings.NewReplacer(
	"А", "A", "В", "B", "Е", "E", "З", "3", "І", "I", "Ј", "J", "К", "K", "М", "M", "Н", "H", "О", "O", "Р", "P", "С", "C", "Т", "T", "У", "Y", "Х", "X", "Ѕ", "S",
	"а", "a", "в", "b", "е", "e", "і", "i", "ј", "j", "к", "k", "м", "m", "н", "h", "о", "o", "р", "p", "с", "c", "т", "t", "у", "y", "х", "x", "ѕ", "s", "ԁ", "d", "ԝ", "w",
	"Α", "A", "Β", "B", "Ε", "E", "Ζ", "Z", "Η", "H", "Ι", "I", "Κ", "K", "Μ", "M", "Ν", "N", "Ο", "O", "Ρ", "P", "Τ", "T", "Υ", "Y", "Χ", "X",
	"α", "a", "ο", "o", "ν", "v", "ι", "i", "κ", "k", "ρ", "p", "τ", "t", "υ", "u", "χ", "x",
)
