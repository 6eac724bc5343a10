package law_test

import (
	"bytes"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/data/rules"
	"github.com/whomade/whomade/knowledge/law"
)

// TestLint checks the embedded rules. Companies resolve where a maker file or a
// short entry of that id exists.
func TestLint(t *testing.T) {
	b, err := law.Load(rules.Files)
	if err != nil {
		t.Fatal(err)
	}
	short, _ := os.ReadFile("../data/companies.yaml")
	known := func(id string) bool {
		_, err := os.Stat("../data/makers/" + id + ".yaml")
		return err == nil || strings.Contains(string(short), "id: "+id+"\n")
	}
	for _, p := range law.Lint(b, known) {
		t.Error(p)
	}
	for _, r := range b.Rules() {
		if r.Grade == whomade.TextRead {
			t.Errorf("%s: no legal text was read yet", r.File)
		}
	}
}

// TestCompiled checks that the compiled rules are those of the files.
func TestCompiled(t *testing.T) {
	b, err := law.Load(rules.Files)
	if err != nil {
		t.Fatal(err)
	}
	want, err := law.Compile(b)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, rules.Compiled) {
		t.Fatal("the compiled rules are stale: run go generate ./knowledge/law")
	}
	c, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	again, err := law.Compile(c)
	if err != nil || !bytes.Equal(again, want) {
		t.Errorf("compiled rules change when they are read: %v", err)
	}
	if c.Digest() != b.Digest() || len(c.FactsTable()) != len(b.FactsTable()) {
		t.Error("the compiled book differs from its files")
	}
}

const facts = `
- {name: element.maker, type: company, meaning: m, question: q}
- {name: element.segment, type: choice, values: [ran, core], several: true, meaning: m, question: q}
- {name: event_on, type: date, meaning: m, question: q}
- {name: share.*, type: number, meaning: m, question: q}
`

const roles = `
- {id: mobile-operator, name: a mobile operator}
- {id: xa-tsp, name: a provider, country: XA, carriers: true}
`

const rule = `id: xa-test
jurisdiction: XA
title: t
issuer: i
citation: c
sources: [https://192.0.2.1/a]
grade: unsourced
binding: true
summary: s
announced: 2020-01-01
from: 2020-02
status: [{date: 2020-01-01, state: enacted}]
addressees: [{role: xa-tsp}]
makers: [{named: [huawei]}]
when:
  element.segment: [core]
  any:
  - {share.a: 0.5..}
  - not: {event_on: ..2021-06}
obligations:
- {id: remove, do: remove, what: w, by: 2021-12-31}
examples: []
`

func pack(changes ...string) fstest.MapFS {
	text := strings.NewReplacer(changes...).Replace(rule)
	return fstest.MapFS{
		"facts.yaml":   {Data: []byte(facts)},
		"roles.yaml":   {Data: []byte(roles)},
		"xa/test.yaml": {Data: []byte(text)},
		"notes.txt":    {Data: []byte("left alone")},
	}
}

func TestLoad(t *testing.T) {
	b, err := law.Load(pack())
	if err != nil {
		t.Fatal(err)
	}
	r, ok := b.Rule("xa-test")
	if !ok || r.From != (whomade.Date{Year: 2020, Month: 2}) || r.File != "xa/test.yaml" {
		t.Fatalf("rule %+v", r)
	}
	if got := strings.Join(r.When.FactNames(), " "); got != "element.segment share.a event_on" {
		t.Errorf("facts %s", got)
	}
	if s := r.When.Terms[1].Any[1].Terms[0].Not.Terms[0].Spans[0]; s.Hi != 20210630 {
		t.Errorf("an open month range ends on %v", s.Hi)
	}
	if !strings.HasPrefix(b.Digest(), "sha256:") || b.Date().String() != "2020-01-01" {
		t.Errorf("digest %q, date %s", b.Digest(), b.Date())
	}
	if _, err := b.Select("xb"); err == nil {
		t.Error("an unknown jurisdiction was selected")
	}
	if one, err := b.Select("XA"); err != nil || len(one.Rules()) != 1 {
		t.Errorf("select: %v", err)
	}
}

