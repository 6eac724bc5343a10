package check_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
)

// radio is an element of the 5G radio network.
func radio(id, maker string, confidence float64, more map[string]string) whomade.Element {
	e := whomade.Element{ID: id, Segment: "ran", Grades: "A", Facts: map[string]string{"element.generation": "5g"}}
	if maker != "" {
		e.Makers = []whomade.MakerChance{{Maker: maker, Confidence: confidence}}
	}
	for n, v := range more {
		if e.Facts[n] = v; v == "" {
			delete(e.Facts, n)
		}
	}
	return e
}

// several is n elements.
func several(n int, prefix, maker string, more map[string]string) []whomade.Element {
	var out []whomade.Element
	for i := range n {
		out = append(out, radio(fmt.Sprintf("%s-%03d", prefix, i), maker, 0.99, more))
	}
	return out
}

// capOf counts elements and judges the operator.
func capOf(t interface{ Fatal(...any) }, c *check.Checker, partial bool, elements []whomade.Element, rule, obligation string) whomade.Verdict {
	in := c.Inventory(partial)
	for _, e := range elements {
		if _, err := in.Judge(e, check.Facts{}); err != nil {
			t.Fatal(err)
		}
	}
	v, ok := one(c.SettleOperator(c.Operator(in)), rule, obligation)
	if !ok {
		t.Fatal("no verdict on ", rule, " ", obligation)
	}
	return v
}

