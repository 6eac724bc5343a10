package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/knowledge/law"
	"github.com/whomade/whomade/report"
)

// difference is what "rules diff" says.
type difference struct {
	Changes  []law.Change  `json:"changes"`
	Elements []touched     `json:"elements"` // where a report or evidence is given
	Counts   []turnedCount `json:"counts"`
}

// touched is an element whose outcomes differ.
type touched struct {
	ID    string         `json:"id"`
	Label string         `json:"label"`
	Turns []whomade.Turn `json:"turns"`
}

// turnedCount counts elements by what turned.
type turnedCount struct {
	Rule       string          `json:"rule"`
	Obligation string          `json:"obligation"`
	Was        whomade.Outcome `json:"was"`
	Is         whomade.Outcome `json:"is"`
	Deadline   whomade.Date    `json:"deadline"`
	Elements   int             `json:"elements"`
}

func newRulesDiffCommand(a *app) *cobra.Command {
	var judge judgeFlags
	var in inputFlags
	var format, reported string
	c := &cobra.Command{
		Use:   "diff A B [PATH...]",
		Short: "Say what changes in the rules between two dates or two folders, and for which elements",
		Long: `diff says what changes from A to B. Each is a date, a folder of knowledge or of
rule files, or the word built-in; a folder of rule files lies on top of the built-in
rules, so that one rule file is a what-if. Only the rules are compared. With --report, or evidence to read, it also says on which
elements another outcome follows, and on how many.` + exitHelp,
		Example: `  whomade rules diff 2026-01-01 2026-11-23
  whomade rules diff 2026-11-23 2028-01-01 --report report.json --network network.yaml
  whomade rules diff built-in ./what-if evidence/ --country GB --role gb-designated-provider`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			if format != "table" && format != "json" {
				return unknownFormat(format)
			}
			o, err := in.options(a)
			if err != nil {
				return err
			}
			d, err := a.difference(c.Context(), &judge, args[0], args[1], args[2:], reported, o)
			if err != nil {
				return err
			}
			if format == "json" {
				return a.json(d)
			}
			return a.showDifference(d)
		},
	}
	judge.add(c)
	in.add(c)
	c.Flags().StringVar(&format, "format", "table", "`FORMAT`: table or json")
	c.Flags().StringVar(&reported, "report", "", "the elements of a report in JSON, `FILE`")
	for _, name := range []string{"fail-on", "baseline"} {
		_ = c.Flags().MarkHidden(name)
	}
	return c
}

// state is the law as one side of a comparison has it.
type state struct {
	book *law.Book
	day  whomade.Date
	told bool // the day was given
}

// builtIn stands for the rules that the program is built with.
const builtIn = "built-in"

// side reads a date or a folder.
func (a *app) side(f *judgeFlags, text string) (state, error) {
	if day, err := whomade.ParseDate(text); err == nil && !day.IsZero() {
		book, err := f.know.book(f.rules)
		return state{book, day, true}, err
	}
	if text != builtIn && !isDir(text) {
		return state{}, usageError{fmt.Errorf("%q is neither a date nor a folder, nor %s", text, builtIn)}
	}
	day, err := a.asOf(f.asOf)
	if err != nil {
		return state{}, err
	}
	know := f.know
	rules := slices.Clone(f.rules)
	switch {
	case text == builtIn:
	case isDir(filepath.Join(text, "rules")):
		know.dir = text
	default:
		rules = append(rules, text)
	}
	book, err := know.book(rules)
	return state{book: book, day: day}, err
}

func (a *app) difference(ctx context.Context, f *judgeFlags, from, to string, paths []string, reported string, o evidence.Options) (difference, error) {
	d := difference{Changes: []law.Change{}, Elements: []touched{}, Counts: []turnedCount{}}
	was, err := a.side(f, from)
	if err != nil {
		return d, err
	}
	is, err := a.side(f, to)
	if err != nil {
		return d, err
	}
	// A folder beside a date is compared on that date.
	switch {
	case was.told && !is.told:
		is.day = was.day
	case is.told && !was.told:
		was.day = is.day
	}
	if was.told && is.told {
		if is.day.Before(was.day) {
			return d, usageError{fmt.Errorf("%s is after %s: give the earlier date first", was.day, is.day)}
		}
		d.Changes = append(d.Changes, law.Between(is.book, was.day, is.day)...)
	} else {
		d.Changes = append(d.Changes, law.Differences(was.book, is.book)...)
	}
	if reported == "" && len(paths) == 0 {
		return d, nil
	}
	j, err := a.prepare(f)
	if err != nil {
		return d, err
	}
	if reported != "" {
		r, err := readReport(reported)
		if err != nil {
			return d, err
		}
		if err := j.adopt(r); err != nil {
			return d, err
		}
	}
	if len(paths) > 0 {
		if err := j.read(ctx, paths, o); err != nil {
			return d, err
		}
	}
	return d, j.touch(&d, was, is)
}

