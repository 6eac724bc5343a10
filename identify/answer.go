package identify

import (
	"slices"
	"strings"

	"github.com/whomade/whomade"
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
