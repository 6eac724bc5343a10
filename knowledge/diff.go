package knowledge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/internal/fielddiff"
)

// Change is one thing that differs in what is known of a company.
type Change struct {
	On      whomade.Date `json:"on"` // the day, for what happened between two days
	Company string       `json:"company"`
	What    string       `json:"what"` // in words
}

// Between lists what happens to companies after one day and up to another, in the
// order of the days: ties that begin and end, and names, numbers and badges that are
// dated. What is dated from memory says so.
func Between(s *Set, after, upTo whomade.Date) []Change {
	var out []Change
	for _, m := range s.makers {
		begins := func(on whomade.Date, src Source, format string, args ...any) {
			if first := on.First(); !on.IsZero() && after.First().Before(first) && !upTo.First().Before(first) {
				what := fmt.Sprintf(format, args...)
				if on.Day == 0 {
					what += ", in " + on.String()
				}
				if src.Ref == "memory" {
					what += " (from memory)"
				}
				out = append(out, Change{first, m.ID, what})
			}
		}
		ends := func(on whomade.Date, src Source, format string, args ...any) {
			if !on.IsZero() {
				begins(on.Last().AddDays(1), src, format, args...)
			}
		}
		for _, t := range s.direct(m.ID) {
			src := Source{Ref: t.Refs[0]}
			begins(t.From, src, "is held by %s%s", t.Owner, noted(t.Note))
			ends(t.To, src, "is no longer held by %s%s", t.Owner, noted(t.Note))
		}
		for _, r := range m.Relations {
			src := orFile(r.Source, m)
			if s.has(r.Entity) && (r.Type == "parent" || r.Type == "affiliate" || r.Type == "jv" || downward(r)) {
				continue // a tie, said above of the company that is held
			}
			if r.Type == "divested" && !r.To.IsZero() {
				ends(r.To, src, "no longer holds %s%s", r.Entity, noted(r.Note))
				continue
			}
			begins(r.From, src, "%s: %s%s", r.Type, r.Entity, noted(r.Note))
			ends(r.To, src, "no longer %s: %s%s", r.Type, r.Entity, noted(r.Note))
		}
		for _, list := range [][]Name{m.Names, m.Brands} {
			for _, n := range list {
				begins(n.From, orFile(n.Source, m), "the name %q begins", n.Name)
				ends(n.To, orFile(n.Source, m), "the name %q ends", n.Name)
			}
		}
		for _, i := range m.Identifiers {
			begins(i.From, orFile(i.Source, m), "%s %s begins", i.Kind, i.Value)
			ends(i.To, orFile(i.Source, m), "%s %s ends", i.Kind, i.Value)
		}
		for _, r := range s.RebadgesOf(m.ID) {
			ends(r.To, r.Source, "no longer sells what %s built: %s", r.Maker, r.Products)
		}
	}
	slices.SortStableFunc(out, func(a, b Change) int {
		return cmp.Or(a.On.Compare(b.On), strings.Compare(a.Company, b.Company))
	})
	return slices.Compact(out)
}

func orFile(own *Source, m Maker) Source {
	if own != nil {
		return *own
	}
	return m.Source
}

func noted(note string) string {
	if note == "" {
		return ""
	}
	return " (" + note + ")"
}

// Differences lists what differs between two states of the knowledge, company by
// company: new ones and those that are gone, names, ties, numbers, signatures, models
// and rebadges.
func Differences(was, is *Set) []Change {
	var out []Change
	say := func(company, what string) { out = append(out, Change{Company: company, What: what}) }
	if was.digest == is.digest {
		return out
	}
	for _, m := range was.makers {
		if _, ok := is.Maker(m.ID); !ok {
			say(m.ID, "is gone: "+m.Name)
		}
	}
	for _, m := range is.makers {
		old, ok := was.Maker(m.ID)
		if !ok {
			say(m.ID, "is new: "+m.Name)
		} else {
			for _, f := range fielddiff.Fields(old, m) {
				say(m.ID, f)
			}
		}
		for _, f := range fielddiff.Fields(sells{was.RebadgesOf(m.ID)}, sells{is.RebadgesOf(m.ID)}) {
			say(m.ID, f)
		}
	}
	for _, f := range fielddiff.Fields(numbers{was.shared}, numbers{is.shared}) {
		say("", f)
	}
	slices.SortStableFunc(out, func(a, b Change) int { return strings.Compare(a.Company, b.Company) })
	return out
}

// sells and numbers name lists that stand in files of their own.
type (
	sells struct {
		Rebadges []Rebadge `json:"rebadges,omitempty"`
	}
	numbers struct {
		Shared []Shared `json:"shared,omitempty"`
	}
)
