package knowledge

import (
	"cmp"
	"slices"
	"strings"

	"github.com/whomade/whomade/internal/textnorm"
)

// Match is a company that a free text names.
type Match struct {
	ID string
	// Name is the name as it is known.
	Name string
	// Whole: the text is that name and nothing more but legal forms.
	Whole bool
	// Words is how many words of the text make the name; At is the first of them;
	// Text is the words, folded, with blanks between.
	Words, At int
	Text      string
	Kind      string // kind of the name: legal, short, former, brand, product
}

// nameIndex finds names by their first word.
type nameIndex struct {
	first   map[string][]knownName
	holders map[string][]int // company id to the places of companies with a relation to it
}

type knownName struct {
	words []string
	id    string
	name  string
	kind  string
}

func newNameIndex(makers []Maker) *nameIndex {
	n := &nameIndex{first: map[string][]knownName{}, holders: map[string][]int{}}
	for i, m := range makers {
		n.add(m.ID, m.Name, "legal")
		n.add(m.ID, m.Short, "short")
		for _, x := range m.Names {
			n.add(m.ID, x.Name, cmp.Or(x.Kind, "legal"))
		}
		for _, x := range m.Brands {
			n.add(m.ID, x.Name, cmp.Or(x.Kind, "brand"))
		}
		for _, r := range m.Relations {
			if h := n.holders[r.Entity]; len(h) == 0 || h[len(h)-1] != i {
				n.holders[r.Entity] = append(n.holders[r.Entity], i)
			}
		}
	}
	return n
}

// add takes a name without its legal forms and, where a distinct word is left,
// without general words and places at its end too.
func (n *nameIndex) add(id, name, kind string) {
	tokens := textnorm.Parse(name).Tokens
	for _, words := range spellings(tokens) {
		known := knownName{words, id, name, kind}
		list := n.first[words[0]]
		if !slices.ContainsFunc(list, func(k knownName) bool { return k.id == id && slices.Equal(k.words, words) }) {
			n.first[words[0]] = append(list, known)
		}
	}
}

func spellings(tokens []textnorm.Token) [][]string {
	var full, core []string
	for _, t := range tokens {
		if t.Kind != textnorm.Legal {
			full = append(full, t.Text)
		}
	}
	start, end := 0, len(tokens)
	for start < end && (tokens[start].Kind == textnorm.Legal || tokens[start].Kind == textnorm.Place) {
		start++
	}
	for end > start && tokens[end-1].Kind != textnorm.Distinct {
		end--
	}
	for _, t := range tokens[start:end] {
		core = append(core, t.Text)
	}
	var out [][]string
	if len(full) > 0 {
		out = append(out, full)
	}
	if len(strings.Join(core, "")) > 2 && !slices.Equal(core, full) && (len(core) > 1 || !Ordinary(core[0])) {
		out = append(out, core)
	}
	return out
}

// Resolve finds the companies that a free text names, such as a line of
// a purchase list, in any script, by whole words. A longer name hides the
// shorter ones inside it. Whole matches come first, then in the order of the
// text.
func (s *Set) Resolve(text string) []Match {
	if !s.names.may(text) {
		return nil
	}
	return s.resolve(text)
}

func (s *Set) resolve(text string) []Match {
	tokens := textnorm.Parse(text).Tokens
	var out []Match
	for at := 0; at < len(tokens); {
		best := 0
		for _, k := range s.names.first[tokens[at].Text] {
			if len(k.words) < best || !follows(tokens[at:], k.words) {
				continue
			}
			if len(k.words) > best {
				for len(out) > 0 && out[len(out)-1].At == at {
					out = out[:len(out)-1]
				}
				best = len(k.words)
			}
			if !slices.ContainsFunc(out, func(m Match) bool { return m.At == at && m.ID == k.id }) {
				out = append(out, Match{k.id, k.name, whole(tokens, at, best), best, at, strings.Join(k.words, " "), k.kind})
			}
		}
		at += max(best, 1)
	}
	slices.SortStableFunc(out, func(a, b Match) int {
		return cmp.Or(boolOrder(b.Whole, a.Whole), cmp.Compare(a.At, b.At), strings.Compare(a.ID, b.ID))
	})
	return out
}

// longestFirst is how long the first word of a name may be for may to know it.
const longestFirst = 32

// may reports whether a text may name a company: false where it is plain and none
// of its words begins a name. Taking a text apart costs much more, and most texts
// name nobody.
func (n *nameIndex) may(text string) bool {
	var room [longestFirst]byte
	size, lower := 0, false
	gap := byte(' ') // what stands before the word
	for i := 0; i <= len(text); i++ {
		c := byte(' ')
		if i < len(text) {
			c = text[i]
		}
		switch {
		case c >= 0x80 || c == '\'':
			return true
		case 'A' <= c && c <= 'Z':
			if lower {
				return true // "ciscoSystems"
			}
			c += 'a' - 'A'
		case 'a' <= c && c <= 'z':
			lower = size == 0 && i == 0 || lower && size == i
		case '0' <= c && c <= '9':
		default:
			if size == 1 && (c == '.' || c == '/' || c == '&' || gap == '.' || gap == '/' || gap == '&') || size == 2 && (c == '&' || gap == '&') {
				return true // initials that make one word
			}
			if size > 0 && size <= longestFirst && n.first[string(room[:size])] != nil {
				return true
			}
			if size > longestFirst {
				return true
			}
			size, lower, gap = 0, false, c
			continue
		}
		if size < longestFirst {
			room[size] = c
		}
		size++
	}
	return false
}

// whole reports whether only legal forms, general words and places stand
// outside the n words at a place.
func whole(tokens []textnorm.Token, at, n int) bool {
	for i, t := range tokens {
		if (i < at || i >= at+n) && t.Kind == textnorm.Distinct {
			return false
		}
	}
	return true
}

func follows(tokens []textnorm.Token, words []string) bool {
	if len(words) > len(tokens) {
		return false
	}
	for i, w := range words {
		if tokens[i].Text != w {
			return false
		}
	}
	return true
}

func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
