package form

import (
	"cmp"
	"fmt"
	"github.com/whomade/whomade"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// group is the elements of one segment.
type group struct {
	name                             string
	all, reached, undecided, unknown []string
	makers                           map[string][]string
}

func (w filler) segments() []*group {
	by := map[string]*group{}
	for i := range w.in.Report.Elements {
		e := &w.in.Report.Elements[i]
		if !w.meant(e) {
			continue
		}
		g := by[e.Segment]
		if g == nil {
			g = &group{name: e.Segment, makers: map[string][]string{}}
			by[e.Segment] = g
		}
		g.all = append(g.all, e.ID)
		switch w.standing(e) {
		case one:
			g.reached = append(g.reached, e.ID)
		case undecided:
			g.undecided = append(g.undecided, e.ID)
		case unknown:
			g.unknown = append(g.unknown, e.ID)
		}
		if e.Maker != "" && e.Confidence >= whomade.Sure {
			g.makers[e.Maker] = append(g.makers[e.Maker], e.ID)
		}
	}
	return slices.SortedFunc(maps.Values(by), func(a, b *group) int {
		return cmp.Or(cmp.Compare(len(b.all), len(a.all)), cmp.Compare(a.name, b.name))
	})
}

func (g *group) cell(from string) Cell {
	largest := ""
	for _, m := range slices.Sorted(maps.Keys(g.makers)) {
		if len(g.makers[m]) > len(g.makers[largest]) {
			largest = m
		}
	}
	switch from {
	case "segment.name":
		return Cell{Text: g.name, Ask: "segment not known", Trace: []string{"element.segment of the elements"}}
	case "segment.elements":
		return counted(g.all)
	case "segment.reached":
		return counted(g.reached)
	case "segment.undecided":
		return counted(g.undecided)
	case "segment.unknown":
		return counted(g.unknown)
	case "segment.share":
		c := Cell{Text: percent(float64(len(g.reached)) / float64(len(g.all))), Trace: []string{fmt.Sprintf("%d of %d elements", len(g.reached), len(g.all))}}
		if open := len(g.undecided) + len(g.unknown); open > 0 {
			c.Text += " to " + percent(float64(len(g.reached)+open)/float64(len(g.all)))
		}
		return c
	case "segment.makers":
		return Cell{Text: strings.Join(slices.Sorted(maps.Keys(g.makers)), ", "), Trace: counted(g.all).Trace}
	case "segment.largest":
		return Cell{Text: largest, Trace: counted(g.makers[largest]).Trace}
	case "segment.largest_share":
		if largest == "" {
			return Cell{}
		}
		return Cell{Text: percent(float64(len(g.makers[largest])) / float64(len(g.all))), Trace: counted(g.makers[largest]).Trace}
	}
	return Cell{}
}

// percent is a part in percent, to one decimal.
func percent(f float64) string { return strconv.FormatFloat(100*f, 'f', 1, 64) + " %" }
