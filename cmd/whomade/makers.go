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
	c := &cobra.Command{
		Use:   "list",
		Short: "List every company with its id",
		Example: `  whomade makers list
  whomade makers list --format json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			set, err := know.makers()
			if err != nil {
				return err
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
	return c
}

// company is what "makers show" says, on a date.
type company struct {
	knowledge.Maker
	AsOf   whomade.Date `json:"as_of"`
	Owners []string     `json:"owners_on_that_day"`
}

func newMakersShowCommand(a *app) *cobra.Command {
	var know knowledgeFlags
	var asOf, format string
	c := &cobra.Command{
		Use:   "show ID",
		Short: "Show a company: its names, its owners on a date, its identifiers",
		Example: `  whomade makers show h3c
  whomade makers show honor --as-of 2020-06-01`,
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
			if format == "json" {
				return a.json(company{m, day, append([]string{}, set.Owners(m.ID, day)...)})
			}
			if format != "table" {
				return unknownFormat(format)
			}
			a.showMaker(set, m, day)
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
