package check_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
)

// checker prepares a checker for an operator as of a day.
func checker(t testing.TB, asOf string, operator map[string]any) *check.Checker {
	t.Helper()
	b := load(t)
	f, err := check.NewFacts(b.Table(), operator)
	if err != nil {
		t.Fatal(err)
	}
	c, err := check.New(check.Options{Book: b, Owners: ties, Operator: f, AsOf: date(asOf)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func facts(t testing.TB, c *check.Checker, in map[string]any) check.Facts {
	t.Helper()
	f, err := c.Facts(in)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// one is the verdict of an obligation.
func one(list []whomade.Verdict, rule, obligation string) (whomade.Verdict, bool) {
	i := slices.IndexFunc(list, func(v whomade.Verdict) bool { return v.Rule == rule && v.Obligation == obligation })
	if i < 0 {
		return whomade.Verdict{}, false
	}
	return list[i], true
}

func TestElementMakers(t *testing.T) {
	c := checker(t, "2024-01-01", map[string]any{"operator.role": []string{"gb-designated-provider"}, "operator.country": "GB"})
	core := facts(t, c, map[string]any{"element.segment": "core", "site.country": "GB"})
	for _, s := range []struct {
		name    string
		makers  []whomade.MakerChance
		grades  string
		outcome whomade.Outcome // "" for no verdict
		missing string
	}{
		{"sure", []whomade.MakerChance{{Maker: "huawei", Confidence: 0.97}}, "AC", whomade.Breaks, ""},
		{"at the bound", []whomade.MakerChance{{Maker: "huawei", Confidence: 0.95}}, "B", whomade.Breaks, ""},
		{"not sure", []whomade.MakerChance{{Maker: "huawei", Confidence: 0.94}}, "A", whomade.CannotTell, "element.maker"},
		{"weak evidence", []whomade.MakerChance{{Maker: "huawei", Confidence: 0.99}}, "CD", whomade.CannotTell, "element.maker"},
		{"two that differ", []whomade.MakerChance{{Maker: "huawei", Confidence: 0.6}, {Maker: "nokia", Confidence: 0.38}}, "A", whomade.CannotTell, "element.maker"},
		{"two alike", []whomade.MakerChance{{Maker: "huawei", Confidence: 0.6}, {Maker: "hisilicon", Confidence: 0.38}}, "A", whomade.Breaks, ""},
		{"another", []whomade.MakerChance{{Maker: "nokia", Confidence: 0.99}}, "A", "", ""},
		{"nothing known", nil, "", whomade.CannotTell, "element.maker"},
	} {
		v, ok := one(c.Element(core, s.makers, s.grades), "gb-dvd-huawei-2022", "remove-core")
		if ok != (s.outcome != "") || v.Outcome != s.outcome || strings.Join(v.Missing, " ") != s.missing {
			t.Errorf("%s: %q missing %q, want %q missing %q", s.name, v.Outcome, v.Missing, s.outcome, s.missing)
		}
	}
}

// TestFormerAffiliate checks that control is judged on the day of manufacture.
func TestFormerAffiliate(t *testing.T) {
	c := checker(t, "2026-11-23", map[string]any{"operator.role": "gb-designated-provider"})
	honor := []whomade.MakerChance{{Maker: "honor", Confidence: 0.99}}
	for made, want := range map[string]whomade.Outcome{
		"2019-05": whomade.Breaks, "2021-02": whomade.Allowed, "": whomade.CannotTell, "2020": whomade.CannotTell,
	} {
		in := map[string]any{"element.segment": "core"}
		if made != "" {
			in["element.manufactured"] = made
		}
		v, ok := one(c.Element(facts(t, c, in), honor, "A"), "gb-dvd-huawei-2022", "remove-core")
		if !ok && want == whomade.Allowed {
			continue
		}
		if v.Outcome != want || want == whomade.CannotTell && !slices.Equal(v.Missing, []string{"element.manufactured"}) {
			t.Errorf("made %q: %s missing %v, want %s", made, v.Outcome, v.Missing, want)
		}
	}
}

// TestIfs checks what is said where nothing is known of the operator.
func TestIfs(t *testing.T) {
	c := checker(t, "2024-01-01", nil)
	list := c.Element(facts(t, c, map[string]any{"element.segment": "core"}), []whomade.MakerChance{{Maker: "huawei", Confidence: 0.99}}, "A")
	v, ok := one(list, "gb-dvd-huawei-2022", "remove-core")
	want := []whomade.If{{
		Facts: map[string]string{"operator.role": "gb-designated-provider"}, Outcome: whomade.Breaks, Since: date("2024-01-01"), Deadline: date("2023-12-31"),
		Text: "if you are a UK designated provider: breaks since 2024-01-01",
	}}
	if !ok || v.Outcome != whomade.CannotTell || !slices.Equal(v.Missing, []string{"operator.role"}) {
		t.Fatalf("verdict %+v", v)
	}
	if d := cmp.Diff(want, v.If); d != "" {
		t.Error(d)
	}
	s := check.Summarise(load(t).Table(), []whomade.Element{{Verdicts: list}, {Verdicts: list}}, c.Operator(nil))
	if len(s.Questions) == 0 || s.Questions[0].Fact != "operator.role" || s.Questions[0].Text == "" {
		t.Errorf("questions %+v", s.Questions)
	}
	i := slices.IndexFunc(s.Ifs, func(f whomade.IfCount) bool { return f.Text == want[0].Text })
	if i < 0 || s.Ifs[i].Elements != 2 || s.Ifs[i].Jurisdiction != "GB" {
		t.Errorf("ifs %+v", s.Ifs)
	}
	if none := c.Element(check.Facts{}, nil, ""); len(none) != 0 {
		t.Errorf("%d verdicts where neither operator nor maker is known", len(none))
	}
}

// TestConcurrent lets the race detector see a checker shared by goroutines, and
// checks that they get the same answers.
func TestConcurrent(t *testing.T) {
	c := checker(t, "2026-11-23", map[string]any{"operator.role": []string{"gb-designated-provider", "us-federal-contractor"}})
	var list []check.Facts
	for _, s := range []string{"core", "ran", "transport", "enterprise"} {
		for _, g := range []string{"5g", "4g", "none"} {
			list = append(list, facts(t, c, map[string]any{"element.segment": s, "element.generation": g, "site.country": "GB"}))
		}
	}
	got := make([][]whomade.Verdict, 4)
	var wg sync.WaitGroup
	for g := range got {
		wg.Go(func() {
			for _, f := range list {
				for _, m := range []string{"huawei", "honor", "nokia"} {
					got[g] = append(got[g], c.Element(f, []whomade.MakerChance{{Maker: m, Confidence: 0.99}}, "A")...)
				}
			}
		})
	}
	wg.Wait()
	for _, g := range got[1:] {
		if d := cmp.Diff(got[0], g); d != "" {
			t.Fatal(d)
		}
	}
}

func TestJudge(t *testing.T) {
	c := checker(t, "2024-01-01", map[string]any{"operator.role": "gb-designated-provider"})
	e := whomade.Element{
		ID: "e1", Maker: "huawei", Confidence: 0.98, Makers: []whomade.MakerChance{{Maker: "huawei", Confidence: 0.98}}, Segment: "core", Model: "X1",
		Grades: "B", Stated: true, Facts: map[string]string{"element.generation": "4g,5g"},
	}
	list, err := c.Judge(e, facts(t, c, map[string]any{"site.country": "GB"}))
	if err != nil {
		t.Fatal(err)
	}
	v, ok := one(list, "gb-dvd-huawei-2022", "remove-core")
	if !ok || v.Outcome != whomade.Breaks || !strings.Contains(v.Because[len(v.Because)-1].Text, "the list states") {
		t.Errorf("%+v", v)
	}
	e.Facts = map[string]string{"element.colour": "red"}
	if _, err := c.Judge(e, check.Facts{}); err == nil || !strings.Contains(err.Error(), "e1") {
		t.Errorf("error %v", err)
	}
}

func TestOperator(t *testing.T) {
	c := checker(t, "2024-01-01", map[string]any{"operator.role": []string{"gb-designated-provider", "us-federal-contractor"}, "share.5g-access": 0.41, "share.full-fibre": 0.22})
	list := c.Operator(nil)
	v, ok := one(list, "gb-dvd-huawei-2022", "cap-share-5g")
	if !ok || v.Outcome != whomade.Breaks || v.Deadline != date("2023-07-31") || v.Grade != whomade.PartlySourced {
		t.Errorf("5G cap: %+v", v)
	}
	if !slices.ContainsFunc(v.Because, func(b whomade.Because) bool {
		return b.Fact == "share.5g-access" && b.Value == "0.41" && strings.Contains(b.Text, "35 %")
	}) {
		t.Errorf("the number is not shown: %+v", v.Because)
	}
	if v, _ := one(list, "gb-dvd-huawei-2022", "cap-share-full-fibre"); v.Outcome != whomade.Allowed {
		t.Errorf("full fibre cap: %+v", v)
	}
	if v, _ := one(list, "us-ndaa-fy2019-889-a-1-b", "report"); v.Outcome != whomade.Due {
		t.Errorf("report: %+v", v)
	}
}

// TestPlaces checks that a rule reaches only kit in its country, and asks for
// the place where the operator acts in several.
func TestPlaces(t *testing.T) {
	c := checker(t, "2027-06-01", map[string]any{"operator.role": []string{"gb-designated-provider", "de-contract-operator"}})
	huawei := []whomade.MakerChance{{Maker: "huawei", Confidence: 0.99}}
	for site, want := range map[string][2]whomade.Outcome{
		"GB": {whomade.Breaks, ""}, "DE": {"", whomade.Breaks}, "": {whomade.CannotTell, whomade.CannotTell},
	} {
		in := map[string]any{"element.segment": "core", "element.generation": "5g"}
		if site != "" {
			in["site.country"] = site
		}
		list := c.Element(facts(t, c, in), huawei, "A")
		gb, _ := one(list, "gb-dvd-huawei-2022", "remove-core")
		de, _ := one(list, "de-5g-contracts-2024-07", "remove")
		if got := [2]whomade.Outcome{gb.Outcome, de.Outcome}; got != want {
			t.Errorf("site %q: %v, want %v", site, got, want)
		}
	}
}

func TestNewFacts(t *testing.T) {
	table := load(t).Table()
	for _, c := range []struct {
		in   map[string]any
		want string
	}{
		{map[string]any{"element.makr": "x"}, "perhaps element.maker is meant"},
		{map[string]any{"element.segment": "roof"}, "is not one of ran"},
		{map[string]any{"element.maker": []any{"a", "b"}}, "one value, not several"},
		{map[string]any{"element.acquired": "yesterday"}, "want YYYY"},
		{map[string]any{"element.sees_user_data": "maybe"}, "neither yes nor no"},
		{map[string]any{"site.country": "Great Britain"}, "ISO 3166-1"},
		{map[string]any{"operator.customers": "many"}, "no number"},
		{map[string]any{"element.maker": ""}, "leave out what is not known"},
		{map[string]any{"element.segment": "unknown"}, "leave out what is not known"},
		{map[string]any{"element.segment": map[string]any{}}, "type map"},
		{map[string]any{"operator.role": "king"}, "is no role"},
	} {
		if _, err := check.NewFacts(table, c.in); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: error %v, want %q", c.in, err, c.want)
		}
	}
	f, err := check.NewFacts(table, map[string]any{
		"operator.role": []string{"ro-5g-provider", "no-operator-of-some-kind"}, "site.country": "gb", "site.sensitive": "a hospital", "operator.permit": "none",
		"element.acquired": "2019-01-01..2019-12-31", "share.anything": 0.5, "site.distance_km.some-place": 3, "element.sees_user_data": true,
	})
	if err != nil || f.Texts("site.country")[0] != "GB" || f.Texts("element.sees_user_data")[0] != "yes" {
		t.Errorf("%v %v", f, err)
	}
}

// TestSeveralComponents checks that a rule on components reaches an element where it
// reaches one of them, and that an exception for one of them frees no other.
func TestSeveralComponents(t *testing.T) {
	c := checker(t, "2026-03-01", map[string]any{"operator.role": "us-authorisation-applicant", "operator.country": "US"})
	for parts, want := range map[string]whomade.Outcome{
		"telit": "", "telit,zte": whomade.Breaks, "zte,telit": whomade.Breaks, "hisilicon": "", "hisilicon,zte": whomade.Breaks, "hisilicon,telit": "",
	} {
		e := whomade.Element{
			ID: "e-1", Maker: "cradlepoint", Confidence: 1, Grades: "A", Segment: "cpe",
			Facts: map[string]string{"element.function": "gateway", "element.component_maker": parts, "event": "apply-authorisation"},
		}
		list, err := c.Judge(e, check.Facts{})
		if err != nil {
			t.Fatal(err)
		}
		v, ok := one(list, "us-fcc-25-71-modules-and-limits", "no-authorisation-host")
		if ok && v.Outcome == whomade.Allowed {
			v.Outcome = ""
		}
		if v.Outcome != want {
			t.Errorf("%s: %q, want %q", parts, v.Outcome, want)
		}
	}
}
