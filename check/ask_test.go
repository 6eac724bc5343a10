package check_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
)

// samples are the worked questions that the table of facts comes with.
var samples = []struct {
	id, instrument, asOf string
	facts                map[string]any
	outcome              []whomade.Outcome
	deadline             string
	missing              []string
}{
	{"S1", "us-ndaa-fy2019-889-a-1-b", "2020-08-12", router(), []whomade.Outcome{whomade.NotBound}, "2020-08-13", nil},
	{"S2", "us-ndaa-fy2019-889-a-1-b", "2020-08-13", router(), []whomade.Outcome{whomade.Breaks}, "2020-08-13", nil},
	{"S3", "us-ndaa-fy2019-889-a-1-b", "2022-03-01", camera("retail"), []whomade.Outcome{whomade.Allowed}, "", nil},
	{"S4", "us-ndaa-fy2019-889-a-1-b", "2022-03-01", camera(""), []whomade.Outcome{whomade.CannotTell}, "2020-08-13", []string{"element.end_use"}},
	{"S5", "gb-dvd-huawei-2022", "2024-01-01", kit("gb-designated-provider", "core", "", ""), []whomade.Outcome{whomade.Breaks}, "2023-12-31", nil},
	{"S6", "gb-dvd-huawei-2022", "2026-11-23", kit("gb-designated-provider", "ran", "5g", ""), []whomade.Outcome{whomade.Due}, "2027-12-31", nil},
	{"S7", "gb-dvd-huawei-2022", "2026-11-23", kit("gb-other-provider", "ran", "5g", ""), []whomade.Outcome{whomade.NotBound}, "", nil},
	{"S8", "de-5g-contracts-2024-07", "2030-01-01", kit("de-contract-operator", "ran", "5g", "radio"), []whomade.Outcome{whomade.Allowed}, "", nil},
	{"S9", "au-5g-guidance-2018", "2018-11-23", mobile("AU", "4g"), []whomade.Outcome{whomade.Allowed, whomade.NotBound}, "", nil},
	{"S10", "ca-policy-statement-2022", "2026-11-23", mobile("CA", "5g"), []whomade.Outcome{whomade.AgainstGuidance}, "2024-06-28", nil},
}

func router() map[string]any {
	return map[string]any{
		"operator.role": []any{"us-federal-contractor"}, "element.maker": "huawei", "element.model": "AR1220", "element.segment": "enterprise",
		"element.function": "routing", "element.essential_component": "yes", "element.sees_user_data": "yes", "event": "contract-award",
	}
}

func camera(use string) map[string]any {
	f := router()
	delete(f, "element.model")
	f["element.maker"], f["element.segment"], f["element.function"] = "hikvision", "video-surveillance", "camera"
	if use != "" {
		f["element.end_use"] = use
	}
	return f
}

func kit(role, segment, generation, function string) map[string]any {
	f := map[string]any{"operator.role": role, "element.maker": "huawei", "element.segment": segment}
	if generation != "" {
		f["element.generation"] = generation
	}
	if function != "" {
		f["element.function"] = function
	}
	return f
}

func mobile(country, generation string) map[string]any {
	f := kit("mobile-operator", "ran", generation, "")
	f["operator.country"] = country
	return f
}

func TestSamples(t *testing.T) {
	a := check.NewAsker(load(t), ties)
	for _, s := range samples {
		got, err := a.Ask(check.Question{ID: s.id, Instrument: s.instrument, AsOf: date(s.asOf), Facts: s.facts})
		if err != nil {
			t.Errorf("%s: %v", s.id, err)
			continue
		}
		w := got.Worst()
		if !slices.Contains(s.outcome, w.Outcome) || w.Deadline.String() != s.deadline || !slices.Equal(slices.Clip(w.Missing), s.missing) && len(w.Missing)+len(s.missing) > 0 {
			t.Errorf("%s: %s %q missing %v; want %v %q %v", s.id, w.Outcome, w.Deadline, w.Missing, s.outcome, s.deadline, s.missing)
		}
	}
}

// TestControl checks what is said of makers that a rule reaches by control only.
func TestControl(t *testing.T) {
	a := check.NewAsker(load(t), ties)
	for _, c := range []struct {
		maker, made, acquired string
		want                  whomade.Outcome
	}{
		{"ezviz", "", "", whomade.Breaks},    // under control for more than ten years
		{"neul", "", "", whomade.CannotTell}, // bought by Huawei in 2014
		{"neul", "2013", "", whomade.Allowed},
		{"neul", "2019", "", whomade.Breaks},
		{"neul", "", "2012", whomade.Allowed}, // acquired before, so made before
		{"honor", "2020-11", "", whomade.CannotTell},
		{"honor", "2020-12", "", whomade.Allowed},
		{"hisilicon", "", "", whomade.Breaks},
		{"nokia", "", "", whomade.Allowed},
	} {
		f := camera("public-safety")
		f["element.maker"] = c.maker
		if c.made != "" {
			f["element.manufactured"] = c.made
		}
		if c.acquired != "" {
			f["element.acquired"] = c.acquired
		}
		w := ask(t, a, check.Question{Instrument: "us-ndaa-fy2019-889-a-1-b", AsOf: date("2024-01-01"), Facts: f}).Worst()
		if w.Outcome != c.want || w.Outcome == whomade.CannotTell && !slices.Equal(w.Missing, []string{"element.manufactured"}) {
			t.Errorf("%s made %q acquired %q: %s missing %v, want %s", c.maker, c.made, c.acquired, w.Outcome, w.Missing, c.want)
		}
	}
}

