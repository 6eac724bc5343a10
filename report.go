package whomade

// Notice stands in every report and form.
const Notice = "Not legal advice: what the rules' sources say, applied to what the evidence shows."

// Report is everything one run says: the view that every output format shows.
type Report struct {
	Schema      string       `json:"schema"`
	Notice      string       `json:"notice"` // Notice, once the report is normalised
	AsOf        Date         `json:"as_of"`
	Knowledge   Knowledge    `json:"knowledge"`
	Operator    Operator     `json:"operator"`
	Artifacts   []Artifact   `json:"artifacts"`
	Elements    []Element    `json:"elements"`
	Summary     Summary      `json:"summary"`
	Diagnostics []Diagnostic `json:"diagnostics"`
}

// Knowledge says which state of the makers' and rules' data was used.
type Knowledge struct {
	Date   Date   `json:"date"`
	Digest string `json:"digest"`
}

// Operator is whom the network belongs to, as far as it was told.
type Operator struct {
	ID            string    `json:"id"`
	Roles         []string  `json:"roles"`
	Jurisdictions []string  `json:"jurisdictions"`
	Verdicts      []Verdict `json:"verdicts"` // duties on the organisation
}

// Summary is the report's counts and its first lines.
type Summary struct {
	Makers    []MakerCount   `json:"makers"`
	Outcomes  []OutcomeCount `json:"outcomes"`  // per rule, obligation, outcome and deadline; worst first
	Ifs       []IfCount      `json:"if"`        // what would follow, grouped per jurisdiction
	Questions []Question     `json:"questions"` // what to answer first, most useful first
	Changes   *Changes       `json:"changes,omitempty"`
	NotRead   int            `json:"not_read"` // artifacts with an error
	Waived    *WaivedCount   `json:"waived,omitempty"`
	Exit      []int          `json:"exit"` // all exit codes that apply, the returned one first
}

// MakerCount counts elements by maker or set.
type MakerCount struct {
	Makers   []string       `json:"makers"` // one maker, a set, or none
	Sure     bool           `json:"sure"`   // confidence at least Sure
	Elements int            `json:"elements"`
	Segments map[string]int `json:"segments"` // "" where not known
	Worst    []WorstCount   `json:"worst"`    // each element counted once, by its worst verdict
}

// WorstCount counts elements by their worst outcome and its earliest deadline.
type WorstCount struct {
	Outcome  Outcome `json:"outcome"`
	Deadline Date    `json:"deadline"`
	Elements int     `json:"elements"`
}

// OutcomeCount counts elements under one obligation with one outcome.
type OutcomeCount struct {
	Rule         string  `json:"rule"`
	Obligation   string  `json:"obligation"`
	Jurisdiction string  `json:"jurisdiction"`
	Title        string  `json:"title"`
	Outcome      Outcome `json:"outcome"`
	Deadline     Date    `json:"deadline"`
	Grade        string  `json:"grade"`
	Elements     int     `json:"elements"`
}

// IfCount groups what would follow over all elements.
type IfCount struct {
	Jurisdiction string  `json:"jurisdiction"`
	Rule         string  `json:"rule"`
	Text         string  `json:"text"`
	Outcome      Outcome `json:"outcome"`
	Elements     int     `json:"elements"`
}

// Question is one fact to find out and how many verdicts its answer settles.
type Question struct {
	Fact    string `json:"fact"`
	Text    string `json:"text"`
	Settles int    `json:"settles"`
}

// WaivedCount counts findings with a waiver.
type WaivedCount struct {
	Waived  int `json:"waived"`  // they do not count as findings
	Expired int `json:"expired"` // they count again
}

// Changes compares with a baseline report, by element and verdict.
type Changes struct {
	New  []string `json:"new"` // "element rule obligation outcome"
	Gone []string `json:"gone"`
	Same int      `json:"same"`
}
