package knowledge

import (
	"cmp"
	"slices"
	"strings"
	"sync"

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
	// Part: the text is the name of an organisation, and the company's name stands
	// inside it behind another word. "First Pacific Networks, Inc." is not Pacific
	// Networks.
	Part bool
}

// nameIndex finds names by their first word.
type nameIndex struct {
	first   map[string][]knownName
	holders map[string][]int // company id to the places of companies with a relation to it

	ordinary map[string]bool // first words that begin no name but themselves, an ordinary word

	once     sync.Once
	together map[rune][]joinedName // see joined
}

type knownName struct {
	words []string
	id    string
	name  string
	kind  string
	core  bool // shortened: one who is called so in full goes before
}

// fullName is a name with its legal forms, which tell apart two companies that
// only these tell apart.
type fullName struct {
	with, without []string
	known         knownName
}

func newNameIndex(makers []Maker) *nameIndex {
	n := &nameIndex{first: map[string][]knownName{}, holders: map[string][]int{}}
	var formal []fullName
	for i, m := range makers {
		add := func(name, kind string) {
			if f := n.add(m.ID, name, kind); len(f.with) > len(f.without) {
				formal = append(formal, f)
			}
		}
		add(m.Name, "legal")
		add(m.Short, "short")
		for _, x := range m.Names {
			add(x.Name, cmp.Or(x.Kind, "legal"))
		}
		for _, x := range m.Brands {
			add(x.Name, cmp.Or(x.Kind, "brand"))
		}
		for _, r := range m.Relations {
			if h := n.holders[r.Entity]; len(h) == 0 || h[len(h)-1] != i {
				n.holders[r.Entity] = append(n.holders[r.Entity], i)
			}
		}
	}
	for _, f := range formal {
		if slices.ContainsFunc(n.first[f.without[0]], func(k knownName) bool { return !k.core && k.id != f.known.id && slices.Equal(k.words, f.without) }) {
			f.known.words = f.with
			n.put(f.known)
		}
	}
	n.shortcuts()
	return n
}

// add takes a name without its legal forms and, where a distinct word is left,
// without general words and places at its end too.
func (n *nameIndex) add(id, name, kind string) fullName {
	tokens := textnorm.Parse(name).Tokens
	full, core := spellings(tokens)
	f := fullName{without: full, known: knownName{full, id, name, kind, false}}
	if len(full) > 0 {
		n.put(f.known)
	}
	if len(core) > 0 {
		n.put(knownName{core, id, name, kind, true})
	}
	if len(full) > 0 && tokens[0].Text == full[0] {
		for _, t := range tokens {
			f.with = append(f.with, t.Text)
		}
	}
	return f
}

func (n *nameIndex) put(k knownName) {
	list := n.first[k.words[0]]
	at := slices.IndexFunc(list, func(o knownName) bool { return o.id == k.id && slices.Equal(o.words, k.words) })
	if at < 0 {
		n.first[k.words[0]] = append(list, k)
	} else if list[at].core && !k.core {
		list[at] = k
	}
}

// spellings are a name without its legal forms and, where they may stand for it,
// its distinct words alone.
func spellings(tokens []textnorm.Token) (full, core []string) {
	for _, t := range tokens {
		if t.Kind != textnorm.Legal {
			full = append(full, t.Text)
		}
	}
	start, end := 0, len(tokens)
	// A city stands before the name; a country is a part of it: China Unicom.
	for start < end && (tokens[start].Kind == textnorm.Legal || tokens[start].Kind == textnorm.Place && tokens[start].Text != "china") {
		start++
	}
	for end > start && tokens[end-1].Kind != textnorm.Distinct {
		end--
	}
	for _, t := range tokens[start:end] {
		core = append(core, t.Text)
	}
	if len(strings.Join(core, "")) <= 2 || slices.Equal(core, full) || len(core) == 1 && (Ordinary(core[0]) || textnorm.Common(core[0])) {
		core = nil
	}
	return full, core
}

