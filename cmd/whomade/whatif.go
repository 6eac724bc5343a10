package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
	"github.com/whomade/whomade/report"
)

// supposition is what "whatif" says.
type supposition struct {
	Given    map[string]string `json:"given"`    // what is supposed, by FACTS names
	Elements []touched         `json:"elements"` // whose outcomes differ then; the operator stands among them
	Counts   []turnedCount     `json:"counts"`
}

func newWhatIfCommand(a *app) *cobra.Command {
	var judge judgeFlags
	var format string
	var given, of []string
	c := &cobra.Command{
		Use:   "whatif REPORT.json --set NAME=VALUE...",
		Short: "Say which outcomes of a report would change if a fact were known or other than it is",
		Long: `whatif supposes facts about the operator or about elements of a report, and says on
which elements another outcome follows, and on how many. Facts about elements are
supposed of all, or of those that every --of names. Only what the facts touch is judged
again. Nothing is written: what is true belongs in network.yaml.` + exitHelp,
		Example: `  whomade scan evidence/ --network network.yaml -o report.json
  whomade whatif report.json --network network.yaml --set site.sensitive=no --of site=LEEDS-1
  whomade whatif report.json --network network.yaml --set operator.permit=2027-12-31
  whomade whatif report.json --network network.yaml --set share.5g-access=0.34 --format json`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if format != "table" && format != "json" {
				return unknownFormat(format)
			}
			if len(given) == 0 {
				return usageError{errors.New("say what to suppose: --set NAME=VALUE")}
			}
			s, err := a.suppose(&judge, args[0], given, of)
			if err != nil {
				return err
			}
			if format == "json" {
				return a.json(s)
			}
			if len(s.Elements) == 0 {
				fmt.Fprintln(a.out, "No outcome changes.")
			}
			if err := a.showTouched(difference{Elements: s.Elements, Counts: s.Counts}); err != nil {
				return err
			}
			fmt.Fprintln(a.out, report.Disclaimer)
			return nil
		},
	}
	judge.add(c)
	c.Flags().StringVar(&format, "format", "table", "`FORMAT`: table or json")
	c.Flags().StringArrayVar(&given, "set", nil, "suppose a fact, `NAME=VALUE` (repeatable; whomade rules facts lists them)")
	c.Flags().StringArrayVar(&of, "of", nil, "suppose facts only of the elements with this `KEY=VALUE`: element, site, maker, model or segment (repeatable)")
	for _, name := range []string{"fail-on", "baseline", "only-new", "waivers"} {
		_ = c.Flags().MarkHidden(name)
	}
	return c
}

// suppose judges the elements of a report as they are and with more facts.
func (a *app) suppose(f *judgeFlags, reported string, given, of []string) (supposition, error) {
	s := supposition{Given: map[string]string{}, Elements: []touched{}, Counts: []turnedCount{}}
	operator, element, err := (&judgeFlags{facts: given}).given()
	if err != nil {
		return s, err
	}
	for _, g := range given {
		name, value, _ := strings.Cut(g, "=")
		s.Given[name] = value
	}
	among, err := selection(of)
	if err != nil {
		return s, usageError{err}
	}
	r, err := readReport(reported)
	if err != nil {
		return s, err
	}
	if f.asOf == "" {
		f.asOf = r.AsOf.String()
	}
	j, err := a.prepare(f)
	if err != nil {
		return s, err
	}
	if err := j.adopt(r); err != nil {
		return s, err
	}
	was, err := check.New(j.options)
	if err != nil {
		return s, err
	}
	about, err := was.Facts(operator)
	if err != nil {
		return s, usageError{err}
	}
	more, err := was.Facts(element)
	if err != nil {
		return s, usageError{err}
	}
	o := j.options
	o.Operator = o.Operator.With(about)
	is, err := was.With(o)
	if err != nil {
		return s, err
	}
	d := difference{Elements: s.Elements, Counts: s.Counts}
	before, after := was.Inventory(false), is.Inventory(false)
	for i := range j.report.Elements {
		e := &j.report.Elements[i]
		place, extra := j.place(e), check.Facts{}
		if among(*e) {
			extra = more
		}
		old, err := before.Judge(*e, place)
		if err != nil {
			return s, err
		}
		now, err := after.Suppose(*e, place, extra)
		if err != nil {
			return s, err
		}
		d.add(e.ID, report.Clean(report.Label(*e)), check.Turned(o.AsOf, old, now))
	}
	d.add("operator", report.Clean(r.Operator.ID), check.Turned(o.AsOf, was.Operator(before), is.Operator(after)))
	d.count()
	s.Elements, s.Counts = d.Elements, d.Counts
	return s, nil
}

// add takes up an element whose outcomes turn.
func (d *difference) add(id, label string, turns []whomade.Turn) {
	if len(turns) == 0 {
		return
	}
	x := touched{ID: id, Label: label}
	for _, t := range turns {
		x.Turns = append(x.Turns, turned{Turn: t})
	}
	d.Elements = append(d.Elements, x)
}

// selection is the elements that all of the pairs name.
func selection(of []string) (func(whomade.Element) bool, error) {
	keys := map[string]func(e whomade.Element, v string) bool{
		"element": func(e whomade.Element, v string) bool { return e.ID == v },
		"site":    func(e whomade.Element, v string) bool { return e.Site == v },
		"maker":   func(e whomade.Element, v string) bool { return slices.Contains(e.MakerSet(), v) },
		"model":   func(e whomade.Element, v string) bool { return strings.EqualFold(e.Model, v) },
		"segment": func(e whomade.Element, v string) bool { return e.Segment == v },
	}
	for _, s := range of {
		key, value, _ := strings.Cut(s, "=")
		if keys[key] == nil || value == "" {
			return nil, fmt.Errorf("--of %q: want KEY=VALUE with element, site, maker, model or segment", s)
		}
	}
	return func(e whomade.Element) bool {
		return !slices.ContainsFunc(of, func(s string) bool {
			key, value, _ := strings.Cut(s, "=")
			return !keys[key](e, value)
		})
	}, nil
}
