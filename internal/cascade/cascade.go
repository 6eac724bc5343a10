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
	// Literals is sets of folded literals; every match holds one of each, as
	// package literal finds them. See Fill.
	Literals [][]string
}

// Fill sets p.Literals from the expression.
func (p *Pattern) Fill() error {
	flags := syntax.Perl
	if !p.CaseSensitive {
		flags |= syntax.FoldCase
	}
	l, err := literal.Required(p.Expr, flags)
	p.Literals = l
	return err
}

// Cascade is a list of patterns ready for matching. It is safe for concurrent
// use.
type Cascade struct {
	patterns []entry
	auto     *ahocorasick.Automaton
	owners   [][]int32 // literal id to pattern*groups+set
	always   []int32   // patterns without a literal
}

type entry struct {
	Pattern
	once sync.Once
	re   *regexp.Regexp
	err  error
}

// longest is how many octets of a literal the automaton looks for: more rule
// out little and make it large.
const longest = 12

// groups is the number of sets of one pattern that fit into an owner's number.
const groups = 4

// New builds a cascade. Expressions compile when they are first needed.
func New(patterns []Pattern) *Cascade {
	c := &Cascade{patterns: make([]entry, len(patterns))}
	ids := map[string]int{}
	var literals []string
	for i, p := range patterns {
		c.patterns[i].Pattern = p
		if len(p.Literals) == 0 {
			c.always = append(c.always, int32(i))
		}
		for g, set := range p.Literals {
			for _, l := range set {
				l = l[:min(len(l), longest)]
				id, ok := ids[l]
				if !ok {
					id = len(literals)
					ids[l] = id
					literals = append(literals, l)
					c.owners = append(c.owners, nil)
				}
				c.owners[id] = append(c.owners[id], int32(i*groups+g))
			}
		}
	}
	c.auto = ahocorasick.New(literals)
	return c
}

// Candidates appends the patterns that may match text to dst, in ascending
// order.
func (c *Cascade) Candidates(dst []int32, text string) []int32 {
	if !ascii(text) {
		text = literal.Fold(text)
	}
	var room [64]int32
	var marks [128]int32
	hits := marks[:0]
	for _, id := range c.auto.Append(room[:0], text) {
		hits = append(hits, c.owners[id]...)
	}
	slices.Sort(hits)
	hits = slices.Compact(hits)
	start := len(dst)
	dst = append(dst, c.always...)
	for len(hits) > 0 {
		pattern, n := hits[0]/groups, 0
		for n < len(hits) && hits[n]/groups == pattern {
			n++
		}
		if n == len(c.patterns[pattern].Literals) {
			dst = append(dst, pattern)
		}
		hits = hits[n:]
	}
	slices.Sort(dst[start:])
	return dst
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
	e.once.Do(func() {
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
