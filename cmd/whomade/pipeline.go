package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/formats"
	"github.com/whomade/whomade/identify"
	"github.com/whomade/whomade/knowledge"
	"github.com/whomade/whomade/network"
)

// judgeFlags say by which rules, for whom and as of when to judge.
type judgeFlags struct {
	know      knowledgeFlags
	network   string
	rules     []string
	asOf      string
	failOn    string
	min       float64
	unsourced bool
	baseline  string
	onlyNew   bool
	waivers   string
	facts     []string

	country, segment, generation, function, acquired, installed, essential string
	role                                                                   []string
}

func (f *judgeFlags) add(c *cobra.Command) {
	f.know.addRecog(c)
	s := c.Flags()
	s.StringVar(&f.network, "network", "", "facts about the operator and its sites, from `FILE` (network.yaml)")
	s.StringSliceVar(&f.rules, "rules", nil, "`RULES`: all, jurisdictions and rule ids joined by commas, or a folder of rule files")
	s.StringVar(&f.asOf, "as-of", "", "judge as of `DATE`, YYYY-MM-DD (default today)")
	s.StringVar(&f.failOn, "fail-on", "", "exit with 10 at findings of this `OUTCOME` or worse: breaks, due, cannot-tell, against-guidance")
	s.Float64Var(&f.min, "min-confidence", whomade.Sure, "confidence in a maker from which breaks and due are said, 0.5 to 1")
	s.BoolVar(&f.unsourced, "include-unsourced", false, "also use rules that are known from memory only")
	s.StringVar(&f.baseline, "baseline", "", "say what is new, gone and the same since an earlier report in JSON, `FILE`")
	s.BoolVar(&f.onlyNew, "only-new", false, "--fail-on counts only what is new since --baseline")
	s.StringVar(&f.waivers, "waivers", "", "the register of findings that may stand for a time, `FILE` (waivers.yaml)")
	s.StringVar(&f.country, "country", "", "the operator's country, ISO 3166 (GB, US, DE, …)")
	s.StringSliceVar(&f.role, "role", nil, "the operator's `ROLE`, for example gb-designated-provider (repeatable; whomade rules facts lists them)")
	s.StringVar(&f.segment, "segment", "", "segment of every element: ran, core, transport, fixed-access, enterprise, …")
	s.StringVar(&f.generation, "generation", "", "mobile generation of every element: 5g, 4g, 3g, 2g, none")
	s.StringVar(&f.function, "function", "", "function of every element: radio, routing, switching, camera, …")
	s.StringVar(&f.acquired, "acquired", "", "`DATE` on which every element was bought")
	s.StringVar(&f.installed, "installed", "", "`DATE` on which every element was installed")
	s.StringVar(&f.essential, "essential", "", "whether every element is a substantial or essential component: yes or no")
	s.StringArrayVar(&f.facts, "fact", nil, "any other fact about every element or the operator, `NAME=VALUE` (repeatable)")
}

// given are the facts of the flags: about the operator, and about elements.
func (f *judgeFlags) given() (operator, element map[string]any, err error) {
	operator, element = map[string]any{}, map[string]any{}
	put := func(name string, value any) {
		if strings.HasPrefix(name, "operator.") || strings.HasPrefix(name, "share.") || strings.HasPrefix(name, "network.") {
			operator[name] = value
		} else {
			element[name] = value
		}
	}
	for name, value := range map[string]string{
		"operator.country": strings.ToUpper(f.country), "element.segment": f.segment, "element.generation": f.generation, "element.function": f.function,
		"element.acquired": f.acquired, "element.installed": f.installed, "element.essential_component": f.essential,
	} {
		if value != "" {
			put(name, value)
		}
	}
	if len(f.role) > 0 {
		put("operator.role", f.role)
	}
	for _, s := range f.facts {
		name, value, ok := strings.Cut(s, "=")
		if !ok || value == "" {
			return nil, nil, usageError{fmt.Errorf("--fact %q: want NAME=VALUE, for example element.end_use=retail", s)}
		}
		if strings.Contains(value, ",") {
			put(name, strings.Split(value, ","))
		} else {
			put(name, value)
		}
	}
	return operator, element, nil
}

