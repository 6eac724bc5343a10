package identify

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/whomade/whomade"
)

// maxValue is how many octets of a value an element's evidence shows.
const maxValue = 240

// printableText replaces control characters, so that a value can be shown
// anywhere.
func printableText(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
}

// parts is the evidence of an element: every claim that names a company, the
// counted ones with their weight.
func (c *conclusion) parts(facts []fact) []whomade.Part {
	out := make([]whomade.Part, 0, len(c.votes))
	weights := map[[2]int]vote{}
	for _, v := range c.votes {
		weights[[2]int{v.fact, v.claim}] = v
	}
	for i := range facts {
		for j, cl := range facts[i].claims {
			if len(cl.Makers) == 0 || cl.Role == roleFamily || cl.Class == "neighbour" {
				continue
			}
			w := 0.0
			if v, ok := weights[[2]int{i, j}]; ok && v.counted {
				w = round(v.weight)
			}
			o := facts[i].obs
			out = append(out, whomade.Part{
				Makers: cl.Makers, Role: cl.Role, Weight: w, Class: cl.Class, Grade: cl.Grade, Signature: cl.Signature, Reason: cl.Reason,
				Attribute: o.Attribute, Value: cut(printableText(o.Value), maxValue), Artifact: o.Artifact, Name: o.Name, Locator: o.Locator, Subject: o.Subject,
			})
		}
	}
	return out
}
