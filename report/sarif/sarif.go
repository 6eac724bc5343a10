// Package sarif writes the findings of a report in the Static Analysis Results
// Interchange Format 2.1.0 (OASIS), which code hosts and CI systems show. A duty of
// a rule is a SARIF rule; a verdict against an element, or against the operator, is
// a result. A waiver that counts is a suppression.
package sarif

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/report"
)

type format struct{}

// New returns the format.
func New() report.Format { return format{} }

func (format) Name() string { return "sarif" }

type document struct {
	Schema  string `json:"$schema"`
	Version string `json:"version"`
	Runs    []run  `json:"runs"`
}

type run struct {
	Tool       tool           `json:"tool"`
	Results    []result       `json:"results"`
	Properties map[string]any `json:"properties"`
}

type tool struct {
	Driver driver `json:"driver"`
}

type driver struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Rules   []rule `json:"rules"`
}

type text struct {
	Text string `json:"text"`
}

type rule struct {
	ID         string         `json:"id"`
	Short      text           `json:"shortDescription"`
	Full       text           `json:"fullDescription"`
	Help       string         `json:"helpUri,omitempty"`
	Properties map[string]any `json:"properties"`
}

type result struct {
	Rule         string            `json:"ruleId"`
	Index        int               `json:"ruleIndex"`
	Level        string            `json:"level"`
	Message      text              `json:"message"`
	Locations    []location        `json:"locations"`
	Fingerprints map[string]string `json:"partialFingerprints"`
	Suppressions []suppression     `json:"suppressions,omitempty"`
	Properties   map[string]any    `json:"properties"`
}

type location struct {
	Physical *physical `json:"physicalLocation,omitempty"`
	Logical  []logical `json:"logicalLocations"`
}

type physical struct {
	Artifact struct {
		URI string `json:"uri"`
	} `json:"artifactLocation"`
	Region *region `json:"region,omitempty"`
}

type region struct {
	Line int64 `json:"startLine"`
}

type logical struct {
	Name string `json:"name"`
	Full string `json:"fullyQualifiedName"`
	Kind string `json:"kind"`
}

type suppression struct {
	Kind          string `json:"kind"`
	Status        string `json:"status"`
	Justification string `json:"justification"`
}

func (format) Write(w io.Writer, r *whomade.Report) error {
	out := run{Results: []result{}, Properties: map[string]any{"asOf": r.AsOf, "knowledge": r.Knowledge, "disclaimer": report.Disclaimer}}
	out.Tool.Driver = driver{Name: "whomade", Version: whomade.Version, Rules: rules(r)}
	index := map[string]int{}
	for i, x := range out.Tool.Driver.Rules {
		index[x.ID] = i
	}
	add := func(e *whomade.Element, list []whomade.Verdict) {
		for _, v := range list {
			if v.Outcome.Severity() <= whomade.AgainstGuidance.Severity() && !v.Hypothetical() {
				out.Results = append(out.Results, resultOf(r, e, v, index[ruleID(v)]))
			}
		}
	}
	add(nil, r.Operator.Verdicts)
	for i := range r.Elements {
		add(&r.Elements[i], r.Elements[i].Verdicts)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	return enc.Encode(document{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []run{out}})
}

func ruleID(v whomade.Verdict) string { return v.Rule + "/" + v.Obligation }

// rules lists each duty that a finding is about, once, in order.
func rules(r *whomade.Report) []rule {
	out := []rule{}
	seen := map[string]bool{}
	add := func(list []whomade.Verdict) {
		for _, v := range list {
			if v.Outcome.Severity() > whomade.AgainstGuidance.Severity() || v.Hypothetical() || seen[ruleID(v)] {
				continue
			}
			seen[ruleID(v)] = true
			x := rule{ID: ruleID(v), Short: text{v.Citation.Title + ", " + v.Obligation}, Full: text{v.Citation.Text}}
			if strings.HasPrefix(v.Citation.URL, "http") {
				x.Help = v.Citation.URL
			}
			x.Properties = map[string]any{"jurisdiction": v.Jurisdiction, "binding": v.Binding, "grade": v.Grade}
			out = append(out, x)
		}
	}
	add(r.Operator.Verdicts)
	for _, e := range r.Elements {
		add(e.Verdicts)
	}
	slices.SortFunc(out, func(a, b rule) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// level is how loud a finding is. What only evidence or a person can settle, and
// what only guidance is against, is a note.
func level(o whomade.Outcome) string {
	switch o {
	case whomade.Breaks:
		return "error"
	case whomade.Due:
		return "warning"
	}
	return "note"
}

func resultOf(r *whomade.Report, e *whomade.Element, v whomade.Verdict, index int) result {
	x := result{Rule: ruleID(v), Index: index, Level: level(v.Outcome), Properties: map[string]any{"outcome": v.Outcome, "deadline": v.Deadline, "missing": v.Missing}}
	name, id, what := r.Operator.ID, "operator", "the operator"
	if e != nil {
		id, name = e.ID, report.Clean(report.Label(*e))
		what = strings.TrimSpace(report.MakersText(e.MakerSet()) + " " + report.Clean(e.Model))
	}
	x.Message.Text = report.OutcomeText(v.Outcome) + ": " + what + ", " + v.Citation.Title + ", " + v.Obligation
	if !v.Deadline.IsZero() {
		x.Message.Text += ", " + v.Deadline.String()
	}
	if len(v.Missing) > 0 {
		x.Message.Text += "; not known: " + strings.Join(v.Missing, ", ")
	}
	at := location{Logical: []logical{{Name: cmp.Or(name, id), Full: id, Kind: "resource"}}}
	if e != nil && len(e.Evidence) > 0 && e.Evidence[0].Name != "" {
		p := e.Evidence[0]
		at.Physical = &physical{}
		at.Physical.Artifact.URI = uri(p.Name)
		if p.Locator.Line > 0 {
			at.Physical.Region = &region{p.Locator.Line}
		}
	}
	x.Locations = []location{at}
	x.Fingerprints = map[string]string{"whomade/v1": id + "/" + ruleID(v)}
	if v.Waived() {
		x.Suppressions = []suppression{{"external", "accepted", report.Clean(v.Waiver.ID + ": " + v.Waiver.Reason + " (" + v.Waiver.Approver + ", until " + v.Waiver.Expires.String() + ")")}}
	}
	return x
}

// uri writes a name as a relative reference of RFC 3986.
func uri(name string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/"
	var b strings.Builder
	for i := range len(name) {
		if c := name[i]; strings.IndexByte(plain, c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + string("0123456789ABCDEF"[c>>4]) + string("0123456789ABCDEF"[c&15]))
		}
	}
	return b.String()
}
