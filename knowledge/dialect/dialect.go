// Package dialect tells whose software wrote a text: the output of a command or a
// configuration is recognised from its words and the form of its lines, without a
// company's name in it.
package dialect

import (
	"bytes"
	"cmp"
	_ "embed" // the dialects and their words
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed dialects.yaml
var dialectsData []byte

//go:embed words.tsv
var wordsData []byte

// Dialect is a manner of writing.
type Dialect struct {
	ID        string   `yaml:"id"`
	OS        string   `yaml:"os"`        // the software's name
	Makers    []string `yaml:"makers"`    // who builds equipment that runs it; empty: anyone
	Author    string   `yaml:"author"`    // who wrote the software
	Platforms []string `yaml:"platforms"` // what collections of examples call it
}

// Weight is what a mark adds to a dialect's score.
type Weight struct {
	Dialect int // place in [Lexicon.Dialects]
	Value   float64
}

// Lexicon is the dialects and what their marks weigh.
type Lexicon struct {
	Dialects    []Dialect
	Provenance  string
	Calibration [][2]float64 // share by the sum, share of answers that were right
	words       map[string][]Weight
	names       []string // the words in a fixed order
	index       map[string]int
	matcher     *matcher
}

// Dialects are the dialects that are known.
func Dialects() ([]Dialect, error) {
	var out []Dialect
	if err := yaml.Unmarshal(dialectsData, &out); err != nil {
		return nil, fmt.Errorf("dialects: %w", err)
	}
	return out, nil
}

// Open is the lexicon that comes with the program. It is read once.
var Open = sync.OnceValues(func() (*Lexicon, error) {
	d, err := Dialects()
	if err != nil {
		return nil, err
	}
	l, err := Lines()
	if err != nil {
		return nil, err
	}
	return Parse(d, l, wordsData)
})

// Parse reads a lexicon: lines of a mark, a tab, and pairs of dialect and weight;
// lines that begin with "#!" hold points of the calibration, others with "# " the
// provenance.
func Parse(dialects []Dialect, lines []Line, data []byte) (*Lexicon, error) {
	l := &Lexicon{Dialects: dialects, words: map[string][]Weight{}, index: map[string]int{}}
	for i, d := range dialects {
		l.index[d.ID] = i
	}
	for _, line := range lines {
		for _, id := range line.Dialects {
			if _, ok := l.index[id]; !ok {
				return nil, fmt.Errorf("lines: no dialect %q", id)
			}
		}
	}
	var err error
	if l.matcher, err = newMatcher(lines); err != nil {
		return nil, err
	}
	for n := 1; len(data) > 0; n++ {
		var line []byte
		line, data, _ = bytes.Cut(data, []byte("\n"))
		s := string(line)
		switch {
		case strings.HasPrefix(s, "#! "):
			var p [2]float64
			if _, err := fmt.Sscan(s[3:], &p[0], &p[1]); err != nil {
				return nil, fmt.Errorf("words: line %d: %w", n, err)
			}
			l.Calibration = append(l.Calibration, p)
		case strings.HasPrefix(s, "# "):
			l.Provenance = strings.TrimSpace(l.Provenance + " " + s[2:])
		default:
			word, rest, ok := strings.Cut(s, "\t")
			if !ok {
				return nil, fmt.Errorf("words: line %d has no tab", n)
			}
			f := strings.Fields(rest)
			ws := make([]Weight, 0, len(f)/2)
			for i := 0; i+1 < len(f); i += 2 {
				d, ok := l.index[f[i]]
				v, err := strconv.ParseFloat(f[i+1], 64)
				if !ok || err != nil {
					return nil, fmt.Errorf("words: line %d: %q %q: want a dialect and its weight", n, f[i], f[i+1])
				}
				ws = append(ws, Weight{d, v})
			}
			l.words[word] = ws
			l.names = append(l.names, word)
		}
	}
	if len(l.Calibration) < 2 {
		return nil, errors.New("words: the calibration needs two points")
	}
	return l, nil
}

// Words are the marks of the lexicon in the order they are stored.
func (l *Lexicon) Words() []string { return l.names }

// Group is the dialects whose equipment the same companies build. Dialects of
// software that runs on anyone's equipment stand alone.
type Group struct {
	Makers   []string
	Share    float64
	Dialects []*Dialect // the likeliest first
}

// Groups sums the chances of dialects by who builds the equipment, the likeliest
// first.
func Groups(chances []Chance) []Group {
	var out []Group
	at := map[string]int{}
	for _, c := range chances {
		key := strings.Join(c.Dialect.Makers, " ")
		if key == "" {
			key = "\x00" + c.Dialect.ID
		}
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, Group{Makers: c.Dialect.Makers})
		}
		out[i].Share += c.Share
		out[i].Dialects = append(out[i].Dialects, c.Dialect)
	}
	slices.SortStableFunc(out, func(a, b Group) int { return cmp.Compare(b.Share, a.Share) })
	return out
}

