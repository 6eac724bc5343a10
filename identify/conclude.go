package identify

import (
	"cmp"
	"math"
	"slices"

	"github.com/whomade/whomade"
)

// fact is one distinct observation of an element with its claims.
type fact struct {
	obs    whomade.Observation
	claims []Claim
}

// vote is a claim that speaks for makers, with its weight.
type vote struct {
	fact, claim int // place in the facts and in the fact's claims
	weight      float64
	only        string // the one company of the claim's set that it is counted for; "": all
	counted     bool
}

// conclusion is what the facts of one element come to.
type conclusion struct {
	maker, brand string
	confidence   float64
	makers       []whomade.MakerChance
	votes        []vote
	grades       string
	stated       bool
	fields       fields
}

// Thresholds of the answer.
const (
	single   = 0.5  // share from which one maker is the answer
	linkOnly = 0.6  // the same where only address blocks speak, which are those of parts too
	together = 0.75 // share that a set must reach together
	maxMembs = 3    // members of a set
	damp     = 0.35 // what is left of a weaker contradiction inside one class
	unsure   = 0.94 // the most that one kind of hint alone comes to
	badge    = 0.1  // what is left of a claim that is only about the badge
)

// conclude weighs the facts of one element.
func (e *Engine) conclude(facts []fact) conclusion { return e.weigh(facts, e.rel) }

// weigh is conclude with given reliabilities.
func (e *Engine) weigh(facts []fact, rel *Reliability) conclusion {
	var c conclusion
	c.votes = e.votes(facts, rel)
	scores := e.classes(facts, c.votes)
	c.makers = shares(scores, rel)
	c.answer(e, facts, rel)
	c.count(facts)
	c.badge(e, facts)
	c.fields = chooseFields(facts, &c)
	return c
}

// shares turns scores into the share of each company among all and "another".
func shares(scores map[string]float64, rel *Reliability) []whomade.MakerChance {
	out := make([]whomade.MakerChance, 0, len(scores))
	for id, s := range scores {
		out = append(out, whomade.MakerChance{Maker: id, Confidence: s + rel.Prior})
	}
	slices.SortFunc(out, func(a, b whomade.MakerChance) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.Maker, b.Maker))
	})
	sum := 1.0
	for _, m := range out {
		sum += math.Exp(m.Confidence)
	}
	for i := range out {
		out[i].Confidence = math.Exp(out[i].Confidence) / sum
	}
	return out
}

// answer settles on one company, a set or nothing.
func (c *conclusion) answer(e *Engine, facts []fact, rel *Reliability) {
	if len(c.makers) == 0 {
		return
	}
	least := single
	if !slices.ContainsFunc(c.votes, func(v vote) bool { return facts[v.fact].claims[v.claim].Class != "link" }) {
		least = linkOnly
	}
	if top := c.makers[0]; top.Confidence >= least && (len(c.makers) == 1 || top.Confidence >= 1.5*c.makers[1].Confidence) {
		c.maker = top.Maker
	}
	if c.maker == "" && len(c.makers) > 1 {
		c.family(e, facts)
	}
	n, sum := 0, 0.0
	for n < len(c.makers) && (n == 0 || sum < 0.95) && c.makers[n].Confidence >= 0.02 {
		sum += c.makers[n].Confidence
		n++
	}
	// A company as likely as the last one counted belongs to the set too.
	for n > 0 && n < len(c.makers) && c.makers[n].Confidence > 0.999*c.makers[n-1].Confidence {
		sum += c.makers[n].Confidence
		n++
	}
	if c.maker == "" && (sum < together || n > maxMembs) {
		n = 0
	}
	c.makers = c.makers[:n]
	for i := range c.makers {
		c.makers[i].Confidence = round(rel.calibrated(c.makers[i].Confidence))
	}
	if c.maker != "" && n > 0 {
		if c.indirect(facts) {
			c.makers[0].Confidence = min(c.makers[0].Confidence, unsure)
		}
		c.confidence = c.makers[0].Confidence
	}
}

// hints are kinds of claims that are not about who built the device: numbers of
// its software's author, address blocks of its parts, titles that a page about
// another's product has too.
var hints = map[string]bool{
	kindEngine: true, kindSubtree: true, kindOUI: true, kindOUIName: true, kindInterface: true, kindRegistered: true, kindSharedNum: true, kindSite: true,
}

// indirect reports whether the answer rests on one kind of hint alone. However
// often such answers were right among labelled devices, they accuse nobody.
func (c *conclusion) indirect(facts []fact) bool {
	kind := ""
	for _, v := range c.votes {
		cl := facts[v.fact].claims[v.claim]
		if !contains(cl.Makers, c.maker) {
			continue
		}
		if !hints[cl.Kind] || kind != "" && kind != cl.Kind {
			return false
		}
		kind = cl.Kind
	}
	return true
}

// family settles between two equally likely companies of which one owns the
// other: where one claim says both, or that one is the other's badge, the owner
// built it; else the one that is owned did. Its share is both shares.
func (c *conclusion) family(e *Engine, facts []fact) {
	a, b := c.makers[0], c.makers[1]
	if a.Confidence > 2*b.Confidence || a.Confidence+b.Confidence < single {
		return
	}
	owned, owner := a.Maker, b.Maker
	if !contains(e.know.Owners(owned, whomade.Date{}), owner) {
		owned, owner = owner, owned
		if !contains(e.know.Owners(owned, whomade.Date{}), owner) {
			return
		}
	}
	c.maker = owned
	for _, v := range c.votes {
		cl := facts[v.fact].claims[v.claim]
		if contains(cl.Makers, owner) && (cl.Brand == owned || contains(cl.Makers, owned)) {
			c.maker = owner
		}
	}
	both := whomade.MakerChance{Maker: c.maker, Confidence: a.Confidence + b.Confidence}
	c.makers = append([]whomade.MakerChance{both}, c.makers[2:]...)
}

func round(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// count marks the strongest vote for the answer in each class and collects the
// grades that speak for it.
func (c *conclusion) count(facts []fact) {
	if len(c.makers) == 0 {
		return
	}
	strongest := map[string]int{}
	for i, v := range c.votes {
		cl := facts[v.fact].claims[v.claim]
		if !slices.ContainsFunc(c.makers, func(m whomade.MakerChance) bool { return contains(cl.Makers, m.Maker) }) {
			continue
		}
		slot := cl.Class + "\x00" + key(cl.Makers)
		if at, ok := strongest[slot]; !ok || v.weight > c.votes[at].weight {
			strongest[slot] = i
		}
	}
	for _, i := range strongest {
		c.votes[i].counted = true
	}
	if c.maker == "" {
		return
	}
	grades := map[string]bool{}
	device := false
	for _, v := range c.votes {
		cl := facts[v.fact].claims[v.claim]
		if !contains(cl.Makers, c.maker) || v.weight <= 0 {
			continue
		}
		if len(cl.Makers) == 1 {
			grades[cl.Grade] = true
		}
		if cl.Class != "inventory" {
			device = true
		}
	}
	for _, g := range []string{"A", "B", "C", "D"} {
		if grades[g] {
			c.grades += g
		}
	}
	c.stated = !device
}
