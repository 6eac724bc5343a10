package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge"
	"github.com/whomade/whomade/knowledge/restricted"
	"github.com/whomade/whomade/report"
)

func newMakersCommand(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "makers",
		Short: "What is known about makers: names, ownership, identifiers",
		Example: `  whomade makers list
  whomade makers show honor --as-of 2020-06-01`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newMakersListCommand(a), newMakersShowCommand(a))
	return c
}

func newMakersListCommand(a *app) *cobra.Command {
	var know knowledgeFlags
	var format string
	var named bool
	c := &cobra.Command{
		Use:   "list",
		Short: "List every company with its id",
		Example: `  whomade makers list
  whomade makers list --named                # those that rules name, and their affiliates with the days
  whomade makers list --format json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			set, err := know.makers()
			if err != nil {
				return err
			}
			if named {
				return a.listNamed(&know, set, format)
			}
			switch format {
			case "json":
				return a.json(set.Makers())
			case "table":
				t := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
				fmt.Fprintln(t, "ID\tSHORT\tSEAT\tSIGNATURES\tIDENTIFIERS\tNAME")
				for _, m := range set.Makers() {
					fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%d\t%s\n", m.ID, m.Short, m.Country, len(m.Signatures)+len(m.Models), len(m.Identifiers), m.Name)
				}
				return t.Flush()
			}
			return unknownFormat(format)
		},
	}
	know.add(c)
	c.Flags().StringVar(&format, "format", "table", "`FORMAT`: table or json")
	c.Flags().BoolVar(&named, "named", false, "only companies that rules name, with those they held and the days")
	return c
}

// listNamed lists the companies that rules name and, below each, those it held.
func (a *app) listNamed(know *knowledgeFlags, set *knowledge.Set, format string) error {
	book, err := know.book(nil)
	if err != nil {
		return err
	}
	list := restricted.List(set, book)
	switch format {
	case "json":
		return a.json(list)
	case "table":
		t := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "COMPANY\tHELD BY IT\tWHEN\tFIRST RULE\tRULES\tSOURCE")
		for _, c := range list {
			fmt.Fprintf(t, "%s\t\t\t%s\t%d\t\n", c.ID, c.First, len(c.Rules))
			for _, x := range c.Affiliates {
				fmt.Fprintf(t, "\t%s\t%s\t\t\t%s\n", x.Chain[0], period(x.From, x.To), refs(x.Refs))
			}
		}
		return t.Flush()
	}
	return unknownFormat(format)
}

// company is what "makers show" says, on a date.
type company struct {
	knowledge.Maker
	AsOf   whomade.Date `json:"as_of"`
	Owners []string     `json:"owners_on_that_day"`
	// Ties are those who held it, whenever; Held those it held, itself or through
	// others. Sells is what it sells of others' making, Builds what others sell of its.
	Ties   []knowledge.Tie     `json:"held_by"`
	Held   []knowledge.Tie     `json:"holds"`
	Sells  []knowledge.Rebadge `json:"sells"`
	Builds []knowledge.Rebadge `json:"builds"`
	Rules  restricted.Reach    `json:"rules_on_that_day"`
}

func newMakersShowCommand(a *app) *cobra.Command {
	var know knowledgeFlags
	var asOf, format string
	c := &cobra.Command{
		Use:   "show ID",
		Short: "Show a company: names, brands, who held it and whom it held on a date, rebadges, rules",
		Long: `show prints what is known of a company: its names and brands, the companies that held
it and that it held on a date with the chain between them, the ties that had ended by
then with their days, what it sells of others' making and the other way round, and the
rules that name it or one that held it. Who owned a maker when a unit was built decides
for most rules, so that a tie that has ended is shown with its days and not as of today.`,
		Example: `  whomade makers show honor --as-of 2020-06-01
  whomade makers show teltronic --as-of 2019-01-01   # through Sepura and of its own
  whomade makers show dahua --format json`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			set, err := know.makers()
			if err != nil {
				return err
			}
			day, err := a.asOf(asOf)
			if err != nil {
				return err
			}
			m, ok := set.Maker(args[0])
			if !ok {
				return unknownMaker(set, args[0])
			}
			book, err := know.book(nil)
			if err != nil {
				return err
			}
			reach := restricted.Of(set, restricted.List(set, book), m.ID, day)
			if format == "json" {
				return a.json(company{
					Maker: m, AsOf: day, Owners: append([]string{}, set.Owners(m.ID, day)...), Ties: append([]knowledge.Tie{}, set.Ties(m.ID)...),
					Held: append([]knowledge.Tie{}, set.Held(m.ID)...), Sells: append([]knowledge.Rebadge{}, set.RebadgesOf(m.ID)...),
					Builds: append([]knowledge.Rebadge{}, set.RebadgedBy(m.ID)...), Rules: reach,
				})
			}
			if format != "table" {
				return unknownFormat(format)
			}
			a.showMaker(set, m, day)
			a.showTies(set, m.ID, day)
			a.showRebadges(set, m.ID)
			a.showReach(reach, day)
			return nil
		},
	}
	know.add(c)
	c.Flags().StringVar(&asOf, "as-of", "", "the `DATE` asked about, YYYY-MM-DD (default today)")
	c.Flags().StringVar(&format, "format", "table", "`FORMAT`: table or json")
	return c
}

func unknownFormat(format string) error {
	return usageError{fmt.Errorf("format %q: it is table or json here", format)}
}

// unknownMaker says which companies may have been meant.
func unknownMaker(set *knowledge.Set, id string) error {
	var near []string
	for _, m := range set.Resolve(id) {
		near = append(near, m.ID)
	}
	if len(near) == 0 {
		for _, n := range set.Near(id) {
			near = append(near, n.ID)
		}
	}
	if len(near) > 0 {
		return usageError{fmt.Errorf("no company has the id %q; by that name are known: %s", id, strings.Join(near, ", "))}
	}
	return usageError{fmt.Errorf("no company has the id %q (whomade makers list shows all)", id)}
}

func (a *app) showMaker(set *knowledge.Set, m knowledge.Maker, day whomade.Date) {
	fmt.Fprintf(a.out, "%s  %s  (%s)\n", m.ID, m.Name, m.Country)
	for _, l := range []struct {
		word  string
		names []knowledge.Name
	}{{"also", m.Names}, {"brands", m.Brands}} {
		var names []string
		for _, n := range l.names {
			names = append(names, n.Name)
		}
		if len(names) > 0 {
			fmt.Fprintf(a.out, "%s: %s\n", l.word, strings.Join(names, " · "))
		}
	}
	owners := set.Owners(m.ID, day)
	if len(owners) == 0 {
		fmt.Fprintf(a.out, "owners on %s: none known here\n", day)
	} else {
		fmt.Fprintf(a.out, "owners on %s: %s\n", day, strings.Join(owners, ", "))
	}
	for _, r := range m.Relations {
		fmt.Fprintf(a.out, "  %-12s %s  %s  [%s]", r.Type, r.Entity, period(r.From, r.To), sourceOf(r.Source, m.Source))
		if r.Note != "" {
			fmt.Fprintf(a.out, "  %s", r.Note)
		}
		fmt.Fprintln(a.out)
	}
	kinds := map[string][]string{}
	var order []string
	for _, i := range m.Identifiers {
		if kinds[i.Kind] == nil {
			order = append(order, i.Kind)
		}
		kinds[i.Kind] = append(kinds[i.Kind], i.Value)
	}
	slices.Sort(order)
	for _, k := range order {
		fmt.Fprintf(a.out, "%s: %s\n", k, strings.Join(kinds[k], " "))
	}
	fmt.Fprintf(a.out, "%d signatures, %d model patterns\n", len(m.Signatures), len(m.Models))
	if m.Note != "" {
		fmt.Fprintln(a.out, m.Note)
	}
}

// showTies prints who held the company and whom it held, on the day and at other
// times, each with the chain between them.
func (a *app) showTies(set *knowledge.Set, id string, day whomade.Date) {
	for _, side := range []struct {
		on, before, after string
		ties              []knowledge.Tie
		other             func(knowledge.Tie) string
	}{
		{"on %s held by", "before %s held by", "after %s held by", set.Ties(id), func(t knowledge.Tie) string { return t.Owner }},
		{"on %s holds", "before %s held", "after %s holds", set.Held(id), func(t knowledge.Tie) string { return t.Chain[0] }},
	} {
		for _, when := range []struct {
			word string
			is   func(knowledge.Tie) bool
		}{
			{side.on, func(t knowledge.Tie) bool { return t.On(day) }},
			{side.before, func(t knowledge.Tie) bool { return !t.On(day) && t.Before(day) }},
			{side.after, func(t knowledge.Tie) bool { return !t.On(day) && !t.Before(day) }},
		} {
			for _, t := range side.ties {
				if when.is(t) {
					fmt.Fprintf(a.out, "%s %s (%s) %s  [%s]\n", fmt.Sprintf(when.word, day), side.other(t), strings.Join(t.Chain, " -> "), period(t.From, t.To), refs(t.Refs))
				}
			}
		}
	}
}

// refs are the sources of a chain, each once.
func refs(list []string) string {
	var out []string
	for _, r := range list {
		if r == "memory" {
			r = "from memory"
		}
		if !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return strings.Join(out, ", ")
}

// showRebadges prints what the company sells of others' making, and what others sell
// of its. What is only remembered is a question.
func (a *app) showRebadges(set *knowledge.Set, id string) {
	say := func(word string, list []knowledge.Rebadge, other func(knowledge.Rebadge) string) {
		for _, r := range list {
			how := r.Source.Ref
			if !r.Sourced() {
				how = "from memory: a question"
			}
			fmt.Fprintf(a.out, "%s %s: %s%s  [%s]\n", word, other(r), r.Products, prefixed("  ", period(whomade.Date{}, r.To)), how)
		}
	}
	say("sells what was built by", set.RebadgesOf(id), func(r knowledge.Rebadge) string { return r.Maker })
	say("built what is sold by", set.RebadgedBy(id), func(r knowledge.Rebadge) string { return r.Badge })
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

func (a *app) showReach(r restricted.Reach, day whomade.Date) {
	named := false
	for _, l := range []struct {
		word  string
		rules []restricted.Naming
	}{
		{"rules that name it", r.Named}, {"rules that name a company that held it then, and its affiliates", r.Held},
		{"rules that name a company that held it before, and its affiliates: only what was made at that time", r.Before},
	} {
		if len(l.rules) == 0 {
			continue
		}
		ids := make([]string, len(l.rules))
		for i, n := range l.rules {
			ids[i] = n.Rule
		}
		fmt.Fprintf(a.out, "%s, as of %s (%d): %s\n", l.word, day, len(ids), strings.Join(ids, " "))
		named = true
	}
	if named {
		fmt.Fprintln(a.out, report.Disclaimer)
	}
}

func period(from, to whomade.Date) string {
	switch {
	case from.IsZero() && to.IsZero():
		return ""
	case to.IsZero():
		return "since " + from.String()
	case from.IsZero():
		return "until " + to.String()
	}
	return from.String() + " to " + to.String()
}

func sourceOf(own *knowledge.Source, file knowledge.Source) string {
	if own == nil {
		own = &file
	}
	if own.Ref == "memory" {
		return "from memory"
	}
	return own.Ref
}

// json writes a value as one JSON document.
func (a *app) json(v any) error {
	e := json.NewEncoder(a.out)
	e.SetIndent("", " ")
	return e.Encode(v)
}

// asOf reads the date asked about; the default is today.
func (a *app) asOf(text string) (whomade.Date, error) {
	if text == "" {
		return whomade.DateOf(a.now()), nil
	}
	d, err := whomade.ParseDate(text)
	if err == nil && d.Day == 0 {
		err = fmt.Errorf("date %q: want a day, YYYY-MM-DD", text)
	}
	if err != nil {
		return d, usageError{fmt.Errorf("--as-of: %w", err)}
	}
	return d, nil
}
