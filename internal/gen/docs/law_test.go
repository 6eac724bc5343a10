package main

import (
	"strings"
	"testing"

	"github.com/whomade/whomade/knowledge"
	"github.com/whomade/whomade/knowledge/data/rules"
	"github.com/whomade/whomade/knowledge/law"
)

// TestSentences reads pages as a person does who is told what to do: a ban says
// "must not", a duty "must", guidance "should", and nothing of the files' notation
// shows.
func TestSentences(t *testing.T) {
	pages, err := lawPages()
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string][]string{
		"rules/GB.md": {
			"**Must not** install Huawei equipment in 5G networks, from 2022-10-13.", "**Must** remove Huawei equipment from network core functions, from 2022-10-13 by 2023-12-31.",
			"**Must** keep to the limits", "Where: the site is significant to national security.", "**Should** keep high risk vendors out of core functions", "**Whose equipment**: Huawei",
		},
		"rules/US.md":    {"**Must** stop reviewing", "without a licence", "**Allowed**:"},
		"rules/TW.md":    {"**Must not** install foreign-made"},
		"46-coverage.md": {"## Changes of the law", "| 2026-05-08 |"},
	} {
		for _, w := range want {
			if !strings.Contains(string(pages[file]), w) {
				t.Errorf("%s does not say %q", file, w)
			}
		}
	}
	for file, page := range pages {
		if !strings.Contains(string(page), "Not legal advice") {
			t.Errorf("%s does not say that it is not legal advice", file)
		}
		for _, bad := range []string{"is no, ", "not (whether", "whether the site", "**Must not** keep", "**Must not** not", "**Must** not "} {
			if strings.Contains(string(page), bad) {
				t.Errorf("%s says %q", file, bad)
			}
		}
	}
}

func TestConditions(t *testing.T) {
	book, err := law.Load(rules.Files)
	if err != nil {
		t.Fatal(err)
	}
	set, err := knowledge.Open()
	if err != nil {
		t.Fatal(err)
	}
	w := words{book.Table(), set}
	term := func(fact string, values ...string) law.Condition {
		r := law.Term{Fact: fact, Values: values}
		if f, ok := book.Table().Fact(fact); ok {
			r.Type = f.Type
		}
		return law.Condition{Terms: []law.Term{r}}
	}
	not := func(c law.Condition) law.Condition { return law.Condition{Terms: []law.Term{{Not: &c}}} }
	for want, c := range map[string]law.Condition{
		"the part of the network it serves is the core":                        term("element.segment", "core"),
		"the site is significant to national security":                         not(term("site.sensitive", "no")),
		"it is not so that the site is significant to national security":       term("site.sensitive", "no"),
		"the country where it was produced is China or Russia":                 term("element.made_in", "CN", "RU"),
		"it is not so that what it does is camera":                             not(term("element.function", "camera")),
		"the day it was bought or otherwise obtained is 2026-03-16 or earlier": term("element.acquired", "..2026-03-16"),
	} {
		if got := w.condition(c); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
