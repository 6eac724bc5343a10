package check_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
	"github.com/whomade/whomade/knowledge"
	"github.com/whomade/whomade/knowledge/law"
)

func pick[T any](rnd *rand.Rand, list []T) T { return list[rnd.IntN(len(list))] }

// scene is a rule with the companies that it names and those that they held.
type scene struct {
	rule   *law.Rule
	makers []string
	turns  []whomade.Date // of the rule and of who holds these companies
}

// drawDated draws an element near an example of a rule: of a company the rule names,
// one that such a company held, or any; with dates among its facts on or near those
// of the rule, and leave for it.
func drawDated(t *testing.T, rnd *rand.Rand, b *law.Book, makers []knowledge.Maker, s scene, facts map[string]any) (d check.Dated) {
	facts = maps.Clone(facts)
	day := func() string {
		if rnd.IntN(2) == 0 {
			by := pick(rnd, []int{-400, -1, 0, 1, 400})
			return pick(rnd, s.turns).AddDays(by).String()
		}
		return whomade.Date{Year: 2000}.AddDays(rnd.IntN(11001)).String()
	}
	for _, n := range append(dateFacts(b.Table(), s.rule), "element.acquired", "element.installed", "element.manufactured") {
		switch rnd.IntN(6) {
		case 0:
			facts[n] = day()
		case 1:
			if lo, hi := day(), day(); lo <= hi {
				facts[n] = lo + ".." + hi
			}
		case 2:
			delete(facts, n)
		}
	}
	if len(facts) > 0 && rnd.IntN(4) == 0 {
		delete(facts, pick(rnd, slices.Sorted(maps.Keys(facts))))
	}
	maker, _ := facts["element.maker"].(string)
	switch rnd.IntN(10) {
	case 0:
		maker = pick(rnd, makers).ID
	case 1, 2, 3, 4, 5:
		maker = pick(rnd, s.makers)
	}
	delete(facts, "element.maker")
	if rnd.IntN(2) == 0 {
		facts["element.component_maker"] = []string{pick(rnd, s.makers), pick(rnd, s.makers)}
	}
	if maker != "" {
		d.Element = whomade.Element{ID: "e", Maker: maker, Makers: []whomade.MakerChance{{Maker: maker, Confidence: 0.7}}, Grades: "AB"}
		other := pick(rnd, s.makers)
		if rnd.IntN(4) > 0 || other == maker {
			d.Element.Makers[0].Confidence = 1
		} else {
			d.Element.Makers = append(d.Element.Makers, whomade.MakerChance{Maker: other, Confidence: 0.3})
		}
	}
	var err error
	if d.Place, err = check.NewFacts(b.Table(), facts); err != nil {
		t.Fatal(err)
	}
	for i := range rnd.IntN(3) {
		l := check.Leave{ID: string(rune('A' + i)), Rule: s.rule.ID, From: pick(rnd, s.turns)}
		l.To = l.From.AddDays(rnd.IntN(201))
		if rnd.IntN(2) == 0 {
			l.From = whomade.Date{}
		}
		d.Leave = append(d.Leave, l)
	}
	return d
}

// example draws an example of the rule, most often one about having the element.
func (s scene) example(rnd *rand.Rand) law.Example {
	var having []law.Example
	for _, e := range s.rule.Examples {
		if _, act := e.Facts["event"]; !act {
			having = append(having, e)
		}
	}
	if len(having) == 0 {
		having = s.rule.Examples
	}
	return pick(rnd, having)
}

// dateFacts lists the facts of a rule that are dates.
func dateFacts(t *law.Table, r *law.Rule) []string {
	return slices.DeleteFunc(r.FactNames(), func(n string) bool {
		f, _ := t.Fact(n)
		return f.Type != law.DateOf || n == "event_on"
	})
}

