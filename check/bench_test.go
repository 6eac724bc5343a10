package check_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
	"github.com/whomade/whomade/knowledge/data/rules"
	"github.com/whomade/whomade/knowledge/law"
)

// crowd makes n elements with as many distinct combinations of facts as asked.
func crowd(b *testing.B, c *check.Checker, n, distinct int) ([]check.Facts, [][]whomade.MakerChance) {
	b.Helper()
	makers := []string{"huawei", "zte", "hikvision", "nokia", "cisco", "ericsson", "juniper", "honor", "h3c", "mikrotik"}
	segments := []string{"ran", "core", "transport", "fixed-access", "enterprise", "video-surveillance", "cpe"}
	sites := []string{"GB", "DE", "US"}
	list := make([]check.Facts, 0, distinct)
	for i := range distinct {
		f, err := c.Facts(map[string]any{
			"element.segment": segments[i%len(segments)], "element.generation": []string{"5g", "4g", "none"}[i/7%3], "site.country": sites[i/21%3],
			"element.acquired": whomade.Date{Year: 2015}.AddDays(i / 63).String(),
		})
		if err != nil {
			b.Fatal(err)
		}
		list = append(list, f)
	}
	facts, chances := make([]check.Facts, n), make([][]whomade.MakerChance, n)
	for i := range n {
		facts[i] = list[i%distinct]
		chances[i] = []whomade.MakerChance{{Maker: makers[i%distinct/7%len(makers)], Confidence: 0.97}}
	}
	return facts, chances
}

func BenchmarkElements(b *testing.B) {
	for _, size := range []struct{ n, distinct int }{{100_000, 10_000}, {1_000_000, 100_000}} {
		b.Run(fmt.Sprintf("%dof%d", size.n, size.distinct), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				c := checker(b, "2026-11-23", map[string]any{"operator.role": []string{"gb-designated-provider", "de-contract-operator", "us-federal-contractor"}})
				facts, makers := crowd(b, c, size.n, size.distinct)
				all := make([]check.Case, size.n)
				for i := range all {
					all[i] = check.Case{Element: &whomade.Element{ID: "e", Makers: makers[i], Grades: "AB"}, Place: facts[i]}
				}
				b.StartTimer()
				verdicts, inventory := 0, c.Inventory(false)
				for cases := range slices.Chunk(all, 4096) {
					lists, err := inventory.JudgeAll(cases)
					if err != nil {
						b.Fatal(err)
					}
					for _, l := range lists {
						verdicts += len(l)
					}
				}
				if v, ok := one(c.Operator(inventory), "gb-dvd-huawei-2022", "cap-share-5g"); !ok || v.Share == nil {
					b.Fatal("no share was counted")
				}
				b.ReportMetric(float64(verdicts)/float64(size.n), "verdicts/element")
			}
		})
	}
}

// BenchmarkAgain judges 1,000,000 elements of 100,000 kinds that were judged before
// again, after a change of one rule, of one fact about the operator, and of one fact
// about each element.
func BenchmarkAgain(b *testing.B) {
	operator := map[string]any{"operator.role": []string{"gb-designated-provider", "de-contract-operator", "us-federal-contractor"}}
	c := checker(b, "2026-11-23", operator)
	facts, makers := crowd(b, c, 1_000_000, 100_000)
	for i := range facts {
		c.Element(facts[i], makers[i], "AB")
	}
	options := func(book *law.Book, more map[string]any) check.Options {
		all := maps.Clone(operator)
		maps.Copy(all, more)
		f, err := check.NewFacts(book.Table(), all)
		if err != nil {
			b.Fatal(err)
		}
		return check.Options{Book: book, Owners: ties, Operator: f, AsOf: date("2026-11-23")}
	}
	for _, s := range []struct {
		name string
		o    check.Options
	}{
		{"rule", options(edited(b, direction, "by: 2027-12-31", "by: 2025-12-31"), nil)},
		{"operator", options(load(b), map[string]any{"operator.customers": 5000})},
	} {
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				n, err := c.With(s.o)
				if err != nil {
					b.Fatal(err)
				}
				for i := range facts {
					n.Element(facts[i], makers[i], "AB")
				}
			}
		})
	}
	// What is supposed of elements is remembered, so each turn supposes it of others.
	b.Run("element", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			b.StopTimer()
			n, err := c.With(options(load(b), nil))
			if err != nil {
				b.Fatal(err)
			}
			sensitive, err := n.Facts(map[string]any{"site.sensitive": "no"})
			if err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			for i := range facts {
				n.Supposed(facts[i], sensitive, makers[i], "AB")
			}
		}
	})
}

func BenchmarkAsk(b *testing.B) {
	a := check.NewAsker(load(b), ties)
	q := check.Question{Instrument: "*", AsOf: date("2022-03-01"), Facts: router()}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.Ask(q); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	b.Run("files", func(b *testing.B) {
		for b.Loop() {
			if _, err := law.Load(rules.Files); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("compiled", func(b *testing.B) {
		for b.Loop() {
			if _, err := law.Embedded(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
