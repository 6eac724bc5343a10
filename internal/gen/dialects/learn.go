package main

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/whomade/whomade/knowledge/dialect"
)

// Bounds of learning, chosen by the likelihood of held-out texts.
const (
	epochs     = 40
	rate       = 0.5
	hide       = 0.4 // share of a text's marks hidden in each round
	decay      = 2e-4
	minTexts   = 3     // texts that a mark must stand in
	keepMarks  = 12000 // marks that are kept
	keepWeight = 0.25  // weights that are kept
)

// text is a labelled example: its marks and its dialect's place.
type text struct {
	marks   []string
	dialect int
}

// model is a multinomial logistic regression over marks, each of which is there
// or not, scaled as [dialect.Scale] says.
type model struct {
	index   map[string]int
	marks   []string
	weights [][]float64 // mark, dialect
	n       int         // dialects
}

func (m *model) vector(marks []string) (places []int, x float64) {
	for _, f := range marks {
		if i, ok := m.index[f]; ok {
			places = append(places, i)
		}
	}
	return places, dialect.Scale(len(places))
}

func (m *model) shares(places []int, x float64) []float64 {
	z := make([]float64, m.n)
	for _, i := range places {
		for c, w := range m.weights[i] {
			z[c] += w
		}
	}
	top, sum := slices.Max(z), 0.0
	for c := range z {
		z[c] = math.Exp((z[c] - top) * x)
		sum += z[c]
	}
	for c := range z {
		z[c] /= sum
	}
	return z
}

// learn fits the weights to the texts (AdaGrad, a fixed seed) over the marks that
// usable takes.
func learn(texts []text, dialects int, usable func(mark string) bool) *model {
	count := map[string]int{}
	for _, t := range texts {
		for _, f := range t.marks {
			count[f]++
		}
	}
	m := &model{n: dialects}
	for f, n := range count {
		if n >= minTexts && usable(f) {
			m.marks = append(m.marks, f)
		}
	}
	slices.Sort(m.marks)
	m.fit(texts)
	if len(m.marks) > keepMarks {
		m.prune()
		m.fit(texts)
	}
	return m
}

// prune keeps the marks with the greatest weights.
func (m *model) prune() {
	strength := func(f string) float64 {
		s := 0.0
		for _, w := range m.weights[m.index[f]] {
			s += w * w
		}
		return s
	}
	slices.SortFunc(m.marks, func(a, b string) int { return cmp.Or(cmp.Compare(strength(b), strength(a)), cmp.Compare(a, b)) })
	m.marks = m.marks[:keepMarks]
	slices.Sort(m.marks)
}

func (m *model) fit(texts []text) {
	m.index = make(map[string]int, len(m.marks))
	m.weights = make([][]float64, len(m.marks))
	squares := make([][]float64, len(m.marks))
	for i, f := range m.marks {
		m.index[f] = i
		m.weights[i] = make([]float64, m.n)
		squares[i] = make([]float64, m.n)
	}
	type vector struct {
		places []int
		x      float64
	}
	vectors := make([]vector, len(texts))
	for i, t := range texts {
		vectors[i].places, vectors[i].x = m.vector(t.marks)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	order := rng.Perm(len(texts))
	for range epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, n := range order {
			v := vectors[n]
			// Marks that stand together teach each its part when some are hidden.
			all := v.places
			v.places = v.places[:0:0]
			for _, i := range all {
				if rng.Float64() >= hide {
					v.places = append(v.places, i)
				}
			}
			v.x = dialect.Scale(len(v.places))
			for c, p := range m.shares(v.places, v.x) {
				if c == texts[n].dialect {
					p--
				}
				if math.Abs(p) < 1e-4 {
					continue
				}
				for _, i := range v.places {
					g := p*v.x + decay*m.weights[i][c]
					squares[i][c] += g * g
					m.weights[i][c] -= rate * g / math.Sqrt(squares[i][c]+1e-6)
				}
			}
		}
	}
}
