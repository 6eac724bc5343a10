// Package sarif writes the findings of a report in the Static Analysis Results
// Interchange Format 2.1.0 (OASIS), which code hosts and CI systems show. A duty of
// a rule is a SARIF rule; a verdict against an element, or against the operator, is
// a result. A waiver that counts is a suppression. What GitHub's code scanning asks
// for beyond the standard is there too: help with the citation, a physical location
// with a region, and a fingerprint that stays when a list gets another line.
package sarif

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
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
	Tool        tool           `json:"tool"`
	Invocations []invocation   `json:"invocations"`
	Results     []result       `json:"results"`
	Properties  map[string]any `json:"properties"`
}

// invocation is the run of the program, with what could not be read.
type invocation struct {
	Successful    bool           `json:"executionSuccessful"`
	Notifications []notification `json:"toolExecutionNotifications"`
}

type notification struct {
	Level   string `json:"level"`
	Message text   `json:"message"`
}

type tool struct {
	Driver driver `json:"driver"`
}

type driver struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Full    text   `json:"fullDescription"`
	Rules   []rule `json:"rules"`
}

type text struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type rule struct {
	ID            string         `json:"id"`
	Short         text           `json:"shortDescription"`
	Full          text           `json:"fullDescription"`
	Help          text           `json:"help"`
	URI           string         `json:"helpUri,omitempty"`
	Configuration configuration  `json:"defaultConfiguration"`
	Properties    map[string]any `json:"properties"`
}

type configuration struct {
	Level string `json:"level"`
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
	Message  text      `json:"message"`
}

type physical struct {
	Artifact struct {
		URI string `json:"uri"`
	} `json:"artifactLocation"`
	Region region `json:"region"`
}

