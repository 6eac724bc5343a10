package law

import (
	"fmt"
	"slices"
)

// resolve checks every condition of the rule against the table.
func (r *Rule) resolve(t *Table) error {
	for i := range r.Obligations {
		o := &r.Obligations[i]
		o.duty, _ = DutyOf(o.Do)
		if o.Act {
			o.duty.Kind = Acting
		}
	}
	for _, c := range r.conditions() {
		if err := c.resolve(t); err != nil {
			return fmt.Errorf("rule %s: %w", r.ID, err)
		}
	}
	return nil
}

// conditions lists every condition of the rule.
func (r *Rule) conditions() []*Condition {
	out := []*Condition{&r.When}
	addressees := func(list []Addressee) {
		for i := range list {
			out = append(out, &list[i].When)
		}
	}
	makers := func(list []Makers) {
		for i := range list {
			out = append(out, &list[i].When)
		}
	}
	exceptions := func(list []Exception) {
		for i := range list {
			out = append(out, &list[i].When)
		}
	}
	addressees(r.Addressees)
	makers(r.Makers)
	exceptions(r.Exceptions)
	for i := range r.Obligations {
		o := &r.Obligations[i]
		out = append(out, &o.When, &o.Met)
		if o.Cap != nil {
			out = append(out, &o.Cap.Of)
		}
		addressees(o.Addressees)
		makers(o.Makers)
		exceptions(o.Exceptions)
	}
	return out
}

// FactNames lists the facts that the rule asks for, each once, and those that a
// share under a cap is counted by.
func (r *Rule) FactNames() []string {
	out := []string{"operator.role"}
	for i := range r.Obligations {
		names := r.Reads(&r.Obligations[i], true)
		if c := r.Obligations[i].Cap; c != nil {
			names = append(append(names, c.Of.FactNames()...), c.By...)
		}
		for _, n := range names {
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

// Reads lists the facts that one obligation asks for beside the operator's role,
// each once. affiliates says whether control over the maker is in question.
func (r *Rule) Reads(o *Obligation, affiliates bool) []string {
	var out []string
	var add func(names ...string)
	add = func(names ...string) {
		for _, n := range names {
			if n != "" && !slices.Contains(out, n) {
				out = append(out, n)
				add(SeatOf[n])
			}
		}
	}
	add("event", "event_on")
	where := o.Territory
	if len(where) == 0 {
		where = r.Territory
	}
	if !slices.Contains(where, "*") {
		add("operator.country", "operator.jurisdictions", "site.country")
	}
	addressees, makers := o.Addressees, o.Makers
	if len(addressees) == 0 {
		addressees = r.Addressees
	}
	if len(makers) == 0 {
		makers = r.Makers
	}
	for _, a := range addressees {
		add(a.When.FactNames()...)
	}
	for _, m := range makers {
		if o.AnyMaker {
			break
		}
		add(m.FactOf())
		add(m.When.FactNames()...)
		if m.Affiliates && (affiliates || m.Fact != "") {
			add("element.manufactured", "element.acquired", "element.maker_controlled")
		}
	}
	for _, c := range []Condition{r.When, o.When, o.Met} {
		add(c.FactNames()...)
	}
	for _, list := range [][]Exception{r.Exceptions, o.Exceptions} {
		for _, e := range list {
			add(e.When.FactNames()...)
			add(e.Since, e.Until)
		}
	}
	if k := o.Kind(); k == Acquiring || k == Installing {
		add("element.acquired", "element.installed")
	}
	if o.After != nil {
		add(o.After.Fact)
	}
	if o.Cap != nil {
		add(o.Cap.Share)
	}
	return out
}

// SeatOf names, for a fact that is the country of a company's seat, the fact that
// holds the company. The knowledge of companies answers it where the case does not.
var SeatOf = map[string]string{"element.maker_country": "element.maker", "element.brand_country": "element.brand"}

// FactOf is the fact that holds the company the group tests.
func (m Makers) FactOf() string {
	if m.Fact == "" {
		return "element.maker"
	}
	return m.Fact
}

// Values lists the values of a fact that one obligation tells apart.
func (r *Rule) Values(o *Obligation, fact string) []string {
	var out []string
	var in func(c Condition)
	in = func(c Condition) {
		for _, t := range c.Terms {
			if t.Fact == fact {
				for _, v := range t.Values {
					if !slices.Contains(out, v) {
						out = append(out, v)
					}
				}
			}
			for _, a := range t.Any {
				in(a)
			}
			if t.Not != nil {
				in(*t.Not)
			}
		}
	}
	in(r.When)
	in(o.When)
	in(o.Met)
	for _, list := range [][]Exception{r.Exceptions, o.Exceptions} {
		for _, e := range list {
			in(e.When)
		}
	}
	for _, list := range [][]Makers{r.Makers, o.Makers} {
		for _, m := range list {
			in(m.When)
			if m.FactOf() == fact {
				out = append(out, m.Named...)
			}
		}
	}
	for _, list := range [][]Addressee{r.Addressees, o.Addressees} {
		for _, a := range list {
			in(a.When)
		}
	}
	return out
}
