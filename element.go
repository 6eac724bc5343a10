package whomade

// Roles a company can have towards a unit.
const (
	RoleMaker     = "maker"     // who built it
	RoleBrand     = "brand"     // whose badge it carries
	RoleComponent = "component" // who made a part of it
)

// MakerChance is one possible maker and how likely it is.
type MakerChance struct {
	Maker      string  `json:"maker"`
	Confidence float64 `json:"confidence"` // calibrated, 0..1
}

// Part is one named part of the sum that makes a confidence: a claim with its
// weight, its reason and the evidence it rests on.
type Part struct {
	Makers    []string `json:"makers"`              // the company or the set it speaks for
	Role      string   `json:"role"`                // RoleMaker, RoleBrand or RoleComponent
	Weight    float64  `json:"weight"`              // log-odds; 0 where the class was counted already
	Class     string   `json:"class"`               // independent evidence class, for example "snmp"
	Grade     string   `json:"grade"`               // reliability A to D of the evidence, not of a rule
	Signature string   `json:"signature,omitempty"` // id of the signature or table that read it so
	Reason    string   `json:"reason"`
	Attribute string   `json:"attribute"`
	Value     string   `json:"value"`
	Artifact  string   `json:"artifact,omitempty"`
	Name      string   `json:"name,omitempty"`
	Locator   Locator  `json:"locator"`
	Subject   Subject  `json:"subject"`
}

// Conflict is a contradiction that a person should see, with both sides.
type Conflict struct {
	Kind    string   `json:"kind"` // "maker", "brand", "join" or "registration"
	Reading string   `json:"reading"`
	Sides   []string `json:"sides"`
}

// Ownership is which companies held the maker on a day.
type Ownership struct {
	On        Date     `json:"on"`
	Basis     string   `json:"basis"`     // what was done on the day: manufactured, acquired, installed
	Companies []string `json:"companies"` // empty where none are known
}

// Element is a network element: the subjects that are one thing, who may have
// made it, and what the rules say of it.
type Element struct {
	ID           string            `json:"id"` // stable across runs: a digest of its identifying keys
	Subjects     []Subject         `json:"subjects"`
	Maker        string            `json:"maker"` // empty where the evidence does not decide
	Brand        string            `json:"brand"`
	Confidence   float64           `json:"confidence"`           // of Maker
	Makers       []MakerChance     `json:"makers"`               // the set, most likely first
	Components   []string          `json:"components,omitempty"` // makers of parts that the evidence shows
	Software     []string          `json:"software,omitempty"`   // authors of the software it runs, where they are others than the maker
	Owners       *Ownership        `json:"owners,omitempty"`     // of the maker, on the day that the evidence gives
	Model        string            `json:"model"`
	OS           string            `json:"os"`
	Version      string            `json:"version"`
	Segment      string            `json:"segment"`
	Site         string            `json:"site"`
	Facts        map[string]string `json:"facts,omitempty"`  // further facts by their FACTS name, for example "element.acquired"
	Grades       string            `json:"grades"`           // distinct evidence grades for Maker, best first: "AB"
	Stated       bool              `json:"stated,omitempty"` // the maker is what a list states, not what a device shows
	NextEvidence string            `json:"next_evidence,omitempty"`
	Evidence     []Part            `json:"evidence"`
	Conflicts    []Conflict        `json:"conflicts"`
	Verdicts     []Verdict         `json:"verdicts"`
	Timeline     []Turn            `json:"timeline,omitempty"` // where it was asked for
}
