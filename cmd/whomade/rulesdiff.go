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
	"github.com/whomade/whomade/knowledge"
	"github.com/whomade/whomade/knowledge/law"
	"github.com/whomade/whomade/report"
)

// difference is what "rules diff" says.
type difference struct {
	Changes   []law.Change    `json:"changes"`
	Companies []companyChange `json:"companies"`
	Elements  []touched       `json:"elements"` // where a report or evidence is given
	Counts    []turnedCount   `json:"counts"`
}

// companyChange is a change of a company, with the elements that may be made by it or
// by one that it ever held.
type companyChange struct {
	knowledge.Change
	Elements int `json:"elements"`
}

// touched is an element whose makers or outcomes differ.
type touched struct {
	ID    string   `json:"id"`
	Label string   `json:"label"`
	Was   []string `json:"makers_were,omitempty"` // where other makers are named than before
	Is    []string `json:"makers_are,omitempty"`
	Turns []turned `json:"turns"`
}

// turned is a turn of an outcome, and whether it would not be without what changed in
// who holds whom.
type turned struct {
	whomade.Turn
	Ownership bool `json:"by_ownership,omitempty"`
}

// turnedCount counts elements by what turned.
type turnedCount struct {
	Rule       string          `json:"rule"`
	Obligation string          `json:"obligation"`
	Was        whomade.Outcome `json:"was"`
	Is         whomade.Outcome `json:"is"`
	Deadline   whomade.Date    `json:"deadline"`
	Ownership  bool            `json:"by_ownership,omitempty"`
	Elements   int             `json:"elements"`
}

