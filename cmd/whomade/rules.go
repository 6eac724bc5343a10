package main

import (
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/whomade/whomade/check"
	"github.com/whomade/whomade/knowledge/law"
	"github.com/whomade/whomade/report"
)

func newRulesCommand(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "rules",
		Short: "The governments' rules: list, show, ask, diff, facts, test",
		Example: `  whomade rules list
  whomade rules show gb-dvd-huawei-2022
  whomade rules ask questions.ndjson`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newRulesListCommand(a), newRulesShowCommand(a), newRulesAskCommand(a), newRulesFactsCommand(a), newRulesTestCommand(a), newRulesDiffCommand(a), newRulesAnswerCommand(a))
	return c
}

// rulesFlags say which rules a verb is about.
type rulesFlags struct {
	know   knowledgeFlags
	rules  []string
	format string
}

func (f *rulesFlags) add(c *cobra.Command) {
	f.know.add(c)
	c.Flags().StringSliceVar(&f.rules, "rules", nil, "`RULES`: all, jurisdictions and rule ids joined by commas, or a folder of rule files")
	c.Flags().StringVar(&f.format, "format", "table", "`FORMAT`: table or json")
}

func newRulesListCommand(a *app) *cobra.Command {
	var f rulesFlags
	c := &cobra.Command{
		Use:   "list",
		Short: "List every rule with its dates and how well it is known",
		Example: `  whomade rules list
  whomade rules list --rules us --format json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			book, err := f.know.book(f.rules)
			if err != nil {
				return err
			}
			switch f.format {
			case "json":
				return a.json(book.Rules())
			case "table":
				t := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
				fmt.Fprintln(t, "ID\tFROM\tTO\tFORCE\tKNOWN BY\tTITLE")
				for _, r := range book.Rules() {
					fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", r.ID, r.From, r.To, force(r.Binding), report.GradeText(r.Grade), r.Title)
				}
				return t.Flush()
			}
			return unknownFormat(f.format)
		},
	}
	f.add(c)
	return c
}

func force(binding bool) string {
	if binding {
		return "binding"
	}
	return "guidance"
}

func newRulesShowCommand(a *app) *cobra.Command {
	var f rulesFlags
	c := &cobra.Command{
		Use:     "show ID",
		Short:   "Show a rule: its text as known, dates, duties, sources",
		Example: "  whomade rules show us-ndaa-fy2019-889-a-1-b",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			book, err := f.know.book(f.rules)
			if err != nil {
				return err
			}
			r, ok := book.Rule(args[0])
			if !ok {
				return usageError{fmt.Errorf("there is no rule %q (whomade rules list shows all)", args[0])}
			}
			switch f.format {
			case "json":
				return a.json(r)
			case "table":
				a.showRule(r)
				return nil
			}
			return unknownFormat(f.format)
		},
	}
	f.add(c)
	return c
}

func (a *app) showRule(r *law.Rule) {
	w := a.out
	fmt.Fprintf(w, "%s  %s\n%s\n%s · %s · %s · %s\n", r.ID, r.Title, r.Citation, r.Issuer, r.Jurisdiction, force(r.Binding), report.GradeText(r.Grade))
	if r.URL != "" {
		fmt.Fprintln(w, r.URL)
	}
	fmt.Fprintf(w, "\n%s\n\nannounced %s", strings.TrimSpace(r.Summary), r.Announced)
	if !r.From.IsZero() {
		fmt.Fprintf(w, " · in force from %s", r.From)
	}
	if !r.To.IsZero() {
		fmt.Fprintf(w, " until %s", r.To)
	}
	fmt.Fprintln(w)
	for _, s := range r.Status {
		fmt.Fprintf(w, "  %s  %s  %s\n", s.Date, s.State, s.Note)
	}
	for _, m := range r.Makers {
		fmt.Fprintf(w, "makers: %s%s\n", strings.Join(m.Named, ", "), map[bool]string{true: " and companies under their control"}[m.Affiliates])
	}
	if r.Criteria != "" {
		fmt.Fprintf(w, "criteria: %s\n", strings.TrimSpace(r.Criteria))
	}
	for _, x := range r.Addressees {
		fmt.Fprintf(w, "binds: %s\n", x.Role)
	}
	for _, o := range r.Obligations {
		fmt.Fprintf(w, "duty %s: %s", o.ID, strings.TrimSpace(o.What))
		if !o.From.IsZero() {
			fmt.Fprintf(w, " · from %s", o.From)
		}
		if !o.By.IsZero() {
			fmt.Fprintf(w, " · by %s", o.By)
		}
		fmt.Fprintf(w, " · %s\n", report.GradeText(r.GradeOf(&o)))
	}
	for _, e := range r.Exceptions {
		fmt.Fprintf(w, "except %s: %s\n", e.ID, strings.TrimSpace(e.Text))
	}
	for _, n := range r.Notes {
		fmt.Fprintf(w, "open: %s\n", strings.TrimSpace(n))
	}
	for _, s := range r.Sources {
		fmt.Fprintf(w, "read at %s\n", s)
	}
	fmt.Fprintf(w, "%d worked examples. %s\n", len(r.Examples), report.Disclaimer)
}

func newRulesAskCommand(a *app) *cobra.Command {
	var f rulesFlags
	c := &cobra.Command{
		Use:   "ask [FILE]",
		Short: "Ask rules about facts: NDJSON in, NDJSON out",
		Long: `ask reads one question a line from a file or standard input: an instrument's id
or "*", the as-of date and facts by their names (whomade rules facts), and writes
one answer for each, in the same order: the verdicts, worst first, with deadline,
missing facts, citation and reasons. Exit code 0 whatever the outcomes; a line
that can't be read gives {"id","error"} in its place and exit code 3.` + exitHelp,
		Example: `  echo '{"id":"1","instrument":"gb-dvd-huawei-2022","as_of":"2024-01-01","facts":{"operator.role":["gb-designated-provider"],"element.maker":"huawei","element.segment":"core"}}' | whomade rules ask`,
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			book, err := f.know.book(f.rules)
			if err != nil {
				return err
			}
			set, err := f.know.makers()
			if err != nil {
				return err
			}
			in := a.in
			if len(args) == 1 && args[0] != "-" {
				file, err := os.Open(args[0])
				if err != nil {
					return usageError{err}
				}
				defer file.Close()
				in = file
			}
			bad, err := check.NewAsker(book, set).Stream(untilDone{c.Context().Err, in}, a.out)
			if bad > 0 {
				a.codes.add(exitNotRead)
				a.say("%d lines could not be read; each has a record with its error", bad)
			}
			return err
		},
	}
	f.add(c)
	return c
}