// judgement is all that turns observations into a report.
type judgement struct {
	app     *app
	flags   *judgeFlags
	set     *knowledge.Set
	engine  *identify.Engine
	builder *identify.Builder
	checker *check.Checker
	options check.Options
	network *network.File
	element map[string]any // facts of the flags about every element
	fail    int            // severity at and above which findings count, or -1
	before  *whomade.Report
	waivers network.Waivers

	// What is asked for beside the verdicts.
	timeline  *window
	questions string // file for the questionnaire

	report *whomade.Report
	names  map[whomade.Subject][]string
	parts  parts
	// partMakers is the companies of the parts, by what they are parts of.
	partMakers map[whomade.Subject][]string
	// partial: the elements are items that are not said to be the whole network.
	partial bool
	// byComponent: components are judged as well.
	byComponent bool
}

// prepare loads everything and checks the flags before any evidence is read.
func (a *app) prepare(f *judgeFlags) (*judgement, error) {
	j := &judgement{app: a, flags: f, fail: -1, network: &network.File{}, names: map[whomade.Subject][]string{}}
	day, err := a.asOf(f.asOf)
	if err != nil {
		return nil, err
	}
	if f.failOn != "" {
		o := whomade.Outcome(f.failOn)
		if j.fail = o.Severity(); j.fail > whomade.AgainstGuidance.Severity() {
			return nil, usageError{fmt.Errorf("--fail-on %q: it is breaks, due, cannot-tell or against-guidance", f.failOn)}
		}
	}
	if f.min < 0.5 || f.min > 1 {
		return nil, usageError{fmt.Errorf("--min-confidence %v: it is between 0.5 and 1", f.min)}
	}
	if f.network != "" {
		if j.network, err = readNetwork(f.network); err != nil {
			return nil, usageError{err}
		}
	}
	if f.baseline != "" {
		if j.before, err = readReport(f.baseline); err != nil {
			return nil, err
		}
	}
	if f.onlyNew && f.baseline == "" {
		return nil, usageError{errors.New("--only-new needs --baseline")}
	}
	if f.waivers != "" {
		if j.waivers, err = readWaivers(f.waivers); err != nil {
			return nil, usageError{err}
		}
	}
	operator, element, err := f.given()
	if err != nil {
		return nil, err
	}
	j.element = element
	book, err := f.know.book(f.rules)
	if err != nil {
		return nil, err
	}
	set, err := f.know.makers()
	if err != nil {
		return nil, err
	}
	j.set = set
	if j.engine, err = f.know.engineOf(set); err != nil {
		return nil, err
	}
	j.builder = j.engine.NewBuilder()
	facts := j.network.OperatorFacts()
	for k, v := range operator {
		facts[k] = v
	}
	about, err := check.NewFacts(book.Table(), facts)
	if err != nil {
		return nil, usageError{fmt.Errorf("facts about the operator: %w", err)}
	}
	if _, err := check.NewFacts(book.Table(), element); err != nil {
		return nil, usageError{err}
	}
	j.options = check.Options{Book: book, Owners: set, Operator: about, AsOf: day, MinConfidence: f.min, Unsourced: f.unsourced}
	if j.checker, err = check.New(j.options); err != nil {
		return nil, err
	}
	state := j.engine.Knowledge()
	if book.Date().Compare(state.Date) > 0 {
		state.Date = book.Date()
	}
	state.Digest = joinDigests(state.Digest, book.Digest())
	j.report = &whomade.Report{
		Schema: whomade.ReportSchema, AsOf: day, Knowledge: state,
		Operator: whomade.Operator{ID: j.network.Operator.ID, Roles: about.Texts("operator.role"), Jurisdictions: jurisdictions(about)},
	}
	if text := f.know.stale(day); text != "" {
		j.Diagnose(whomade.Diagnostic{Severity: whomade.SeverityWarning, Message: text})
	}
	return j, nil
}

// jurisdictions are those that the operator's facts name.
func jurisdictions(f check.Facts) []string {
	all := append(slices.Clone(f.Texts("operator.jurisdictions")), f.Texts("operator.country")...)
	slices.Sort(all)
	return slices.Compact(all)
}

