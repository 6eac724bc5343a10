package identify

import (
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge"
)

// readModel looks a model name or part number up in the patterns of product
// families. Distinctive patterns name the maker; the others only tell segment
// and function, where the maker is known from elsewhere.
func readModel(e *Engine, a whomade.Attribute, value string) []Claim {
	value = strings.TrimSpace(value)
	if value == "" || len(value) > 128 {
		return nil
	}
	if a.Name == "part.number" {
		// Lists of purchases have the model there where it is no number.
		if claims := e.patterns(nil, e.part, kindPart, a, value); len(claims) > 0 {
			return claims
		}
		return e.patterns(nil, e.model, kindModel, a, value)
	}
	return e.patterns(e.patterns(nil, e.model, kindModel, a, value), e.part, kindPart, a, value)
}

func (e *Engine) patterns(claims []Claim, index *lazyIndex, kind string, a whomade.Attribute, value string) []Claim {
	tried := value
	for range 2 {
		found := false
		for _, i := range index.cascade().Match(nil, tried) {
			found = true
			claims = append(claims, modelClaim(kind, a, index.rules[i]))
		}
		// "Huawei S5720-28X": the model without the company's name.
		rest := e.withoutName(value)
		if found || rest == "" || rest == tried {
			return claims
		}
		tried = rest
	}
	return claims
}

// withoutName is the text after a company's name at its beginning.
func (e *Engine) withoutName(value string) string {
	first, rest, ok := strings.Cut(value, " ")
	if !ok {
		return ""
	}
	for _, m := range e.know.Resolve(first) {
		if m.Whole {
			return strings.TrimSpace(rest)
		}
	}
	return ""
}

func modelClaim(kind string, a whomade.Attribute, r *knowledge.Rule) Claim {
	p := r.Model
	c := Claim{
		Kind: kind, Role: whomade.RoleMaker, Grade: "B", Class: a.Class, Signature: r.ID(),
		Product: p.Family, Segment: p.Segment, Function: p.Function,
	}
	c.Makers, c.Brand = r.Makers(), p.Brand
	c.Reason = "the model name has the form of " + r.ID()
	if !p.Distinctive {
		c.Role, c.Grade = roleFamily, "C"
	}
	return c
}

// roleFamily marks a claim that tells fields of a known maker's product and does
// not speak for the maker.
const roleFamily = "family"
