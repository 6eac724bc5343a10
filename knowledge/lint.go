package knowledge

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/internal/lazyregexp"
)

// Problem is one thing that is wrong with the knowledge.
type Problem struct {
	Where string // company id, with the signature's id where there is one
	What  string
}

// String is "where: what".
func (p Problem) String() string { return p.Where + ": " + p.What }

// Lint checks everything that the form of the files does not: ids, sources,
// ownership, numbers and expressions with their examples. It needs the examples
// and so finds nothing in compiled knowledge beyond what that still holds.
func (s *Set) Lint() []Problem {
	l := &linter{set: s}
	l.ids()
	for _, m := range s.makers {
		l.maker(m)
	}
	l.numbers()
	l.sharedNumbers()
	l.rebadges()
	l.ownership()
	l.expressions()
	slices.SortStableFunc(l.problems, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.Where, b.Where), strings.Compare(a.What, b.What))
	})
	return l.problems
}

type linter struct {
	set      *Set
	problems []Problem
}

func (l *linter) report(where, format string, args ...any) {
	l.problems = append(l.problems, Problem{where, fmt.Sprintf(format, args...)})
}

var idForm = lazyregexp.New(`^[\p{Ll}\p{Lo}\p{M}0-9]+(-[\p{Ll}\p{Lo}\p{M}0-9]+)*$`)

func (l *linter) ids() {
	signatures := map[string]bool{}
	for i, m := range l.set.makers {
		if !idForm().MatchString(m.ID) {
			l.report(m.ID, "id is not words joined by hyphens")
		}
		if i > 0 && l.set.makers[i-1].ID == m.ID {
			l.report(m.ID, "id is taken twice")
		}
		for _, sig := range m.Signatures {
			if signatures[sig.ID] {
				l.report(sig.ID, "signature id is taken twice")
			}
			signatures[sig.ID] = true
			if !strings.HasPrefix(sig.ID, m.ID+"/") {
				l.report(sig.ID, "signature id does not begin with %q", m.ID+"/")
			}
		}
	}
}

func (l *linter) known(where string, ids ...string) {
	for _, id := range ids {
		if id != "" && !l.set.has(id) {
			l.report(where, "no company has the id %q", id)
		}
	}
}

func (l *linter) source(where string, s *Source) {
	if s != nil && (s.Ref == "" || s.Date.IsZero()) {
		l.report(where, "source without reference or date")
	}
}

func (l *linter) maker(m Maker) {
	if m.Name == "" {
		l.report(m.ID, "no name")
	}
	l.source(m.ID, &m.Source)
	for _, n := range slices.Concat(m.Names, m.Brands) {
		l.source(m.ID, n.Source)
		l.dates(m.ID, n.Name, n.From, n.To)
	}
	for _, r := range m.Relations {
		l.source(m.ID, r.Source)
		l.dates(m.ID, r.Type+" "+r.Entity, r.From, r.To)
		if !slices.Contains([]string{"parent", "subsidiary", "affiliate", "brand", "jv", "acquired", "divested", "renamed", "supplier-of"}, r.Type) {
			l.report(m.ID, "relation type %q", r.Type)
		}
	}
	for _, id := range m.Identifiers {
		l.source(m.ID, id.Source)
		l.known(m.ID, append(slices.Clone(id.Makers), id.Brand)...)
		l.identifier(m.ID, id)
	}
	for _, sig := range m.Signatures {
		l.source(sig.ID, sig.Source)
		l.known(sig.ID, append(slices.Clone(sig.Makers), sig.Brand)...)
		for _, a := range sig.Attributes {
			if _, ok := whomade.AttributeByName(a); !ok {
				l.report(sig.ID, "no attribute is named %q", a)
			}
		}
		if !slices.Contains([]string{"", "maker", "brand", "component", "software"}, sig.Role) {
			l.report(sig.ID, "role %q", sig.Role)
		}
		if !slices.Contains([]string{"", "A", "B", "C", "D"}, sig.Grade) {
			l.report(sig.ID, "grade %q", sig.Grade)
		}
	}
	for _, p := range m.Models {
		l.source(m.ID, p.Source)
		l.known(m.ID, append(slices.Clone(p.Makers), p.Brand)...)
	}
}