// everyDay lists the turns between two days by looking at each day.
func everyDay(t interface{ Fatal(...any) }, o check.Options, list []check.Dated, from, to whomade.Date) [][]whomade.Turn {
	out := make([][]whomade.Turn, len(list))
	last := make([][]whomade.Verdict, len(list))
	for day := from; !to.Before(day); day = day.AddDays(1) {
		o.AsOf = day
		c, err := check.New(o)
		if err != nil {
			t.Fatal(err)
		}
		for i, d := range list {
			now, err := c.Judge(d.Element, d.Place)
			if err != nil {
				t.Fatal(err)
			}
			if day != from {
				out[i] = append(out[i], turned(d, day, last[i], now)...)
			}
			last[i] = now
		}
	}
	return out
}

// turned is what turns on one day, with the leave.
func turned(d check.Dated, day whomade.Date, was, is []whomade.Verdict) []whomade.Turn {
	leave := func(rule string, on whomade.Date) string {
		for _, l := range d.Leave {
			if l.Rule == rule && !on.Before(l.From) && !l.To.Before(on) {
				return l.ID
			}
		}
		return ""
	}
	out := check.Turned(day, was, is)
	for i := range out {
		t := &out[i]
		if t.Is == whomade.NotBound {
			continue
		}
		t.Waiver = leave(t.Rule, day)
		if before := leave(t.Rule, day.AddDays(-1)); before != t.Waiver && t.Was != whomade.NotBound {
			t.WaiverEnded = before
		}
	}
	for _, v := range is {
		same := func(w whomade.Verdict) bool { return w.Rule == v.Rule && w.Obligation == v.Obligation }
		before, now := leave(v.Rule, day.AddDays(-1)), leave(v.Rule, day)
		if v.Outcome.Severity() > whomade.AgainstGuidance.Severity() || before == now || !slices.ContainsFunc(was, same) ||
			slices.ContainsFunc(out, func(t whomade.Turn) bool { return t.Rule == v.Rule && t.Obligation == v.Obligation }) {
			continue
		}
		out = append(out, whomade.Turn{On: day, Rule: v.Rule, Obligation: v.Obligation, Was: v.Outcome, Is: v.Outcome, Deadline: v.Deadline, Waiver: now, WaiverEnded: before})
	}
	slices.SortFunc(out, func(a, b whomade.Turn) int {
		return slices.Compare([]string{a.Rule, a.Obligation}, []string{b.Rule, b.Obligation})
	})
	return out
}

