package check

import (
	"fmt"
	"slices"
	"sync"

	"github.com/whomade/whomade"
)

// FactsOf is what an element itself tells: segment, model, brand and its further
// facts. The maker is left out; Element takes it with its confidence.
func (c *Checker) FactsOf(e whomade.Element) (Facts, error) {
	in := make(map[string]any, len(e.Facts)+3)
	for name, value := range map[string]string{"element.segment": e.Segment, "element.model": e.Model, "element.brand": e.Brand} {
		if value != "" {
			in[name] = value
		}
	}
	for name, value := range e.Facts {
		in[name] = Stated(c.o.Book.Table(), name, value)
	}
	delete(in, "element.maker")
	f, err := c.Facts(in)
	if err != nil {
		return f, fmt.Errorf("element %s: %w", e.ID, err)
	}
	return f, nil
}

// Judge is the verdicts on an element by its own facts and makers, with what is
// known of the place where it stands on top. Where its maker is what a list
// states, each verdict says so.
func (c *Checker) Judge(e whomade.Element, place Facts) ([]whomade.Verdict, error) {
	f, err := c.FactsOf(e)
	if err != nil {
		return nil, err
	}
	return c.verdicts(e, f.With(place)), nil
}

func (c *Checker) verdicts(e whomade.Element, f Facts) []whomade.Verdict {
	return c.state(e, c.Element(f, chances(e), e.Grades))
}

// statedLists are lists of verdicts that say of each that its maker is what a list
// states, by the list without that. Elements share them as they share those.
type statedLists struct {
	mu   sync.Mutex
	seen map[statedKey][]whomade.Verdict
}

type statedKey struct {
	first *whomade.Verdict
	n     int
	maker string
}

// state adds that the maker is what a list states, where it is.
func (c *Checker) state(e whomade.Element, list []whomade.Verdict) []whomade.Verdict {
	if !e.Stated || len(list) == 0 {
		return list
	}
	c.stated.mu.Lock()
	defer c.stated.mu.Unlock()
	key := statedKey{&list[0], len(list), e.Maker}
	out, ok := c.stated.seen[key]
	if !ok {
		out = slices.Clone(list)
		for i, v := range list {
			out[i].Because = append(slices.Clone(v.Because), whomade.Because{Fact: "element.maker", Value: e.Maker, Text: "is what the list states of the item"})
		}
		c.stated.seen[key] = out
	}
	return out
}

// chances is the makers that an element may have.
func chances(e whomade.Element) []whomade.MakerChance {
	if len(e.Makers) == 0 && e.Maker != "" {
		return []whomade.MakerChance{{Maker: e.Maker, Confidence: e.Confidence}}
	}
	return e.Makers
}
