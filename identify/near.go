package identify

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/internal/lazyregexp"
	"github.com/whomade/whomade/internal/textnorm"
	"github.com/whomade/whomade/knowledge"
)

// How sure a name is that is not quite a company's. None suffices for a verdict:
// a person has to say whether it is meant.
const (
	nearBranch = 0.8  // the name goes on where the company's ends
	nearFull   = 0.85 // a slip in a word, the others as in the full name
	nearWord   = 0.7  // a slip in the only word
	nearStart  = 0.6  // a word without blanks begins with the name
)

// readNear reads a stated name that is no company's but close to one's.
func (e *Engine) readNear(value string) (Claim, bool) {
	near := e.know.Near(value)
	if len(near) == 0 || len(near) > 3 {
		return Claim{}, false
	}
	c := Claim{Kind: kindNear, Grade: "C", Signature: "names", Share: nearFull}
	for _, n := range near {
		c.Makers = append(c.Makers, n.ID)
		switch {
		case n.Far == 0 || n.Rest:
		case strings.HasPrefix(n.How, "as the beginning"):
			c.Share = min(c.Share, nearStart)
		default:
			c.Share = min(c.Share, nearWord)
		}
	}
	slices.Sort(c.Makers)
	if c.Makers = slices.Compact(c.Makers); len(c.Makers) > 1 {
		c.Share = max(c.Share, nearFull) // of the set
	}
	c.Reason = "the field states \"" + near[0].Text + "\", which is the name of " + strings.Join(c.Makers, " or ") + " " + near[0].How + "; ask which company is meant"
	return c, true
}

// organisation reports whether a text is the name of an organisation with its
// legal form, and no product behind a maker's name.
func organisation(value string) bool {
	tokens := textnorm.Parse(value).Tokens
	for _, t := range tokens {
		if t.Kind == textnorm.Distinct && strings.ContainsAny(t.Text, "0123456789") && len(t.Text) > 3 {
			return false
		}
	}
	return len(tokens) > 0 && tokens[len(tokens)-1].Kind == textnorm.Legal
}

// brief reports whether a name is two Chinese characters, which are those of many
// companies when a legal form follows.
func brief(m knowledge.Match) bool {
	first, _ := utf8.DecodeRuneInString(m.Text)
	return m.Words == 1 && first >= 0x2E80 && utf8.RuneCountInString(m.Text) == 2
}

// stating is the attributes that state a manufacturer and nothing else.
var stating = func() map[string]bool {
	m := map[string]bool{}
	for _, a := range knowledge.Stating {
		m[a] = true
	}
	return m
}()

// reserved is words by which a text says that somebody else made the thing: one
// that fits, replaces or is sold in place of the named company's.
var reserved = lazyregexp.New(`(?i)\b(?:compatib|kompatib)|\b(?:equivalent|replacement for|replaces|suitable for|for use with|third[- ]party|clone of|nachbau|ersatz für|reseller|distributor|dealer|other than)\b|^\W*(?:not|non|no|nicht|kein)\b|совместим|兼容|相容|互換|호환`)

// doubt takes back what a stated name seems to say: where the text says that
// another company made the thing nobody is named, and where it lists several
// companies all of them may be meant.
func (e *Engine) doubt(a whomade.Attribute, text string, claims []Claim) []Claim {
	drop := reserved().MatchString(text)
	var ids []string
	if parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/;|+、／；", r) }); !drop && len(parts) > 1 && len(parts) <= 4 {
		for _, p := range parts {
			found := e.know.Resolve(p)
			if len(found) == 0 || !found[0].Whole {
				return claims
			}
			if !contains(ids, found[0].ID) {
				ids = append(ids, found[0].ID)
			}
		}
		drop = len(ids) > 1
	}
	if !drop {
		return claims
	}
	claims = slices.DeleteFunc(claims, func(c Claim) bool { return c.speaks() })
	if len(ids) > 1 {
		slices.Sort(ids)
		claims = append(claims, Claim{
			Kind: kindStated, Makers: ids, Role: whomade.RoleMaker, Grade: "C", Class: a.Class, Signature: "names",
			Reason: "the field lists " + strings.Join(ids, ", ") + "; ask which of them is meant",
		})
	}
	return claims
}

// trades are words for what a company does by which a name may differ from another
// company's that begins alike.
var trades = map[string]bool{
	"energy": true, "power": true, "trading": true, "trade": true, "import": true, "export": true, "consulting": true, "consultants": true,
	"consultancy": true, "beratung": true, "consultant": true, "factory": true,
}

// stray takes back what a list's name seems to say where it goes on behind a
// company's in a way that is neither that company's own nor a product's: "Dahua
// Hydraulic" may be anybody. A signature that reads only the beginning says no more
// than the name.
func (e *Engine) stray(a whomade.Attribute, text string, claims []Claim) []Claim {
	found := e.know.Resolve(text)
	if len(found) == 0 {
		return claims
	}
	var ids []string
	for _, m := range found {
		ids = append(ids, m.ID)
	}
	word := e.beyond(text, found)
	if word == "" {
		// Another company's longer name goes before what begins like it.
		if found[0].Whole {
			claims = slices.DeleteFunc(claims, func(c Claim) bool {
				return c.Kind == kindSignature && c.speaks() && !slices.ContainsFunc(c.Makers, func(id string) bool { return contains(ids, id) })
			})
		}
		return claims
	}
	claims = slices.DeleteFunc(claims, func(c Claim) bool { return c.speaks() })
	return append(claims, Claim{
		Kind: kindNear, Makers: ids[:1], Role: whomade.RoleMaker, Grade: "C", Class: a.Class, Signature: "names", Share: nearStart,
		Reason: "the field begins with the name of " + ids[0] + " and goes on with \"" + word + "\": a branch, an affiliate, or another company; ask which is meant",
	})
}

// beyond is a word outside the companies' names in a text that makes it another name:
// one of another trade, or one that is no model, no general word and no name of a
// product of theirs.
func (e *Engine) beyond(text string, found []knowledge.Match) string {
	tokens := textnorm.Parse(text).Tokens
	inside := func(i int) bool {
		return slices.ContainsFunc(found, func(m knowledge.Match) bool { return i >= m.At && i < m.At+m.Words })
	}
	maker, _ := e.know.Maker(found[0].ID)
	for i, t := range tokens {
		if inside(i) || t.Kind == textnorm.Legal || t.Kind == textnorm.Place || strings.ContainsAny(t.Text, "0123456789") || len(t.Text) < 3 {
			continue
		}
		if (t.Kind == textnorm.Distinct && !knowledge.Ordinary(t.Text) || trades[t.Text]) && !calledSo(maker, t.Text) {
			return t.Text
		}
	}
	return ""
}

// calledSo reports whether a word stands in one of a company's names or brands.
func calledSo(m knowledge.Maker, word string) bool {
	in := func(name string) bool {
		return slices.ContainsFunc(textnorm.Parse(name).Tokens, func(t textnorm.Token) bool { return t.Text == word })
	}
	named := func(n knowledge.Name) bool { return in(n.Name) }
	return in(m.Name) || slices.ContainsFunc(m.Names, named) || slices.ContainsFunc(m.Brands, named)
}
