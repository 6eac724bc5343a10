package form

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/report"
)

// Input is what a form is filled from.
type Input struct {
	Report *whomade.Report
	// Network is the name of the file of facts about the operator, and the rest is
	// what it says. All may be empty.
	Network      string
	OperatorName string
	Stated       map[string]string // facts about the operator
	Sites        map[string]Site
	// About is the facts that the file states of an element.
	About func(whomade.Element) map[string]string
	// Reached reports whether a rule names a company, or one that held it on the
	// report's day.
	Reached func(rule, company string) bool
	// Deadline is the day of a duty, or no date.
	Deadline func(rule, obligation string) whomade.Date
}

// Site is a place where elements stand.
type Site struct {
	ID, Country         string
	Latitude, Longitude *float64
}

// Filled is a form with its cells.
type Filled struct {
	Form   Form
	AsOf   whomade.Date
	State  whomade.Knowledge
	Tables []Table
}

// Table is one sheet with its rows.
type Table struct {
	Sheet Sheet
	Rows  [][]Cell
}

// Cell is one answer. Text is empty where it is not known; Ask then says what to
// ask. Trace says where the text comes from.
type Cell struct {
	Text  string
	Ask   string
	Trace []string
}

// Known reports whether the cell has an answer.
func (c Cell) Known() bool { return c.Text != "" }

// Fill fills a form. The same input gives the same cells.
func Fill(f Form, in Input) Filled {
	out := Filled{Form: f, AsOf: in.Report.AsOf, State: in.Report.Knowledge}
	for _, s := range f.Sheets {
		w := filler{in, s}
		t := Table{Sheet: s}
		switch s.Rows {
		case "lines":
			for _, c := range s.Columns {
				t.Rows = append(t.Rows, []Cell{{Text: c.Head, Trace: []string{"the form"}}, w.cell(c, w.line(c.From))})
			}
		case "elements":
			for i := range in.Report.Elements {
				if e := &in.Report.Elements[i]; w.meant(e) {
					t.Rows = append(t.Rows, w.row(func(from string) Cell { return w.element(e, from) }))
				}
			}
		case "duties":
			for _, d := range w.duties() {
				t.Rows = append(t.Rows, w.row(d.cell))
			}
		case "caps":
			for _, c := range s.Caps {
				k := w.count(c)
				t.Rows = append(t.Rows, w.row(k.cell))
			}
		case "segments":
			for _, g := range w.segments() {
				t.Rows = append(t.Rows, w.row(g.cell))
			}
		case "artifacts":
			for i := range in.Report.Artifacts {
				a := &in.Report.Artifacts[i]
				t.Rows = append(t.Rows, w.row(func(from string) Cell { return w.artifact(a, from) }))
			}
		}
		out.Tables = append(out.Tables, t)
	}
	return out
}

type filler struct {
	in    Input
	sheet Sheet
}

func (w filler) row(get func(from string) Cell) []Cell {
	row := make([]Cell, len(w.sheet.Columns))
	for i, c := range w.sheet.Columns {
		row[i] = w.cell(c, get(c.From))
	}
	return row
}

// cell puts the question where there is no answer.
func (w filler) cell(c Column, x Cell) Cell {
	x.Text = report.Clean(x.Text)
	if c.From == "person" {
		x = Cell{}
	}
	if x.Text == "" {
		x.Ask, x.Trace = cmp.Or(c.Ask, x.Ask, "not known: "+c.Head), nil
		return x
	}
	x.Ask = ""
	return x
}

// reached reports whether a maker is one whom the sheet's rules reach.
func (w filler) reached(company string) bool {
	return company != "" && slices.ContainsFunc(w.sheet.Rules, func(rule string) bool { return w.in.Reached(rule, company) })
}

// standing of an element towards the makers that are meant.
const (
	unknown   = iota // nothing is known of its maker
	other            // another maker
	undecided        // may be one of them
	one              // surely one of them
)

func (w filler) standing(e *whomade.Element) int {
	if e.Maker != "" && e.Confidence >= whomade.Sure {
		if w.reached(e.Maker) {
			return one
		}
		return other
	}
	set := e.MakerSet()
	if slices.ContainsFunc(set, w.reached) {
		return undecided
	}
	if len(set) == 0 || e.Maker == "" {
		return unknown
	}
	return other
}

