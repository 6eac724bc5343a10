package whomade

// Asked is one question to a person: one fact about the operator, or about elements
// that have something in common. A question that is asked widely may be answered
// where it differs instead, in the questions within it.
type Asked struct {
	ID     string `json:"id"`               // the same for the same question
	Within string `json:"within,omitempty"` // id of the wider question; an answer here goes before its answer
	// Settles is the verdicts that the answer settles, whatever it is; May those that
	// some answers settle; Helps those that wait for others as well.
	Settles int `json:"settles"`
	May     int `json:"may,omitempty"`
	Helps   int `json:"helps"`
	// Gain is the verdicts settled once this and all questions before it are answered,
	// and not before; With are those of them that it settles together with others.
	Gain     int      `json:"gain"`
	With     []Joint  `json:"with,omitempty"`
	Text     string   `json:"question"`
	About    string   `json:"about"` // operator, a site, or which elements
	Allowed  []string `json:"allowed"`
	Answer   string   `json:"answer"` // to be filled in
	Fact     string   `json:"fact"`
	Site     string   `json:"site,omitempty"`     // a site by its id
	Of       *Alike   `json:"of,omitempty"`       // what the elements have in common
	Count    int      `json:"count,omitempty"`    // of elements
	Elements []string `json:"elements,omitempty"` // the first of them
}

// Joint is other questions with which one settles verdicts.
type Joint struct {
	Questions []string `json:"questions"` // ids
	Settles   int      `json:"settles"`
}

// Alike is what elements have in common. Nil is anything; empty is what is not known.
type Alike struct {
	Site    *string   `json:"site,omitempty" yaml:"site,omitempty"`
	Segment *string   `json:"segment,omitempty" yaml:"segment,omitempty"`
	Makers  *[]string `json:"makers,omitempty" yaml:"makers,omitempty"` // the whole set that comes into question
	Model   *string   `json:"model,omitempty" yaml:"model,omitempty"`
}
