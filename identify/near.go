package identify

import (
	"slices"
	"strings"

	"github.com/whomade/whomade/internal/textnorm"
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
	c.Makers = slices.Compact(c.Makers)
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
