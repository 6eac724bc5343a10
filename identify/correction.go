package identify

import (
	"encoding/json"
	"fmt"

	"github.com/whomade/whomade"
)

// correction is the value of an observation with what a person found out.
type correction struct {
	Maker, Brand, Author, Reason, In string
	Date                             whomade.Date
}

// readCorrection reads what a person says of an element: evidence like any other,
// with its author, day and reason.
func readCorrection(_ *Engine, a whomade.Attribute, value string) []Claim {
	var c correction
	if json.Unmarshal([]byte(value), &c) != nil || c.Maker == "" || c.Author == "" || c.Reason == "" || c.Date.IsZero() {
		return nil
	}
	return []Claim{{
		Kind: kindCorrection, Makers: []string{c.Maker}, Brand: c.Brand, Role: whomade.RoleMaker, Grade: a.Grade, Class: a.Class,
		Reason: fmt.Sprintf("%s on %s: %s", c.Author, c.Date, c.Reason),
	}}
}

// correctedIn is the artifact in which the keys of a correction's subject hold,
// "" where it does not say.
func correctedIn(o whomade.Observation) string {
	var c correction
	if o.Attribute != "person.correction" || json.Unmarshal([]byte(o.Value), &c) != nil {
		return ""
	}
	return c.In
}
