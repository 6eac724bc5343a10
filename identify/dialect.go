package identify

import (
	"fmt"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/dialect"
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
	others := dialect.Neighbours(text)
	named := dialect.Named(dialect.Groups(answer.Chances), others)
	if len(named) == 0 {
		return nil
	}
	top := named[0]
	c := Claim{Kind: kindDialect, Role: whomade.RoleMaker, Grade: a.Grade, Class: a.Class, Signature: "dialect/" + top.Dialects[0].ID}
	switch {
	case len(named) > 1:
		var names []string
		for _, g := range named {
			c.Share += g.Share
			names = append(names, g.Dialects[0].OS)
			for _, m := range g.Makers {
				if !contains(c.Makers, m) {
					c.Makers = append(c.Makers, m)
				}
			}
		}
		c.Signature, c.Reason = "", "the text may be written by "+strings.Join(names, " or ")
	case len(top.Makers) == 0:
		c.Role, c.OS, c.Reason = "software", top.Dialects[0].OS, "the text is written as "+top.Dialects[0].OS+" does, which runs on equipment of many makers"
	default:
		c.Makers, c.Share, c.OS = top.Makers, lexicon.Calibrated(top.Share), answer.Chances[0].Dialect.OS
		if answer.Chances[0].Dialect != top.Dialects[0] || answer.Chances[0].Share < sameOS*top.Share {
			c.OS = ""
		}
		c.Reason = "the text is written as " + top.Dialects[0].OS + " does" + marks(answer)
		if !others {
			f := dialect.ReadFields(top.Dialects[0].ID, text)
			c.Model, c.Version, c.Serial = f.Model, f.Version, f.Serial
		}
	}
	return []Claim{c}
}

// sameOS is the part of a company's share from which one of its systems is named.
const sameOS = 0.93

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
