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