// Resolve finds the companies that a free text names, such as a line of
// a purchase list, in any script, by whole words. A longer name hides the
// shorter ones inside it, and a name that is a part of another organisation's is
// not that company's. Whole matches come first, then in the order of the text.
func (s *Set) Resolve(text string) []Match {
	if !s.names.may(text, false) {
		return nil
	}
	return slices.DeleteFunc(s.resolve(text), func(m Match) bool { return m.Part })
}

// Mentions is for a describing text, in which a company's name may stand anywhere:
// with names inside those of organisations, without those that are one ordinary
// word (see Ordinary), which stand for no company there.
func (s *Set) Mentions(text string) []Match {
	if !s.names.may(text, true) {
		return nil
	}
	return slices.DeleteFunc(s.resolve(text), func(m Match) bool { return m.Words == 1 && Ordinary(m.Text) })
}

func (s *Set) resolve(text string) []Match {
	tokens := textnorm.Parse(text).Tokens
	var out []Match
	for at := 0; at < len(tokens); {
		best, called := 0, false
		for _, k := range s.names.first[tokens[at].Text] {
			if len(k.words) < best || len(k.words) == best && called && k.core || !follows(tokens[at:], k.words) || k.kind == "product" && misplaced(tokens, at, len(k.words)) {
				continue
			}
			if len(k.words) > best || !called && !k.core {
				for len(out) > 0 && out[len(out)-1].At == at {
					out = out[:len(out)-1]
				}
				best, called = len(k.words), !k.core
			}
			if !slices.ContainsFunc(out, func(m Match) bool { return m.At == at && m.ID == k.id }) {
				m := Match{ID: k.id, Name: k.name, Whole: whole(tokens, at, best), Words: best, At: at, Text: strings.Join(k.words, " "), Kind: k.kind}
				m.Part = !m.Whole && distinct(tokens[:at]) && tokens[len(tokens)-1].Kind == textnorm.Legal
				out = append(out, m)
			}
		}
		at += max(best, 1)
	}
	slices.SortStableFunc(out, func(a, b Match) int {
		return cmp.Or(boolOrder(b.Whole, a.Whole), cmp.Compare(a.At, b.At), strings.Compare(a.ID, b.ID))
	})
	return out
}

// misplaced reports whether the words at a place, which name a product, stand
// where products do not: as the name of a company or the end of one.
func misplaced(tokens []textnorm.Token, at, n int) bool {
	model := at+n < len(tokens) && tokens[at+n].Kind == textnorm.Distinct
	return distinct(tokens[:at]) && !model || n < len(tokens) && whole(tokens, at, n)
}

func distinct(tokens []textnorm.Token) bool {
	return slices.ContainsFunc(tokens, func(t textnorm.Token) bool { return t.Kind == textnorm.Distinct })
}

// longestFirst is how long the first word of a name may be for may to know it.
const longestFirst = 32

// shortcuts prepares what may looks at.
func (n *nameIndex) shortcuts() {
	n.ordinary = map[string]bool{}
	for w, list := range n.first {
		if Ordinary(w) && !slices.ContainsFunc(list, func(k knownName) bool { return len(k.words) > 1 }) {
			n.ordinary[w] = true
		}
	}
}

// may reports whether a text may name a company, for a mention one that is more
// than an ordinary word: false where it is plain and none of its words begins a name. Taking a text apart costs much more, and most texts
// name nobody.
func (n *nameIndex) may(text string, mention bool) bool {
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
			if size == 1 && room[0] > '9' && (c == '.' || c == '/' || c == '&' || gap == '.' || gap == '/' || gap == '&') || size == 2 && (c == '&' || gap == '&') {
				return true // initials that make one word
			}
			if size > 0 && size <= longestFirst && n.first[string(room[:size])] != nil && (!mention || !n.ordinary[string(room[:size])]) {
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
