// Command reliability learns from labelled evidence how far each kind of evidence
// can be trusted, calibrates the sum on answers to evidence that was held out, and
// writes both the data and the report. It is run by hand:
//
//	go run ./internal/gen/reliability -corpus ../shared/corpus -names ../shared/tools/maker_names.tsv
package main

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"hash/fnv"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/whomade/whomade/identify"
	"github.com/whomade/whomade/internal/isotonic"
	"github.com/whomade/whomade/knowledge"
	"github.com/whomade/whomade/knowledge/registry"
)

// minAnswers is how many answers the ends of the calibration rest on.
const minAnswers = 40

// folds into which families of products fall.
const folds = 5

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "reliability:", err)
		os.Exit(1)
	}
}

func run() error {
	corpus := flag.String("corpus", "../shared/corpus", "folder of labelled evidence")
	namesFile := flag.String("names", "", "table of names that stand for one company: raw, canonical, family")
	data := flag.String("data", "identify/reliability.json", "the reliabilities, read and written")
	doc := flag.String("report", "docs/25-reliability.md", "the report")
	on := flag.String("on", time.Now().UTC().Format(time.DateOnly), "date of the provenance")
	flag.Parse()
	n, err := readNames(*namesFile)
	if err != nil {
		return err
	}
	old, err := os.ReadFile(*data)
	if err != nil {
		return err
	}
	now, err := identify.ParseReliability(old)
	if err != nil {
		return err
	}
	know, err := knowledge.Open()
	if err != nil {
		return err
	}
	reg, err := registry.Open()
	if err != nil {
		return err
	}
	e, err := identify.New(know, reg)
	if err != nil {
		return err
	}
	cases, err := readCases(*corpus, e, know, n)
	if err != nil {
		return err
	}
	held := holdOut(e, cases, now, n, func(c labelled) string { return c.family })
	line := calibrate(held)
	same := holdOut(e, cases, now, n, func(c labelled) string { return c.set + c.id })
	fmt.Printf("families held out: %+v\n", scored(held, line).figures())
	fmt.Printf("things held out: %+v, with a calibration of their own: %+v\n", scored(same, line).figures(), scored(same, calibrate(same)).figures())
	fmt.Println(line, calibrate(same))
	rel := learn(cases, now, n)
	rel.Calibration = line
	counts := map[string]int{}
	for _, c := range cases {
		counts[c.set]++
	}
	rel.Provenance = fmt.Sprintf("learned on %s by internal/gen/reliability from %d labelled walks, %d identifiers and model names, %d banners and %d PON vendor ids, counts shrunk to the share above them; "+
		"registered names, address blocks and private objects keep the shares found on 618 walks with the entries of their makers hidden; calibrated on answers to families of products that were held out (%d folds)",
		*on, counts["snmp"], counts["devicetypes"], counts["banners"], counts["gpon"], folds)
	b, err := json.MarshalIndent(rel, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(*data, append(b, '\n'), 0o644); err != nil {
		return err
	}
	return os.WriteFile(*doc, report(held, line, rel), 0o644)
}

// outcome is an answer to a case that was not learned from.
type outcome struct {
	labelled
	answer identify.Answer
	right  bool
	inSet  bool
}

func holdOut(e *identify.Engine, cases []labelled, now *identify.Reliability, n names, key func(labelled) string) []outcome {
	fold := func(c labelled) int {
		h := fnv.New32a()
		h.Write([]byte(key(c)))
		return int(h.Sum32()>>8) % folds
	}
	var out []outcome
	for k := range folds {
		var train []labelled
		for _, c := range cases {
			if fold(c) != k {
				train = append(train, c)
			}
		}
		rel := learn(train, now, n)
		for _, c := range cases {
			if fold(c) != k {
				continue
			}
			a := e.Judge(c.it, rel)
			o := outcome{labelled: c, answer: a, right: n.same(a.Maker, c.want) || n.same(a.Brand, c.want)}
			for _, m := range a.Makers {
				o.inSet = o.inSet || n.same(m.Maker, c.want)
			}
			out = append(out, o)
		}
	}
	return out
}

// calibrate is the line from the sum's share to the share that was right. Answers
// about texts' manner bring a calibration of their own.
func calibrate(held []outcome) [][2]float64 {
	var points []isotonic.Point
	for _, o := range held {
		if o.answer.Maker == "" || o.set == "cli" {
			continue
		}
		y := 0.0
		if o.right {
			y = 1
		}
		points = append(points, isotonic.Point{X: o.answer.Confidence, Y: y, Weight: 1})
	}
	return isotonic.Line(isotonic.Fit(points), 12, minAnswers)
}

func sorted[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
