package network

import (
	"strings"
	"testing"

	"github.com/whomade/whomade"
)

const register = `
- id: W-1
  rule: gb-dvd-huawei-2022
  obligation: remove-5g
  elements: [{serial: EX1}, {host_name: "lds-*"}]
  holder: Radio planning
  reason: replacement ordered
  approver: CISO
  granted: 2026-01-01
  expires: 2026-06-30
- {id: W-2, rule: gb-dvd-huawei-2022, maker: huawei, holder: h, reason: r, approver: a, expires: 2026-12}
- {id: W-3, rule: us-report, operator: true, holder: h, reason: r, approver: a, expires: 2026-12-31}
`

func TestWaivers(t *testing.T) {
	w, err := LoadWaivers(strings.NewReader(register))
	if err != nil {
		t.Fatal(err)
	}
	day := func(s string) whomade.Date {
		d, err := whomade.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	nokia := &whomade.Element{ID: "e-1", Maker: "nokia", Subjects: []whomade.Subject{{Serial: "EX1"}}}
	huawei := &whomade.Element{ID: "e-2", Maker: "huawei"}
	for _, c := range []struct {
		rule, obligation, on string
		e                    *whomade.Element
		want                 string
	}{
		{"gb-dvd-huawei-2022", "remove-5g", "2026-06-30", nokia, "W-1"},
		{"gb-dvd-huawei-2022", "remove-5g", "2026-07-01", nokia, "W-1 expired"},
		{"gb-dvd-huawei-2022", "remove-5g", "2025-12-31", nokia, ""},
		{"gb-dvd-huawei-2022", "remove-core", "2026-06-30", nokia, ""},
		{"gb-dvd-huawei-2022", "remove-core", "2026-12-31", huawei, "W-2"},
		{"gb-dvd-huawei-2022", "remove-core", "2027-01-01", huawei, "W-2 expired"},
		{"other", "remove-core", "2026-06-30", huawei, ""},
		{"us-report", "report", "2026-06-30", nil, "W-3"},
		{"us-report", "report", "2026-06-30", huawei, ""},
	} {
		got := ""
		if x := w.For(whomade.Verdict{Rule: c.rule, Obligation: c.obligation}, c.e, nil, day(c.on)); x != nil {
			got = x.ID
			if x.Expired {
				got += " expired"
			}
		}
		if got != c.want {
			t.Errorf("%s %s on %s: %q, want %q", c.rule, c.obligation, c.on, got, c.want)
		}
	}
	if x := w.For(whomade.Verdict{Rule: "gb-dvd-huawei-2022", Obligation: "remove-5g"}, &whomade.Element{}, []string{"LDS-AGG-1"}, day("2026-02-01")); x == nil {
		t.Error("a host name is not matched")
	}
}

func TestWaiverErrors(t *testing.T) {
	for text, want := range map[string]string{
		"- {rule: x}": "has no id",
		"- {id: a, rule: x, maker: m, holder: h, reason: r, expires: 2026}":                                   "approver is missing",
		"- {id: a, rule: x, maker: m, holder: h, reason: r, approver: a}":                                     "expires is missing",
		"- {id: a, rule: x, holder: h, reason: r, approver: a, expires: 2026}":                                "neither for which elements",
		"- {id: a, rule: x, maker: m, holder: h, reason: r, approver: a, granted: 2027-01-01, expires: 2026}": "expires before",
		"- {id: a, rul: x}": "unknown field",
	} {
		if _, err := LoadWaivers(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

func FuzzWaivers(f *testing.F) {
	f.Add(register)
	f.Fuzz(func(t *testing.T, text string) {
		w, err := LoadWaivers(strings.NewReader(text))
		if err != nil {
			return
		}
		w.For(whomade.Verdict{Rule: "r"}, &whomade.Element{}, nil, whomade.Date{Year: 2026})
	})
}