// meant reports whether an element has a row: what is not known leaves it in.
func (w filler) meant(e *whomade.Element) bool {
	where := w.sheet.Where
	if s := w.standing(e); where.Reached && s != one && s != undecided {
		return false
	}
	if !in(where.Segments, e.Segment) || !in(where.Generations, e.Facts["element.generation"]) {
		return false
	}
	if site, ok := w.in.Sites[e.Site]; ok && !in(where.Countries, site.Country) {
		return false
	}
	if !where.Acquired.IsZero() {
		if d, err := whomade.ParseDate(e.Facts["element.acquired"]); err == nil && !d.IsZero() && d.Last().Before(where.Acquired) {
			return false
		}
	}
	return true
}

// in reports whether a value is among those wanted, or one of both is not given.
func in(want []string, value string) bool {
	return len(want) == 0 || value == "" || slices.Contains(want, value)
}

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
		return Cell{Text: e.Maker, Trace: w.parts(e, e.Maker, "")}
	case "element.brand":
		return Cell{Text: e.Brand, Trace: w.parts(e, cmp.Or(e.Brand, e.Maker), "")}
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

func (w filler) line(from string) Cell {
	r := w.in.Report
	switch from {
	case "operator.id":
		return Cell{Text: r.Operator.ID, Trace: w.stated("operator.id")}
	case "operator.name":
		return Cell{Text: w.in.OperatorName, Trace: w.stated("operator.name")}
	case "operator.roles":
		return Cell{Text: strings.Join(r.Operator.Roles, ", "), Trace: w.stated("operator.roles")}
	case "operator.jurisdictions":
		return Cell{Text: strings.Join(r.Operator.Jurisdictions, ", "), Trace: w.stated("operator.jurisdictions")}
	case "report.as_of":
		return Cell{Text: r.AsOf.String(), Trace: []string{"the scan"}}
	case "report.knowledge":
		return Cell{Text: r.Knowledge.Date.String(), Trace: []string{r.Knowledge.Digest}}
	case "count.artifacts":
		return Cell{Text: strconv.Itoa(len(r.Artifacts)), Trace: []string{"the report's artifacts, each with its digest"}}
	case "count.not_read":
		return Cell{Text: strconv.Itoa(r.Summary.NotRead), Trace: []string{"the report's diagnostics"}}
	case "verdict.outcome", "verdict.rule":
		all := slices.Clone(r.Operator.Verdicts)
		for _, e := range r.Elements {
			all = append(all, e.Verdicts...)
		}
		return verdictCell(from, w.worst(all))
	case "makers.rules":
		return Cell{Text: strings.Join(w.sheet.Rules, ", "), Trace: []string{"the form"}}
	}
	counts := map[string]func(int) bool{
		"count.elements": func(int) bool { return true }, "count.reached": func(s int) bool { return s == one },
		"count.undecided": func(s int) bool { return s == undecided }, "count.unknown": func(s int) bool { return s == unknown },
	}
	is, ok := counts[from]
	if !ok {
		return Cell{}
	}
	var ids []string
	for i := range r.Elements {
		e := &r.Elements[i]
		if is(w.standing(e)) {
			ids = append(ids, e.ID)
		}
	}
	return counted(ids)
}

// counted is a number with the elements that make it.
func counted(ids []string) Cell {
	c := Cell{Text: strconv.Itoa(len(ids)), Trace: []string{"none of the report's elements"}}
	if len(ids) > 0 {
		c.Trace = []string{"elements " + strings.Join(ids[:min(len(ids), 40)], " ")}
		if len(ids) > 40 {
			c.Trace[0] += fmt.Sprintf(" and %d more", len(ids)-40)
		}
	}
	return c
}

func (w filler) artifact(a *whomade.Artifact, from string) Cell {
	c := Cell{Trace: []string{a.Digest}}
	switch from {
	case "artifact.name":
		c.Text = a.Name
	case "artifact.format":
		c.Text = a.Format
	case "artifact.size":
		c.Text = strconv.FormatInt(a.Size, 10)
	case "artifact.digest":
		c.Text, c.Trace = a.Digest, []string{"SHA-256 of the artifact as read"}
	case "artifact.not_read":
		c.Text = "read"
		for _, d := range w.in.Report.Diagnostics {
			if d.Artifact == a.Digest && d.Name == a.Name && d.Severity == whomade.SeverityError {
				c.Text, c.Trace = report.Place("", d.Locator)+" "+d.Message, []string{"the report's diagnostics"}
			}
		}
	}
	return c
}

// duty is one obligation of the sheet's rules with the elements under it.
type duty struct {
	verdict whomade.Verdict
	by      map[whomade.Outcome][]string
	ids     []string
}

