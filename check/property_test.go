package check_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
	"github.com/whomade/whomade/knowledge/data/rules"
	"github.com/whomade/whomade/knowledge/law"
)

// domain is the values that the properties draw for each fact.
var domain = map[string][]any{
	"element.maker":               {"huawei", "zte", "hikvision", "dahua", "honor", "hisilicon", "h3c", "kaspersky", "china-unicom", "dji", "nokia", "cisco"},
	"element.component_maker":     {"huawei", "kaspersky", "telit", "hisilicon"},
	"element.manufactured":        {"2006-05", "2019", "2020", "2022-01-01"},
	"element.segment":             {"ran", "core", "transport", "fixed-access", "cpe", "enterprise", "video-surveillance", "uas", "iot-module", "software", "service"},
	"element.generation":          {"5g", "4g", "none", []any{"4g", "5g"}},
	"element.function":            {"radio", "management-system", "optical-transport", "microwave", "routing", "module"},
	"element.end_use":             {"public-safety", "retail", "home", "business"},
	"element.made_in":             {"US", "CN", "VN"},
	"element.acquired":            {"2015-06-01", "2019-08-13", "2020-08", "2021-03-01", "2022-10-13..2023-01-01", "2026-08-01"},
	"element.installed":           {"2018-01-01", "2021-10-01", "2022-11"},
	"element.authorised_on":       {"2020-01-01", "2025-01-01"},
	"element.exempt_list":         {"blue-uas"},
	"element.essential_component": {"yes", "no"},
	"element.sees_user_data":      {"yes", "no"}, "element.routes_user_data": {"yes", "no"},
	"element.backhaul_roaming_interconnection": {"yes", "no"}, "element.sanctions_affected": {"yes", "no"},
	"element.critical_component": {"yes", "no"}, "element.critical_function": {"yes", "no"}, "element.conditional_approval": {"yes", "no"},
	"operator.role": {
		"us-federal-contractor", "us-federal-agency", "us-usf-recipient", "us-grant-recipient", "us-authorisation-applicant", "us-reimbursement-recipient",
		"importer-or-retailer", "manufacturer", "gb-designated-provider", "gb-other-provider", "de-contract-operator", "de-kritis", "ca-tsp", "au-carrier",
		"mobile-operator", "government-agency", []any{"mobile-operator", "us-federal-contractor"},
	},
	"operator.country":        {"US", "GB", "DE", "CA", "AU", "JP", "IT"},
	"operator.customers":      {90000, 20000000},
	"operator.funds":          {"usf", "federal-grant", "own"},
	"operator.order_received": {"yes", "no"}, "operator.notified": {"yes", "no"}, "operator.permit": {"none", "2024-12-31"},
	"operator.first_disbursement_on": {"2022-10-03"}, "operator.removal_term_began": {"2022-07-15"},
	"supplier.country": {"CN", "FI"},
	"site.country":     {"US", "GB", "DE"}, "site.sensitive": {"yes", "no"},
	"share.5g-access": {0.3, 0.41}, "share.full-fibre": {0.3, 0.41},
	"event": {
		"operate", "buy", "install", "import", "market", "apply-authorisation", "sell-to-agency", "contract-award", "spend-subsidy", "spend-grant",
		"claim-reimbursement", "firmware-update", "annual-report",
	},
}

// irrelevant facts are read by no rule of the book.
var irrelevant = map[string]any{"element.model": "X1", "element.owner": "operator", "site.distance_km.base": 4}

func draw(t *rapid.T, names []string) map[string]any {
	out := map[string]any{}
	for _, n := range names {
		if rapid.Bool().Draw(t, n+"?") {
			out[n] = rapid.SampledFrom(domain[n]).Draw(t, n)
		}
	}
	return out
}

// drawQuestion draws a rule, a day and facts, half of the time close to one of
// the rule's own examples.
func drawQuestion(t *rapid.T, b *law.Book) check.Question {
	r := rapid.SampledFrom(b.Rules()).Draw(t, "rule")
	q := check.Question{Instrument: r.ID, AsOf: whomade.Date{Year: 2018}.AddDays(rapid.IntRange(0, 4500).Draw(t, "day"))}
	names := slices.Sorted(maps.Keys(domain))
	if rapid.Bool().Draw(t, "near") {
		e := rapid.SampledFrom(r.Examples).Draw(t, "example")
		q.Facts, q.Obligation = maps.Clone(e.Facts), e.Obligation
		n := rapid.SampledFrom(names).Draw(t, "changed")
		q.Facts[n] = rapid.SampledFrom(domain[n]).Draw(t, "to")
		return q
	}
	q.Facts = draw(t, names)
	return q
}

