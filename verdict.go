package whomade

// Outcome is what a rule's obligation says of an element on a date.
type Outcome string

// Outcomes, worst first.
const (
	Breaks          Outcome = "breaks"           // binding, in force and not met on that day
	Due             Outcome = "due"              // in force; its "by" date is on or after that day
	CannotTell      Outcome = "cannot-tell"      // a fact is missing
	AgainstGuidance Outcome = "against-guidance" // only a non-binding text is against it
	Allowed         Outcome = "allowed"          // this rule does not forbid it
	NotBound        Outcome = "not-bound"        // not in force, lapsed, or no addressee
)

// Outcomes lists all outcomes, worst first.
var Outcomes = []Outcome{Breaks, Due, CannotTell, AgainstGuidance, Allowed, NotBound}

// Severity is the outcome's rank, 0 for the worst; unknown outcomes rank last.
func (o Outcome) Severity() int {
	for i, x := range Outcomes {
		if o == x {
			return i
		}
	}
	return len(Outcomes)
}

// Grades of a rule: how well its text is known.
const (
	TextRead        = "text-read"
	SecondarySource = "secondary-source"
	PartlySourced   = "partly-sourced"
	Unsourced       = "unsourced" // from memory
)

// Citation says which text a verdict rests on and where it can be read.
type Citation struct {
	Title   string   `json:"title"`
	Text    string   `json:"text"` // as a lawyer cites it
	Issuer  string   `json:"issuer"`
	URL     string   `json:"url,omitempty"`
	Sources []string `json:"sources,omitempty"` // pages where it was read about
}

// Because is one fact or condition that led to an outcome.
type Because struct {
	Fact  string `json:"fact,omitempty"`  // FACTS name, for example "element.segment"
	Value string `json:"value,omitempty"` // its value in this case
	Text  string `json:"text"`            // what it did, in words
}

// If is what would follow if missing facts had the given values.
type If struct {
	Facts    map[string]string `json:"facts"`
	Outcome  Outcome           `json:"outcome"`
	Since    Date              `json:"since"`    // from which day it breaks, or null
	Deadline Date              `json:"deadline"` // by which day, or null
	Text     string            `json:"text"`     // "if you are a UK designated provider: breaks since 2024-01-01"
}

// Verdict is what one obligation of one rule says of one element, or of the
// operator, on the as-of date.
type Verdict struct {
	Rule         string    `json:"rule"`
	Obligation   string    `json:"obligation"`
	Jurisdiction string    `json:"jurisdiction"`
	Outcome      Outcome   `json:"outcome"`
	Binding      bool      `json:"binding"`
	Grade        string    `json:"grade"`    // of the rule: TextRead and so on
	Since        Date      `json:"since"`    // day from which it breaks or binds, or null
	Deadline     Date      `json:"deadline"` // or null
	Citation     Citation  `json:"citation"`
	Because      []Because `json:"because"`
	Missing      []string  `json:"missing"` // FACTS names
	If           []If      `json:"if"`
	// SettledBy lists, of a verdict that cannot tell, the smallest sets of facts
	// that can decide it, each with the outcome that answers to them lead to.
	SettledBy []Settled `json:"settled_by,omitempty"`
	// Asks is the facts that decide it together, whatever they are; empty where no
	// answers surely do.
	Asks   []string `json:"-"`
	Waiver *Waiver  `json:"waiver,omitempty"` // leave for it to stand, also where it has expired
	Share  *Share   `json:"share,omitempty"`  // what a cap was compared with, where the elements were counted
}

// Settled is a set of facts that are missing and the outcome it can lead to.
type Settled struct {
	Facts   []string `json:"facts"` // FACTS names
	Outcome Outcome  `json:"outcome"`
}

// Turn is a day on which what a rule says of an element changes, or the waiver for
// it: then Was and Is may be the same.
type Turn struct {
	On         Date    `json:"on"`
	Rule       string  `json:"rule"`
	Obligation string  `json:"obligation"`
	Was        Outcome `json:"was"` // not-bound where nothing was said
	Is         Outcome `json:"is"`
	Deadline   Date    `json:"deadline"`
	// Waiver covers it from that day on; WaiverEnded did so until the day before.
	Waiver      string `json:"waiver,omitempty"`
	WaiverEnded string `json:"waiver_ended,omitempty"`
}
