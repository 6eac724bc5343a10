package identify

import (
	"strings"

	"github.com/whomade/whomade"
)

// Case is what is known of one labelled thing, read once: learning weighs it
// again and again with other reliabilities.
type Case struct {
	facts []fact
}

// Voice is one claim of a case for a company or a set.
type Voice struct {
	Attribute, Kind, Grade, Class, Signature string
	Makers                                   []string
	Brand                                    string
}

// NewCase reads one value of an attribute, as [Engine.Answer] does.
func (e *Engine) NewCase(attribute, value, encoding string) (Case, error) {
	claims, err := e.Claims(attribute, value, encoding)
	if err != nil {
		return Case{}, err
	}
	if len(claims) == 0 {
		return Case{}, nil
	}
	return Case{[]fact{{obs: whomade.Observation{Attribute: attribute, Value: value, Encoding: encoding}, claims: claims}}}, nil
}

// Case gives the facts about the artifact's own element, and forgets the rest of
// what was added.
func (b *Builder) Case(artifact string) Case {
	nodes := make([]*node, 0, len(b.nodes))
	for _, n := range b.nodes {
		if n.key.subject.Artifact == artifact {
			nodes = append(nodes, n)
		}
	}
	c := Case{b.facts(nodes)}
	clear(b.nodes)
	clear(b.claims)
	return c
}

// Voices are the case's claims that speak for companies.
func (c Case) Voices() []Voice {
	var out []Voice
	for i := range c.facts {
		for _, cl := range c.facts[i].claims {
			if cl.speaks() && cl.Class != "neighbour" && cl.Class != "module" {
				out = append(out, Voice{c.facts[i].obs.Attribute, cl.Kind, cl.Grade, cl.Class, cl.Signature, cl.Makers, cl.Brand})
			}
		}
	}
	return out
}

// Family is the product family that the case's strongest text or number names:
// the unit that folds keep together.
func (c Case) Family() string {
	for _, v := range c.Voices() {
		if v.Signature != "" && !strings.HasPrefix(v.Signature, "names") {
			return v.Signature
		}
	}
	return ""
}

// Judge answers a case with given reliabilities.
func (e *Engine) Judge(c Case, rel *Reliability) (a Answer) {
	a.Makers = []whomade.MakerChance{}
	if len(c.facts) == 0 {
		return a
	}
	r := e.weigh(c.facts, rel)
	a.Maker, a.Brand, a.Confidence = r.maker, r.brand, r.confidence
	a.Makers = append(a.Makers, r.makers...)
	return a
}