func newRulesFactsCommand(a *app) *cobra.Command {
	var f rulesFlags
	c := &cobra.Command{
		Use:   "facts",
		Short: "List every fact with its values, its question and the rules that ask for it",
		Example: `  whomade rules facts
  whomade rules facts --format json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			book, err := f.know.book(f.rules)
			if err != nil {
				return err
			}
			switch f.format {
			case "json":
				return a.json(book.FactsTable())
			case "table":
				t := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
				fmt.Fprintln(t, "FACT\tTYPE\tRULES\tQUESTION")
				for _, u := range book.FactsTable() {
					fmt.Fprintf(t, "%s\t%s\t%d\t%s\n", u.Name, u.Type, len(u.Rules), u.Question)
					if len(u.Values) > 0 {
						fmt.Fprintf(t, "\t\t\t  %s\n", strings.Join(u.Values, ", "))
					}
				}
				if err := t.Flush(); err != nil {
					return err
				}
				fmt.Fprintln(a.out, "\nROLES")
				t = tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
				for _, r := range book.Table().Roles() {
					fmt.Fprintf(t, "%s\t%s\n", r.ID, book.Table().RoleText(r.ID))
				}
				return t.Flush()
			}
			return unknownFormat(f.format)
		},
	}
	f.add(c)
	return c
}

func newRulesTestCommand(a *app) *cobra.Command {
	var f rulesFlags
	c := &cobra.Command{
		Use:   "test",
		Short: "Check rule files and evaluate their worked examples",
		Example: `  whomade rules test
  whomade rules test --rules ./my-rules`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			book, err := f.know.book(f.rules)
			if err != nil {
				return err
			}
			set, err := f.know.makers()
			if err != nil {
				return err
			}
			n, bad := 0, 0
			for _, r := range book.Rules() {
				n += len(r.Examples)
			}
			for _, p := range law.Lint(book, func(id string) bool { _, ok := set.Maker(id); return ok }) {
				bad++
				fmt.Fprintln(a.out, p)
			}
			for _, x := range check.Test(book, set) {
				bad++
				fmt.Fprintln(a.out, x)
			}
			fmt.Fprintf(a.out, "%d rules, %d examples, %d problems\n", len(book.Rules()), n, bad)
			if bad > 0 {
				return fmt.Errorf("%d problems in the rules", bad)
			}
			return nil
		},
	}
	f.add(c)
	return c
}
