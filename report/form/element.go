package form

import (
	"cmp"
	"fmt"
	"github.com/whomade/whomade"
	"github.com/whomade/whomade/report"
	"slices"
	"strconv"
	"strings"
)

func (w filler) element(e *whomade.Element, from string) Cell {
	switch from {
	case "element.id":
		return Cell{Text: e.ID, Trace: []string{"the scan: " + subjects(e)}}
	case "element.maker":
		if e.Maker == "" {
			return Cell{Ask: "not decided: " + cmp.Or(strings.Join(e.MakerSet(), " or "), "no evidence") + prefixed("; best next: ", e.NextEvidence)}
		}
		if e.Confidence < whomade.Sure {
			return Cell{Ask: fmt.Sprintf("not sure: %s at %.3f%s", e.Maker, e.Confidence, prefixed("; best next: ", e.NextEvidence))}
		}
		return Cell{Text: w.name(e.Maker), Trace: w.parts(e, e.Maker, "")}
	case "element.brand":
		return Cell{Text: w.name(e.Brand), Trace: w.parts(e, cmp.Or(e.Brand, e.Maker), "")}
	case "element.confidence":
		if e.Maker == "" {
			return Cell{}
		}
		return Cell{Text: strconv.FormatFloat(e.Confidence, 'f', 3, 64), Trace: w.parts(e, e.Maker, "")}
	case "element.model":
		return Cell{Text: e.Model, Trace: w.parts(e, "", e.Model)}
	case "element.software":
		return Cell{Text: strings.TrimSpace(e.OS + " " + e.Version), Trace: w.parts(e, "", cmp.Or(e.Version, e.OS))}
	case "element.serial", "element.address", "element.host":
		return subject(e, from)
	case "element.components":
		return Cell{Text: strings.Join(e.Components, ", "), Trace: w.parts(e, first(e.Components), "")}
	case "element.segment":
		return w.fact(e, from, e.Segment)
	case "site.id":
		return Cell{Text: e.Site, Trace: w.stated("site of the element")}
	case "site.country", "site.latitude", "site.longitude":
		return w.site(e.Site, from)
	}
	if from == "verdict.any" {
		v, ok := whomade.Worst(e.Verdicts)
		if !ok {
			return Cell{Ask: "no rule of the scan has a verdict on it"}
		}
		c := verdictCell("verdict.outcome", &v)
		c.Text = strings.TrimSpace(c.Text + " " + v.Deadline.String() + " (" + v.Rule + " " + v.Obligation + ")")
		return c
	}
	if strings.HasPrefix(from, "verdict.") {
		return verdictCell(from, w.worst(e.Verdicts))
	}
	return w.fact(e, from, e.Facts[from])
}

// worst is the worst verdict of the sheet's rules.
func (w filler) worst(all []whomade.Verdict) *whomade.Verdict {
	var mine []whomade.Verdict
	for _, v := range all {
		if slices.Contains(w.sheet.Rules, v.Rule) {
			mine = append(mine, v)
		}
	}
	if v, ok := whomade.Worst(mine); ok {
		return &v
	}
	return nil
}

func verdictCell(from string, v *whomade.Verdict) Cell {
	if v == nil {
		return Cell{Ask: "the rules asked for this form gave no verdict; scan with the operator's role and country"}
	}
	c := Cell{Trace: []string{v.Rule + " " + v.Obligation + ", " + report.GradeText(v.Grade) + ": " + v.Citation.Text + prefixed(" ", v.Citation.URL)}}
	for _, b := range v.Because {
		c.Trace = append(c.Trace, b.Text)
	}
	switch from {
	case "verdict.outcome":
		c.Text = report.OutcomeText(v.Outcome)
	case "verdict.obligation":
		c.Text = v.Obligation
	case "verdict.deadline":
		c.Text, c.Ask = v.Deadline.String(), "the duty has no date"
	case "verdict.rule":
		c.Text = v.Rule
	case "verdict.missing":
		c.Text = cmp.Or(strings.Join(v.Missing, ", "), "nothing")
	}
	return c
}

// fact is what was stated of an element.
func (w filler) fact(e *whomade.Element, name, value string) Cell {
	c := Cell{Text: value, Ask: name + " is not stated: give it in network.yaml or a list"}
	if value == "" {
		return c
	}
	if w.in.About != nil && w.in.About(*e)[name] == value {
		c.Trace = []string{w.in.Network + ": " + name}
		return c
	}
	for _, p := range e.Evidence {
		if strings.EqualFold(p.Value, value) {
			c.Trace = w.parts(e, "", value)
			return c
		}
	}
	c.Trace = []string{name + ": stated in a list or by the scan's flags, or known of the model"}
	return c
}

// stated is the trace of what only the operator's file says.
func (w filler) stated(what string) []string {
	return []string{cmp.Or(w.in.Network, "a list") + ": " + what}
}

func (w filler) site(id, from string) Cell {
	s, ok := w.in.Sites[id]
	if !ok {
		return Cell{Ask: "the site is not known: give it in network.yaml"}
	}
	if from == "site.country" {
		return Cell{Text: s.Country, Trace: w.stated("site " + id)}
	}
	v := s.Latitude
	if from == "site.longitude" {
		v = s.Longitude
	}
	if v == nil {
		return Cell{Ask: "site " + id + " has no coordinates in the network file"}
	}
	written := strconv.FormatFloat(*v, 'f', -1, 64)
	c := Cell{Text: strconv.FormatFloat(*v, 'f', 6, 64), Trace: w.stated("site " + id + ", written " + written)}
	if _, decimals, _ := strings.Cut(written, "."); len(decimals) < 4 {
		c.Trace = append(c.Trace, "fewer than four decimals were given: the place is not known to six")
	}
	return c
}

// parts are the places in which the evidence for a company, or with a text in its
// value, stands.
func (w filler) parts(e *whomade.Element, company, text string) []string {
	var out []string
	for _, p := range e.Evidence {
		if company != "" && (!slices.Contains(p.Makers, company) || p.Weight == 0) {
			continue
		}
		if company == "" && (text == "" || !strings.Contains(strings.ToLower(p.Value), strings.ToLower(text))) {
			continue
		}
		s := p.Attribute + " \"" + report.Shorten(report.Clean(p.Value), 80) + "\" (" + report.Place(p.Name, p.Locator) + ")" + prefixed(" ", p.Artifact)
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if len(out) == 0 && company == "" && text != "" {
		for _, a := range w.in.Report.Artifacts {
			if a.About == e.ID {
				out = append(out, report.Clean(a.Name)+prefixed(" ", a.Digest))
			}
		}
	}
	if len(out) == 0 {
		out = []string{"the report, element " + e.ID + ": " + subjects(e)}
	}
	return out[:min(len(out), 6)]
}

func subjects(e *whomade.Element) string {
	var s []string
	for _, x := range e.Subjects {
		s = append(s, report.Clean(x.String()))
	}
	return strings.Join(s, "; ")
}

func subject(e *whomade.Element, from string) Cell {
	var found []string
	for _, s := range e.Subjects {
		v := ""
		switch from {
		case "element.serial":
			v = s.Serial
		case "element.address":
			v = cmp.Or(s.IP, s.MAC)
		case "element.host":
			v = s.HostName
		}
		if v != "" && !slices.Contains(found, v) {
			found = append(found, v)
		}
	}
	return Cell{Text: strings.Join(found, "; "), Trace: []string{"the scan: " + subjects(e)}}
}
