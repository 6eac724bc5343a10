package law

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/whomade/whomade"
)

// Rule is one instrument of one government. One YAML file each.
type Rule struct {
	ID           string `yaml:"id" json:"id"`
	Jurisdiction string `yaml:"jurisdiction" json:"jurisdiction"` // ISO 3166-1 alpha-2, a subdivision (US-TX), EU, NATO or XX
	Title        string `yaml:"title" json:"title"`
	Issuer       string `yaml:"issuer" json:"issuer"`
	Citation     string `yaml:"citation" json:"citation"` // as a lawyer cites it
	URL          string `yaml:"url,omitempty" json:"url,omitempty"`
	// Sources are the pages where it was read about.
	Sources []string `yaml:"sources" json:"sources"`
	Grade   string   `yaml:"grade" json:"grade"`     // whomade.TextRead and so on
	Binding bool     `yaml:"binding" json:"binding"` // false: guidance, never "breaks" or "due"
	Summary string   `yaml:"summary" json:"summary"`

	Announced whomade.Date `yaml:"announced" json:"announced"`       // before it there is no verdict
	From      whomade.Date `yaml:"from,omitempty" json:"from"`       // first day in force
	To        whomade.Date `yaml:"to,omitempty" json:"to,omitempty"` // last day in force
	Status    []Status     `yaml:"status" json:"status"`

	// Territory lists the countries where kit must stand for the rule to reach
	// it; the jurisdiction's country where empty, anywhere with "*".
	Territory  []string    `yaml:"territory,omitempty" json:"territory,omitempty"`
	Addressees []Addressee `yaml:"addressees" json:"addressees"`
	// Makers are the groups of makers it reaches; one that fits suffices. None
	// means that the rule names no maker.
	Makers []Makers `yaml:"makers,omitempty" json:"makers,omitempty"`
	// Criteria says by which test a maker falls under the rule, where the text
	// names none or not only those named.
	Criteria    string       `yaml:"criteria,omitempty" json:"criteria,omitempty"`
	When        Condition    `yaml:"when,omitempty" json:"when,omitzero"`
	Exceptions  []Exception  `yaml:"exceptions,omitempty" json:"exceptions,omitempty"`
	Obligations []Obligation `yaml:"obligations" json:"obligations"`
	// Facts are further facts that this rule asks for.
	Facts []Fact `yaml:"facts,omitempty" json:"facts,omitempty"`
	// Notes are legal tests and open points that the program does not decide.
	Notes    []string  `yaml:"notes,omitempty" json:"notes,omitempty"`
	Examples []Example `yaml:"examples" json:"examples"`

	File string `yaml:"-" json:"-"` // where it was read from
}

// Status is one dated step in the life of an instrument.
type Status struct {
	Date  whomade.Date `yaml:"date" json:"date"`
	State string       `yaml:"state" json:"state"`
	Note  string       `yaml:"note,omitempty" json:"note,omitempty"`
}

// Addressee is one kind of organisation that a rule binds.
type Addressee struct {
	Role string `yaml:"role" json:"role"`
	// Anywhere: a general role binds whatever the operator's country, as for
	// whoever brings goods to the market.
	Anywhere bool `yaml:"anywhere,omitempty" json:"anywhere,omitempty"`
	// Presumed: a general role is taken to be of the rule's country where no country
	// is given, as for importers.
	Presumed bool      `yaml:"presumed,omitempty" json:"presumed,omitempty"`
	When     Condition `yaml:"when,omitempty" json:"when,omitzero"`
}

// Makers is a group of makers with the conditions that hold for them alone.
type Makers struct {
	Named []string `yaml:"named" json:"named"`
	// Affiliates: companies under common control with those named are reached
	// as well, judged on the day of manufacture.
	Affiliates bool `yaml:"affiliates,omitempty" json:"affiliates,omitempty"`
	// Partner: they are judged on the day of the event, as the other party to it.
	Partner bool `yaml:"partner,omitempty" json:"partner,omitempty"`
	// Fact holds the company that is tested; element.maker where empty.
	Fact string `yaml:"fact,omitempty" json:"fact,omitempty"`
	// Claimed: a missing fact means that nobody says it is theirs.
	Claimed bool      `yaml:"claimed,omitempty" json:"claimed,omitempty"`
	When    Condition `yaml:"when,omitempty" json:"when,omitzero"`
}