func readNetwork(file string) (*network.File, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	n, err := network.Load(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return n, nil
}

// read reads evidence into the builder.
func (j *judgement) read(ctx context.Context, args []string, o evidence.Options) error {
	p := j.app.progress()
	defer p.stop()
	o.Progress = p.set
	return evidence.Read(ctx, args, formats.All(), o, j)
}

// Artifact is a method of evidence.Sink.
func (j *judgement) Artifact(a whomade.Artifact) { j.report.Artifacts = append(j.report.Artifacts, a) }

// nameAttributes hold names that the operator gave.
var nameAttributes = map[string]bool{
	"snmp.sys_name": true, "lldp.system_name": true, "lldp.local_system_name": true, "cdp.device_id": true, "cdp.system_name": true,
	"mndp.identity": true, "dhcp.hostname": true, "inventory.host_name": true, "host.name": true,
}

// Observe is a method of evidence.Sink.
func (j *judgement) Observe(o whomade.Observation) {
	if nameAttributes[o.Attribute] && !slices.Contains(j.names[o.Subject], o.Value) && len(j.names[o.Subject]) < 16 {
		j.names[o.Subject] = append(j.names[o.Subject], o.Value)
	}
	j.component(o)
	j.builder.Add(o)
}

// Diagnose is a method of evidence.Sink.
func (j *judgement) Diagnose(d whomade.Diagnostic) {
	j.report.Diagnostics = append(j.report.Diagnostics, d)
	if d.Severity == whomade.SeverityError {
		j.app.codes.add(exitNotRead)
	}
}

// finish concludes and judges.
func (j *judgement) finish(ctx context.Context) (*whomade.Report, error) {
	r := j.report
	r.Elements = j.builder.Elements()
	if j.byComponent {
		r.Elements = j.components(r.Elements)
	}
	places, inventory := make([]check.Facts, len(r.Elements)), j.checker.Inventory(j.partial)
	const together = 4096
	for from := 0; from < len(r.Elements); from += together {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		var cases []check.Case
		for i := range r.Elements[from:min(from+together, len(r.Elements))] {
			e := &r.Elements[from+i]
			places[from+i] = j.place(e)
			_, part := j.parts.at[e.Subjects[0]]
			cases = append(cases, check.Case{Element: e, Place: places[from+i], Part: part})
		}
		verdicts, err := inventory.JudgeAll(cases)
		if err != nil {
			return nil, err
		}
		for i, c := range cases {
			if c.Element.Verdicts = verdicts[i]; j.byComponent {
				c.Element.Verdicts = j.ofComponent(c.Element, c.Place, verdicts[i])
			}
		}
	}
	r.Operator.Verdicts = j.checker.Operator(inventory)
	j.about()
	r.Summary = check.Summarise(j.checker.Table(), r.Elements, r.Operator.Verdicts)
	if err := j.further(places); err != nil {
		return nil, err
	}
	j.waive()
	r.Summary.Makers = whomade.CountMakers(r.Elements)
	r.Summary.NotRead = notRead(r.Diagnostics)
	if j.before != nil {
		r.Summary.Changes = compare(j.before, r)
	}
	if j.found() {
		j.app.codes.add(exitFindings)
	}
	r.Summary.Exit = j.app.codes.all()
	r.Normalise()
	return r, nil
}

// place puts together what the network file and the flags say of an element;
// what neither knows of stays as the evidence has it. A stated value that no
// rule can read is dropped, and said so.
func (j *judgement) place(e *whomade.Element) check.Facts {
	facts, site := j.network.About(e.ID, e.Subjects, j.namesOf(e))
	if site != "" {
		e.Site = site
	} else {
		j.network.AddSite(facts, e.Site)
	}
	if makers := j.makersOfParts(e); len(makers) > 0 {
		facts["element.component_maker"] = makers
	}
	for k, v := range j.element {
		facts[k] = v
	}
	j.understand(e)
	j.network.Fill(facts, e)
	checked, err := j.checker.Facts(facts)
	if err != nil {
		j.Diagnose(whomade.Diagnostic{Severity: whomade.SeverityWarning, Name: j.flags.network, Message: err.Error()})
		checked, _ = j.checker.Facts(j.element)
	}
	for name, into := range map[string]*string{"element.segment": &e.Segment} {
		if v := checked.Texts(name); len(v) == 1 {
			*into = v[0]
		}
	}
	for _, name := range checked.Names() {
		if strings.HasPrefix(name, "element.") && name != "element.segment" {
			if e.Facts == nil {
				e.Facts = map[string]string{}
			}
			e.Facts[name] = strings.Join(checked.Texts(name), ",")
		}
	}
	return checked
}

// namesOf is the names that the operator gave an element.
func (j *judgement) namesOf(e *whomade.Element) []string {
	var names []string
	for _, s := range e.Subjects {
		names = append(names, j.names[s]...)
	}
	return names
}

// understand brings what lists state into the words of the facts.
func (j *judgement) understand(e *whomade.Element) {
	drop := func(name, value string) {
		j.Diagnose(whomade.Diagnostic{Severity: whomade.SeverityWarning, Message: fmt.Sprintf("%s: %q is no value of %s and was not used (whomade rules facts lists them)", e.ID, value, name)})
	}
	if e.Segment != "" {
		w := factWord(e.Segment)
		if _, err := j.checker.Facts(map[string]any{"element.segment": w}); err != nil {
			drop("element.segment", e.Segment)
			w = ""
		}
		e.Segment = w
	}
	for name, value := range e.Facts {
		w := value
		if name == "element.function" || name == "element.generation" {
			w = factWord(value)
		} else if name == "element.made_in" {
			w = strings.ToUpper(value)
		}
		if _, err := j.checker.Facts(map[string]any{name: check.Stated(j.checker.Table(), name, w)}); err != nil {
			drop(name, value)
			delete(e.Facts, name)
			continue
		}
		e.Facts[name] = w
	}
}

// factWord writes a list's word as the facts have it: "Fixed Access" is
// fixed-access, "5G NR" is 5g.
func factWord(s string) string {
	s = strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == ' ' || r == '_' || r == '/' || r == '-' }), "-")
	if w, ok := factWords[s]; ok {
		return w
	}
	return s
}