// region is a line; of what has no lines it is the first one, and the message of
// the location says where.
type region struct {
	Line      int64 `json:"startLine"`
	Column    int64 `json:"startColumn"`
	EndLine   int64 `json:"endLine"`
	EndColumn int64 `json:"endColumn"`
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
	out.Tool.Driver = driver{Name: "whomade", Version: whomade.Version, Full: text{Text: report.Disclaimer}, Rules: rules(r)}
	call := invocation{Successful: true, Notifications: []notification{}}
	for _, d := range r.Diagnostics {
		n := notification{"warning", text{Text: strings.TrimSpace(report.Place(d.Name, d.Locator) + ": " + report.Clean(d.Message))}}
		if d.Severity == whomade.SeverityError {
			n.Level, call.Successful = "error", false
		}
		n.Message.Text = strings.TrimPrefix(n.Message.Text, ": ")
		call.Notifications = append(call.Notifications, n)
	}
	out.Invocations = []invocation{call}
	index := map[string]int{}
	for i, x := range out.Tool.Driver.Rules {
		index[x.ID] = i
	}
	add := func(e *whomade.Element, fingerprint string, list []whomade.Verdict) {
		for _, v := range list {
			if v.Outcome.Severity() <= whomade.AgainstGuidance.Severity() && !v.Hypothetical() {
				out.Results = append(out.Results, resultOf(r, e, fingerprint, v, index[ruleID(v)]))
			}
		}
	}
	add(nil, "operator", r.Operator.Verdicts)
	for i, name := range r.Fingerprints() {
		add(&r.Elements[i], name, r.Elements[i].Verdicts)
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
			out = append(out, ruleOf(v))
		}
	}
	add(r.Operator.Verdicts)
	for _, e := range r.Elements {
		add(e.Verdicts)
	}
	slices.SortFunc(out, func(a, b rule) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// longest is the most characters of a description that code scanning takes.
const longest = 1024

// ruleOf describes the duty of a verdict: what it is called, where it stands, and
// how well that is known.
func ruleOf(v whomade.Verdict) rule {
	c := v.Citation
	title := report.Clean(c.Title + ", " + v.Obligation)
	x := rule{ID: ruleID(v), Short: text{Text: report.Shorten(title, longest)}, Full: text{Text: report.Shorten(report.Clean(cmp.Or(c.Text, title)), longest)}}
	force := "binding"
	if !v.Binding {
		force = "guidance, not binding"
	}
	lines := [][2]string{{"Jurisdiction", v.Jurisdiction}, {"Issued by", c.Issuer}, {"Citation", c.Text}, {"Force", force}, {"How well the text is known", report.GradeText(v.Grade)}}
	if isWeb(c.URL) {
		x.URI = c.URL
		lines = append(lines, [2]string{"Text", c.URL})
	}
	for _, s := range c.Sources {
		lines = append(lines, [2]string{"Read at", s})
	}
	var plain, marked strings.Builder
	plain.WriteString(title + ".\n")
	marked.WriteString("# " + escape(title) + "\n\n")
	for _, l := range lines {
		if value := report.Clean(l[1]); value != "" {
			plain.WriteString(l[0] + ": " + value + "\n")
			marked.WriteString("- **" + l[0] + "**: " + link(value) + "\n")
		}
	}
	plain.WriteString(report.Disclaimer)
	marked.WriteString("\n" + report.Disclaimer + "\n")
	x.Help = text{plain.String(), marked.String()}
	severity := "error"
	if x.Configuration.Level = "error"; !v.Binding {
		x.Configuration.Level, severity = "note", "recommendation"
	}
	x.Properties = map[string]any{
		"jurisdiction": v.Jurisdiction, "binding": v.Binding, "grade": v.Grade,
		"tags": []string{"supply-chain", v.Jurisdiction}, "precision": "high", "problem.severity": severity,
	}
	return x
}

func isWeb(s string) bool { return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") }

// link is a value in Markdown: an address between angle brackets, text with its
// marks escaped.
func link(s string) string {
	if isWeb(s) && !strings.ContainsAny(s, "<> ") {
		return "<" + s + ">"
	}
	return escape(s)
}

var escaper = strings.NewReplacer("\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "<", "&lt;", ">", "&gt;", "#", "\\#", "|", "\\|")

func escape(s string) string { return escaper.Replace(s) }

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

func resultOf(r *whomade.Report, e *whomade.Element, fingerprint string, v whomade.Verdict, index int) result {
	x := result{Rule: ruleID(v), Index: index, Level: level(v.Outcome), Properties: map[string]any{"outcome": v.Outcome, "deadline": v.Deadline, "missing": v.Missing}}
	name, id, what := report.Clean(r.Operator.ID), "operator", "the operator"
	if e != nil {
		id, name = e.ID, report.Label(*e)
		what = strings.TrimSpace(report.MakersText(e.MakerSet()) + " " + report.Clean(e.Model))
	}
	x.Message.Text = report.OutcomeText(v.Outcome) + ": " + what + ", " + v.Citation.Title + ", " + v.Obligation
	if !v.Deadline.IsZero() {
		x.Message.Text += ", " + v.Deadline.String()
	}
	if len(v.Missing) > 0 {
		x.Message.Text += "; not known: " + strings.Join(v.Missing, ", ")
	}
	x.Locations = []location{{Physical: where(r, e), Logical: []logical{{Name: cmp.Or(name, id), Full: id, Kind: "resource"}}, Message: text{Text: placeText(e)}}}
	hash := sha256.Sum256([]byte(fingerprint + "/" + ruleID(v)))
	// Code scanning compares the first alone; the number behind it counts lines that
	// are alike, and these are told apart already.
	x.Fingerprints = map[string]string{"primaryLocationLineHash": hex.EncodeToString(hash[:8]) + ":1", "whomade/v2": fingerprint + "/" + ruleID(v)}
	if v.Waived() {
		x.Suppressions = []suppression{{"external", "accepted", report.Clean(v.Waiver.ID + ": " + v.Waiver.Reason + " (held by " + v.Waiver.Holder + ", approved by " + v.Waiver.Approver + ", until " + v.Waiver.Expires.String() + ")")}}
	}
	return x
}

// where is the place in a file that a finding is shown at: that of the element's
// first evidence. What is about the operator is about no place, and shown at the
// first artifact.
func where(r *whomade.Report, e *whomade.Element) *physical {
	p := &physical{Region: region{1, 1, 1, 2}}
	switch {
	case e != nil && len(e.Evidence) > 0 && e.Evidence[0].Name != "":
		p.Artifact.URI = uri(e.Evidence[0].Name)
		if n := e.Evidence[0].Locator.Line; n > 0 {
			p.Region.Line, p.Region.EndLine = n, n
		}
	case len(r.Artifacts) > 0 && r.Artifacts[0].Name != "":
		p.Artifact.URI = uri(r.Artifacts[0].Name)
	default:
		return nil
	}
	return p
}

func placeText(e *whomade.Element) string {
	switch {
	case e == nil:
		return "about the operator, not about a place in this file"
	case len(e.Evidence) == 0:
		return "about an element of which nothing tells the maker"
	}
	return report.Place(e.Evidence[0].Name, e.Evidence[0].Locator)
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
