package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
	"github.com/whomade/whomade/report"
)

// asItem is what a list states of a component, as if it stated it of an item.
var asItem = map[string]string{
	"inventory.component_manufacturer": "inventory.manufacturer", "inventory.component_brand": "inventory.brand",
	"inventory.component_model": "part.model", "inventory.component_part_number": "part.number", "inventory.component_cpe": "inventory.cpe",
	"inventory.component_description": "inventory.description", "inventory.software_author": "",
}

// part is a component that a list states of an item.
type part struct {
	of       whomade.Subject
	name     string
	place    whomade.Locator
	software []whomade.Observation // what is stated of it, where it is no device
	makers   []string              // the companies that are stated to have made it
}

// mostParts bounds what is kept of components, so that a hostile bill of materials
// takes no more memory than others.
const mostParts = 500_000

// parts are the components that lists state.
type parts struct {
	list  []part
	at    map[whomade.Subject]int  // by the subject of the component
	holds map[whomade.Subject]bool // items that have components
}

// component keeps what an observation states of a component: of a device as an
// item of its own, of which the same counts as of others; of software, whose
// author need not have made any device, beside it.
func (j *judgement) component(o whomade.Observation) {
	as, ok := asItem[o.Attribute]
	if !ok || o.Subject.Item == "" {
		return
	}
	key := whomade.Subject{Item: o.Subject.Item + " component " + placeOf(o.Locator)}
	i, ok := j.parts.at[key]
	if !ok {
		if len(j.parts.list) == mostParts {
			return
		}
		if j.parts.at == nil {
			j.parts.at, j.parts.holds = map[whomade.Subject]int{}, map[whomade.Subject]bool{}
		}
		i = len(j.parts.list)
		j.parts.at[key], j.parts.holds[o.Subject] = i, true
		j.parts.list = append(j.parts.list, part{of: o.Subject, name: o.Name, place: o.Locator})
	}
	p := &j.parts.list[i]
	if as == "" || len(p.software) > 0 {
		p.software = append(p.software, o)
		return
	}
	if id := j.company(o.Value); as == "inventory.manufacturer" && id != "" && !slices.Contains(p.makers, id) {
		p.makers = append(p.makers, id)
	}
	if j.byComponent {
		o.Attribute, o.Subject = as, key
		j.builder.Add(o)
	}
}

