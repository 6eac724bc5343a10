package knowledge

import (
	"regexp"
	"slices"

	"github.com/whomade/whomade"
)

// Rebadge says that a company sells what another one built. With a source it is
// known; from memory it is a question to be settled. It never names a maker by
// itself: what betrays the builder is read by signatures and numbers. All stand
// in data/rebadges.yaml.
type Rebadge struct {
	Badge    string       `yaml:"badge" json:"badge"`                       // whose name it carries
	Maker    string       `yaml:"maker" json:"maker"`                       // who built it
	Products string       `yaml:"products" json:"products"`                 // which of the badge's products, in words
	Models   string       `yaml:"models,omitempty" json:"models,omitempty"` // RE2 on the model name, whole, without regard to case; "": any
	Segment  string       `yaml:"segment,omitempty" json:"segment,omitempty"`
	Examples []string     `yaml:"examples,omitempty" json:"examples,omitempty"` // of Models
	Evidence string       `yaml:"evidence" json:"evidence"`                     // what betrays the builder
	To       whomade.Date `yaml:"to,omitempty" json:"to,omitzero"`
	Source   Source       `yaml:"source" json:"source"`
}

// Sourced reports whether it was read somewhere and not only remembered.
func (r Rebadge) Sourced() bool { return r.Source.Ref != "memory" }

// Rebadges are what other companies may have built of the products that carry a
// company's badge: for a model, a segment, or both where they are known.
func (s *Set) Rebadges(badge, model, segment string) []Rebadge {
	var out []Rebadge
	for _, r := range s.rebadges {
		if r.Badge != badge || r.Segment != "" && segment != "" && r.Segment != segment {
			continue
		}
		if r.Models != "" {
			// An expression that is not valid, which the lint reports, matches nothing.
			re, err := regexp.Compile("^(?i:" + r.Models + ")$")
			if err != nil || !re.MatchString(model) {
				continue
			}
		}
		out = append(out, r)
	}
	return out
}

func (l *linter) rebadges() {
	for _, r := range l.set.rebadges {
		where := "rebadge " + r.Badge + " of " + r.Maker
		for _, id := range []string{r.Badge, r.Maker} {
			if _, ok := l.set.index[id]; !ok {
				l.report(where, "there is no company %q", id)
			}
		}
		if r.Badge == r.Maker || r.Products == "" || r.Evidence == "" {
			l.report(where, "badge and maker, products and evidence are needed")
		}
		if r.Source.Ref == "" || r.Source.Date.IsZero() {
			l.report(where, "no source")
		}
		if (r.Models == "") != (len(r.Examples) == 0) {
			l.report(where, "an expression on models needs an example, and only it does")
		}
		for _, e := range r.Examples {
			if !slices.ContainsFunc(l.set.Rebadges(r.Badge, e, ""), func(o Rebadge) bool { return o.Maker == r.Maker }) {
				l.report(where, "example %q is not matched", e)
			}
		}
	}
}