func newRulesDiffCommand(a *app) *cobra.Command {
	var judge judgeFlags
	var in inputFlags
	var format, reported string
	c := &cobra.Command{
		Use:   "diff A B [PATH...]",
		Short: "Say what changes in rules and companies between two dates or two folders, and for which elements",
		Long: `diff says what changes from A to B in the rules and in the companies: who comes to
hold whom, names, numbers, signatures and rebadges. Each is a date, a folder of
knowledge or of rule files, or the word built-in; a folder of rule files lies on top of
the built-in rules, so that one rule file is a what-if. With --report, or evidence to
read, it also says for how many elements a changed company matters, which are taken for
another maker's, and on which another outcome follows, with a word where that is owed
only to who holds whom.` + exitHelp,
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

// state is the law and the companies as one side of a comparison has them.
type state struct {
	book *law.Book
	set  *knowledge.Set
	know knowledgeFlags
	day  whomade.Date
	told bool // the day was given
}

// frozen is who held whom, as if nothing had changed since a day.
type frozen struct {
	law.Owners
	day whomade.Date
}

// Controlled implements law.Owners.
func (f frozen) Controlled(id string, by []string, on whomade.Date) (bool, []string, bool) {
	return f.Owners.Controlled(id, by, f.until(on))
}

// Surely implements law.Owners.
func (f frozen) Surely(id string, by []string, on whomade.Date) bool {
	return f.Owners.Surely(id, by, f.until(on))
}

func (f frozen) until(on whomade.Date) whomade.Date {
	if f.day.Before(on) {
		return f.day
	}
	return on
}

// builtIn stands for the rules that the program is built with.
const builtIn = "built-in"

// side reads a date or a folder.
func (a *app) side(f *judgeFlags, text string) (state, error) {
	s := state{know: f.know}
	rules := slices.Clone(f.rules)
	if day, err := whomade.ParseDate(text); err == nil && !day.IsZero() {
		s.day, s.told = day, true
	} else {
		if text != builtIn && !isDir(text) {
			return s, usageError{fmt.Errorf("%q is neither a date nor a folder, nor %s", text, builtIn)}
		}
		if s.day, err = a.asOf(f.asOf); err != nil {
			return s, err
		}
		switch {
		case text == builtIn:
		case isDir(filepath.Join(text, "rules")) || isDir(filepath.Join(text, "makers")):
			s.know.dir = text
		default:
			rules = append(rules, text)
		}
	}
	var err error
	if s.book, err = s.know.book(rules); err != nil {
		return s, err
	}
	s.set, err = s.know.makers()
	return s, err
}

func (a *app) difference(ctx context.Context, f *judgeFlags, from, to string, paths []string, reported string, o evidence.Options) (difference, error) {
	d := difference{Changes: []law.Change{}, Companies: []companyChange{}, Elements: []touched{}, Counts: []turnedCount{}}
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
	var companies []knowledge.Change
	if was.told && is.told {
		if is.day.Before(was.day) {
			return d, usageError{fmt.Errorf("%s is after %s: give the earlier date first", was.day, is.day)}
		}
		d.Changes = append(d.Changes, law.Between(is.book, was.day, is.day)...)
		companies = knowledge.Between(is.set, was.day, is.day)
	} else {
		d.Changes = append(d.Changes, law.Differences(was.book, is.book)...)
		companies = knowledge.Differences(was.set, is.set)
	}
	for _, c := range companies {
		d.Companies = append(d.Companies, companyChange{Change: c})
	}
	if reported == "" && len(paths) == 0 {
		return d, nil
	}
	after, err := a.elementsUnder(ctx, f, is, paths, reported, o)
	if err != nil {
		return d, err
	}
	before := after
	if was.set.State().Digest != is.set.State().Digest {
		if before, err = a.elementsUnder(ctx, f, was, paths, reported, o); err != nil {
			return d, err
		}
	}
	return d, touch(&d, before, after, was, is)
}

// elementsUnder reads a report and evidence under one side's knowledge.
func (a *app) elementsUnder(ctx context.Context, f *judgeFlags, s state, paths []string, reported string, o evidence.Options) (*judgement, error) {
	flags := *f
	flags.know = s.know
	j, err := a.prepare(&flags)
	if err != nil {
		return nil, err
	}
	if reported != "" {
		r, err := readReport(reported)
		if err != nil {
			return nil, err
		}
		if err := j.adopt(r); err != nil {
			return nil, err
		}
	}
	if len(paths) > 0 {
		if err := j.read(ctx, paths, o); err != nil {
			return nil, err
		}
	}
	j.report.Elements = append(j.report.Elements, j.builder.Elements()...)
	return j, nil
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
func touch(d *difference, before, after *judgement, was, is state) error {
	judges, err := judgesOf(after.options, was, is)
	if err != nil {
		return err
	}
	old := make(map[string]int, len(before.report.Elements))
	for i, e := range before.report.Elements {
		old[e.ID] = i
	}
	made := map[string]int{} // elements by companies, and by those who held these
	for i := range after.report.Elements {
		e := &after.report.Elements[i]
		place := after.place(e)
		var verdicts [3][]whomade.Verdict
		makers := e.MakerSet()
		if at, ok := old[e.ID]; ok {
			w := &before.report.Elements[at]
			there := place
			if before != after {
				there = before.place(w)
			}
			if verdicts[0], err = judges[0].Judge(*w, there); err != nil {
				return err
			}
			makers = w.MakerSet()
		}
		for n, c := range judges[1:] {
			if verdicts[n+1], err = c.Judge(*e, place); err != nil {
				return err
			}
		}
		for id := range concerned(was.set, is.set, makers, e) {
			made[id]++
		}
		x := touched{ID: e.ID, Label: report.Clean(report.Label(*e)), Turns: []turned{}}
		if !slices.Equal(makers, e.MakerSet()) {
			x.Was, x.Is = makers, e.MakerSet()
		}
		anyway := check.Turned(is.day, verdicts[0], verdicts[2])
		for _, t := range check.Turned(is.day, verdicts[0], verdicts[1]) {
			owed := !slices.Contains(anyway, t)
			x.Turns = append(x.Turns, turned{t, owed})
		}
		if len(x.Turns)+len(x.Was)+len(x.Is) > 0 {
			d.Elements = append(d.Elements, x)
		}
	}
	for i := range d.Companies {
		d.Companies[i].Elements = made[d.Companies[i].Company]
	}
	d.count()
	return nil
}

// judgesOf is those of the old law, of the new, and of the new law with the old
// companies. Where rules alone differ, only what they touch is judged again.
func judgesOf(o check.Options, was, is state) ([3]*check.Checker, error) {
	var judges [3]*check.Checker
	same := was.set.State().Digest == is.set.State().Digest
	owners := law.Owners(was.set)
	if same {
		owners = frozen{was.set, was.day}
	}
	for i, s := range []state{was, is, is} {
		o.Book, o.AsOf, o.Owners = s.book, s.day, s.set
		var err error
		switch {
		case i > 0 && same && was.day == is.day:
			o.Owners = was.set
			judges[i], err = judges[i-1].With(o)
		case i == 2:
			o.Owners = owners
			fallthrough
		default:
			judges[i], err = check.New(o)
		}
		if err != nil {
			return judges, err
		}
	}
	return judges, nil
}

// count counts the elements by what turned, and puts everything in order.
func (d *difference) count() {
	counts := map[turnedCount]int{}
	for _, e := range d.Elements {
		for _, t := range e.Turns {
			counts[turnedCount{t.Rule, t.Obligation, t.Was, t.Is, t.Deadline, t.Ownership, 0}]++
		}
	}
	for c, n := range counts {
		c.Elements = n
		d.Counts = append(d.Counts, c)
	}
	slices.SortFunc(d.Counts, func(a, b turnedCount) int {
		return cmp.Or(a.Is.Severity()-b.Is.Severity(), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Obligation, b.Obligation), a.Was.Severity()-b.Was.Severity(), a.Deadline.Compare(b.Deadline), a.Elements-b.Elements)
	})
	slices.SortFunc(d.Elements, func(a, b touched) int { return strings.Compare(a.ID, b.ID) })
}

// concerned is the companies for which an element matters: those that may have made it
// or parts of it, whose badge it carries, and those that ever held one of these.
func concerned(was, is *knowledge.Set, makers []string, e *whomade.Element) map[string]bool {
	out := map[string]bool{}
	for _, id := range slices.Concat(makers, e.MakerSet(), e.Components, e.Software, strings.Split(e.Facts["element.component_maker"], ","), []string{e.Brand}) {
		if id == "" || out[id] {
			continue
		}
		out[id] = true
		for _, set := range []*knowledge.Set{was, is} {
			for _, t := range set.Ties(id) {
				out[t.Owner] = true
			}
		}
	}
	return out
}

// mostTouched is how many elements the table lists.
const mostTouched = 40

func (a *app) showDifference(d difference) error {
	if len(d.Changes)+len(d.Companies) == 0 {
		fmt.Fprintln(a.out, "Nothing changes in the rules and the companies.")
	}
	t := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	say := func(on whomade.Date, name, what string) {
		if !on.IsZero() {
			fmt.Fprintf(t, "%s\t", on)
		}
		fmt.Fprintf(t, "%s\t%s\n", name, what)
	}
	for _, c := range d.Changes {
		say(c.On, strings.TrimSpace(c.Rule+" "+c.Obligation), c.What)
	}
	if len(d.Companies) > 0 {
		if len(d.Changes) > 0 {
			fmt.Fprintln(t)
		}
		fmt.Fprintln(t, "COMPANIES")
	}
	for _, c := range d.Companies {
		what := c.What
		if c.Elements > 0 {
			what += "  · " + report.Count(c.Elements, "element")
		}
		say(c.On, cmp.Or(c.Company, "shared numbers"), what)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if err := a.showTouched(d); err != nil {
		return err
	}
	fmt.Fprintln(a.out, report.Disclaimer)
	return nil
}

// showTouched counts what turned and lists the elements.
func (a *app) showTouched(d difference) error {
	if len(d.Elements) > 0 {
		fmt.Fprintf(a.out, "\nTOUCHES  %s\n", report.Count(len(d.Elements), "element"))
		t := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
		for _, c := range d.Counts {
			owed := ""
			if c.Ownership {
				owed = ", by who holds whom alone"
			}
			fmt.Fprintf(t, "  %s\t%s -> %s\t%s\t%s %s%s\n", report.Count(c.Elements, "element"), c.Was, c.Is, c.Deadline, c.Rule, c.Obligation, owed)
		}
		for i, e := range d.Elements {
			if i == mostTouched {
				fmt.Fprintf(t, "  … %d more: see --format json\n", len(d.Elements)-i)
				break
			}
			fmt.Fprintf(t, "  %s\t%s", e.ID, e.Label)
			if len(e.Was)+len(e.Is) > 0 {
				fmt.Fprintf(t, "\t%s -> %s", report.MakersText(e.Was), report.MakersText(e.Is))
			}
			fmt.Fprintln(t)
		}
		return t.Flush()
	}
	return nil
}
