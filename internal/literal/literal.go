// Package literal says which literal texts a regular expression cannot match
// without, so that a search for many literals at once can rule most expressions
// out before they run.
package literal

import (
	"cmp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
)

// Limits that keep the sets small: a larger one rules out less than it costs.
const (
	minLength = 2
	maxSet    = 64
	maxClass  = 12
	maxDepth  = 200
)

// Required returns sets of folded literals: every text that re matches holds,
// after Fold, at least one literal of each set. The set that rules out most
// comes first; there is none where re can match without a literal.
func Required(re *syntax.Regexp) [][]string {
	i := analyse(re.Simplify(), 0)
	i.flush()
	var out [][]string
	for _, set := range i.sets {
		if shortest(set) < minLength || slices.ContainsFunc(out, func(o []string) bool { return slices.Equal(o, set) }) {
			continue
		}
		out = append(out, set)
	}
	return out[:min(len(out), MaxSets)]
}

// MaxSets is how many sets Required returns at most.
const MaxSets = 3

// info is what is known of the texts a part of an expression matches.
type info struct {
	exact []string   // all texts it matches, folded; nil where they are too many
	first []string   // where exact is nil: each begins with one of these; nil where that is not known
	sets  [][]string // of each, one literal is in every match; the best first
}

// flush makes the exact set one of the sets.
func (i *info) flush() {
	if i.exact != nil {
		i.offer(i.exact)
	}
}

// begin is what each text begins with, nil where that is not known.
func (i *info) begin() []string {
	if i.exact != nil {
		return i.exact
	}
	return i.first
}

// offer adds sets, in order: those whose shortest literal is longer come first,
// then the smaller ones.
func (i *info) offer(sets ...[]string) {
	for _, set := range sets {
		if shortest(set) > 0 {
			i.sets = append(i.sets, set)
		}
	}
	slices.SortStableFunc(i.sets, func(a, b []string) int {
		return cmp.Or(cmp.Compare(shortest(b), shortest(a)), cmp.Compare(len(a), len(b)))
	})
}

func shortest(set []string) int {
	if len(set) == 0 {
		return 0
	}
	n := len(set[0])
	for _, s := range set {
		n = min(n, len(s))
	}
	return n
}

func analyse(re *syntax.Regexp, depth int) info {
	if depth > maxDepth {
		return info{}
	}
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText,
		syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return info{exact: []string{""}}
	case syntax.OpLiteral:
		return info{exact: []string{Fold(string(re.Rune))}}
	case syntax.OpCharClass:
		return info{exact: class(re.Rune)}
	case syntax.OpCapture:
		return analyse(re.Sub[0], depth+1)
	case syntax.OpPlus:
		i := analyse(re.Sub[0], depth+1)
		i.flush()
		return info{sets: i.sets, first: i.begin()}
	case syntax.OpQuest:
		if i := analyse(re.Sub[0], depth+1); i.exact != nil {
			return info{exact: union(i.exact, []string{""})}
		}
	case syntax.OpConcat:
		return concat(re.Sub, depth)
	case syntax.OpAlternate:
		return alternate(re.Sub, depth)
	}
	return info{}
}

// class lists the folded members of a small character class.
func class(ranges []rune) []string {
	var set []string
	for i := 0; i+1 < len(ranges); i += 2 {
		if ranges[i+1]-ranges[i] > 2*maxClass {
			return nil
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			set = union(set, []string{Fold(string(r))})
		}
	}
	if len(set) > maxClass {
		return nil
	}
	return set
}

func concat(subs []*syntax.Regexp, depth int) info {
	run := info{exact: []string{""}}
	var first []string
	whole := true
	for _, sub := range subs {
		i := analyse(sub, depth+1)
		run.offer(i.sets...)
		product := cross(run.exact, i.exact)
		if product == nil {
			begun := run.exact
			if longer := cross(run.exact, i.begin()); longer != nil {
				begun = longer
			}
			run.offer(begun)
			if whole {
				first, whole = begun, false
			}
			product = i.exact
		}
		if product == nil {
			product = []string{""}
		}
		run.exact = product
	}
	if !whole {
		run.flush()
		run.exact, run.first = nil, first
	}
	return run
}

func alternate(subs []*syntax.Regexp, depth int) info {
	var out info
	var either []string
	exact, any, begun := true, true, true
	for _, sub := range subs {
		i := analyse(sub, depth+1)
		if begun = begun && i.begin() != nil; begun {
			out.first = union(out.first, i.begin())
			begun = len(out.first) <= maxSet
		}
		if exact = exact && i.exact != nil; exact {
			out.exact = union(out.exact, i.exact)
			exact = len(out.exact) <= maxSet
		}
		i.flush()
		if any = any && len(i.sets) > 0; any {
			either = union(either, i.sets[0])
			any = len(either) <= maxSet
		}
	}
	if !exact {
		out.exact = nil
	}
	if exact || !begun {
		out.first = nil
	}
	if any {
		out.offer(either)
	}
	return out
}

// cross joins each text of a with each of b; nil where that is too many.
func cross(a, b []string) []string {
	if a == nil || b == nil || len(a)*len(b) > maxSet {
		return nil
	}
	var set []string
	for _, x := range a {
		for _, y := range b {
			set = union(set, []string{x + y})
		}
	}
	return set
}

func union(a, b []string) []string {
	out := a[:len(a):len(a)]
next:
	for _, y := range b {
		for _, x := range out {
			if x == y {
				continue next
			}
		}
		out = append(out, y)
	}
	return out
}

// Fold maps a text so that two texts that a case-insensitive expression takes
// for the same have the same fold: each rune becomes the least rune of its
// orbit under simple folding, ASCII letters lower case. It returns s itself
// where s is ASCII without capitals.
func Fold(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= 0x80 || 'A' <= c && c <= 'Z' {
			return strings.Map(foldRune, s)
		}
	}
	return s
}

func foldRune(r rune) rune {
	least := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		least = min(least, f)
	}
	if 'A' <= least && least <= 'Z' {
		return least + 'a' - 'A'
	}
	return least
}