// scenes are all rules that have examples.
func scenes(b *law.Book, set *knowledge.Set) []scene {
	var out []scene
	for _, r := range b.Rules() {
		s := scene{rule: r, turns: r.Turns(), makers: []string{"nokia"}}
		groups := r.Makers
		for _, o := range r.Obligations {
			groups = append(groups, o.Makers...)
		}
		for _, g := range groups {
			for _, id := range g.Named {
				s.makers = append(s.makers, id)
				for _, held := range set.Held(id) {
					s.makers = append(s.makers, held.Chain[0])
				}
			}
		}
		slices.Sort(s.makers)
		s.makers = slices.Compact(s.makers)
		for _, id := range s.makers {
			s.turns = append(s.turns, set.Turns(id)...)
		}
		if len(r.Examples) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// TestTimelineEveryDay checks for every rule that the timeline has every day on which
// an outcome changes, and no other, by looking at each day of a span: around a day on
// which the rule or the control over a maker turns, or ten years later.
// WHOMADE_TIMELINE=all makes it the whole of 2003 to 2036.
func TestTimelineEveryDay(t *testing.T) {
	b := load(t)
	set, err := knowledge.Open()
	if err != nil {
		t.Fatal(err)
	}
	whole := os.Getenv("WHOMADE_TIMELINE") == "all"
	count, owned, leave := 0, 0, 0
	for i, s := range scenes(b, set) {
		rnd := rand.New(rand.NewPCG(uint64(i), 1))
		about, facts := map[string]any{}, map[string]any{}
		for n, v := range s.example(rnd).Facts {
			switch {
			case strings.HasPrefix(n, "operator."):
				about[n] = v
			case n != "event" && n != "event_on":
				facts[n] = v
			}
		}
		operator, err := check.NewFacts(b.Table(), about)
		if err != nil {
			t.Fatal(err)
		}
		own, err := b.Select(s.rule.ID)
		if err != nil {
			t.Fatal(err)
		}
		o := check.Options{Book: own, Owners: set, Operator: operator, Unsourced: true}
		var list []check.Dated
		for range 8 {
			list = append(list, drawDated(t, rnd, b, set.Makers(), s, facts))
		}
		lo, hi := whomade.Date{Year: 2003, Month: 1, Day: 1}, whomade.Date{Year: 2036, Month: 12, Day: 31}
		if !whole {
			lo = pick(rnd, s.turns)
			lo.Year += pick(rnd, []int{0, 0, 10})
			lo = lo.AddDays(-1 - rnd.IntN(120))
			hi = lo.AddDays(150)
		}
		want := everyDay(t, o, list, lo, hi)
		got, err := check.Timeline(o, list, lo, hi)
		if err != nil {
			t.Fatal(err)
		}
		ruled := own.Turns()
		for i, d := range list {
			if !slices.Equal(got[i], want[i]) {
				t.Errorf("%s %v of %v from %s: the timeline has\n%v\nand each day\n%v", s.rule.ID, d.Place, d.Element.Makers, lo, got[i], want[i])
			}
			for _, turn := range want[i] {
				count++
				switch {
				case turn.Was == turn.Is:
					leave++
				case !slices.Contains(ruled, turn.On):
					owned++
				}
			}
		}
	}
	if count == 0 {
		t.Error("nothing turned")
	}
	t.Logf("%d turns: %d on days that are none of the rule's, %d of waivers alone", count, owned, leave)
}

// TestTimelineOwners checks turns that only the control over a maker explains: a
// company bought in September 2014 is taken to have been its owner's ten years on, and
// what was made from before a sale to after it is no longer surely the seller's.
func TestTimelineOwners(t *testing.T) {
	b := load(t)
	operator, err := check.NewFacts(b.Table(), map[string]any{"operator.role": "us-federal-contractor", "operator.country": "US"})
	if err != nil {
		t.Fatal(err)
	}
	owned := func(maker string, facts map[string]any) check.Dated {
		facts["element.essential_component"], facts["element.sees_user_data"], facts["element.end_use"] = "yes", "yes", "public-safety"
		place, err := check.NewFacts(b.Table(), facts)
		if err != nil {
			t.Fatal(err)
		}
		return check.Dated{Element: whomade.Element{ID: maker, Maker: maker, Confidence: 1, Grades: "A", Segment: "radio"}, Place: place}
	}
	got, err := check.Timeline(check.Options{Book: b, Owners: ties, Operator: operator}, []check.Dated{
		owned("neul", map[string]any{}), owned("honor", map[string]any{"element.manufactured": "2019-05..2022-01"}),
	}, date("2020-09-01"), date("2030-01-01"))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, list := range got {
		for _, turn := range list {
			if turn.Rule == "us-ndaa-fy2019-889-a-1-b" && turn.Obligation == "no-contract" {
				lines = append(lines, fmt.Sprintf("%s %s %s", turn.On, turn.Was, turn.Is))
			}
		}
	}
	if want := []string{"2024-07-02 cannot-tell breaks", "2020-11-18 breaks cannot-tell"}; !slices.Equal(lines, want) {
		t.Errorf("%q, want %q", lines, want)
	}
}

// TestRemembered checks that control that is dated from memory only says so.
func TestRemembered(t *testing.T) {
	set, err := knowledge.Open()
	if err != nil {
		t.Fatal(err)
	}
	a := check.NewAsker(load(t), set)
	for maker, remembered := range map[string]bool{"hisilicon": true, "td-tech": false, "sepura": false} {
		f := camera("public-safety")
		f["element.maker"], f["element.manufactured"] = maker, "2019-06-01"
		w := ask(t, a, check.Question{Instrument: "us-ndaa-fy2019-889-a-1-b", AsOf: date("2024-01-01"), Facts: f}).Worst()
		i := slices.IndexFunc(w.Because, func(b whomade.Because) bool { return strings.Contains(b.Text, "was controlled by") })
		if i < 0 || strings.HasSuffix(w.Because[i].Text, "(dated from memory)") != remembered {
			t.Errorf("%s: %v", maker, w.Because)
		}
	}
}
