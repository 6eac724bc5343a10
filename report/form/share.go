package form

import (
	"fmt"
	"github.com/whomade/whomade"
	"slices"
	"strconv"
)

// share is what a cap counts.
type share struct {
	cap                     Cap
	hit, open, others, left []string
	stated, network         string
	verdict                 *whomade.Verdict
}

func (w filler) count(c Cap) share {
	k := share{cap: c, stated: w.in.Stated[c.Share], network: w.in.Network}
	w.sheet.Rules = []string{c.Rule}
	for i := range w.in.Report.Elements {
		e := &w.in.Report.Elements[i]
		if !w.meant(e) {
			continue
		}
		inside, sure := true, true
		for _, x := range []struct {
			want  []string
			value string
		}{{c.Segments, e.Segment}, {c.Generation, e.Facts["element.generation"]}, {c.Functions, e.Facts["element.function"]}} {
			if len(x.want) == 0 {
				continue
			}
			sure = sure && x.value != ""
			inside = inside && in(x.want, x.value)
		}
		switch s := w.standing(e); {
		case !inside:
		case !sure:
			k.left = append(k.left, e.ID)
		case s == one:
			k.hit = append(k.hit, e.ID)
		case s == other:
			k.others = append(k.others, e.ID)
		default:
			k.open = append(k.open, e.ID)
		}
	}
	for _, v := range w.in.Report.Operator.Verdicts {
		if v.Rule == c.Rule && v.Obligation == c.Obligation {
			k.verdict = &v
		}
	}
	return k
}

// bounds are the least and the most that the share can be.
func (k share) bounds() (low, high float64, ok bool) {
	total := len(k.hit) + len(k.open) + len(k.others)
	if total == 0 {
		return 0, 0, false
	}
	return float64(len(k.hit)) / float64(total), float64(len(k.hit)+len(k.open)) / float64(total), true
}

func (k share) cell(from string) Cell {
	rule := []string{k.cap.Rule + " " + k.cap.Obligation}
	low, high, ok := k.bounds()
	switch from {
	case "cap.what":
		return Cell{Text: k.cap.What, Trace: rule}
	case "cap.most":
		return Cell{Text: percent(k.cap.Most), Trace: rule}
	case "cap.counted":
		return counted(k.hit)
	case "cap.total":
		return counted(slices.Concat(k.hit, k.open, k.others))
	case "cap.open":
		return counted(k.open)
	case "cap.left_out":
		return counted(k.left)
	case "cap.stated":
		if k.stated == "" {
			return Cell{Ask: k.cap.Share + " is not stated in the network file"}
		}
		return Cell{Text: k.stated, Trace: []string{k.network + ": " + k.cap.Share}}
	case "cap.share":
		if !ok {
			return Cell{Ask: "no element is known to be counted here: give segments and generations"}
		}
		c := Cell{Text: percent(low), Trace: []string{fmt.Sprintf("%d of %d elements that the evidence shows; elements are counted, not the measure of the direction", len(k.hit), len(k.hit)+len(k.open)+len(k.others))}}
		if high > low {
			c.Text += " to " + percent(high)
			c.Trace = append(c.Trace, fmt.Sprintf("%d elements whose maker is not decided make the difference", len(k.open)))
		}
		return c
	case "cap.finding":
		// Those left out may all belong here, by the vendor or by others.
		total := float64(len(k.hit) + len(k.open) + len(k.others))
		low = low * total / (total + float64(len(k.left)))
		high = (high*total + float64(len(k.left))) / (total + float64(len(k.left)))
		if !ok || low <= k.cap.Most && high > k.cap.Most {
			return Cell{Ask: "cannot be told from these elements: makers, segments or generations are open"}
		}
		if low > k.cap.Most {
			return Cell{Text: "above the cap", Trace: rule}
		}
		return Cell{Text: "within the cap", Trace: rule}
	}
	return Cell{}
}

func percent(f float64) string { return strconv.FormatFloat(100*f, 'f', 1, 64) + " %" }