func (l *linter) dates(where, what string, from, to whomade.Date) {
	if !from.IsZero() && !to.IsZero() && to.Last().Before(from.First()) {
		l.report(where, "%s ends before it begins", what)
	}
}

var dotted = lazyregexp.New(`^\d+(\.\d+)+$`)

func (l *linter) identifier(where string, id Identifier) {
	switch id.Kind {
	case "pen", "radius", "diameter":
		if _, err := strconv.ParseUint(id.Value, 10, 32); err != nil {
			l.report(where, "%s %q is not a number", id.Kind, id.Value)
		}
	case "oid":
		if !dotted().MatchString(id.Value) {
			l.report(where, "oid %q is not dotted", id.Value)
		}
	case "gpon":
		if len(id.Value) != 4 {
			l.report(where, "gpon %q is not four characters", id.Value)
		}
	case "oui-name", "lldp-oui", "usb", "pci", "fcc", "oran":
	default:
		l.report(where, "identifier kind %q", id.Kind)
	}
}

// numbers finds numbers that two companies claim for themselves alone and
// shared ones that name one.
func (l *linter) numbers() {
	sharedBy := map[string]bool{}
	for _, sh := range l.set.shared {
		sharedBy[sh.Kind+" "+sh.Value] = true
	}
	alone := map[string]string{}
	for _, m := range l.set.makers {
		for _, id := range m.Identifiers {
			key := id.Kind + " " + id.Value
			if id.Kind != "pen" && id.Kind != "oid" && id.Kind != "gpon" {
				continue
			}
			if id.Shared && len(id.Makers) == 1 {
				l.report(m.ID, "%s is shared, but names one maker", key)
			}
			if id.Shared || len(id.Makers) > 1 {
				continue
			}
			if sharedBy[key] {
				continue // the list of shared numbers decides
			}
			owner := m.ID
			if len(id.Makers) == 1 {
				owner = id.Makers[0]
			}
			if other, ok := alone[key]; ok && other != owner {
				l.report(m.ID, "%s is %s's too: declare the set", key, other)
			}
			alone[key] = owner
		}
	}
}

func (l *linter) sharedNumbers() {
	seen := map[string]bool{}
	for _, sh := range l.set.shared {
		where := "shared " + sh.Kind + " " + sh.Value
		l.source(where, &sh.Source)
		l.known(where, sh.Makers...)
		l.identifier(where, Identifier{Kind: sh.Kind, Value: sh.Value})
		if len(sh.Makers) == 1 {
			l.report(where, "a shared number names one maker")
		}
		if seen[where] {
			l.report(where, "listed twice")
		}
		seen[where] = true
	}
}

// ownership looks for a company that owns itself on a day on which some
// relation begins or ends.
func (l *linter) ownership() {
	days := map[whomade.Date]bool{{}: true}
	for _, m := range l.set.makers {
		for _, r := range m.Relations {
			days[r.From.First()], days[r.To.Last()] = true, true
		}
	}
	reported := map[string]bool{}
	for day := range days {
		for _, m := range l.set.makers {
			if reported[m.ID] || !l.owns(m.ID, day) {
				continue
			}
			reported[m.ID] = true
			l.report(m.ID, "owns itself")
		}
	}
}

// owns reports whether a company is among its own parents, over parent
// relations alone.
func (l *linter) owns(id string, on whomade.Date) bool {
	seen := map[string]bool{}
	queue := []string{id}
	for len(queue) > 0 {
		i, ok := l.set.index[queue[0]]
		queue = queue[1:]
		if !ok {
			continue
		}
		for _, r := range l.set.makers[i].Relations {
			if r.Type != "parent" || !holds(r, on) {
				continue
			}
			if r.Entity == id {
				return true
			}
			if !seen[r.Entity] {
				seen[r.Entity] = true
				queue = append(queue, r.Entity)
			}
		}
	}
	return false
}
