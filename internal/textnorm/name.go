package textnorm

import "strings"

// Kind says what a word does in a name.
type Kind uint8

// The kinds of words.
const (
	Distinct Kind = iota // tells this organisation from others
	Weak                 // a general word: technology, group, 通信
	Place                // a city before or a country after the name
	Legal                // a legal form or an article at either end
)

// Token is one folded word of a name.
type Token struct {
	Text string
	Kind Kind
}

// Name is a name taken apart.
type Name struct {
	Tokens []Token
	// Key is the words but legal forms, joined by blanks. Names with the same key
	// are spellings of one name.
	Key string
}

// Parse takes a name of an organisation apart. Legal forms count as such only at
// the ends of the name, places only where they are usual; a name that would be
// left with nothing keeps its words.
func Parse(name string) Name {
	var tokens []Token
	for _, w := range splitWords(name) {
		if isEast(w) {
			tokens = append(tokens, splitEast(w)...)
			continue
		}
		kind := Distinct
		if weakWords[w] {
			kind = Weak
		}
		tokens = append(tokens, Token{w, kind})
	}
	tokens = markForms(joinForms(tokens))
	markPlaces(tokens)
	var key []string
	for _, t := range tokens {
		if t.Kind != Legal {
			key = append(key, t.Text)
		}
	}
	return Name{Tokens: tokens, Key: strings.Join(key, " ")}
}

// Has reports whether the words stand in the name one after the other. Only
// whole words are compared.
func (n Name) Has(words ...string) bool {
	for i := 0; i+len(words) <= len(n.Tokens); i++ {
		same := 0
		for same < len(words) && n.Tokens[i+same].Text == words[same] {
			same++
		}
		if same == len(words) {
			return len(words) > 0
		}
	}
	return false
}

// joinForms makes one word of a legal form written in several, at the end of the
// name: "sp z oo", "s r o", "l l c".
func joinForms(tokens []Token) []Token {
	for n := min(5, len(tokens)-1); n >= 2; n-- {
		tail := tokens[len(tokens)-n:]
		joined, short := "", true
		for _, t := range tail {
			joined += t.Text
			short = short && len(t.Text) <= 4
		}
		if short && legalForms[joined] && !legalForms[tail[0].Text] {
			return append(tokens[:len(tokens)-n:len(tokens)-n], Token{joined, Legal})
		}
	}
	return tokens
}

// markForms marks legal forms at both ends, as long as another word is left.
func markForms(tokens []Token) []Token {
	start, end := 0, len(tokens)
	for end-start > 1 && (tokens[end-1].Kind == Legal || isForm(tokens[start:end])) {
		end--
		tokens[end].Kind = Legal
	}
	for end-start > 1 && (tokens[start].Kind == Legal || leadingForms[tokens[start].Text]) {
		tokens[start].Kind = Legal
		start++
	}
	return tokens
}

// isForm reports whether the last word is a legal form or part of one.
func isForm(tokens []Token) bool {
	last := tokens[len(tokens)-1].Text
	if legalForms[last] {
		return true
	}
	// "& Co. KG", "Private Limited": the words before the form belong to it.
	return last == "private" || last == "u" && len(tokens) > 2
}

// markPlaces marks a leading city and trailing countries if a distinct word is
// left without them.
func markPlaces(tokens []Token) {
	first := 0
	for first < len(tokens) && tokens[first].Kind == Legal {
		first++
	}
	n := 0
	if first+1 < len(tokens) && twoWordCities[tokens[first].Text+" "+tokens[first+1].Text] {
		n = 2
	} else if first < len(tokens) && cities[tokens[first].Text] {
		n = 1
	}
	if n > 0 && first+n < len(tokens) && tokens[first+n].Text == "city" {
		n++
	}
	if n > 0 && hasDistinct(tokens[first+n:]) {
		for i := range n {
			tokens[first+i].Kind = Place
		}
	}
	for i := len(tokens) - 1; i > 0; i-- {
		switch t := &tokens[i]; {
		case (places[t.Text] || cities[t.Text]) && hasDistinct(tokens[:i]):
			t.Kind = Place
		case t.Kind == Distinct:
			return
		}
	}
}

func hasDistinct(tokens []Token) bool {
	for _, t := range tokens {
		if t.Kind == Distinct {
			return true
		}
	}
	return false
}