func ask(t interface{ Fatal(...any) }, a *check.Asker, q check.Question) check.Answer {
	got, err := a.Ask(q)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func outcomes(a check.Answer) map[string]whomade.Outcome {
	out := map[string]whomade.Outcome{}
	for _, v := range a.Verdicts {
		out[v.Rule+" "+v.Obligation] = v.Outcome
	}
	return out
}

// TestDomain keeps the properties honest: every fact drawn is one of the table,
// and the irrelevant ones are read by no rule.
func TestDomain(t *testing.T) {
	b := load(t)
	for n, vs := range domain {
		for _, v := range vs {
			if _, err := check.NewFacts(b.Table(), map[string]any{n: v}); err != nil {
				t.Error(err)
			}
		}
	}
	for _, u := range b.FactsTable() {
		if _, is := irrelevant[u.Name]; is && len(u.Rules) > 0 {
			t.Errorf("%s is read by %v", u.Name, u.Rules)
		}
	}
}

func TestIrrelevantFact(t *testing.T) {
	b := load(t)
	a := check.NewAsker(b, ties)
	rapid.Check(t, func(t *rapid.T) {
		q := drawQuestion(t, b)
		before := ask(t, a, q)
		q.Facts = maps.Clone(q.Facts)
		n := rapid.SampledFrom(slices.Sorted(maps.Keys(irrelevant))).Draw(t, "irrelevant")
		q.Facts[n] = irrelevant[n]
		if x, y := fmt.Sprint(before), fmt.Sprint(ask(t, a, q)); x != y {
			t.Fatalf("%s changes\n%s\nto\n%s", n, x, y)
		}
	})
}

// TestLearning checks that a further fact never turns an answer that was given
// into cannot-tell. The facts that open a question of their own are the event,
// its money and the dates of purchase, which bring duties in that were silent,
// and the place and the role, on which addressees hang.
func TestLearning(t *testing.T) {
	b := load(t)
	a := check.NewAsker(b, ties)
	rapid.Check(t, func(t *rapid.T) {
		q := drawQuestion(t, b)
		before := outcomes(ask(t, a, q))
		n := rapid.SampledFrom(slices.Sorted(maps.Keys(domain))).Draw(t, "learnt")
		if _, known := q.Facts[n]; known || n == "event" {
			return
		}
		q.Facts = maps.Clone(q.Facts)
		q.Facts[n] = rapid.SampledFrom(domain[n]).Draw(t, "value")
		for what, now := range outcomes(ask(t, a, q)) {
			if was, had := before[what]; had && was == whomade.Breaks && now == whomade.CannotTell {
				t.Fatalf("%s: learning %s = %v turns %s into %s", what, n, q.Facts[n], was, now)
			}
		}
	})
}

// TestConstantBetweenDates checks that outcomes change only on the dates of the
// rule, its exceptions and the facts given.
func TestConstantBetweenDates(t *testing.T) {
	b := load(t)
	a := check.NewAsker(b, ties)
	dates := map[string]map[whomade.Date]bool{}
	for _, r := range b.Rules() {
		dates[r.ID] = turns(r)
	}
	rapid.Check(t, func(t *rapid.T) {
		q := drawQuestion(t, b)
		for _, n := range []string{"element.manufactured", "operator.permit", "operator.first_disbursement_on", "operator.removal_term_began", "element.conditional_approval_on"} {
			delete(q.Facts, n)
		}
		if m, _ := q.Facts["element.maker"].(string); m == "honor" || m == "h3c" || m == "hisilicon" {
			q.Facts["element.maker"] = "huawei"
		}
		before := fmt.Sprint(outcomes(ask(t, a, q)))
		q.AsOf = q.AsOf.AddDays(1)
		if after := fmt.Sprint(outcomes(ask(t, a, q))); after != before && !dates[q.Instrument][q.AsOf] && !factDay(q) {
			t.Fatalf("%s turns on %s, which is no date of the rule:\n%s\n%s", q.Instrument, q.AsOf, before, after)
		}
	})
}

// factDay reports whether the day is at a bound of a date among the facts: what
// was acquired cannot have been so after the day in question.
func factDay(q check.Question) bool {
	for _, n := range []string{"element.acquired", "element.installed"} {
		s, _ := q.Facts[n].(string)
		for _, d := range []string{s, s[:len(s)/2]} {
			if v, err := whomade.ParseDate(d); err == nil && (v.First() == q.AsOf || v.Last() == q.AsOf) {
				return true
			}
		}
	}
	return false
}

// turns is the days on which a rule's outcomes may change.
func turns(r *law.Rule) map[whomade.Date]bool {
	out := map[whomade.Date]bool{r.Announced.First(): true}
	add := func(from, by whomade.Date) {
		if !from.IsZero() {
			out[from.First()], out[from.Last()] = true, true
		}
		if !by.IsZero() {
			out[by.First().AddDays(1)], out[by.Last().AddDays(1)] = true, true
		}
	}
	add(r.From, r.To)
	exceptions := func(list []law.Exception) {
		for _, e := range list {
			add(e.From, e.To)
			add(e.Known.From, e.Known.To)
		}
	}
	exceptions(r.Exceptions)
	for i := range r.Obligations {
		o := &r.Obligations[i]
		add(o.From, o.By)
		add(whomade.Date{}, o.To)
		add(o.Known.From, o.Known.To)
		exceptions(o.Exceptions)
	}
	return out
}

// TestOrder checks that the order in which files are read does not matter.
func TestOrder(t *testing.T) {
	b := load(t)
	renamed := fstest.MapFS{}
	i := 0
	err := fs.WalkDir(rules.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(rules.Files, name)
		if i++; strings.Contains(name, "/") {
			name = fmt.Sprintf("%03d.yaml", 999-i)
		}
		renamed[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	other, err := law.Load(renamed)
	if err != nil {
		t.Fatal(err)
	}
	x, y := check.NewAsker(b, ties), check.NewAsker(other, ties)
	rapid.Check(t, func(t *rapid.T) {
		q := drawQuestion(t, b)
		q.Instrument = "*"
		p, _ := json.Marshal(ask(t, x, q))
		s, _ := json.Marshal(ask(t, y, q))
		if !bytes.Equal(p, s) {
			t.Fatalf("%s\n%s", p, s)
		}
	})
}

// TestEvidenceAgainst checks that less confidence in a maker, or weaker evidence
// for it, never makes a breaks.
func TestEvidenceAgainst(t *testing.T) {
	for _, operator := range []map[string]any{{"operator.role": "gb-designated-provider"}, {"operator.role": "us-federal-contractor"}, {"operator.role": "ca-tsp"}} {
		c := checker(t, "2026-11-23", operator)
		rapid.Check(t, func(t *rapid.T) {
			f, err := c.Facts(draw(t, []string{"element.segment", "element.generation", "element.acquired", "element.essential_component", "element.sees_user_data"}))
			if err != nil {
				t.Fatal(err)
			}
			makers := []whomade.MakerChance{{Maker: rapid.SampledFrom([]string{"huawei", "zte", "honor", "nokia"}).Draw(t, "maker"), Confidence: rapid.Float64Range(0.5, 1).Draw(t, "confidence")}}
			grades := rapid.SampledFrom([]string{"A", "B", "CD"}).Draw(t, "grades")
			broken := map[string]bool{}
			for _, v := range c.Element(f, makers, grades) {
				broken[v.Rule+v.Obligation] = v.Outcome == whomade.Breaks
			}
			less := slices.Clone(makers)
			less[0].Confidence /= 2
			for _, weaker := range [][]whomade.Verdict{c.Element(f, less, grades), c.Element(f, makers, "CD"), c.Element(f, nil, "")} {
				for _, v := range weaker {
					if v.Outcome == whomade.Breaks && !broken[v.Rule+v.Obligation] {
						t.Fatalf("%s %s breaks on weaker evidence", v.Rule, v.Obligation)
					}
				}
			}
		})
	}
}

// TestRenaming checks that a maker's name alone decides nothing: with another name
// in the rules, the ties and the facts the outcomes are the same.
func TestRenaming(t *testing.T) {
	const was, is = "huawei", "some-maker"
	renamed := fstest.MapFS{}
	err := fs.WalkDir(rules.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(rules.Files, name)
		renamed[name] = &fstest.MapFile{Data: bytes.ReplaceAll(data, []byte(was), []byte(is))}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	other, err := law.Load(renamed)
	if err != nil {
		t.Fatal(err)
	}
	others := graph{slices.Clone(ties.Ties), maps.Clone(ties.seats)}
	for i := range others.Ties {
		others.Ties[i].Company = strings.ReplaceAll(others.Ties[i].Company, was, is)
		others.Ties[i].Owner = strings.ReplaceAll(others.Ties[i].Owner, was, is)
	}
	others.seats[is], others.seats[was] = others.seats[was], ""
	b := load(t)
	x, y := check.NewAsker(b, ties), check.NewAsker(other, others)
	rapid.Check(t, func(t *rapid.T) {
		q := drawQuestion(t, b)
		before := outcomes(ask(t, x, q))
		q.Facts = maps.Clone(q.Facts)
		for n, v := range q.Facts {
			if v == was {
				q.Facts[n] = is
			}
		}
		q.Instrument = strings.ReplaceAll(q.Instrument, was, is)
		after := map[string]whomade.Outcome{}
		for what, o := range outcomes(ask(t, y, q)) {
			after[strings.ReplaceAll(what, is, was)] = o
		}
		if !maps.Equal(before, after) {
			t.Fatalf("%v\nbecomes\n%v", before, after)
		}
	})
}
