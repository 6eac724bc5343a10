package knowledge

import (
	"regexp"
	"slices"

	"github.com/whomade/whomade/internal/cascade"
)

// expressions runs every example of every signature through every signature of
// its attributes, and the examples of model patterns through model patterns.
func (l *linter) expressions() {
	var models []int
	var patterns []cascade.Pattern
	for i, r := range l.set.rules {
		patterns = append(patterns, r.Pattern)
		switch r.Kind {
		case RuleModel, RulePart:
			models = append(models, i)
		}
	}
	all := cascade.New(patterns)
	for i, r := range l.set.rules {
		if all.Regexp(int32(i)) == nil {
			l.report(r.ID(), "expression %q is not valid RE2", r.Expr)
		}
	}
	for i, r := range l.set.rules {
		switch {
		case all.Regexp(int32(i)) == nil:
		case r.Kind == RuleSignature:
			l.signature(all, i)
		case r.Kind == RuleModel || r.Kind == RulePart:
			l.model(all, i, models)
		}
	}
}

func (l *linter) signature(all *cascade.Cascade, i int) {
	r := l.set.rules[i]
	if len(r.Signature.Examples) == 0 && r.Signature.Examples == nil {
		l.report(r.ID(), "no example")
	}
	if r.Signature.Not != "" {
		if _, err := regexp.Compile(r.Signature.Not); err != nil {
			l.report(r.ID(), "%v", err)
			return
		}
	}
	for _, a := range r.Signature.Against {
		if r.accepts(all.Regexp(int32(i)), a) {
			l.report(r.ID(), "matches %q, which it must not", a)
		}
	}
	for _, example := range r.Signature.Examples {
		if !r.accepts(all.Regexp(int32(i)), example) {
			l.report(r.ID(), "does not match its example %q", example)
		}
		for _, j := range all.Match(nil, example) {
			other := l.set.rules[j]
			if int(j) == i || other.Kind != RuleSignature || !other.accepts(all.Regexp(j), example) || !l.conflict(r, other) {
				continue
			}
			if attribute := common(r.Signature.Attributes, other.Signature.Attributes); attribute != "" {
				l.report(other.ID(), "matches the example %q of %s on %s: declare the set", example, r.ID(), attribute)
			}
		}
	}
}

// accepts reports whether a signature speaks on a text.
func (r Rule) accepts(re *regexp.Regexp, text string) bool {
	if !re.MatchString(text) {
		return false
	}
	if r.Signature.Not == "" {
		return true
	}
	not, err := regexp.Compile("(?i:" + r.Signature.Not + ")")
	return err != nil || !not.MatchString(text)
}

// common is the first attribute of a that b applies to too.
func common(a, b []string) string {
	for _, x := range a {
		if slices.Contains(b, x) {
			return x
		}
	}
	return ""
}

// conflict reports whether two rules that match the same text say different
// makers: neither names a company of the other, as maker or badge, or one that
// owned one of the other's at some time. Words on software and components
// contradict nobody.
func (l *linter) conflict(a, b Rule) bool {
	if side(a) || side(b) {
		return false
	}
	named := append(slices.Clone(a.Makers()), a.brand())
	other := append(slices.Clone(b.Makers()), b.brand())
	for _, x := range named {
		for _, y := range other {
			if x != "" && y != "" && (x == y || l.related(x, y) || l.related(y, x)) {
				return false
			}
		}
	}
	return true
}

// related reports whether one company names the other as its owner or part, on
// any day.
func (l *linter) related(id, other string) bool {
	i, ok := l.set.index[id]
	return ok && slices.ContainsFunc(l.set.makers[i].Relations, func(r Relation) bool { return r.Entity == other && r.Type != "supplier-of" })
}

func side(r Rule) bool {
	return r.Signature != nil && (r.Signature.Role == "component" || r.Signature.Role == "software")
}

func (r Rule) brand() string {
	if r.Signature != nil {
		return r.Signature.Brand
	}
	if r.Model != nil {
		return r.Model.Brand
	}
	return ""
}

func (l *linter) model(all *cascade.Cascade, i int, models []int) {
	r := l.set.rules[i]
	for _, example := range r.Model.Examples {
		hits := all.Match(nil, example)
		if !slices.Contains(hits, int32(i)) {
			l.report(r.ID(), "does not match its example %q", example)
		}
		if !r.Model.Distinctive {
			continue
		}
		for _, j := range models {
			other := l.set.rules[j]
			if j != i && other.Model.Distinctive && slices.Contains(hits, int32(j)) && l.conflict(r, other) {
				l.report(other.ID(), "matches the example %q of %s: declare the set", example, r.ID())
			}
		}
	}
}