// TestLoadErrors checks that mistakes are refused with their file and, inside
// it, their line.
func TestLoadErrors(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"unknown field", "summary: s", "sumary: s", "xa/test.yaml: [9:1] unknown field"},
		{"unknown fact", "element.segment: [core]", "element.colour: [red]", `line 16: no fact is called "element.colour"`},
		{"unknown value", "[core]", "[attic]", `line 16: element.segment: "attic" is not one of ran, core`},
		{"bad date", "from: 2020-02", "from: 2020-13", "2020-13"},
		{"bad range", "..2021-06", "2022..2021", "ends before it begins"},
		{"bad number", "0.5..", "much", `"much" is no number`},
		{"second document", "examples: []", "examples: []\n---\na: 1", "more than one document"},
	} {
		_, err := law.Load(pack(c.old, c.new))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "xa/test.yaml") {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
	deep := "when: " + strings.Repeat("{not: ", 40) + "{}" + strings.Repeat("}", 40) + "\nobligations:"
	if _, err := law.Load(pack("obligations:", deep, "when:\n", "criteria: x\nx:")); err == nil {
		t.Error("forty nested conditions were read")
	}
	big := pack()
	big["xa/test.yaml"] = &fstest.MapFile{Data: make([]byte, 2<<20)}
	if _, err := law.Load(big); err == nil {
		t.Error("a file of 2 MiB was read")
	}
	twice := pack()
	twice["xa/other.yaml"] = twice["xa/test.yaml"]
	if _, err := law.Load(twice); err == nil {
		t.Error("one id in two files was read")
	}
}

func TestLintFinds(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"citation: c", `citation: ""`, "citation is missing"},
		{"sources: [https://192.0.2.1/a]", "sources: []", "no source"},
		{"grade: unsourced", "grade: sure", "grade"},
		{"from: 2020-02", "from: 2019-02", "before announced"},
		{"by: 2021-12-31", "by: 2019-12-31", "before from"},
		{"do: remove", "do: vanish", "no duty"},
		{"role: xa-tsp", "role: xa-other", "no role"},
		{"named: [huawei]", "named: [nobody]", "not known"},
		{"id: xa-test", "id: xa-else", "is called xa/else.yaml"},
		{"examples: []", "examples: [{as_of: 2020-01-01, facts: {}, outcome: fine}]", "outcome"},
	} {
		b, err := law.Load(pack(c.old, c.new))
		if err != nil {
			t.Errorf("%s: %v", c.new, err)
			continue
		}
		var all []string
		for _, p := range law.Lint(b, func(id string) bool { return id == "huawei" }) {
			all = append(all, p.String())
		}
		if !strings.Contains(strings.Join(all, "\n"), c.want) {
			t.Errorf("%s: %q is not among %v", c.new, c.want, all)
		}
	}
}

// TestLoadOver checks that a folder with one rule replaces that rule alone.
func TestLoadOver(t *testing.T) {
	base, err := law.Load(rules.Files)
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(rules.Files, "au/5g-guidance-2018.yaml")
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), "binding: true", "binding: false", 1)
	b, err := law.LoadOver(base, fstest.MapFS{"au/5g-guidance-2018.yaml": {Data: []byte(changed)}})
	if err != nil {
		t.Fatal(err)
	}
	if r, _ := b.Rule("au-5g-guidance-2018"); r.Binding || len(b.Rules()) != len(base.Rules()) || b.Digest() == base.Digest() {
		t.Errorf("binding %v, %d rules for %d", r.Binding, len(b.Rules()), len(base.Rules()))
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(rule)
	f.Add("when: {any: [{not: {element.maker: [a]}}]}")
	f.Add("a: &a [*a]\nwhen: *a")
	f.Fuzz(func(t *testing.T, text string) {
		p := pack()
		p["xa/test.yaml"] = &fstest.MapFile{Data: []byte(text)}
		if b, err := law.Load(p); err == nil {
			law.Lint(b, nil)
		}
	})
}

// TestNames: what the conditions and worked examples of a rule speak of.
func TestNames(t *testing.T) {
	book, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]bool{
		"us-ndaa-fy2019-889-a-1-a":   false, // equipment and services
		"us-kaspersky-bod-ndaa-1634": true,  // in its examples
		"us-icts-kaspersky-2024":     true,  // in a condition on makers
		"tw-gov-chinese-brand-ban":   true,  // in its own condition
		"cz-nukib-warning-2018":      true,
	} {
		r, ok := book.Rule(id)
		if !ok {
			t.Errorf("there is no rule %s", id)
		} else if got := r.Names("element.segment", "software"); got != want {
			t.Errorf("%s names software: %v, want %v", id, got, want)
		}
	}
}