// placeOf tells the components of one item apart.
func placeOf(l whomade.Locator) string {
	return cmp.Or(l.Pointer, l.Path, "line "+strconv.FormatInt(l.Line, 10))
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

// makersOfParts lists the companies that made devices in an element, as stated.
func (j *judgement) makersOfParts(e *whomade.Element) []string {
	if j.partMakers == nil {
		j.partMakers = map[whomade.Subject][]string{}
		for _, p := range j.parts.list {
			for _, id := range p.makers {
				if !slices.Contains(j.partMakers[p.of], id) {
					j.partMakers[p.of] = append(j.partMakers[p.of], id)
				}
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

// components brings the stated components into the elements, so that a rule that
// reaches a component is seen although it does not reach the item: a covered module
// in a lawful router, a chip in a camera. A component of which no company is known
// says nothing, and neither does an item that is nothing but what holds software.
func (j *judgement) components(elements []whomade.Element) []whomade.Element {
	of := map[whomade.Subject]*whomade.Element{}
	for i := range elements {
		for _, s := range elements[i].Subjects {
			of[s] = &elements[i]
		}
	}
	partOf := func(e *whomade.Element, p *part) {
		if whole := of[p.of]; whole != nil {
			e.Site = whole.Site
			for i := range e.Evidence {
				e.Evidence[i].Reason += "; stated of a component of " + whole.ID
			}
		}
	}
	out := make([]whomade.Element, 0, len(elements))
	for i := range elements {
		e := &elements[i]
		n, ok := j.parts.at[e.Subjects[0]]
		switch {
		case ok && !slices.ContainsFunc(e.Makers, func(m whomade.MakerChance) bool { return j.known(m.Maker) }),
			!ok && empty(e) && j.parts.holds[e.Subjects[0]]:
			continue
		case ok:
			partOf(e, &j.parts.list[n])
		}
		out = append(out, *e)
	}
	for _, e := range j.software() {
		partOf(&e, &j.parts.list[j.parts.at[e.Subjects[0]]])
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b whomade.Element) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// empty reports whether nothing is known of an element but that a list has it.
func empty(e *whomade.Element) bool {
	return len(e.Makers) == 0 && e.Model == "" && e.OS == "" && e.Version == "" && e.Segment == "" && e.Site == "" && len(e.Facts) == 0 && len(e.Subjects) == 1
}

func (j *judgement) known(company string) bool {
	_, ok := j.set.Maker(company)
	return ok
}

// mostPackages is how many packages of one author are shown as evidence.
const mostPackages = 20

// software is the authors of software that are one known company, each as an
// element of the segment software: one for all its packages on an item.
func (j *judgement) software() []whomade.Element {
	type author struct {
		of whomade.Subject
		id string
	}
	var order []author
	by := map[author][]*part{}
	for i := range j.parts.list {
		p := &j.parts.list[i]
		if len(p.software) == 0 {
			continue
		}
		if id := j.company(p.software[0].Value); id != "" {
			a := author{p.of, id}
			if by[a] == nil {
				order = append(order, a)
			}
			by[a] = append(by[a], p)
		}
	}
	out := make([]whomade.Element, 0, len(order))
	for _, a := range order {
		packages := by[a]
		key := whomade.Subject{Item: a.of.Item + " component " + placeOf(packages[0].place)}
		sum := sha256.Sum256([]byte(key.Item + "\x00" + a.id))
		e := whomade.Element{
			ID: "el-" + hex.EncodeToString(sum[:8]), Subjects: []whomade.Subject{key},
			Maker: a.id, Brand: a.id, Confidence: stated, Makers: []whomade.MakerChance{{Maker: a.id, Confidence: stated}},
			Model: packages[0].title(), Segment: softwareSegment, Grades: "B", Stated: true,
		}
		reason := "stated as the author of software"
		if len(packages) > 1 {
			reason += ", " + report.Count(len(packages), "package")
		}
		for i, p := range packages[:min(len(packages), mostPackages)] {
			o := p.software[0]
			x := whomade.Part{
				Makers: []string{a.id}, Role: whomade.RoleMaker, Class: "inventory", Grade: "B", Reason: reason,
				Attribute: o.Attribute, Value: o.Value, Artifact: o.Artifact, Name: p.name, Locator: p.place, Subject: p.of,
			}
			if i == 0 { // the same statement counts once
				x.Weight = statedWeight
			}
			e.Evidence = append(e.Evidence, x)
		}
		out = append(out, e)
	}
	return out
}

// title is the name of a package, as stated.
func (p *part) title() string {
	for _, o := range p.software {
		if o.Attribute == "inventory.component_description" || o.Attribute == "inventory.component_model" {
			return o.Value
		}
	}
	return ""
}

// softwareSegment is the segment of elements that are software alone.
const softwareSegment = "software"

// ofComponent is the verdicts on a component. Equipment authorisation is applied
// for by whole devices: there a component counts as a fact about the whole. Whether
// a rule that never speaks of software reaches it too, a person has to read.
func (j *judgement) ofComponent(e *whomade.Element, place check.Facts, list []whomade.Verdict) []whomade.Verdict {
	if _, ok := j.parts.at[e.Subjects[0]]; !ok {
		return list
	}
	out := make([]whomade.Verdict, 0, len(list))
	for _, v := range list {
		r, ok := j.options.Book.Rule(v.Rule)
		if !ok {
			continue
		}
		if o, ok := r.FindObligation(v.Obligation); ok && o.Do == "no-authorisation" {
			continue
		}
		against := v.Outcome.Severity() <= whomade.AgainstGuidance.Severity()
		if e.Segment == softwareSegment && against && !r.Names("element.segment", softwareSegment) {
			switch reaches := place.Texts(softwareFact); {
			case slices.Contains(reaches, "no"):
				continue
			case slices.Contains(reaches, "yes"):
				out = append(out, v)
				continue
			}
			v.Outcome, v.Missing = whomade.CannotTell, []string{softwareFact}
			v.Because = append(slices.Clone(v.Because), whomade.Because{Fact: softwareFact, Text: "the rule does not say whether it reaches software alone"})
		}
		out = append(out, v)
	}
	return out
}

// softwareFact is what a person has to read where a rule is silent on software.
const softwareFact = "rule.reaches_software"

// A maker that a list states of software and that is one known company: the
// confidence, and its log-odds.
const (
	stated       = 0.97
	statedWeight = 3.5
)
