package main

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/report"
)

// part is a component that a list states of an item.
type part struct {
	of     whomade.Subject
	name   string
	place  whomade.Locator
	maker  whomade.Observation
	model  string
	author bool // of software
}

// mostParts bounds what is kept of components, so that a hostile bill of materials
// takes no more memory than others.
const mostParts = 500_000

// component keeps what an observation states of a component. All that is stated of
// one stands at one place of the list.
func (j *judgement) component(o whomade.Observation) {
	switch o.Attribute {
	case "inventory.component_manufacturer", "inventory.software_author":
		if len(j.parts) < mostParts {
			j.parts = append(j.parts, part{of: o.Subject, name: o.Name, place: o.Locator, maker: o, author: o.Attribute == "inventory.software_author"})
		}
	case "inventory.component_model", "inventory.component_description":
		if n := len(j.parts); n > 0 && j.parts[n-1].place == o.Locator && j.parts[n-1].of == o.Subject && j.parts[n-1].model == "" {
			j.parts[n-1].model = o.Value
		}
	}
}

// company is the one company that a text names, or "".
func (j *judgement) company(text string) string {
	id := ""
	for _, m := range j.set.Resolve(text) {
		if !m.Whole || id != "" && id != m.ID {
			return ""
		}
		id = m.ID
	}
	return id
}

// makersOfParts lists the companies that made components of an element, as stated.
func (j *judgement) makersOfParts(e *whomade.Element) []string {
	if j.partMakers == nil {
		j.partMakers = map[whomade.Subject][]string{}
		for _, p := range j.parts {
			if id := j.company(p.maker.Value); id != "" && !slices.Contains(j.partMakers[p.of], id) {
				j.partMakers[p.of] = append(j.partMakers[p.of], id)
			}
		}
	}
	var out []string
	for _, s := range e.Subjects {
		out = append(out, j.partMakers[s]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// components are the stated components as elements of their own, so that a rule
// that reaches the component is seen although it does not reach the item: a covered
// module in a lawful router, a chip in a camera. A component whose maker is not one
// known company says nothing.
func (j *judgement) components(elements []whomade.Element) []whomade.Element {
	of := map[whomade.Subject]*whomade.Element{}
	for i := range elements {
		for _, s := range elements[i].Subjects {
			of[s] = &elements[i]
		}
	}
	var out []whomade.Element
	seen := map[string]bool{}
	for _, p := range j.parts {
		id := j.company(p.maker.Value)
		if id == "" {
			continue
		}
		key := strings.Join([]string{p.of.String(), report.Place(p.name, p.place), id, p.model}, "\x00")
		sum := sha256.Sum256([]byte(key))
		e := whomade.Element{
			ID: "el-" + hex.EncodeToString(sum[:8]), Subjects: []whomade.Subject{{Item: p.of.Item + " component " + p.place.Pointer + p.place.Cell}},
			Maker: id, Brand: id, Confidence: stated, Makers: []whomade.MakerChance{{Maker: id, Confidence: stated}},
			Model: p.model, Grades: "B", Stated: true,
		}
		if seen[e.ID] {
			continue
		}
		seen[e.ID] = true
		reason := "stated as a component"
		if p.author {
			e.Segment = "software"
			reason = "stated as the author of a component's software"
		}
		if whole := of[p.of]; whole != nil {
			e.Site = whole.Site
			reason += " of " + whole.ID
		}
		e.Evidence = []whomade.Part{{
			Makers: []string{id}, Role: whomade.RoleMaker, Class: "inventory", Grade: "B", Reason: reason, Weight: statedWeight,
			Attribute: p.maker.Attribute, Value: p.maker.Value, Artifact: p.maker.Artifact, Name: p.name, Locator: p.place, Subject: p.of,
		}}
		out = append(out, e)
	}
	return out
}

// ofComponent is verdicts without those on equipment authorisation, which is applied
// for by whole devices: there the component counts as a fact about the whole.
func (j *judgement) ofComponent(list []whomade.Verdict) []whomade.Verdict {
	return slices.DeleteFunc(slices.Clone(list), func(v whomade.Verdict) bool {
		r, ok := j.options.Book.Rule(v.Rule)
		if !ok {
			return false
		}
		o, ok := r.FindObligation(v.Obligation)
		return ok && o.Do == "no-authorisation"
	})
}

// A maker that a list states of a component and that is one known company: the
// confidence, and its log-odds.
const (
	stated       = 0.97
	statedWeight = 3.5
)