func TestShare(t *testing.T) {
	gb := map[string]any{"operator.role": "gb-designated-provider", "operator.country": "GB"}
	for _, s := range []struct {
		name       string
		operator   map[string]any
		elements   []whomade.Element
		rule, duty string
		partial    bool
		outcome    whomade.Outcome
		count      string // by, makers/total, open, left out, share
		missing    string
	}{
		{
			name: "at the cap", elements: slices.Concat(several(35, "h", "huawei", nil), several(65, "n", "nokia", nil)),
			outcome: whomade.Allowed, count: "elements 35/100 0 0 35.0 %",
		},
		{
			name: "above", elements: slices.Concat(several(36, "h", "huawei", nil), several(64, "n", "nokia", nil)),
			outcome: whomade.Breaks, count: "elements 36/100 0 0 36.0 %",
		},
		{
			name: "other parts do not count", elements: slices.Concat(several(1, "h", "huawei", nil), several(9, "n", "nokia", nil), several(50, "x", "huawei", map[string]string{"element.generation": "4g"})),
			outcome: whomade.Allowed, count: "elements 1/10 0 0 10.0 %",
		},
		{
			name: "the cap lies between", elements: slices.Concat(several(3, "h", "huawei", nil), several(6, "n", "nokia", nil), several(1, "x", "", nil)),
			outcome: whomade.CannotTell, count: "elements 3/10 1 0 30.0 % to 40.0 %", missing: "share.5g-access element.maker",
		},
		{
			name: "unknown makers that make no difference", elements: slices.Concat(several(4, "h", "huawei", nil), several(5, "n", "nokia", nil), several(1, "x", "", nil)),
			outcome: whomade.Breaks, count: "elements 4/10 1 0 40.0 % to 50.0 %",
		},
		{
			name: "not sure of the maker", elements: append(several(9, "n", "nokia", nil), radio("u", "huawei", 0.9, nil)),
			outcome: whomade.Allowed, count: "elements 0/10 1 0 0.0 % to 10.0 %",
		},
		{
			name: "perhaps in the part", elements: slices.Concat(several(3, "h", "huawei", nil), several(6, "n", "nokia", nil), several(1, "x", "huawei", map[string]string{"element.generation": ""})),
			outcome: whomade.CannotTell, count: "elements 3/9 0 1 33.3 % to 40.0 %", missing: "share.5g-access element.generation",
		},
		{
			name: "a held company, by the day it was made", elements: slices.Concat(several(4, "h", "honor", map[string]string{"element.manufactured": "2019-05"}), several(4, "k", "honor", map[string]string{"element.manufactured": "2021-05"})),
			outcome: whomade.Breaks, count: "elements 4/8 0 0 50.0 %",
		},
		{
			name: "units of a list", elements: slices.Concat(several(1, "h", "huawei", map[string]string{"element.quantity": "60"}), several(40, "n", "nokia", nil)),
			outcome: whomade.Breaks, count: "elements 60/100 0 0 60.0 %",
		},
		{
			name: "by base stations", elements: slices.Concat(several(50, "h", "huawei", map[string]string{"element.base_stations": "1"}), several(1, "n", "nokia", map[string]string{"element.base_stations": "150"})),
			outcome: whomade.Allowed, count: "element.base_stations 50/200 0 0 25.0 %",
		},
		{
			name: "each measure of the rule", elements: slices.Concat(
				several(50, "h", "huawei", map[string]string{"element.base_stations": "1", "element.traffic": "2.5"}), several(1, "n", "nokia", map[string]string{"element.base_stations": "150", "element.traffic": "125"})),
			outcome: whomade.Breaks, count: "element.base_stations 50/200 0 0 25.0 %; element.traffic 125/250 0 0 50.0 %",
		},
		{
			name: "a measure that not all state", elements: slices.Concat(several(1, "h", "huawei", map[string]string{"element.base_stations": "50"}), several(2, "n", "nokia", map[string]string{"element.base_stations": "25"}), several(1, "x", "nokia", nil)),
			outcome: whomade.CannotTell, count: "element.base_stations 50/100 0 0 0.0 % to 50.0 %", missing: "share.5g-access element.base_stations",
		},
		{
			name: "stated", operator: map[string]any{"share.5g-access": 0.3}, elements: several(10, "h", "huawei", nil),
			outcome: whomade.Allowed, count: "elements 10/10 0 0 100.0 %",
		},
		{
			name: "items are no inventory", partial: true, elements: several(2, "h", "huawei", nil),
			outcome: whomade.CannotTell, count: "elements 2/2 0 0 100.0 %", missing: "share.5g-access",
		},
		{
			name: "nothing to count", elements: several(2, "h", "huawei", map[string]string{"element.generation": "4g"}),
			outcome: whomade.CannotTell, missing: "share.5g-access",
		},
		{
			name: "another country, whose rule names nobody", operator: map[string]any{"operator.role": "mobile-operator", "operator.country": "BE"}, rule: "be-law-2022-02-17", duty: "cap-share",
			elements: slices.Concat(several(2, "z", "zte", map[string]string{"supplier.high_risk": "yes"}), several(2, "n", "nokia", map[string]string{"supplier.high_risk": "no"}), several(1, "x", "acme", nil)),
			outcome:  whomade.Breaks, count: "elements 2/5 1 0 40.0 % to 60.0 %",
		},
	} {
		operator := map[string]any{}
		for n, v := range gb {
			operator[n] = v
		}
		for n, v := range s.operator {
			operator[n] = v
		}
		if s.rule == "" {
			s.rule, s.duty = "gb-dvd-huawei-2022", "cap-share-5g"
		}
		b := load(t)
		f, err := check.NewFacts(b.Table(), operator)
		if err != nil {
			t.Fatal(err)
		}
		c, err := check.New(check.Options{Book: b, Owners: ties, Operator: f, AsOf: date("2026-11-23"), Unsourced: true})
		if err != nil {
			t.Fatal(err)
		}
		v := capOf(t, c, s.partial, s.elements, s.rule, s.duty)
		var counts []string
		if v.Share != nil {
			for _, n := range v.Share.Counts {
				counts = append(counts, fmt.Sprintf("%s %v/%v %v %v %s", n.By, n.Makers, n.Total, n.Open, n.LeftOut, n.Text))
				if !strings.Contains(fmt.Sprint(v.Because), fmt.Sprintf("%v of %v", n.Makers, n.Total)) {
					t.Errorf("%s: the reasons do not show %v of %v: %v", s.name, n.Makers, n.Total, v.Because)
				}
			}
		}
		if got := strings.Join(counts, "; "); v.Outcome != s.outcome || got != s.count || strings.Join(v.Missing, " ") != s.missing {
			t.Errorf("%s: %s, %q, missing %q; want %s, %q, missing %q; because %v", s.name, v.Outcome, got, v.Missing, s.outcome, s.count, s.missing, v.Because)
		}
		if v.Outcome == whomade.CannotTell && (len(v.SettledBy) != 2 || v.SettledBy[0].Facts[0] != "share.5g-access") {
			t.Errorf("%s: settled by %v; the operator's own figure settles it either way", s.name, v.SettledBy)
		}
	}
}

// TestShareSamples checks that a share names elements it was counted from, in order.
func TestShareSamples(t *testing.T) {
	c := checker(t, "2026-11-23", map[string]any{"operator.role": "gb-designated-provider"})
	v := capOf(t, c, false, append(several(60, "h", "huawei", nil), radio("u", "", 0, nil)), "gb-dvd-huawei-2022", "cap-share-5g")
	if s := v.Share; len(s.Elements) != 40 || s.Elements[0] != "h-000" || !slices.IsSorted(s.Elements) || !slices.Equal(s.Undecided, []string{"u"}) {
		t.Errorf("%v, undecided %v", s.Elements, s.Undecided)
	}
	if d := cmp.Diff([]whomade.UnknownFact{{Fact: "element.maker", Elements: 1}}, v.Share.Unknown); d != "" {
		t.Error(d)
	}
}