// Shares from which groups are named.
const (
	single     = 0.75 // one
	singleNear = 0.97 // one, of a text that may describe other devices
	together   = 0.85 // several, of which one is right
	maxMakers  = 3    // companies of several groups
)

// Named are the groups that the shares name: the likeliest where it is likely
// enough, several of which one is right, or none. They are the first ones of the
// groups; other says that the text may describe other devices too.
func Named(groups []Group, other bool) []Group {
	if len(groups) == 0 {
		return nil
	}
	least := single
	if other {
		least = singleNear
	}
	if groups[0].Share >= least {
		return groups[:1]
	}
	sum := 0.0
	makers := map[string]bool{}
	for i, g := range groups {
		if len(g.Makers) == 0 {
			return nil
		}
		sum += g.Share
		for _, m := range g.Makers {
			makers[m] = true
		}
		if len(makers) > maxMakers {
			return nil
		}
		if sum >= together {
			return groups[:i+1]
		}
	}
	return nil
}

// Calibrated is the share of answers that were right where the sum gave a share.
func (l *Lexicon) Calibrated(share float64) float64 {
	for i := 1; i < len(l.Calibration); i++ {
		if a, b := l.Calibration[i-1], l.Calibration[i]; share <= b[0] {
			return a[1] + (b[1]-a[1])*(share-a[0])/(b[0]-a[0])
		}
	}
	return l.Calibration[len(l.Calibration)-1][1]
}

// Chance is a dialect and how likely it is.
type Chance struct {
	Dialect *Dialect
	Share   float64
}

// Answer is what a text comes to.
type Answer struct {
	Chances []Chance // the likeliest first; empty where the text says nothing
	Marks   []string // words that speak most for the first
	Lines   []string // expressions of lines that only the first and its kin write
}

// Judge weighs a text. One with fewer than three known marks and no known line
// has no answer.
func (l *Lexicon) Judge(text string) Answer {
	scores := make([]float64, len(l.Dialects))
	var known []string
	text = cut(text)
	others := neighbours(text)
	for _, f := range marks(text, others) {
		if ws, ok := l.words[f]; ok {
			known = append(known, f)
			for _, w := range ws {
				scores[w.Dialect] += w.Value
			}
		}
	}
	lines := l.matcher.find(text, others)
	if len(known) < 3 && len(lines) == 0 {
		return Answer{}
	}
	scale := Scale(len(known))
	for i := range scores {
		scores[i] *= scale
	}
	addLines(scores, l.index, lines)
	top := slices.Max(scores)
	sum := 0.0
	for i, s := range scores {
		scores[i] = math.Exp(s - top)
		sum += scores[i]
	}
	var a Answer
	for i := range scores {
		a.Chances = append(a.Chances, Chance{&l.Dialects[i], scores[i] / sum})
	}
	slices.SortStableFunc(a.Chances, func(a, b Chance) int { return cmp.Compare(b.Share, a.Share) })
	first := a.Chances[0].Dialect.ID
	a.Marks = l.strongest(known, first)
	for _, line := range lines {
		if slices.Contains(line.Dialects, first) {
			a.Lines = append(a.Lines, line.Match)
		}
	}
	return a
}

// Lines are the lines of dialects that a text has.
func (l *Lexicon) Lines(text string) []Line {
	text = cut(text)
	return l.matcher.find(text, neighbours(text))
}

// WithLines are the shares of dialects after what the lines of the text say, of
// shares that its words give.
func (l *Lexicon) WithLines(shares []float64, lines []Line) []float64 {
	scores := make([]float64, len(shares))
	for i, s := range shares {
		scores[i] = math.Log(s + 1e-12)
	}
	addLines(scores, l.index, lines)
	top, sum := slices.Max(scores), 0.0
	for i := range scores {
		scores[i] = math.Exp(scores[i] - top)
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
	return scores
}

// Scale is what the sum over n marks is multiplied by: marks of one text do not
// speak independently.
func Scale(n int) float64 { return 1 / math.Sqrt(float64(n)+1) }

// strongest are up to five marks with the highest weight for a dialect.
func (l *Lexicon) strongest(known []string, id string) []string {
	value := func(f string) float64 {
		for _, w := range l.words[f] {
			if l.Dialects[w.Dialect].ID == id {
				return w.Value
			}
		}
		return 0
	}
	slices.SortStableFunc(known, func(a, b string) int { return cmp.Compare(value(b), value(a)) })
	n := 0
	for n < min(5, len(known)) && value(known[n]) > 0 {
		n++
	}
	return known[:n]
}