func (w filler) duties() []*duty {
	by := map[string]*duty{}
	add := func(v whomade.Verdict, id string) {
		if !slices.Contains(w.sheet.Rules, v.Rule) {
			return
		}
		key := v.Rule + "\x00" + v.Obligation
		d := by[key]
		if d == nil {
			d = &duty{verdict: v, by: map[whomade.Outcome][]string{}}
			by[key] = d
		}
		if d.verdict.Deadline.IsZero() {
			d.verdict.Deadline = v.Deadline
			if v.Deadline.IsZero() && w.in.Deadline != nil {
				d.verdict.Deadline = w.in.Deadline(v.Rule, v.Obligation)
			}
		}
		d.by[v.Outcome] = append(d.by[v.Outcome], id)
		d.ids = append(d.ids, id)
	}
	for _, v := range w.in.Report.Operator.Verdicts {
		add(v, "operator")
	}
	for _, e := range w.in.Report.Elements {
		for _, v := range e.Verdicts {
			add(v, e.ID)
		}
	}
	return slices.SortedFunc(maps.Values(by), func(a, b *duty) int {
		return cmp.Or(a.verdict.Deadline.Compare(b.verdict.Deadline), cmp.Compare(a.verdict.Rule, b.verdict.Rule), cmp.Compare(a.verdict.Obligation, b.verdict.Obligation))
	})
}

func (d *duty) cell(from string) Cell {
	v := d.verdict
	rule := []string{v.Rule + ": " + v.Citation.Text + prefixed(" ", v.Citation.URL)}
	switch from {
	case "duty.rule":
		return Cell{Text: v.Rule, Trace: rule}
	case "duty.title":
		return Cell{Text: v.Citation.Title, Trace: rule}
	case "duty.obligation":
		return Cell{Text: v.Obligation, Trace: rule}
	case "duty.deadline":
		return Cell{Text: v.Deadline.String(), Trace: rule, Ask: "the duty has no date"}
	case "duty.grade":
		return Cell{Text: report.GradeText(v.Grade), Trace: rule}
	case "duty.breaks":
		return counted(d.by[whomade.Breaks])
	case "duty.due":
		return counted(d.by[whomade.Due])
	case "duty.cannot_tell":
		return counted(d.by[whomade.CannotTell])
	case "duty.met":
		return counted(append(slices.Clone(d.by[whomade.Allowed]), d.by[whomade.NotBound]...))
	}
	return counted(d.ids)
}

// share is what a cap counts.
type share struct {
	cap                     Cap
	hit, open, others, left []string
	stated, network         string
	verdict                 *whomade.Verdict
}

func (w filler) count(c Cap) share {
	k := share{cap: c, stated: w.in.Stated[c.Share], network: w.in.Network}
	w.sheet.Rules = []string{c.Rule}
	for i := range w.in.Report.Elements {
		e := &w.in.Report.Elements[i]
		if !w.meant(e) {
			continue
		}
		inside, sure := true, true
		for _, x := range []struct {
			want  []string
			value string
		}{{c.Segments, e.Segment}, {c.Generation, e.Facts["element.generation"]}, {c.Functions, e.Facts["element.function"]}} {
			if len(x.want) == 0 {
				continue
			}
			sure = sure && x.value != ""
			inside = inside && in(x.want, x.value)
		}
		switch s := w.standing(e); {
		case !inside:
		case !sure:
			k.left = append(k.left, e.ID)
		case s == one:
			k.hit = append(k.hit, e.ID)
		case s == other:
			k.others = append(k.others, e.ID)
		default:
			k.open = append(k.open, e.ID)
		}
	}
	for _, v := range w.in.Report.Operator.Verdicts {
		if v.Rule == c.Rule && v.Obligation == c.Obligation {
			k.verdict = &v
		}
	}
	return k
}

// bounds are the least and the most that the share can be.
func (k share) bounds() (low, high float64, ok bool) {
	total := len(k.hit) + len(k.open) + len(k.others)
	if total == 0 {
		return 0, 0, false
	}
	return float64(len(k.hit)) / float64(total), float64(len(k.hit)+len(k.open)) / float64(total), true
}

