package identify

import (
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge"
)

// Answer is what one value alone says.
type Answer struct {
	ID         string                `json:"id"`
	Maker      string                `json:"maker"` // empty where it can't be told
	Brand      string                `json:"brand"`
	Confidence float64               `json:"confidence"`
	Makers     []whomade.MakerChance `json:"makers"` // the set, most likely first
	Product    string                `json:"product"`
	Model      string                `json:"model"`
	OS         string                `json:"os"`
	Version    string                `json:"version"`
	Segment    string                `json:"segment"`
	Signatures []string              `json:"signatures"`
	Parts      []AnswerPart          `json:"parts"`
	AsOf       *whomade.Date         `json:"as_of,omitempty"`     // the day asked about
	Ownership  []Ownership           `json:"ownership,omitempty"` // of each possible maker, where a day was asked about
	Error      string                `json:"error,omitempty"`
}

// AnswerPart is one part of the sum.
type AnswerPart struct {
	Makers    []string `json:"makers"`
	Role      string   `json:"role"`
	Weight    float64  `json:"weight"` // log-odds; 0 where its class was counted already
	Class     string   `json:"class"`
	Grade     string   `json:"grade"`
	Signature string   `json:"signature"`
	Reason    string   `json:"reason"`
}

// Ownership is who held a company on a day, before it and after it.
type Ownership struct {
	Maker  string          `json:"maker"`
	Held   []knowledge.Tie `json:"held_by"`
	Before []knowledge.Tie `json:"held_before"` // had ended before the day: not so on it
	After  []knowledge.Tie `json:"held_after"`  // began after the day
}

// own says who held the possible makers on a day.
func (e *Engine) own(a *Answer, day whomade.Date) {
	a.AsOf = &day
	a.Ownership = []Ownership{}
	for _, m := range a.Makers {
		o := Ownership{Maker: m.Maker, Held: []knowledge.Tie{}, Before: []knowledge.Tie{}, After: []knowledge.Tie{}}
		for _, t := range e.know.Ties(m.Maker) {
			switch {
			case t.On(day):
				o.Held = append(o.Held, t)
			case t.Before(day):
				o.Before = append(o.Before, t)
			default:
				o.After = append(o.After, t)
			}
		}
		a.Ownership = append(a.Ownership, o)
	}
}

// Answer says who made what shows this value of an attribute. An error says
// that the value is not in its encoding.
func (e *Engine) Answer(kind, value, encoding string) (Answer, error) {
	a := Answer{Makers: []whomade.MakerChance{}, Signatures: []string{}, Parts: []AnswerPart{}}
	claims, err := e.Claims(kind, value, encoding)
	if err != nil {
		return a, err
	}
	if len(claims) == 0 {
		return a, nil
	}
	facts := []fact{{obs: whomade.Observation{Attribute: kind, Value: value, Encoding: encoding}, claims: claims}}
	c := e.conclude(facts)
	a.Maker, a.Brand, a.Confidence = c.maker, c.brand, c.confidence
	a.Makers = append(a.Makers, c.makers...)
	f := c.fields
	a.Product, a.Model, a.OS, a.Version, a.Segment = f.product, f.model, f.os, f.version, f.segment
	for _, v := range c.votes {
		cl := claims[v.claim]
		w := 0.0
		if v.counted {
			w = round(v.weight)
		}
		a.Parts = append(a.Parts, AnswerPart{cl.Makers, cl.Role, w, cl.Class, cl.Grade, cl.Signature, cl.Reason})
	}
	for _, cl := range claims {
		if cl.Signature != "" && !slices.Contains(a.Signatures, cl.Signature) && !strings.HasPrefix(cl.Signature, "names") {
			a.Signatures = append(a.Signatures, cl.Signature)
		}
	}
	return a, nil
}