// adopt takes the elements of a report, and its operator where no other is known.
func (j *judgement) adopt(r *whomade.Report) error {
	j.report.Elements = append(j.report.Elements, r.Elements...)
	if len(j.options.Operator.Names()) > 0 {
		return nil
	}
	in := map[string]any{}
	if len(r.Operator.Roles) > 0 {
		in["operator.role"] = r.Operator.Roles
	}
	if len(r.Operator.Jurisdictions) == 1 {
		in["operator.country"] = r.Operator.Jurisdictions[0]
	} else if len(r.Operator.Jurisdictions) > 1 {
		in["operator.jurisdictions"] = r.Operator.Jurisdictions
	}
	f, err := j.checker.Facts(in)
	if err != nil {
		return usageError{fmt.Errorf("the report's operator: %w", err)}
	}
	j.options.Operator = f
	return nil
}

// touch judges every element under both states.
func (j *judgement) touch(d *difference, was, is state) error {
	elements := append(j.report.Elements, j.builder.Elements()...)
	checkers := make([]*check.Checker, 2)
	for i, s := range []state{was, is} {
		o := j.options
		o.Book, o.AsOf = s.book, s.day
		c, err := check.New(o)
		if err != nil {
			return err
		}
		checkers[i] = c
	}
	counts := map[turnedCount]int{}
	for i := range elements {
		e := &elements[i]
		place := j.place(e)
		before, err := checkers[0].Judge(*e, place)
		if err != nil {
			return err
		}
		after, err := checkers[1].Judge(*e, place)
		if err != nil {
			return err
		}
		turns := check.Turned(is.day, before, after)
		if len(turns) == 0 {
			continue
		}
		d.Elements = append(d.Elements, touched{e.ID, report.Clean(report.Label(*e)), turns})
		for _, t := range turns {
			counts[turnedCount{t.Rule, t.Obligation, t.Was, t.Is, t.Deadline, 0}]++
		}
	}
	for c, n := range counts {
		c.Elements = n
		d.Counts = append(d.Counts, c)
	}
	slices.SortFunc(d.Counts, func(a, b turnedCount) int {
		return cmp.Or(a.Is.Severity()-b.Is.Severity(), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Obligation, b.Obligation), a.Was.Severity()-b.Was.Severity(), a.Deadline.Compare(b.Deadline))
	})
	slices.SortFunc(d.Elements, func(a, b touched) int { return strings.Compare(a.ID, b.ID) })
	return nil
}

// mostTouched is how many elements the table lists.
const mostTouched = 40

func (a *app) showDifference(d difference) error {
	if len(d.Changes) == 0 {
		fmt.Fprintln(a.out, "Nothing changes in the rules.")
	}
	t := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, c := range d.Changes {
		name := c.Rule
		if c.Obligation != "" {
			name += " " + c.Obligation
		}
		if c.On.IsZero() {
			fmt.Fprintf(t, "%s\t%s\n", name, c.What)
		} else {
			fmt.Fprintf(t, "%s\t%s\t%s\n", c.On, name, c.What)
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if len(d.Counts) > 0 {
		fmt.Fprintf(a.out, "\nTOUCHES  %s\n", report.Count(len(d.Elements), "element"))
		t := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
		for _, c := range d.Counts {
			fmt.Fprintf(t, "  %s\t%s -> %s\t%s\t%s %s\n", report.Count(c.Elements, "element"), c.Was, c.Is, c.Deadline, c.Rule, c.Obligation)
		}
		for i, e := range d.Elements {
			if i == mostTouched {
				fmt.Fprintf(t, "  … %d more: see --format json\n", len(d.Elements)-i)
				break
			}
			fmt.Fprintf(t, "  %s\t%s\n", e.ID, e.Label)
		}
		if err := t.Flush(); err != nil {
			return err
		}
	}
	fmt.Fprintln(a.out, report.Disclaimer)
	return nil
}
