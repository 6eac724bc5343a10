package law

import "slices"

// Kind says what a duty looks at.
type Kind string

// Kinds of duty.
const (
	Operating  Kind = "operating"  // having it in the network
	Acquiring  Kind = "acquiring"  // buying, importing or contracting, judged on the day it was acquired
	Installing Kind = "installing" // judged on the day it was installed
	Acting     Kind = "acting"     // an act that no date of the element stands for: spending a subsidy, applying
	Procedural Kind = "procedural" // reports and the like: a duty of the operator, not about an element
	Capping    Kind = "capping"    // a largest share
	Permitting Kind = "permitting" // says what remains allowed, or who may claim
)

// Duty is one word an obligation's "do" may be.
type Duty struct {
	Do     string   `json:"do"`
	Name   string   `json:"name"` // in words, after "must"
	Kind   Kind     `json:"kind"`
	Events []string `json:"events"` // events it speaks to, unless the obligation names its own
}

// Duties lists every word that an obligation's "do" may be.
var Duties = []Duty{
	{"no-operate", "not operate it", Operating, []string{"operate"}},
	{"remove", "remove it", Operating, []string{"operate"}},
	{"replace-function", "have another maker's product do its function", Operating, []string{"operate"}},
	{"discontinue-service", "end the service", Operating, []string{"operate"}},
	{"cap-share", "keep its share under the cap", Capping, []string{"operate"}},
	{"no-new-procurement", "not buy it", Acquiring, []string{"buy"}},
	{"no-contract", "not make or renew a contract", Acquiring, []string{"contract-award"}},
	{"no-import-market", "not import or market it", Acquiring, []string{"import", "market"}},
	{"no-new-install", "not install it", Installing, []string{"install"}},
	{"obtain-authorisation", "obtain leave before buying or installing it", Acquiring, []string{"buy", "install"}},
	{"no-subsidy", "not spend public money on it", Acting, []string{"spend-subsidy"}},
	{"no-authorisation", "not get equipment authorisation", Acting, []string{"apply-authorisation"}},
	{"export-licence", "not supply it without a licence", Acting, []string{"export"}},
	{"no-investment", "not invest in the maker", Acting, []string{"invest"}},
	{"may-continue", "go on using it", Permitting, []string{"operate"}},
	{"may-claim", "claim reimbursement for it", Permitting, []string{"claim-reimbursement"}},
	{"report", "report", Procedural, []string{"annual-report"}},
	{"attest", "attest", Procedural, []string{"annual-report"}},
	{"notify", "notify", Procedural, []string{"annual-report"}},
	{"assess-risk", "assess the risk", Procedural, []string{"annual-report"}},
	{"evaluate", "have it evaluated", Procedural, []string{"annual-report"}},
}

// DutyOf finds a duty by its word.
func DutyOf(do string) (Duty, bool) {
	i := slices.IndexFunc(Duties, func(d Duty) bool { return d.Do == do })
	if i < 0 {
		return Duty{}, false
	}
	return Duties[i], true
}

// EventsOf lists the events an obligation speaks to.
func (o *Obligation) EventsOf() []string {
	if len(o.Events) > 0 {
		return o.Events
	}
	return o.duty.Events
}

// Kind is what the obligation looks at.
func (o *Obligation) Kind() Kind {
	return o.duty.Kind
}

// Event is a thing that may be done, with its words after "if".
type Event struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Events lists the events that duties speak to.
var Events = []Event{
	{"operate", "you operate it"},
	{"buy", "you buy it"},
	{"install", "you install it"},
	{"import", "you import it"},
	{"market", "you market it"},
	{"apply-authorisation", "you apply for its equipment authorisation"},
	{"award-to-agency", "you are awarded a contract to supply it to an agency"},
	{"sell-to-agency", "you sell it to an agency"},
	{"contract-award", "you are awarded a contract"},
	{"spend-subsidy", "you spend a subsidy on it"},
	{"spend-grant", "you spend grant money on it"},
	{"claim-reimbursement", "you claim reimbursement for it"},
	{"firmware-update", "you update its firmware"},
	{"annual-report", "you make the yearly report"},
	{"export", "you export to its maker"},
	{"invest", "you invest in its maker"},
}
