package whomade

// Asked is one question to a person: one fact about the operator, a site, or
// elements that are alike.
type Asked struct {
	ID       string   `json:"id"` // the same for the same question
	Settles  int      `json:"settles"`
	Helps    int      `json:"helps"` // verdicts that wait for it and for others
	Text     string   `json:"question"`
	About    string   `json:"about"` // operator, a site, or which elements
	Allowed  []string `json:"allowed"`
	Answer   string   `json:"answer"` // to be filled in
	Fact     string   `json:"fact"`
	Site     string   `json:"site,omitempty"`
	Elements []string `json:"elements,omitempty"`
}
