package dialect

import (
	_ "embed" // the lines
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/whomade/whomade/internal/cascade"
	"github.com/whomade/whomade/internal/lazyregexp"
)

//go:embed lines.yaml
var linesData []byte

// Line is a line that one dialect, or a few that are kindred, write and others do
// not.
type Line struct {
	Dialects []string `yaml:"-"`
	Match    string   `yaml:"match"`   // regular expression over the text, ^ and $ at line ends
	Example  string   `yaml:"example"` // a text it matches
	Self     bool     `yaml:"self"`    // how a device describes itself, which lists of its neighbours repeat
}

// Lines are the lines that are known, in the order of their dialects' ids.
func Lines() ([]Line, error) {
	var m map[string][]Line
	if err := yaml.UnmarshalWithOptions(linesData, &m, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("dialect lines: %w", err)
	}
	var out []Line
	for _, id := range slices.Sorted(maps.Keys(m)) {
		for _, l := range m[id] {
			l.Dialects = strings.Fields(id)
			out = append(out, l)
		}
	}
	return out, nil
}

// Neighbours reports whether a text may describe other devices.
func Neighbours(text string) bool { return neighbours(text) }

var neighbours = lazyregexp.New(`(?i)chassis ?-?id|system\.desc|device[ -]id\b|system ?desc|sysdesc|neighbou?rs?\b.*(?:lldp|cdp)|(?:lldp|cdp).*neighbou?r`)().MatchString

// matcher finds the lines in a text.
type matcher struct {
	lines   []Line
	cascade *cascade.Cascade
}

func newMatcher(lines []Line) (*matcher, error) {
	patterns := make([]cascade.Pattern, len(lines))
	var errs []error
	for i, l := range lines {
		patterns[i] = cascade.Pattern{Expr: "(?m:" + l.Match + ")", CaseSensitive: true}
		if err := patterns[i].Fill(); err != nil {
			errs = append(errs, fmt.Errorf("line %q of %s: %w", l.Match, l.Dialects, err))
		}
	}
	return &matcher{lines, cascade.New(patterns)}, errors.Join(errs...)
}

// find are the lines that a text matches.
func (m *matcher) find(text string, others bool) []Line {
	var out []Line
	for _, i := range m.cascade.Match(nil, text) {
		if l := m.lines[i]; !l.Self || !others {
			out = append(out, l)
		}
	}
	return out
}

// What a text's lines add to its dialect's score: the first that is found, and a
// second.
const (
	firstLine  = 8
	secondLine = 2
)

// addLines adds what the lines that were found weigh. Lines that several dialects
// share count where no line of one of these alone was found.
func addLines(scores []float64, index map[string]int, lines []Line) {
	alone := map[string]int{}
	for _, l := range lines {
		if len(l.Dialects) > 1 {
			continue
		}
		id := l.Dialects[0]
		switch alone[id]++; alone[id] {
		case 1:
			scores[index[id]] += firstLine
		case 2:
			scores[index[id]] += secondLine
		}
	}
	shared := map[string]bool{}
	for _, l := range lines {
		if len(l.Dialects) == 1 || slices.ContainsFunc(l.Dialects, func(id string) bool { return alone[id] > 0 || shared[id] }) {
			continue
		}
		for _, id := range l.Dialects {
			shared[id] = true
			scores[index[id]] += firstLine
		}
	}
}