var factWords = map[string]string{
	"radio-access": "ran", "radio-access-network": "ran", "access-network": "fixed-access", "fixed": "fixed-access", "fttx": "fixed-access", "fixed-access-network": "fixed-access",
	"core-network": "core", "packet-core": "core", "transmission": "transport", "backhaul": "transport", "campus": "enterprise", "lan": "enterprise", "cctv": "video-surveillance",
	"video": "video-surveillance", "5g-nr": "5g", "nr": "5g", "lte": "4g", "4g-lte": "4g", "umts": "3g", "gsm": "2g", "not-mobile": "none", "olt": "access-node",
	"router": "routing", "switch": "switching", "ems": "management-system", "oss": "management-system", "nms": "management-system", "firewall": "gateway",
}

// about says which element each artifact is about.
func (j *judgement) about() {
	by := map[string]string{}
	for _, e := range j.report.Elements {
		for _, s := range e.Subjects {
			if s.Artifact != "" {
				by[s.Artifact] = e.ID
			}
		}
	}
	for i := range j.report.Artifacts {
		a := &j.report.Artifacts[i]
		if id, ok := by[a.Digest]; ok {
			a.About = id
		}
	}
}

func notRead(ds []whomade.Diagnostic) int {
	seen := map[string]bool{}
	for _, d := range ds {
		if d.Severity == whomade.SeverityError {
			seen[d.Name+" "+d.Artifact] = true
		}
	}
	return len(seen)
}

// found reports whether a finding is at or above --fail-on.
func (j *judgement) found() bool {
	before := map[string]string{}
	if j.flags.onlyNew {
		before = findings(j.before)
	}
	at := func(about string, vs []whomade.Verdict) bool {
		return slices.ContainsFunc(vs, func(v whomade.Verdict) bool {
			_, old := before[finding(about, v)]
			return v.Outcome.Severity() <= j.fail && v.Grade != whomade.Unsourced && !v.Waived() && !old
		})
	}
	if at(operator, j.report.Operator.Verdicts) {
		return true
	}
	for i, name := range j.report.Fingerprints() {
		if at(name, j.report.Elements[i].Verdicts) {
			return true
		}
	}
	return false
}

// run reads evidence, judges and writes the report.
func (a *app) run(ctx context.Context, f *judgeFlags, out *outputFlags, read func(*judgement) error) error {
	outs, err := out.plan()
	if err != nil {
		return err
	}
	j, err := a.prepare(f)
	if err != nil {
		return err
	}
	if err := read(j); err != nil {
		return err
	}
	r, err := j.finish(ctx)
	if err != nil {
		return err
	}
	return errors.Join(a.write(r, outs), ctx.Err())
}
