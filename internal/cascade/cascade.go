// Package cascade matches a text against many regular expressions at once: one
// automaton over the literals that the expressions cannot match without leaves
// few candidates, and only these run. The result is that of trying every
// expression in order.
package cascade

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"sync"

	"github.com/whomade/whomade/internal/ahocorasick"
	"github.com/whomade/whomade/internal/literal"
)

// Pattern is one expression in RE2 syntax.
type Pattern struct {
	Expr          string
	CaseSensitive bool
	// Branches are its alternatives, one where it has none: the pattern matches
	// where one of them does. See Fill.
	Branches []Branch
}

// Branch is what an alternative needs: sets of folded literals, of each of which
// every match holds one, as package literal finds them.
type Branch [][]string

// maxBranches is how many alternatives are looked for one by one.
const maxBranches = 24

// Fill sets p.Branches from the expression.
func (p *Pattern) Fill() error {
	re, err := p.parse()
	if err != nil {
		return err
	}
	p.Branches = nil
	for _, alt := range alternatives(re) {
		p.Branches = append(p.Branches, literal.Required(alt))
	}
	return nil
}

func (p *Pattern) parse() (*syntax.Regexp, error) {
	flags := syntax.Perl
	if !p.CaseSensitive {
		flags |= syntax.FoldCase
	}
	return syntax.Parse(p.Expr, flags)
}

// alternatives takes an expression apart where it, or the longest part of it, is
// a choice: x(?:a|b)y into xay and xby.
func alternatives(re *syntax.Regexp) []*syntax.Regexp {
	if c := choice(re); c != nil {
		return c
	}
	if re.Op != syntax.OpConcat {
		return []*syntax.Regexp{re}
	}
	at, best := -1, []*syntax.Regexp(nil)
	for i, sub := range re.Sub {
		if c := choice(sub); len(c) > len(best) {
			at, best = i, c
		}
	}
	if best == nil {
		return []*syntax.Regexp{re}
	}
	var out []*syntax.Regexp
	for _, c := range best {
		one := &syntax.Regexp{Op: syntax.OpConcat, Flags: re.Flags, Sub: slices.Clone(re.Sub)}
		one.Sub[at] = c
		out = append(out, one)
	}
	return out
}

func choice(re *syntax.Regexp) []*syntax.Regexp {
	for re.Op == syntax.OpCapture {
		re = re.Sub[0]
	}
	if re.Op == syntax.OpAlternate && len(re.Sub) <= maxBranches {
		return re.Sub
	}
	return nil
}

// Cascade is a list of patterns ready for matching. It is safe for concurrent
// use.
type Cascade struct {
	patterns []entry
	branches []branch
	auto     *ahocorasick.Automaton
	owners   [][]int32 // literal id to branch*groups+set
	always   []int32   // branches without a literal
}

// entry is a pattern; its expressions compile when they are first needed.
type entry struct {
	Pattern
	whole, parts sync.Once
	re           *regexp.Regexp
	err          error
	branches     []*regexp.Regexp
}

// branch is an alternative of a pattern.
type branch struct {
	pattern, at int32
	sets        int
}

// longest is how many octets of a literal the automaton looks for: more rule
// out little and make it large.
const longest = 12

// groups is the number of sets of one branch that fit into an owner's number.
const groups = 4

// New builds a cascade. Expressions compile when they are first needed.
func New(patterns []Pattern) *Cascade {
	c := &Cascade{patterns: make([]entry, len(patterns))}
	ids := map[string]int{}
	var literals []string
	for i, p := range patterns {
		c.patterns[i].Pattern = p
		for n, b := range append(p.Branches, Branch{})[:max(1, len(p.Branches))] {
			at := len(c.branches)
			c.branches = append(c.branches, branch{int32(i), int32(n), len(b)})
			if len(b) == 0 {
				c.always = append(c.always, int32(at))
			}
			for g, set := range b {
				for _, l := range set {
					l = l[:min(len(l), longest)]
					id, ok := ids[l]
					if !ok {
						id = len(literals)
						ids[l] = id
						literals = append(literals, l)
						c.owners = append(c.owners, nil)
					}
					c.owners[id] = append(c.owners[id], int32(at*groups+g))
				}
			}
		}
	}
	c.auto = ahocorasick.New(literals)
	return c
}

// Candidates appends the patterns that may match text to dst, in ascending
// order. Of a pattern with alternatives one did match.
func (c *Cascade) Candidates(dst []int32, text string) []int32 {
	folded := text
	if !ascii(text) {
		folded = literal.Fold(text)
	}
	var room [64]int32
	var marks [128]int32
	hits := marks[:0]
	for _, id := range c.auto.Append(room[:0], folded) {
		hits = append(hits, c.owners[id]...)
	}
	slices.Sort(hits)
	hits = slices.Compact(hits)
	start := len(dst)
	dst = append(dst, c.always...)
	for len(hits) > 0 {
		b, n := hits[0]/groups, 0
		for n < len(hits) && hits[n]/groups == b {
			n++
		}
		if n == c.branches[b].sets {
			dst = append(dst, b)
		}
		hits = hits[n:]
	}
	slices.Sort(dst[start:])
	kept := dst[:start]
	for _, i := range dst[start:] {
		b := c.branches[i]
		if len(kept) > start && kept[len(kept)-1] == b.pattern {
			continue
		}
		if e := &c.patterns[b.pattern]; len(e.Branches) < 2 || e.branch(b.at).MatchString(text) {
			kept = append(kept, b.pattern)
		}
	}
	return kept
}

// branch is an alternative's expression. Only a pattern that was taken apart has
// any, and so it is valid.
func (e *entry) branch(at int32) *regexp.Regexp {
	e.parts.Do(func() {
		re, err := e.parse()
		if err != nil {
			panic(err)
		}
		for _, alt := range alternatives(re) {
			e.branches = append(e.branches, regexp.MustCompile(alt.String()))
		}
	})
	return e.branches[at]
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// Regexp is the compiled expression of pattern i, or nil where it is not valid,
// which Check reports.
func (c *Cascade) Regexp(i int32) *regexp.Regexp {
	e := &c.patterns[i]
	e.whole.Do(func() {
		expr := e.Expr
		if !e.CaseSensitive {
			expr = "(?i:" + expr + ")"
		}
		e.re, e.err = regexp.Compile(expr)
	})
	return e.re
}

// Check compiles all expressions and returns what is wrong with them.
func (c *Cascade) Check() error {
	var bad []string
	for i := range c.patterns {
		if c.Regexp(int32(i)) == nil {
			bad = append(bad, c.patterns[i].err.Error())
		}
	}
	if len(bad) > 0 {
		return fmt.Errorf("invalid expressions: %s", strings.Join(bad, "; "))
	}
	return nil
}

// Match appends the patterns that match text to dst, in ascending order.
func (c *Cascade) Match(dst []int32, text string) []int32 {
	start := len(dst)
	dst = c.Candidates(dst, text)
	kept := dst[:start]
	for _, i := range dst[start:] {
		if re := c.Regexp(i); re != nil && re.MatchString(text) {
			kept = append(kept, i)
		}
	}
	return kept
}

// Len is the number of patterns.
func (c *Cascade) Len() int { return len(c.patterns) }
