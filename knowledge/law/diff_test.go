package law

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/whomade/whomade"
)

const before = `id: xx-one
jurisdiction: XX
title: One
issuer: somebody
citation: One 1
sources: [https://example.org/one]
grade: partly-sourced
binding: true
summary: one
announced: 2020-01-01
from: 2020-03-01
status: [{date: 2020-01-01, state: enacted, note: signed}]
addressees: [{role: operator}]
obligations:
- {id: remove, do: remove, what: remove it, by: 2022-06}
examples: []
`

func small(t *testing.T, rule string) *Book {
	t.Helper()
	b, err := Load(fstest.MapFS{
		"facts.yaml":  {Data: []byte("- {name: operator.role, type: role, several: true, meaning: m, question: q}\n")},
		"roles.yaml":  {Data: []byte("- {id: operator, name: an operator}\n")},
		"xx/one.yaml": {Data: []byte(rule)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func day(s string) whomade.Date {
	d, err := whomade.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func texts(list []Change) []string {
	var out []string
	for _, c := range list {
		out = append(out, c.On.String()+" "+c.Obligation+" "+c.What)
	}
	return out
}

func TestBetween(t *testing.T) {
	b := small(t, before)
	got := texts(Between(b, day("2019-12-31"), day("2022-07-01")))
	want := []string{"2020-01-01  enacted: signed", "2020-03-01  comes into force", "2022-07-01 remove its day has passed: remove it"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := Between(b, day("2020-03-01"), day("2022-06-30")); len(got) > 0 {
		t.Errorf("%v", got)
	}
}

func TestDifferences(t *testing.T) {
	b := small(t, before)
	if got := Differences(b, b); len(got) > 0 {
		t.Errorf("a book differs from itself: %v", got)
	}
	now := small(t, before[:len(before)-len("examples: []\n")]+"- {id: report, do: report, what: report it}\nexamples: []\n")
	now.rules[0].Obligations[0].By = day("2023-06")
	want := []string{" remove by was 2022-06 and is 2023-06", " report the duty is new: report it"}
	if got := texts(Differences(b, now)); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTurns(t *testing.T) {
	var got []string
	for _, d := range small(t, before).Turns() {
		got = append(got, d.String())
	}
	if want := []string{"2020-01-01", "2020-03-01", "2022-06-02", "2022-07-01"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
