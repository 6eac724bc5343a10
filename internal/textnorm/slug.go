package textnorm

import (
	"regexp"
	"slices"
	"strings"

	"github.com/whomade/whomade/internal/lazyregexp"
)

// Slug returns the short name of a registered organisation, folded, its words
// joined by hyphens: what is left of "ALCOMA, a.s." is "alcoma", of "Shenzhen
// Example Technology Co., Ltd." "example". Dropped are legal forms, a leading
// city, trailing general words and countries, what follows a firm legal form,
// and asides, as long as a distinct word remains; where none does, all words but
// the legal forms are kept. A name without words has an empty slug.
func Slug(name string) string {
	name = limit(name)
	if m := shortName().FindStringSubmatch(name); m != nil {
		if s := slug(m[1]); s != "" {
			return s
		}
	}
	if strings.ContainsAny(name, "([（") {
		name = without(name, parentheses())
	}
	if lower := strings.ToLower(name); slices.ContainsFunc(tailSigns, func(sign string) bool { return strings.Contains(lower, sign) }) {
		name = without(name, tail())
	}
	return slug(name)
}

// without returns name without what matches the aside, if a distinct word is
// left of it.
func without(name string, aside *regexp.Regexp) string {
	if short := aside.ReplaceAllString(name, " "); short != name && hasDistinct(Parse(short).Tokens) {
		return short
	}
	return name
}

var (
	// shortName is a name that the holder says it goes by.
	shortName = lazyregexp.New(`(?i)\b(?:abbr(?:eviated|eviation)?[.:]?|d/?b/?a[.:]?|trading as|t/a|doing business as|also known as|aka[.:]?)\s+["']?([^()"]+)`)
	// parentheses are asides: branches, former names.
	parentheses = lazyregexp.New(`\([^()]*\)?|\[[^\[\]]*\]?|（[^（）]*）?`)
	// tail is what describes an organisation after its name.
	tail = lazyregexp.New(`(?i)\s+[-–—:|]+\s.*$|[,;]\s+an?\s.*\bcompany$|[,;]?\s+(?:an?\s+)?(?:division|subsidiary|unit|part|member|department|brand|business unit)\s+of\b.*$|[,;:]?\s+(?:formerly|previously|formally|now|fka|f/k/a|c/o|ex)\b.*$|;.*$|\s*(?:https?://|www\.).*$`)
)

// tailSigns are strings of which each match of tail holds one; looking for them
// spares most names the slower expression.
var tailSigns = []string{" -", " –", " —", " :", " |", ";", "company", " of", "formerly", "previously", "formally", " now", " fka", "f/k/a", "c/o", " ex", ",now", ",fka", ",ex", ":now", ":fka", ":ex", "http", "www."}

func slug(name string) string {
	all := Parse(name).Tokens
	var kept []Token
	for i, t := range all {
		if firmForms[t.Text] && t.Kind != Legal && i > 0 && hasDistinct(all[:i]) {
			break
		}
		if t.Kind != Legal {
			kept = append(kept, t)
		}
	}
	if !hasDistinct(kept) {
		return join(kept)
	}
	for kept[0].Kind == Place {
		kept = kept[1:]
	}
	full := kept
	for n := len(kept) - 1; kept[n].Kind != Distinct || isInnerForm(kept[n].Text) && hasDistinct(kept[:n]); n-- {
		kept = kept[:n]
	}
	// One common word or an initial does not name anybody without the next word.
	if len(kept) == 1 && len(full) > 1 && (commonWords[kept[0].Text] || len(kept[0].Text) < 3) && full[1].Kind == Weak {
		kept = full[:2]
	}
	return join(kept)
}

// isInnerForm reports whether a word is a legal form left in front of general
// words or places, as in "Example Co. International".
func isInnerForm(word string) bool { return legalForms[word] && len(word) > 1 }

func join(tokens []Token) string {
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Text
	}
	return strings.Join(words, "-")
}
