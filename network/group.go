package network

import (
	"slices"

	"github.com/whomade/whomade"
)

// Fill adds to facts about an element what the groups it belongs to say; facts that
// are there, or that the element has itself, stay. The narrowest group goes first. An
// element belongs to a group by its segment as it is known without groups or with them.
func (f *File) Fill(facts map[string]any, e *whomade.Element) {
	if len(f.Groups) == 0 {
		return
	}
	known := *e
	if s, ok := facts["element.segment"].(string); ok && s != "" {
		known.Segment = s
	}
	f.fill(facts, &known, known.Segment)
	if s, ok := facts["element.segment"].(string); ok && known.Segment == "" && s != "" {
		f.fill(facts, &known, s)
	}
}

func (f *File) fill(facts map[string]any, e *whomade.Element, segment string) {
	best := map[string]int{}
	for i := range f.Groups {
		g := &f.Groups[i]
		keys, ok := g.holds(e, segment)
		if !ok {
			continue
		}
		for name, v := range g.Facts {
			_, known := facts[name]
			if name == "element.segment" {
				known = known || e.Segment != ""
			}
			if at, own := best[name]; own && at >= keys || known && !own || e.Facts[name] != "" {
				continue
			}
			best[name], facts[name] = keys, v
		}
	}
}

// holds reports whether an element belongs to the group, and by how many keys.
func (g *Group) holds(e *whomade.Element, segment string) (keys int, ok bool) {
	for _, k := range []struct {
		want *string
		is   string
	}{{g.Site, e.Site}, {g.Segment, segment}, {g.Model, e.Model}} {
		if k.want == nil {
			continue
		}
		if keys++; *k.want != k.is {
			return 0, false
		}
	}
	if g.Makers != nil {
		if keys++; !slices.Equal(*g.Makers, e.MakerSet()) {
			return 0, false
		}
	}
	return keys, true
}
