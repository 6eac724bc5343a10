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
var irrelevant = map[string]any{"element.model": "X1", "element.subscribers": 10, "site.distance_km.base": 4}

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

// nearby are the worked examples of every rule as questions: random facts seldom
// come near what a rule says, and seldom on its days.
func nearby(b *law.Book) []check.Question {
	var out []check.Question
	for _, r := range b.Rules() {
		for _, e := range r.Examples {
			out = append(out, check.Question{Instrument: r.ID, AsOf: e.AsOf, Facts: e.Facts, Obligation: e.Obligation})
		}
	}
	return out
}

// but is a question with another value of one fact; nil takes it away.
func but(q check.Question, fact string, value any) check.Question {
	q.Facts = maps.Clone(q.Facts)
	if q.Facts[fact] = value; value == nil {
		delete(q.Facts, fact)
	}
	return q
}

// fatal is a test or one draw of it.
type fatal interface{ Fatal(...any) }

func ask(t fatal, a *check.Asker, q check.Question) check.Answer {
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
	same := func(t fatal, q check.Question) {
		before := fmt.Sprint(ask(t, a, q))
		for n, v := range irrelevant {
			if after := fmt.Sprint(ask(t, a, but(q, n, v))); after != before {
				t.Fatal(q, n, "changes", before, "to", after)
			}
		}
	}
	for _, q := range nearby(b) {
		same(t, q)
	}
	rapid.Check(t, func(t *rapid.T) { same(t, drawQuestion(t, b)) })
}

