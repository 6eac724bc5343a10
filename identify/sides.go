package identify

import "math"

// classes adds up, per company, the strongest claim of each class. Inside one
// class a claim that a clearly stronger side contradicts counts little.
func (e *Engine) classes(facts []fact, votes []vote) map[string]float64 {
	sides := map[string]map[string]*side{}
	for _, v := range votes {
		c := facts[v.fact].claims[v.claim]
		m := sides[c.Class]
		if m == nil {
			m = map[string]*side{}
			sides[c.Class] = m
		}
		for _, id := range c.Makers {
			if v.only != "" && v.only != id {
				continue
			}
			if m[id] == nil {
				m[id] = &side{kinds: map[string]float64{}}
			}
			m[id].add(c.Kind, v.weight)
			m[id].claims = append(m[id].claims, sideClaim{c.Makers, v.weight})
			if c.Brand != "" && c.Brand != id {
				m[id].badges = append(m[id].badges, c.Brand)
			}
		}
	}
	scores := map[string]float64{}
	for _, class := range sorted(sides) {
		leader, lead := "", 0.0
		for _, id := range sorted(sides[class]) {
			if s := sides[class][id].strength(); s > lead {
				leader, lead = id, s
			}
		}
		for id, s := range sides[class] {
			w := s.best
			switch {
			case explained(sides[class], id):
				w *= badge
			case s.strength() < lead-0.5:
				w = damp * s.against(leader)
			}
			if w > 0 {
				scores[id] += w
			}
		}
	}
	return scores
}

// side is what one class says for one company.
type side struct {
	best   float64
	kinds  map[string]float64 // strongest claim of each kind
	badges []string           // whose badge its claims see on the unit
	claims []sideClaim
}

type sideClaim struct {
	makers []string
	weight float64
}

// against is the strongest claim that does not speak for the leader too: a set
// that holds the leader contradicts nobody.
func (s *side) against(leader string) float64 {
	w := 0.0
	for _, c := range s.claims {
		if !contains(c.makers, leader) {
			w = math.Max(w, c.weight)
		}
	}
	return w
}

// explained reports whether what a class says for a company is its badge on a
// unit that another company built, as claims of about the same strength say.
func explained(sides map[string]*side, id string) bool {
	for _, s := range sides {
		if contains(s.badges, id) && s.best >= sides[id].best-1 {
			return true
		}
	}
	return false
}

func (s *side) add(kind string, w float64) {
	s.best = math.Max(s.best, w)
	s.kinds[kind] = math.Max(s.kinds[kind], w)
}

// strength orders the sides of a contradiction: the strongest claim decides,
// claims of other kinds settle what is near a tie. It adds nothing to the score.
func (s *side) strength() float64 {
	rest := 0.0
	for _, kind := range sorted(s.kinds) {
		rest += s.kinds[kind]
	}
	return s.best + 0.3*(rest-s.best)
}