// Exception frees kit that would otherwise be reached.
type Exception struct {
	ID   string    `yaml:"id" json:"id"`
	Text string    `yaml:"text" json:"text"`
	When Condition `yaml:"when,omitempty" json:"when,omitzero"`
	// Claimed: counts only where its facts are given; a missing fact means that
	// nobody claims it. Otherwise a missing fact leaves the outcome open.
	Claimed bool `yaml:"claimed,omitempty" json:"claimed,omitempty"`
	// Presumed are facts of When that are taken to be such that it helps where
	// they are missing, as for a power that nobody is known to have used.
	Presumed []string `yaml:"presumed,omitempty" json:"presumed,omitempty"`
	// Suspends: while it holds the duty is not in force, as when a court stays it.
	Suspends bool `yaml:"suspends,omitempty" json:"suspends,omitempty"`
	// From and To bound the days of the event on which it helps.
	From whomade.Date `yaml:"from,omitempty" json:"from,omitzero"`
	To   whomade.Date `yaml:"to,omitempty" json:"to,omitzero"`
	// Known bounds the as-of dates at which the exception was known.
	Known Window `yaml:"known,omitempty" json:"known,omitzero"`
	// Since names a fact: it helps only from that date. Until names one up to
	// which it helps, as for a permit that runs out.
	Since string `yaml:"since,omitempty" json:"since,omitempty"`
	Until string `yaml:"until,omitempty" json:"until,omitempty"`
}

// Obligation is one duty with its own dates.
type Obligation struct {
	ID   string `yaml:"id" json:"id"` // unique inside the rule
	Do   string `yaml:"do" json:"do"` // one of Duties
	What string `yaml:"what" json:"what"`

	From whomade.Date `yaml:"from,omitempty" json:"from,omitzero"` // the rule's where empty
	By   whomade.Date `yaml:"by,omitempty" json:"by,omitzero"`     // still lawful on that day
	To   whomade.Date `yaml:"to,omitempty" json:"to,omitzero"`
	// After gives the date by which the duty is due as a span after a date that
	// a fact holds.
	After *After `yaml:"after,omitempty" json:"after,omitempty"`
	// Known bounds the as-of dates at which this was the duty as known, where a
	// later act moved its dates.
	Known Window `yaml:"known,omitempty" json:"known,omitzero"`

	Grade  string   `yaml:"grade,omitempty" json:"grade,omitempty"` // overrides the rule's
	Events []string `yaml:"events,omitempty" json:"events,omitempty"`
	// Act: the duty is about the event alone, not about what was acquired.
	Act bool `yaml:"act,omitempty" json:"act,omitempty"`
	// Use: a duty on contracting that looks at what is in use when the contract
	// is made, whenever it was acquired.
	Use        bool        `yaml:"use,omitempty" json:"use,omitempty"`
	Territory  []string    `yaml:"territory,omitempty" json:"territory,omitempty"`
	Addressees []Addressee `yaml:"addressees,omitempty" json:"addressees,omitempty"` // replaces the rule's
	Makers     []Makers    `yaml:"makers,omitempty" json:"makers,omitempty"`         // replaces the rule's
	AnyMaker   bool        `yaml:"any_maker,omitempty" json:"any_maker,omitempty"`   // whoever made it
	When       Condition   `yaml:"when,omitempty" json:"when,omitzero"`              // beside the rule's
	Exceptions []Exception `yaml:"exceptions,omitempty" json:"exceptions,omitempty"` // beside the rule's
	// Met says of a procedural duty when it was met. Without it the duty is due
	// as long as it binds or, where it has a day, until then; after that day no
	// fact tells.
	Met Condition `yaml:"met,omitempty" json:"met,omitzero"`
	// Cap is the share that must not be exceeded.
	Cap *Cap `yaml:"cap,omitempty" json:"cap,omitempty"`

	duty Duty // what Do stands for
}

