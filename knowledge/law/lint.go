package law

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/internal/lazyregexp"
)

// Problem is something wrong with a rule file.
type Problem struct {
	File string `json:"file"`
	Text string `json:"text"`
}

// String is the problem on one line.
func (p Problem) String() string { return p.File + ": " + p.Text }

// minExamples is how many worked examples a rule has at least.
const minExamples = 3

var (
	ruleForm       = lazyregexp.New(`^[a-z0-9]+(-[a-z0-9]+)+$`)
	obligationForm = lazyregexp.New(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	jurisdictions  = lazyregexp.New(`^([A-Z]{2}(-[A-Z0-9]{1,3})?|NATO)$`)
	states         = []string{
		"announced", "proposed", "adopted", "enacted", "published", "effective", "amended", "suspended",
		"superseded", "lapsed", "upheld", "vacated-in-part", "pending",
	}
	grades = []string{whomade.TextRead, whomade.SecondarySource, whomade.PartlySourced, whomade.Unsourced}
)

// Lint checks what loading does not: citations, dates in order, known words,
// worked examples at the dates, and that every company resolves. It does not
// evaluate the examples.
func Lint(b *Book, company func(id string) bool) []Problem {
	var out []Problem
	for _, r := range b.rules {
		l := linter{b: b, r: r, company: company, out: &out}
		l.rule()
	}
	return out
}

type linter struct {
	b       *Book
	r       *Rule
	company func(id string) bool
	out     *[]Problem
}

func (l *linter) say(format string, args ...any) {
	*l.out = append(*l.out, Problem{l.r.File, fmt.Sprintf(format, args...)})
}

func (l *linter) rule() {
	r := l.r
	prefix := strings.ToLower(r.Jurisdiction) + "-"
	if !ruleForm().MatchString(r.ID) || !jurisdictions().MatchString(r.Jurisdiction) {
		l.say("id %q or jurisdiction %q has no such form", r.ID, r.Jurisdiction)
	}
	if want := strings.ToLower(r.Jurisdiction) + "/" + strings.TrimPrefix(r.ID, prefix) + ".yaml"; path.Join(path.Base(path.Dir(r.File)), path.Base(r.File)) != want {
		l.say("the file of rule %s is called %s", r.ID, want)
	}
	for name, v := range map[string]string{"title": r.Title, "issuer": r.Issuer, "citation": r.Citation, "summary": r.Summary} {
		if strings.TrimSpace(v) == "" {
			l.say("%s is missing", name)
		}
	}
	if len(r.Sources) == 0 {
		l.say("no source")
	}
	for _, u := range append(slices.Clone(r.Sources), r.URL) {
		if u != "" && !strings.HasPrefix(u, "https://") && !strings.HasPrefix(u, "http://") {
			l.say("source %q is no address of a page", u)
		}
	}
	if !slices.Contains(grades, r.Grade) {
		l.say("grade %q is not one of %s", r.Grade, strings.Join(grades, ", "))
	}
	l.dates()
	l.addressees(r.Addressees)
	l.makers(r.Makers)
	l.exceptions(r.Exceptions)
	seen := map[string]bool{}
	for i := range r.Obligations {
		o := &r.Obligations[i]
		if seen[o.ID] {
			l.say("obligation %s is given twice", o.ID)
		}
		seen[o.ID] = true
		l.obligation(o)
	}
	l.examples()
}

func (l *linter) dates() {
	r := l.r
	if r.Announced.IsZero() {
		l.say("announced is missing")
	}
	if !r.From.IsZero() && r.From.Last().Before(r.Announced) {
		l.say("from %s is before announced %s", r.From, r.Announced)
	}
	if !r.To.IsZero() && r.To.Last().Before(r.From) {
		l.say("to %s is before from %s", r.To, r.From)
	}
	if len(r.Status) == 0 {
		l.say("status is missing")
	}
	for i, s := range r.Status {
		if s.Date.IsZero() || !slices.Contains(states, s.State) {
			l.say("status %d: date or state %q is not known", i+1, s.State)
		}
		if i > 0 && s.Date.Last().Before(r.Status[i-1].Date) {
			l.say("status %s stands after %s", s.Date, r.Status[i-1].Date)
		}
	}
}

func (l *linter) addressees(list []Addressee) {
	for _, a := range list {
		if _, ok := l.b.table.FindRole(a.Role); !ok {
			l.say("addressee %q is no role", a.Role)
		}
	}
}

func (l *linter) makers(list []Makers) {
	for _, m := range list {
		if len(m.Named) == 0 {
			l.say("a group of makers names none")
		}
		if f, ok := l.b.table.Fact(m.FactOf()); !ok || f.Type != Company {
			l.say("%s holds no company", m.FactOf())
		}
		for _, id := range m.Named {
			if company := l.company; company != nil && !company(id) {
				l.say("company %q is not known", id)
			}
		}
	}
}

func (l *linter) exceptions(list []Exception) {
	for _, e := range list {
		if e.ID == "" || e.Text == "" {
			l.say("exception %q: id and text are needed", e.ID)
		}
		if e.When.IsZero() && e.Since == "" && e.Until == "" && e.From.IsZero() && e.To.IsZero() {
			l.say("exception %s would always hold", e.ID)
		}
		for _, name := range e.Presumed {
			if !slices.Contains(e.When.FactNames(), name) {
				l.say("exception %s: it doesn't ask for %s, which it presumes", e.ID, name)
			}
		}
		for _, name := range []string{e.Since, e.Until} {
			if f, ok := l.b.table.Fact(name); name != "" && (!ok || f.Type != DateOf) {
				l.say("exception %s: %s holds no date", e.ID, name)
			}
		}
	}
}

func (l *linter) obligation(o *Obligation) {
	if !obligationForm().MatchString(o.ID) || o.What == "" {
		l.say("obligation %q: id and what are needed", o.ID)
	}
	if _, ok := DutyOf(o.Do); !ok {
		l.say("obligation %s: %q is no duty", o.ID, o.Do)
	}
	if o.Grade != "" && !slices.Contains(grades, o.Grade) {
		l.say("obligation %s: grade %q is not known", o.ID, o.Grade)
	}
	for _, e := range o.Events {
		if !slices.ContainsFunc(Events, func(known Event) bool { return known.ID == e }) {
			l.say("obligation %s: event %q is not known", o.ID, e)
		}
	}
	if len(o.Addressees) == 0 && len(l.r.Addressees) == 0 && o.Do != "may-continue" {
		l.say("obligation %s binds nobody", o.ID)
	}
	from := o.From
	if from.IsZero() {
		from = l.r.From
	}
	for name, d := range map[string]whomade.Date{"by": o.By, "to": o.To} {
		if !d.IsZero() && d.Last().Before(from) {
			l.say("obligation %s: %s %s is before from %s", o.ID, name, d, from)
		}
	}
	if (o.Cap != nil) != (o.Do == "cap-share") {
		l.say("obligation %s: a cap belongs to cap-share, and only to it", o.ID)
	}
	if o.Cap != nil {
		if f, ok := l.b.table.Fact(o.Cap.Share); !ok || f.Type != Number || o.Cap.Most <= 0 || o.Cap.Most >= 1 || o.Cap.Measure == "" {
			l.say("obligation %s: the cap needs share, most and measure", o.ID)
		}
		for _, by := range o.Cap.By {
			if f, ok := l.b.table.Fact(by); !ok || f.Type != Number || !strings.HasPrefix(by, "element.") || o.Cap.Of.IsZero() {
				l.say("obligation %s: the cap is measured by %q, which is no number of an element, or does not say of what", o.ID, by)
			}
		}
	}
	if o.After != nil {
		if f, ok := l.b.table.Fact(o.After.Fact); !ok || f.Type != DateOf || o.After.Years+o.After.Months+o.After.Days <= 0 {
			l.say("obligation %s: after needs a fact that holds a date, and a span", o.ID)
		}
	}
	l.addressees(o.Addressees)
	l.makers(o.Makers)
	l.exceptions(o.Exceptions)
}

// examples checks that there are enough, in known words, and that each date of
// a duty about equipment has one on the first day it counts.
func (l *linter) examples() {
	r := l.r
	if len(r.Examples) < minExamples {
		l.say("%d worked examples; at least %d are needed", len(r.Examples), minExamples)
	}
	days := map[whomade.Date]bool{}
	for i, e := range r.Examples {
		if e.AsOf.IsZero() || e.Outcome.Severity() == len(whomade.Outcomes) {
			l.say("example %d: as_of or outcome %q is not known", i+1, e.Outcome)
		}
		for _, m := range e.Missing {
			if _, ok := l.b.table.Fact(m); !ok {
				l.say("example %d: missing %q is no fact", i+1, m)
			}
		}
		days[e.AsOf] = true
		if on, ok := e.Facts["event_on"].(string); ok {
			if d, err := whomade.ParseDate(on); err == nil {
				days[d] = true
			}
		}
	}
	for i := range r.Obligations {
		o := &r.Obligations[i]
		if k := o.Kind(); k == Procedural || k == Permitting {
			continue
		}
		day := o.From.Last()
		if !o.By.IsZero() {
			day = o.By.Last().AddDays(1)
		} else if day.IsZero() {
			day = r.From.Last()
		}
		if o.From.Day == 0 && o.By.IsZero() && !o.From.IsZero() {
			continue // a date known to the month or year has no first day
		}
		if end := r.To; !end.IsZero() && end.Last().Before(day) {
			continue // lapsed before it counted
		}
		if o.After == nil && !day.IsZero() && !days[day] {
			l.say("obligation %s: no worked example on %s, when it begins to count", o.ID, day)
		}
	}
}
