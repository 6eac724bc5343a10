package whomade

// Waiver is leave that somebody gave for a finding to stand until a day.
type Waiver struct {
	ID       string `json:"id"`
	Holder   string `json:"holder"` // who relies on it
	Reason   string `json:"reason"`
	Approver string `json:"approver"` // who gave it
	Expires  Date   `json:"expires"`  // last day on which it counts
	Expired  bool   `json:"expired"`  // it no longer counts
}

// Waived reports whether a waiver that still counts covers the verdict.
func (v Verdict) Waived() bool { return v.Waiver != nil && !v.Waiver.Expired }