func TestStream(t *testing.T) {
	in := strings.Join([]string{
		`{"id":"a","instrument":"gb-dvd-huawei-2022","as_of":"2024-01-01","facts":{"element.maker":"huawei","element.segment":"core","operator.role":["gb-designated-provider"]}}`,
		`{"id":"b","instrument":"nowhere","as_of":"2024-01-01","facts":{}}`,
		``,
		`not JSON`,
		`{"id":"c","instrument":"gb-dvd-huawei-2022","as_of":"2024-01-01","facts":{"element.colour":"red"}}`,
		`{"id":"d","instrument":"gb-dvd-huawei-2022","as_of":"2024-01-01","facts":{"element.segment":"attic"}}`,
		`{"id":"e","instrument":"*","as_of":"2010-11-23","facts":{"site.country":"NO"}}`,
		`{"id":"f","instrument":"gb-dvd-huawei-2022","as_of":"2010","facts":{},"more":1}`,
		`{"id":"g","instrument":"gb-dvd-huawei-2022","as_of":"2010-01-01","facts":{}}` + strings.Repeat(" ", 2<<20),
		`{"id":"h","instrument":"gb-dvd-huawei-2022","as_of":"2010-01-01","facts":{}}`,
	}, "\n")
	var out bytes.Buffer
	bad, err := check.NewAsker(load(t), ties).Stream(strings.NewReader(in), &out)
	if err != nil {
		t.Fatal(err)
	}
	var ids, errs []string
	for line := range strings.Lines(out.String()) {
		var r struct{ ID, Error string }
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.ID)
		if r.Error != "" {
			errs = append(errs, r.ID)
		}
	}
	if want := []string{"a", "b", "", "c", "d", "e", "f", "", "h"}; !slices.Equal(ids, want) {
		t.Errorf("ids %q, want %q", ids, want)
	}
	if want := []string{"b", "", "c", "d", "f", ""}; !slices.Equal(errs, want) || bad != len(want) {
		t.Errorf("errors %q (%d), want %q", errs, bad, want)
	}
	first, _, _ := strings.Cut(out.String(), "\n")
	for _, part := range []string{`{"id":"a","verdicts":[{"rule":"gb-dvd-huawei-2022","obligation":"remove-core","outcome":"breaks","deadline":"2023-12-31","missing":[],"citation":{`, `"grade":"secondary-source","because":[{`} {
		if !strings.Contains(first, part) {
			t.Errorf("answer lacks %s:\n%s", part, first)
		}
	}
	if !strings.Contains(out.String(), `{"id":"e","verdicts":[]}`) || !strings.Contains(out.String(), `{"id":"h","verdicts":[]}`) {
		t.Errorf("no empty lists of verdicts in:\n%s", out.String())
	}
}

func FuzzStream(f *testing.F) {
	a := check.NewAsker(load(f), ties)
	f.Add(`{"id":"a","instrument":"*","as_of":"2024-01-01","facts":{"element.maker":"huawei","operator.role":["gb-designated-provider"],"event_on":"..2020","operator.permit":"none"}}`)
	f.Add(`{"id":"a","instrument":"us-fcc-20-176-remove-replace","as_of":"2024","facts":{"operator.role":"us-usf-recipient","operator.removal_term_began":"2020..2021","share.x":"0.1..0.2"}}`)
	f.Fuzz(func(t *testing.T, line string) {
		var out bytes.Buffer
		if _, err := a.Stream(strings.NewReader(line), &out); err != nil {
			t.Fatal(err)
		}
	})
}

// TestRoleByForm checks that a national role that the table does not have implies
// the general role it is named for, in its own country only.
func TestRoleByForm(t *testing.T) {
	a := check.NewAsker(load(t), ties)
	for role, want := range map[string]whomade.Outcome{
		"au-mobile-operator": whomade.Breaks, "nz-mobile-operator": whomade.NotBound, "au-government-agency": whomade.NotBound, "au-something": whomade.NotBound,
	} {
		f := map[string]any{"operator.role": role, "element.maker": "huawei", "element.segment": "ran", "element.generation": "5g", "event": "buy"}
		if w := ask(t, a, check.Question{Instrument: "au-5g-guidance-2018", AsOf: date("2020-01-01"), Facts: f}).Worst(); w.Outcome != want {
			t.Errorf("%s: %s, want %s", role, w.Outcome, want)
		}
	}
}
