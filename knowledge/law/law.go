// Package law is what is known about rules: each government's instruments, whom
// they bind, which equipment they reach and from when, with their citations.
// It loads and checks the files; package check evaluates them.
package law

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/whomade/whomade"
)

// Book is a set of rules with the facts they ask for. It does not change after
// it was made and is safe for concurrent use.
type Book struct {
	rules  []*Rule // by jurisdiction, then id
	index  map[string]int
	table  *Table
	base   []Fact // facts of the table that no rule declares
	digest string
}

func newBook(rules []*Rule, facts []Fact, roles []RoleName, unions []Union, stakes []Stake) (*Book, error) {
	base := facts
	facts = slices.Clone(facts)
	for _, r := range rules {
		for _, f := range r.Facts {
			same := slices.ContainsFunc(facts, func(g Fact) bool {
				return g.Name == f.Name && g.Type == f.Type && g.Several == f.Several && slices.Equal(g.Values, f.Values)
			})
			if !same {
				facts = append(facts, f)
			}
		}
	}
	t, err := newTable(facts, roles, unions, stakes)
	if err != nil {
		return nil, err
	}
	b := &Book{rules: rules, table: t, base: base, index: map[string]int{}}
	slices.SortFunc(b.rules, func(a, c *Rule) int {
		return cmp.Or(cmp.Compare(a.Jurisdiction, c.Jurisdiction), cmp.Compare(a.ID, c.ID))
	})
	for i, r := range b.rules {
		if j, twice := b.index[r.ID]; twice {
			return nil, fmt.Errorf("%s: rule %s is also in %s", r.File, r.ID, b.rules[j].File)
		}
		b.index[r.ID] = i
		if err := r.resolve(t); err != nil {
			return nil, fmt.Errorf("%s: %w", r.File, err)
		}
	}
	return b, nil
}

// Rules lists the rules by jurisdiction and id. The list must not be changed.
func (b *Book) Rules() []*Rule { return b.rules }

// Rule finds a rule by its id.
func (b *Book) Rule(id string) (*Rule, bool) {
	i, ok := b.index[id]
	if !ok {
		return nil, false
	}
	return b.rules[i], true
}

// Table is the facts and roles that the rules ask for.
func (b *Book) Table() *Table { return b.table }

// Digest is "sha256:" and 64 hexadecimal digits over the files the book was
// read from.
func (b *Book) Digest() string { return b.digest }

// Date is the newest day on which anything is said to have happened to a rule,
// the day up to which the law is known. What is yet to come is "pending".
func (b *Book) Date() whomade.Date {
	var d whomade.Date
	for _, r := range b.rules {
		for _, s := range r.Status {
			if s.State != "pending" && s.Date.Compare(d) > 0 {
				d = s.Date
			}
		}
	}
	return d
}

// Jurisdictions lists the jurisdictions that have rules.
func (b *Book) Jurisdictions() []string {
	var out []string
	for _, r := range b.rules {
		if !slices.Contains(out, r.Jurisdiction) {
			out = append(out, r.Jurisdiction)
		}
	}
	return out
}

// Select is the book with only some rules: "all", or jurisdictions and rule ids
// joined by commas, without regard to case.
func (b *Book) Select(spec string) (*Book, error) {
	if spec == "" || strings.EqualFold(spec, "all") {
		return b, nil
	}
	keep := map[string]bool{}
	for _, w := range strings.Split(spec, ",") {
		w = strings.ToLower(strings.TrimSpace(w))
		found := false
		for _, r := range b.rules {
			if strings.ToLower(r.Jurisdiction) == w || strings.HasPrefix(strings.ToLower(r.Jurisdiction), w+"-") || r.ID == w {
				keep[r.ID], found = true, true
			}
		}
		if !found {
			return nil, fmt.Errorf("rules %q: no jurisdiction and no rule is called so; there are %s", w, strings.Join(b.Jurisdictions(), ", "))
		}
	}
	out := &Book{table: b.table, base: b.base, index: map[string]int{}, digest: b.digest}
	for _, r := range b.rules {
		if keep[r.ID] {
			out.index[r.ID] = len(out.rules)
			out.rules = append(out.rules, r)
		}
	}
	return out, nil
}

// FactUse is a fact with the rules that ask for it.
type FactUse struct {
	Fact
	Rules []string `json:"rules"`
}

// FactsTable lists every fact with the rules that ask for it.
func (b *Book) FactsTable() []FactUse {
	uses := make([]FactUse, 0, len(b.table.facts))
	for _, f := range b.table.facts {
		u := FactUse{Fact: f, Rules: []string{}}
		for _, r := range b.rules {
			if slices.ContainsFunc(r.FactNames(), func(n string) bool { g, ok := b.table.Fact(n); return ok && g.Name == f.Name }) {
				u.Rules = append(u.Rules, r.ID)
			}
		}
		uses = append(uses, u)
	}
	return uses
}
