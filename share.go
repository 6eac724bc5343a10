package whomade

// ByElements is the measure of a ShareCount that counts elements.
const ByElements = "elements"

// Share is the share of a rule's makers in a part of the operator's network, as
// it is stated and as it was counted over the elements of a report.
type Share struct {
	Fact    string  `json:"fact"`             // FACTS name under which the operator can state it
	Cap     float64 `json:"cap"`              // the largest lawful share, 0..1
	Measure string  `json:"measure"`          // what the rule measures, in its words
	Part    string  `json:"part"`             // which elements make up the part of the network
	Stated  string  `json:"stated,omitempty"` // the operator's own figure, which decides
	// Partial: the elements counted are not said to be the whole of the operator's
	// network, and the count decides nothing.
	Partial bool         `json:"partial,omitempty"`
	Counts  []ShareCount `json:"counts"` // by each measure that was counted
	// Elements are ids of elements counted as by the makers, and Undecided those of
	// elements that may be, both in order and not all where they are many.
	Elements  []string `json:"elements"`
	Undecided []string `json:"undecided"`
	// Unknown is what is not known of how many elements, that with most of them first.
	Unknown []UnknownFact `json:"unknown"`
}

// ShareCount is a share by one measure.
type ShareCount struct {
	By      string  `json:"by"`       // ByElements, or the FACTS name of what is added up
	Makers  float64 `json:"makers"`   // in the part and by the makers: the numerator
	Total   float64 `json:"total"`    // in the part, whoever made it: the denominator
	Open    float64 `json:"open"`     // of Total: it is not known whether by the makers
	LeftOut float64 `json:"left_out"` // not in Total: it is not known whether in the part
	Least   float64 `json:"least"`    // the lowest and the highest that the share can be, 0..1
	Most    float64 `json:"most"`
	Text    string  `json:"text"` // both in percent
}

// UnknownFact is a fact that is not known of some elements.
type UnknownFact struct {
	Fact     string `json:"fact"`
	Elements int    `json:"elements"`
}