// TestLearning checks that a further fact never turns breaks into cannot-tell. The
// event is left out: without it another is asked about.
func TestLearning(t *testing.T) {
	b := load(t)
	a := check.NewAsker(b, ties)
	learn := func(t fatal, q check.Question) {
		before := outcomes(ask(t, a, q))
		if !slices.Contains(slices.Collect(maps.Values(before)), whomade.Breaks) {
			return
		}
		for n, values := range domain {
			if _, known := q.Facts[n]; known || n == "event" {
				continue
			}
			for _, v := range values {
				for what, now := range outcomes(ask(t, a, but(q, n, v))) {
					if before[what] == whomade.Breaks && now == whomade.CannotTell {
						t.Fatal(q, "learning", n, v, "turns", what, "from breaks into cannot-tell")
					}
				}
			}
		}
	}
	for _, q := range nearby(b) {
		learn(t, q)
		learn(t, but(q, "element.maker", "hisilicon")) // under control all along
	}
	rapid.Check(t, func(t *rapid.T) { learn(t, drawQuestion(t, b)) })
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
	turn := func(t fatal, q check.Question) {
		q = but(q, "event_on", nil) // a day of its own: the as-of date does not move it
		for _, n := range []string{"element.manufactured", "operator.permit", "operator.first_disbursement_on", "operator.removal_term_began", "element.conditional_approval_on"} {
			delete(q.Facts, n)
		}
		if m, _ := q.Facts["element.maker"].(string); m == "honor" || m == "h3c" || m == "hisilicon" {
			q.Facts["element.maker"] = "huawei"
		}
		before := fmt.Sprint(outcomes(ask(t, a, q)))
		q.AsOf = q.AsOf.AddDays(1)
		if after := fmt.Sprint(outcomes(ask(t, a, q))); after != before && !dates[q.Instrument][q.AsOf] && !factDay(q) {
			t.Fatal(q, "turns on", q.AsOf, "which is no date of the rule, from", before, "to", after)
		}
	}
	for _, q := range nearby(b) {
		for d := range dates[q.Instrument] {
			for n := -3; n <= 2; n++ {
				q.AsOf = d.AddDays(n)
				turn(t, q)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) { turn(t, drawQuestion(t, b)) })
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

// TestListOrder checks that the order of a rule's duties, addressees, makers and
// exceptions does not matter.
func TestListOrder(t *testing.T) {
	b, turned := load(t), load(t)
	for _, r := range turned.Rules() {
		slices.Reverse(r.Obligations)
		slices.Reverse(r.Addressees)
		slices.Reverse(r.Makers)
		slices.Reverse(r.Exceptions)
		for i := range r.Obligations {
			slices.Reverse(r.Obligations[i].Addressees)
			slices.Reverse(r.Obligations[i].Makers)
			slices.Reverse(r.Obligations[i].Exceptions)
		}
	}
	x, y := check.NewAsker(b, ties), check.NewAsker(turned, ties)
	for _, q := range nearby(b) {
		if before, after := outcomes(ask(t, x, q)), outcomes(ask(t, y, q)); !maps.Equal(before, after) {
			t.Fatal(q, before, "becomes", after)
		}
	}
}

// stranger is a company that no rule names and nothing is known of.
const stranger = "nobody-known"

// staged calls do for the element of every worked example, with a checker for its
// operator and day, and the company that it names.
func staged(t *testing.T, do func(c *check.Checker, f check.Facts, maker string)) {
	b := load(t)
	for _, q := range nearby(b) {
		maker, ok := q.Facts["element.maker"].(string)
		if !ok {
			continue
		}
		operator, element := map[string]any{}, map[string]any{}
		for n, v := range q.Facts {
			switch {
			case strings.HasPrefix(n, "operator."):
				operator[n] = v
			case n != "element.maker" && n != "event_on":
				element[n] = v
			}
		}
		about, err := check.NewFacts(b.Table(), operator)
		if err != nil {
			t.Fatal(err)
		}
		c, err := check.New(check.Options{Book: b, Owners: ties, Operator: about, AsOf: q.AsOf, Unsourced: true})
		if err != nil {
			t.Fatal(err)
		}
		do(c, facts(t, c, element), maker)
	}
}

// accused are the duties that a list says are broken or due.
func accused(list []whomade.Verdict) map[string]whomade.Outcome {
	out := map[string]whomade.Outcome{}
	for _, v := range list {
		if v.Outcome == whomade.Breaks || v.Outcome == whomade.Due {
			out[v.Rule+" "+v.Obligation] = v.Outcome
		}
	}
	return out
}

// TestEvidenceAgainst checks that less confidence in a maker, weaker evidence for it
// or none says of no duty that it is broken or due, but where that holds whoever made
// it; and that a set of makers says so only where each of them does, in any order.
func TestEvidenceAgainst(t *testing.T) {
	heard := 0
	staged(t, func(c *check.Checker, f check.Facts, maker string) {
		sure := func(m string) map[string]whomade.Outcome {
			return accused(c.Element(f, []whomade.MakerChance{{Maker: m, Confidence: 1}}, "A"))
		}
		strong, whoever := sure(maker), sure(stranger)
		heard += len(strong)
		half := []whomade.MakerChance{{Maker: maker, Confidence: 0.5}, {Maker: stranger, Confidence: 0.5}}
		for name, list := range map[string][]whomade.Verdict{
			"less confidence": c.Element(f, []whomade.MakerChance{{Maker: maker, Confidence: 0.94}}, "A"),
			"weaker evidence": c.Element(f, []whomade.MakerChance{{Maker: maker, Confidence: 1}}, "CD"),
			"no evidence":     c.Element(f, nil, ""),
			"a set":           c.Element(f, half, "A"),
			"the set turned":  c.Element(f, []whomade.MakerChance{half[1], half[0]}, "A"),
		} {
			for duty, o := range accused(list) {
				if whoever[duty] != o || strong[duty] != o {
					t.Fatalf("%s, %v: %s %s on %s", maker, f, duty, o, name)
				}
			}
		}
	})
	if heard == 0 {
		t.Error("no duty is broken or due")
	}
}

// TestElementOrder checks that what is said of an element does not depend on which
// others were looked at before.
func TestElementOrder(t *testing.T) {
	for _, operator := range []string{"gb-designated-provider", "us-federal-contractor", "in-licensee"} {
		c := checker(t, "2026-11-23", map[string]any{"operator.role": operator})
		var elements []func(*check.Checker) string
		staged(t, func(_ *check.Checker, f check.Facts, maker string) {
			elements = append(elements, func(c *check.Checker) string {
				return fmt.Sprint(c.Element(f, []whomade.MakerChance{{Maker: maker, Confidence: 1}}, "A"))
			})
		})
		said := make([]string, len(elements))
		for i, e := range elements {
			said[i] = e(c)
		}
		c = checker(t, "2026-11-23", map[string]any{"operator.role": operator})
		for i, e := range slices.Backward(elements) {
			if got := e(c); got != said[i] {
				t.Fatalf("%s: element %d: %s, and after others %s", operator, i, got, said[i])
			}
		}
	}
}

// TestRenaming checks that a maker's name alone decides nothing: with another name
// in the rules, the ties and the facts the outcomes are the same.
func TestRenaming(t *testing.T) {
	const is = "some-maker"
	for _, was := range []string{"huawei", "zte", "hikvision", "kaspersky"} {
		to := strings.NewReplacer(was, is).Replace
		renamed := fstest.MapFS{}
		err := fs.WalkDir(rules.Files, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(rules.Files, name)
			renamed[name] = &fstest.MapFile{Data: []byte(to(string(data)))}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		other, err := law.Load(renamed)
		if err != nil {
			t.Fatal(err)
		}
		others := graph{slices.Clone(ties.Ties), map[string]string{}}
		for i, tie := range others.Ties {
			others.Ties[i].Company, others.Ties[i].Owner = to(tie.Company), to(tie.Owner)
		}
		for id, country := range ties.seats {
			others.seats[to(id)] = country
		}
		b := load(t)
		x, y := check.NewAsker(b, ties), check.NewAsker(other, others)
		same := func(t fatal, q check.Question) {
			before := map[string]whomade.Outcome{}
			for what, o := range outcomes(ask(t, x, q)) {
				before[to(what)] = o
			}
			q.Facts, q.Instrument, q.Obligation = maps.Clone(q.Facts), to(q.Instrument), to(q.Obligation)
			for n, v := range q.Facts {
				if text, one := v.(string); one {
					q.Facts[n] = to(text)
				}
			}
			if after := outcomes(ask(t, y, q)); !maps.Equal(before, after) {
				t.Fatal(q, before, "becomes", after)
			}
		}
		for _, q := range nearby(b) {
			same(t, q)
			same(t, but(q, "element.maker", was))
		}
		rapid.Check(t, func(t *rapid.T) { same(t, drawQuestion(t, b)) })
	}
}
