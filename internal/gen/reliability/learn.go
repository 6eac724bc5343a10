package main

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/whomade/whomade/identify"
)

// How far a count is trusted against the share above it in the hierarchy: as many
// claims as these.
const (
	kindStrength = 10
	strength     = 4
	minClaims    = 2    // claims before a company's or signature's own share is written
	minDiffers   = 0.01 // and how far it must be from the share above
	best         = 0.995
)

// grades are the shares that a kind begins with, by the grade of its evidence.
var grades = map[string]float64{"A": 0.95, "B": 0.9, "C": 0.7, "D": 0.55}

// fixed kinds keep the shares found with the entries of the makers hidden: where
// the knowledge has an entry, labels cannot tell how good a bare name is.
var fixed = map[string]bool{"registered-number": true, "registered-and-text": true, "oui-registered": true, "oui-interface": true, "stated-text": true, "oui": true, "subtree": true, "correction": true}

// labelled is a case with the companies that its label stands for.
type labelled struct {
	set    string // set of the corpus
	id     string
	family string // what folds keep together
	label  string
	want   map[string]bool
	it     identify.Case
}

type tally struct{ right, n float64 }

func (t tally) share(above, strength float64) float64 {
	return math.Min(best, (t.right+strength*above)/(t.n+strength))
}

// learn counts how often each kind of claim, each company's and each signature's
// were right.
func learn(cases []labelled, now *identify.Reliability, names names) *identify.Reliability {
	kinds, companies, signatures := map[[2]string]tally{}, map[[2]string]tally{}, map[[2]string]tally{}
	above := map[[2]string][2]string{} // signature and company to kind and grade
	for _, c := range cases {
		seen := map[string]bool{}
		for _, v := range c.it.Voices() {
			key := strings.Join(append([]string{v.Kind, v.Grade, v.Signature}, v.Makers...), "\x00")
			if seen[key] || v.Kind == "dialect" {
				continue
			}
			seen[key] = true
			ok := 0.0
			for _, m := range append(slices.Clone(v.Makers), v.Brand) {
				if names.same(m, c.want) {
					ok = 1
				}
			}
			add := func(t map[[2]string]tally, a, b string) {
				x := t[[2]string{a, b}]
				t[[2]string{a, b}] = tally{x.right + ok, x.n + 1}
			}
			add(kinds, v.Kind, v.Grade)
			if len(v.Makers) == 1 && !fixed[v.Kind] {
				add(companies, v.Makers[0], v.Kind)
				if v.Signature != "" && v.Signature != "names" {
					add(signatures, v.Signature, v.Makers[0])
					above[[2]string{v.Signature, v.Makers[0]}] = [2]string{v.Kind, v.Grade}
				}
			}
		}
	}
	out := &identify.Reliability{Prior: now.Prior, Calibration: [][2]float64{{0, 0}, {1, 1}},
		Kinds: map[string]map[string]float64{}, Companies: map[string]map[string]float64{}, Signatures: map[string]map[string]float64{}}
	for kind, row := range now.Kinds {
		out.Kinds[kind] = maps.Clone(row)
	}
	grade := gradeShares(kinds)
	for key, t := range kinds {
		if !fixed[key[0]] {
			set(out.Kinds, key[0], key[1], t.share(grade[key[1]], kindStrength))
		}
	}
	// A company's share stands above its signatures' whatever the grade.
	kindShare := func(kind, g string) float64 {
		if p, ok := out.Kinds[kind][g]; ok {
			return p
		}
		return grade[g]
	}
	sums := map[string]tally{}
	for key, t := range kinds {
		x := sums[key[0]]
		sums[key[0]] = tally{x.right + t.right, x.n + t.n}
	}
	company := map[[2]string]float64{}
	for key, t := range companies {
		base := sums[key[1]].share(0.9, kindStrength)
		p := t.share(base, strength)
		if t.n >= minClaims && math.Abs(p-base) > minDiffers {
			company[key] = p
			set(out.Companies, key[0], key[1], p)
		}
	}
	for key, t := range signatures {
		k := above[key]
		base, ok := company[[2]string{key[1], k[0]}]
		if !ok {
			base = kindShare(k[0], k[1])
		}
		if p := t.share(base, strength); t.n >= minClaims && math.Abs(p-base) > minDiffers {
			set(out.Signatures, key[0], key[1], p)
		}
	}
	return out
}

// gradeShares are the shares above the kinds': the mean of the kinds of a grade,
// each counting once, together with what the grade begins with.
func gradeShares(kinds map[[2]string]tally) map[string]float64 {
	out := map[string]float64{}
	for g, p := range grades {
		sum, n := p, 1.0
		for _, key := range slices.SortedFunc(maps.Keys(kinds), func(a, b [2]string) int { return strings.Compare(a[0], b[0]) }) {
			if t := kinds[key]; key[1] == g && t.n >= minClaims && !fixed[key[0]] {
				sum, n = sum+t.right/t.n, n+1
			}
		}
		out[g] = sum / n
	}
	return out
}

func set(m map[string]map[string]float64, a, b string, p float64) {
	if m[a] == nil {
		m[a] = map[string]float64{}
	}
	m[a][b] = math.Round(math.Max(0.02, math.Min(best, p))*1e4) / 1e4
}