func (k share) cell(from string) Cell {
	rule := []string{k.cap.Rule + " " + k.cap.Obligation}
	low, high, ok := k.bounds()
	switch from {
	case "cap.what":
		return Cell{Text: k.cap.What, Trace: rule}
	case "cap.most":
		return Cell{Text: percent(k.cap.Most), Trace: rule}
	case "cap.counted":
		return counted(k.hit)
	case "cap.total":
		return counted(slices.Concat(k.hit, k.open, k.others))
	case "cap.open":
		return counted(k.open)
	case "cap.left_out":
		return counted(k.left)
	case "cap.stated":
		if k.stated == "" {
			return Cell{Ask: k.cap.Share + " is not stated in the network file"}
		}
		return Cell{Text: k.stated, Trace: []string{k.network + ": " + k.cap.Share}}
	case "cap.share":
		if !ok {
			return Cell{Ask: "no element is known to be counted here: give segments and generations"}
		}
		c := Cell{Text: percent(low), Trace: []string{fmt.Sprintf("%d of %d elements that the evidence shows; elements are counted, not the measure of the direction", len(k.hit), len(k.hit)+len(k.open)+len(k.others))}}
		if high > low {
			c.Text += " to " + percent(high)
			c.Trace = append(c.Trace, fmt.Sprintf("%d elements whose maker is not decided make the difference", len(k.open)))
		}
		return c
	case "cap.finding":
		// Those left out may all belong here, by the vendor or by others.
		total := float64(len(k.hit) + len(k.open) + len(k.others))
		low = low * total / (total + float64(len(k.left)))
		high = (high*total + float64(len(k.left))) / (total + float64(len(k.left)))
		if !ok || low <= k.cap.Most && high > k.cap.Most {
			return Cell{Ask: "cannot be told from these elements: makers, segments or generations are open"}
		}
		if low > k.cap.Most {
			return Cell{Text: "above the cap", Trace: rule}
		}
		return Cell{Text: "within the cap", Trace: rule}
	}
	return Cell{}
}

func percent(f float64) string { return strconv.FormatFloat(100*f, 'f', 1, 64) + " %" }

// group is the elements of one segment.
type group struct {
	name                             string
	all, reached, undecided, unknown []string
	makers                           map[string][]string
}

func (w filler) segments() []*group {
	by := map[string]*group{}
	for i := range w.in.Report.Elements {
		e := &w.in.Report.Elements[i]
		if !w.meant(e) {
			continue
		}
		g := by[e.Segment]
		if g == nil {
			g = &group{name: e.Segment, makers: map[string][]string{}}
			by[e.Segment] = g
		}
		g.all = append(g.all, e.ID)
		switch w.standing(e) {
		case one:
			g.reached = append(g.reached, e.ID)
		case undecided:
			g.undecided = append(g.undecided, e.ID)
		case unknown:
			g.unknown = append(g.unknown, e.ID)
		}
		if e.Maker != "" && e.Confidence >= whomade.Sure {
			g.makers[e.Maker] = append(g.makers[e.Maker], e.ID)
		}
	}
	return slices.SortedFunc(maps.Values(by), func(a, b *group) int {
		return cmp.Or(cmp.Compare(len(b.all), len(a.all)), cmp.Compare(a.name, b.name))
	})
}

func (g *group) cell(from string) Cell {
	largest := ""
	for _, m := range slices.Sorted(maps.Keys(g.makers)) {
		if len(g.makers[m]) > len(g.makers[largest]) {
			largest = m
		}
	}
	switch from {
	case "segment.name":
		return Cell{Text: g.name, Ask: "segment not known", Trace: []string{"element.segment of the elements"}}
	case "segment.elements":
		return counted(g.all)
	case "segment.reached":
		return counted(g.reached)
	case "segment.undecided":
		return counted(g.undecided)
	case "segment.unknown":
		return counted(g.unknown)
	case "segment.share":
		c := Cell{Text: percent(float64(len(g.reached)) / float64(len(g.all))), Trace: []string{fmt.Sprintf("%d of %d elements", len(g.reached), len(g.all))}}
		if open := len(g.undecided) + len(g.unknown); open > 0 {
			c.Text += " to " + percent(float64(len(g.reached)+open)/float64(len(g.all)))
		}
		return c
	case "segment.makers":
		return Cell{Text: strings.Join(slices.Sorted(maps.Keys(g.makers)), ", "), Trace: counted(g.all).Trace}
	case "segment.largest":
		return Cell{Text: largest, Trace: counted(g.makers[largest]).Trace}
	case "segment.largest_share":
		if largest == "" {
			return Cell{}
		}
		return Cell{Text: percent(float64(len(g.makers[largest])) / float64(len(g.all))), Trace: counted(g.makers[largest]).Trace}
	}
	return Cell{}
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

func first(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return s[0]
}

// Count is how many rows and cells a form has, and how many of these are open.
func (f Filled) Count() (rows, cells, open int) {
	for _, t := range f.Tables {
		rows += len(t.Rows)
		for _, r := range t.Rows {
			for _, c := range r {
				cells++
				if !c.Known() {
					open++
				}
			}
		}
	}
	return rows, cells, open
}