// After is a span of time after a date that a fact holds.
type After struct {
	Fact   string `yaml:"fact" json:"fact"`
	Years  int    `yaml:"years,omitempty" json:"years,omitempty"`
	Months int    `yaml:"months,omitempty" json:"months,omitempty"`
	Days   int    `yaml:"days,omitempty" json:"days,omitempty"`
}

// From is the day that lies the span after another.
func (a *After) From(d whomade.Date) whomade.Date {
	return whomade.DateOf(time.Date(d.Year+a.Years, time.Month(d.Month+a.Months), d.Day+a.Days, 0, 0, 0, 0, time.UTC))
}

// Window is a span of as-of dates, both ends included.
type Window struct {
	From whomade.Date `yaml:"from,omitempty" json:"from,omitzero"`
	To   whomade.Date `yaml:"to,omitempty" json:"to,omitzero"`
}

// Holds reports whether a day lies in the window.
func (w Window) Holds(day whomade.Date) bool {
	return (w.From.IsZero() || !day.Before(w.From.First())) && (w.To.IsZero() || !w.To.Last().Before(day))
}

// Inside is Holds where a bound that is a month or a year may be any day of it.
func (w Window) Inside(day whomade.Date) bool {
	return (w.From.IsZero() || !day.Before(w.From.Last())) && (w.To.IsZero() || !w.To.First().Before(day))
}

// Cap is the largest lawful share of some makers in a part of the network.
type Cap struct {
	Share   string  `yaml:"share" json:"share"`     // the fact in which the operator states the share, 0..1
	Most    float64 `yaml:"most" json:"most"`       // largest lawful share
	Measure string  `yaml:"measure" json:"measure"` // what the rule measures, in words
	// Of says which elements make up the part of the network: the denominator. The
	// numerator are those of them that the duty reaches. Without it the share is
	// never counted, only stated.
	Of Condition `yaml:"of,omitempty" json:"of,omitzero"`
	// By are the facts of which the rule measures the sum, such as the premises that
	// an element serves. The share by each that an inventory states must keep under
	// the cap; where it states none, elements are counted.
	By []string `yaml:"by,omitempty" json:"by,omitempty"`
}

// Example is a worked case of a rule: facts and a day, and what follows.
type Example struct {
	AsOf       whomade.Date    `yaml:"as_of" json:"as_of"`
	Facts      map[string]any  `yaml:"facts" json:"facts"`
	Obligation string          `yaml:"obligation,omitempty" json:"obligation,omitempty"`
	Outcome    whomade.Outcome `yaml:"outcome" json:"outcome"` // the worst of the verdicts
	Deadline   whomade.Date    `yaml:"deadline,omitempty" json:"deadline,omitempty"`
	Missing    []string        `yaml:"missing,omitempty" json:"missing,omitempty"`
	Why        string          `yaml:"why,omitempty" json:"why,omitempty"`
}

// FindObligation is the obligation with an id.
func (r *Rule) FindObligation(id string) (*Obligation, bool) {
	for i := range r.Obligations {
		if r.Obligations[i].ID == id {
			return &r.Obligations[i], true
		}
	}
	return nil, false
}

// Cite is the rule's citation as verdicts carry it.
func (r *Rule) Cite() whomade.Citation {
	return whomade.Citation{Title: r.Title, Text: r.Citation, Issuer: r.Issuer, URL: r.URL, Sources: r.Sources}
}

// Same reports whether two rules say the same, wherever they were read from.
func (r *Rule) Same(as *Rule) bool {
	if r == as {
		return true
	}
	a, err := json.Marshal(r)
	b, other := json.Marshal(as)
	return err == nil && other == nil && bytes.Equal(a, b)
}

// GradeOf is how well an obligation's text is known.
func (r *Rule) GradeOf(o *Obligation) string {
	if o.Grade != "" {
		return o.Grade
	}
	return r.Grade
}
