package identify

import (
	"math"

	"github.com/whomade/whomade"
)

// badge finds the brand: what the strongest claim for the maker that knows
// a badge says, else what a claim on the badge, or for a company that the maker
// owns, says, else the maker itself.
func (c *conclusion) badge(e *Engine, facts []fact) {
	if c.maker == "" {
		return
	}
	best := math.Inf(-1)
	c.brand = c.maker
	for _, v := range c.votes {
		cl := facts[v.fact].claims[v.claim]
		if cl.Brand != "" && contains(cl.Makers, c.maker) && v.weight > best {
			best, c.brand = v.weight, cl.Brand
		}
	}
	if !math.IsInf(best, -1) {
		return
	}
	for _, v := range c.votes {
		cl := facts[v.fact].claims[v.claim]
		if len(cl.Makers) != 1 || cl.Makers[0] == c.maker || v.weight <= math.Max(best, 1) {
			continue
		}
		if cl.Role == whomade.RoleBrand || contains(e.know.Owners(cl.Makers[0], whomade.Date{}), c.maker) {
			best, c.brand = v.weight, cl.Makers[0]
		}
	}
}
