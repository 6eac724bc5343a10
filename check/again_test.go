package check_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
	"github.com/whomade/whomade/knowledge/data/rules"
	"github.com/whomade/whomade/knowledge/law"
)

// edited is the rules with one file changed, each text in it put in the place of the
// one before it; without texts the file is taken away.
func edited(t testing.TB, file string, texts ...string) *law.Book {
	t.Helper()
	all, found := fstest.MapFS{}, false
	err := fs.WalkDir(rules.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(rules.Files, name)
		if name == file {
			if found = true; len(texts) == 0 {
				return err
			}
			for i := 0; i < len(texts); i += 2 {
				if !bytes.Contains(data, []byte(texts[i])) {
					t.Fatalf("%s has no %q", file, texts[i])
				}
				data = bytes.Replace(data, []byte(texts[i]), []byte(texts[i+1]), 1)
			}
		}
		all[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil || !found {
		t.Fatal(file, err)
	}
	b, err := law.Load(all)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const direction = "gb/dvd-huawei-2022.yaml"

// variants are the rules, and the rules with one change each: a date, the makers, a
// fact that no other rule asks for, and a rule gone.
func variants(t testing.TB) []*law.Book {
	variantsOnce.Do(func() {
		variantBooks = []*law.Book{
			load(t),
			edited(t, direction, "by: 2027-12-31", "by: 2025-12-31"),
			edited(t, direction, "named: [huawei]", "named: [huawei, nokia]"),
			edited(t, direction, "\nfacts:\n", "\nfacts:\n- {name: element.shade, type: choice, values: [dark, light], meaning: its shade, question: Which shade has it?}\n",
				"when: {element.segment: core}", "when: {element.segment: core, element.shade: dark}"),
			edited(t, "us/ndaa-fy2019-889-a-1-b.yaml"),
		}
	})
	return variantBooks
}

var (
	variantsOnce sync.Once
	variantBooks []*law.Book
)

// drawElement draws an element with some facts.
func drawElement(t *rapid.T, id string) whomade.Element {
	e := whomade.Element{ID: id, Grades: rapid.SampledFrom([]string{"A", "B", "C"}).Draw(t, "grades"), Facts: map[string]string{}}
	for range rapid.IntRange(0, 2).Draw(t, "makers") {
		m := rapid.SampledFrom(domain["element.maker"]).Draw(t, "maker").(string)
		e.Makers = append(e.Makers, whomade.MakerChance{Maker: m, Confidence: rapid.SampledFrom([]float64{0.4, 0.97}).Draw(t, "confidence")})
	}
	e.Stated = rapid.Bool().Draw(t, "stated")
	for _, n := range elementFacts {
		if rapid.IntRange(0, 2).Draw(t, n+"?") > 0 {
			continue
		}
		e.Facts[n] = textOf(rapid.SampledFrom(domain[n]).Draw(t, n))
	}
	return e
}

// elementFacts are the facts of the domain that an element may have; one names the
// operator, as a list of another's elements may.
var elementFacts = func() []string {
	var out []string
	for _, n := range slices.Sorted(maps.Keys(domain)) {
		if !strings.HasPrefix(n, "operator.") && !strings.HasPrefix(n, "share.") && n != "element.maker" || n == "operator.permit" {
			out = append(out, n)
		}
	}
	return out
}()

func textOf(v any) string {
	if list, ok := v.([]any); ok {
		var out []string
		for _, x := range list {
			out = append(out, fmt.Sprint(x))
		}
		return strings.Join(out, ",")
	}
	return fmt.Sprint(v)
}

// operators are facts about an operator; each differs from the one before it.
var operators = []map[string]any{
	{"operator.role": []any{"gb-designated-provider", "us-federal-contractor"}},
	{"operator.role": []any{"gb-designated-provider", "us-federal-contractor"}, "operator.permit": "2024-12-31"},
	{"operator.role": []any{"gb-designated-provider", "us-federal-contractor"}, "operator.order_received": "yes", "operator.funds": "usf"},
	{"operator.role": []any{"gb-designated-provider", "us-federal-contractor"}, "site.sensitive": "no"},
	{"operator.role": "de-contract-operator", "operator.country": "DE"},
	{"operator.role": []any{"gb-designated-provider", "us-federal-contractor"}, "operator.federal_grant": "yes"},
}

// TestAgain checks that judging again only what a change of a rule, of a fact about the
// operator or of one about an element touches gives what judging everything gives, with
// elements that were judged before and others, over several changes.
func TestAgain(t *testing.T) {
	all := variants(t)
	made := func(t *rapid.T, b *law.Book, operator int) check.Options {
		f, err := check.NewFacts(b.Table(), operators[operator])
		if err != nil {
			t.Fatal(err)
		}
		day := rapid.SampledFrom([]string{"2026-11-23", "2026-11-23", "2026-11-23", "2028-01-01"}).Draw(t, "day")
		return check.Options{Book: b, Owners: ties, Operator: f, AsOf: date(day), All: rapid.IntRange(0, 5).Draw(t, "all") == 0}
	}
	rapid.Check(t, func(t *rapid.T) {
		o := made(t, all[0], 0)
		c, err := check.New(o)
		if err != nil {
			t.Fatal(err)
		}
		var elements []whomade.Element
		for i := range rapid.IntRange(1, 6).Draw(t, "elements") {
			elements = append(elements, drawElement(t, fmt.Sprint("e-", i)))
		}
		for range rapid.IntRange(1, 4).Draw(t, "changes") {
			place := check.Facts{}
			for _, e := range elements {
				if rapid.IntRange(0, 3).Draw(t, "judged before") > 0 {
					if _, err := c.Judge(e, place); err != nil {
						t.Fatal(err)
					}
				}
			}
			o = made(t, rapid.SampledFrom(all).Draw(t, "rules"), rapid.IntRange(0, len(operators)-1).Draw(t, "operator"))
			if c, err = c.With(o); err != nil {
				t.Fatal(err)
			}
			full, err := check.New(o)
			if err != nil {
				t.Fatal(err)
			}
			more := check.Facts{}
			if n := rapid.SampledFrom(append([]string{""}, elementFacts...)).Draw(t, "supposed"); n != "" {
				if more, err = c.Facts(map[string]any{n: rapid.SampledFrom(domain[n]).Draw(t, "to")}); err != nil {
					t.Fatal(err)
				}
			}
			for _, e := range elements {
				for _, supposed := range []check.Facts{{}, more} {
					got, err := c.Suppose(e, place, supposed)
					if err != nil {
						t.Fatal(err)
					}
					want, err := full.Judge(e, place.With(supposed))
					if err != nil {
						t.Fatal(err)
					}
					if d := cmp.Diff(want, got); d != "" {
						t.Fatalf("%+v with %v: judged again (+) and in full (-):\n%s", e, supposed.Names(), d)
					}
				}
			}
			if d := cmp.Diff(full.Operator(nil), c.Operator(nil)); d != "" {
				t.Fatal(d)
			}
		}
	})
}

// TestAgainTouches checks that what a change does not touch is not made again: the
// lists are the same.
func TestAgainTouches(t *testing.T) {
	all := variants(t)
	f, err := check.NewFacts(all[0].Table(), operators[0])
	if err != nil {
		t.Fatal(err)
	}
	o := check.Options{Book: all[0], Owners: ties, Operator: f, AsOf: date("2026-11-23")}
	c, err := check.New(o)
	if err != nil {
		t.Fatal(err)
	}
	radio := radio("e-1", "huawei", 0.99, nil)
	camera := whomade.Element{ID: "e-2", Segment: "video-surveillance", Maker: "hikvision", Confidence: 0.99, Grades: "A", Stated: true}
	judge := func(c *check.Checker, e whomade.Element) []whomade.Verdict {
		list, err := c.Judge(e, check.Facts{})
		if err != nil || len(list) == 0 {
			t.Fatal(e.ID, list, err)
		}
		return list
	}
	was := [][]whomade.Verdict{judge(c, radio), judge(c, camera)}
	o.Book = all[1]
	n, err := c.With(o)
	if err != nil {
		t.Fatal(err)
	}
	is := [][]whomade.Verdict{judge(n, radio), judge(n, camera)}
	if &was[0][0] == &is[0][0] {
		t.Error("the direction was changed, and a radio of its vendor has the same list")
	}
	if &was[1][0] != &is[1][0] {
		t.Error("the direction was changed, and a camera was judged again")
	}
}
