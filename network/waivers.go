package network

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/whomade/whomade"
)

// Waivers is the register of findings that somebody let stand for a time.
type Waivers []Waived

// Waived is one entry of the register. Rule is needed; what else is given must all
// match.
type Waived struct {
	ID         string       `yaml:"id"`
	Rule       string       `yaml:"rule"`
	Obligation string       `yaml:"obligation"`
	Maker      string       `yaml:"maker"`
	Model      string       `yaml:"model"`
	Site       string       `yaml:"site"`
	Elements   []Element    `yaml:"elements"` // any of them; keys as in network.yaml
	Operator   bool         `yaml:"operator"` // a duty of the organisation
	Holder     string       `yaml:"holder"`
	Reason     string       `yaml:"reason"`
	Approver   string       `yaml:"approver"`
	Granted    whomade.Date `yaml:"granted"`
	Expires    whomade.Date `yaml:"expires"`
}

// LoadWaivers reads a register strictly. A waiver without a holder, a reason, an
// approver or a last day is an error.
func LoadWaivers(r io.Reader) (_ Waivers, err error) {
	defer func() { // the library panics on some malformed input
		if p := recover(); p != nil {
			err = fmt.Errorf("waivers: malformed YAML: %v", p)
		}
	}()
	var list Waivers
	if err := yaml.NewDecoder(r, yaml.Strict()).Decode(&list); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("waivers: %w", err)
	}
	seen := map[string]bool{}
	for i, w := range list {
		name := w.ID
		if name == "" {
			return nil, fmt.Errorf("waivers: waiver %d has no id", i+1)
		}
		if seen[name] {
			return nil, fmt.Errorf("waivers: waiver %s is given twice", name)
		}
		seen[name] = true
		for field, v := range map[string]string{"rule": w.Rule, "holder": w.Holder, "reason": w.Reason, "approver": w.Approver, "expires": w.Expires.String()} {
			if strings.TrimSpace(v) == "" {
				return nil, fmt.Errorf("waivers: waiver %s: %s is missing", name, field)
			}
		}
		if !w.Granted.IsZero() && w.Expires.Last().Before(w.Granted.First()) {
			return nil, fmt.Errorf("waivers: waiver %s expires before it was granted", name)
		}
		if !w.Operator && w.Maker == "" && w.Model == "" && w.Site == "" && len(w.Elements) == 0 {
			return nil, fmt.Errorf("waivers: waiver %s says neither for which elements nor that it is the operator's: give maker, model, site, elements or operator", name)
		}
	}
	return list, nil
}

// For finds the waiver of a finding on an element as of a day: one that counts
// before one that has expired. Before the day on which it was granted it does not
// exist.
func (w Waivers) For(v whomade.Verdict, e *whomade.Element, names []string, day whomade.Date) *whomade.Waiver {
	var found *whomade.Waiver
	for _, x := range w {
		if x.Rule != v.Rule || x.Obligation != "" && x.Obligation != v.Obligation || day.First().Before(x.Granted.First()) || !x.covers(e, names) {
			continue
		}
		got := &whomade.Waiver{ID: x.ID, Holder: x.Holder, Reason: x.Reason, Approver: x.Approver, Expires: x.Expires, Expired: x.Expires.Last().Before(day.First())}
		if !got.Expired {
			return got
		}
		if found == nil || found.Expires.Before(got.Expires) {
			found = got
		}
	}
	return found
}

// Over lists the waivers that may cover findings on an element, whenever they count.
func (w Waivers) Over(e *whomade.Element, names []string) []Waived {
	var out []Waived
	for _, x := range w {
		if x.covers(e, names) {
			out = append(out, x)
		}
	}
	return out
}

func (w Waived) covers(e *whomade.Element, names []string) bool {
	if e == nil || w.Operator {
		return e == nil && w.Operator
	}
	if w.Maker != "" && w.Maker != e.Maker || w.Model != "" && !strings.EqualFold(w.Model, e.Model) || w.Site != "" && w.Site != e.Site {
		return false
	}
	return len(w.Elements) == 0 || slices.ContainsFunc(w.Elements, func(x Element) bool { return x.matches(e.ID, e.Subjects, names) })
}