// TestShareBounds draws inventories with gaps and every way to fill them that a few
// draws find: the share of a filled inventory lies between the bounds, and its outcome
// is the one that was told where one was.
func TestShareBounds(t *testing.T) {
	c := checker(t, "2026-11-23", map[string]any{"operator.role": "gb-designated-provider", "operator.country": "GB"})
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "elements")
		weighed := rapid.Bool().Draw(t, "weighed")
		var open, full []whomade.Element
		for i := range n {
			id := fmt.Sprint("e-", i)
			maker := rapid.SampledFrom([]string{"huawei", "nokia", "zte"}).Draw(t, "maker")
			facts := map[string]string{"element.generation": rapid.SampledFrom([]string{"5g", "4g"}).Draw(t, "generation")}
			if weighed {
				facts["element.base_stations"] = fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "base stations"))
			}
			full = append(full, radio(id, maker, 0.99, facts))
			gaps := map[string]string{}
			for name, v := range facts {
				if gaps[name] = v; rapid.IntRange(0, 3).Draw(t, "gap "+name) == 0 {
					gaps[name] = ""
				}
			}
			confidence := 0.99
			switch rapid.IntRange(0, 4).Draw(t, "maker known") {
			case 0:
				maker = ""
			case 1:
				confidence = 0.7
			}
			open = append(open, radio(id, maker, confidence, gaps))
		}
		was := capOf(t, c, false, open, "gb-dvd-huawei-2022", "cap-share-5g")
		is := capOf(t, c, false, full, "gb-dvd-huawei-2022", "cap-share-5g")
		if was.Share == nil || is.Share == nil || len(was.Share.Counts) != 1 || was.Share.Counts[0].By != is.Share.Counts[0].By {
			return // nothing of the part, or nothing stated, is left
		}
		lo, hi, got := was.Share.Counts[0].Least, was.Share.Counts[0].Most, is.Share.Counts[0]
		if got.Total > 0 && (got.Least < lo || got.Most > hi || got.Least != got.Most || math.IsNaN(lo+hi)) {
			t.Fatalf("%v to %v, and in full %v to %v", lo, hi, got.Least, got.Most)
		}
		if got.Total > 0 && was.Outcome != whomade.CannotTell && was.Outcome != is.Outcome {
			t.Fatalf("%s with gaps and %s in full: %v", was.Outcome, is.Outcome, was.Because)
		}
	})
}

// TestShareHostile checks that numbers without sense make no share without sense.
func TestShareHostile(t *testing.T) {
	c := checker(t, "2026-11-23", map[string]any{"operator.role": "gb-designated-provider"})
	for _, w := range []string{"-5", "0", "1e308", "5..", "..7", "0.1..0.2"} {
		elements := slices.Concat(several(3, "h", "huawei", map[string]string{"element.base_stations": w}), several(3, "n", "nokia", map[string]string{"element.base_stations": "1e308"}))
		v := capOf(t, c, false, elements, "gb-dvd-huawei-2022", "cap-share-5g")
		for _, n := range v.Share.Counts {
			if !(0 <= n.Least && n.Least <= n.Most && n.Most <= 1) || n.Makers < 0 || math.IsInf(n.Makers, 0) || math.IsInf(n.Total, 0) || math.IsNaN(n.Total) {
				t.Errorf("base stations %s: %+v", w, n)
			}
		}
	}
}

// TestJudgeAll holds the judging of many elements at once against one after the
// other.
func TestJudgeAll(t *testing.T) {
	c := checker(t, "2026-11-23", map[string]any{"operator.role": []string{"gb-designated-provider"}})
	var cases []check.Case
	var want [][]whomade.Verdict
	one := c.Inventory(false)
	for i := range 500 {
		e := &whomade.Element{ID: fmt.Sprint(i), Maker: []string{"huawei", "nokia", "zte", ""}[i%4], Confidence: 1, Grades: "A", Segment: []string{"ran", "core"}[i/4%2], Facts: map[string]string{"element.generation": "5g"}}
		place, err := c.Facts(map[string]any{"site.country": "GB", "element.acquired": whomade.Date{Year: 2015}.AddDays(i / 8).String()})
		if err != nil {
			t.Fatal(err)
		}
		cases = append(cases, check.Case{Element: e, Place: place, Part: i%5 == 0})
		judge := one.Judge
		if i%5 == 0 {
			judge = c.Judge
		}
		list, err := judge(*e, place)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, list)
	}
	many := checker(t, "2026-11-23", map[string]any{"operator.role": []string{"gb-designated-provider"}})
	all := many.Inventory(false)
	got, err := all.JudgeAll(cases)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("elements (-one by one +together):\n%s", diff)
	}
	if diff := cmp.Diff(c.Operator(one), many.Operator(all)); diff != "" {
		t.Errorf("the operator (-one by one +together):\n%s", diff)
	}
	cases[3].Element.Facts["element.generation"] = "seventh"
	if _, err := all.JudgeAll(cases); err == nil || !strings.Contains(err.Error(), "element 3:") {
		t.Errorf("a fact that cannot be: %v", err)
	}
}
