package identify

import (
	"fmt"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/dialect"
)

// Shares from which the manner of a text names one company, or a set.
const (
	dialectSingle = 0.93
	dialectSet    = 0.9
)

// readDialect tells from the manner of a command's output or a configuration whose
// software wrote it, and so who built the equipment that runs it.
func readDialect(_ *Engine, a whomade.Attribute, text string) []Claim {
	lexicon, err := dialect.Open()
	if err != nil {
		return nil // the lexicon is part of the program, and tests hold that it can be read
	}
	answer := lexicon.Judge(text)
	if len(answer.Chances) == 0 {
		return nil
	}
	groups := dialect.Groups(answer.Chances)
	top := groups[0]
	c := Claim{Kind: kindDialect, Role: whomade.RoleMaker, Grade: a.Grade, Class: a.Class, Signature: "dialect/" + top.Dialects[0].ID}
	switch {
	case len(top.Makers) == 0:
		if top.Share >= dialectSingle {
			c.Role, c.OS, c.Reason = "software", top.Dialects[0].OS, "the text is written as "+top.Dialects[0].OS+" does, which runs on equipment of many makers"
			return []Claim{c}
		}
		return nil
	case top.Share >= dialectSingle:
		c.Makers, c.Share, c.OS = top.Makers, lexicon.Calibrated(top.Share), answer.Chances[0].Dialect.OS
		if answer.Chances[0].Dialect != top.Dialects[0] || answer.Chances[0].Share < dialectSingle*top.Share {
			c.OS = ""
		}
		c.Reason = "the text is written as " + top.Dialects[0].OS + " does" + marks(answer)
		if !dialect.Neighbours(text) {
			f := dialect.ReadFields(top.Dialects[0].ID, text)
			c.Model, c.Version, c.Serial = f.Model, f.Version, f.Serial
		}
		return []Claim{c}
	}
	sum := 0.0
	var names []string
	for _, g := range groups {
		if len(g.Makers) == 0 {
			return nil
		}
		sum += g.Share
		names = append(names, g.Dialects[0].OS)
		for _, m := range g.Makers {
			if !contains(c.Makers, m) {
				c.Makers = append(c.Makers, m)
			}
		}
		if len(c.Makers) > maxMembs {
			return nil
		}
		if sum >= dialectSet {
			c.Share, c.Signature, c.Reason = sum, "", "the text may be written by "+strings.Join(names, " or ")
			return []Claim{c}
		}
	}
	return nil
}

// marks says what of the text speaks for its dialect.
func marks(a dialect.Answer) string {
	var words []string
	for _, m := range a.Marks {
		if m[0] != '=' && m[0] != '^' {
			words = append(words, fmt.Sprintf("%q", m))
		}
	}
	switch {
	case len(a.Lines) > 0:
		return ": it has a line that only this one writes (" + a.Lines[0] + ")"
	case len(words) > 0:
		return ": " + strings.Join(words, ", ")
	}
	return ": the form of its lines"
}
