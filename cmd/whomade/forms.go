package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/restricted"
	"github.com/whomade/whomade/network"
	"github.com/whomade/whomade/report"
	"github.com/whomade/whomade/report/form"
)

func newFormsCommand(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "forms",
		Short: "Sheets that authorities and contracts ask for, filled from one scan",
		Example: `  whomade forms list
  whomade forms fill us-fcc-annual-report report.json --network network.yaml -o fcc.xlsx -o fcc.html`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newFormsListCommand(a), newFormsFillCommand(a))
	return c
}

// forms loads the forms that are part of the program and those in the knowledge
// folder, which replace those of the same id.
func (f *knowledgeFlags) forms() ([]form.Form, error) {
	all, err := form.Embedded()
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(f.dir, "forms")
	if f.dir == "" || !isDir(dir) {
		return all, nil
	}
	own, err := form.Load(os.DirFS(dir))
	if err != nil {
		return nil, usageError{fmt.Errorf("forms in %s: %w", dir, err)}
	}
	for _, x := range all {
		if !slices.ContainsFunc(own, func(o form.Form) bool { return o.ID == x.ID }) {
			own = append(own, x)
		}
	}
	slices.SortFunc(own, func(a, b form.Form) int { return strings.Compare(a.ID, b.ID) })
	return own, nil
}

func newFormsListCommand(a *app) *cobra.Command {
	var know knowledgeFlags
	var format string
	c := &cobra.Command{
		Use:     "list",
		Short:   "List the forms, who asks for them and how well they are known",
		Example: "  whomade forms list",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			all, err := know.forms()
			if err != nil {
				return err
			}
			switch format {
			case "json":
				return a.json(all)
			case "table":
				t := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
				fmt.Fprintln(t, "ID\tWHERE\tKNOWN BY\tTITLE")
				for _, f := range all {
					fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", f.ID, f.Jurisdiction, report.GradeText(f.Grade), f.Title)
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

func newFormsFillCommand(a *app) *cobra.Command {
	var know knowledgeFlags
	var networkFile string
	var files []string
	c := &cobra.Command{
		Use:   "fill FORM REPORT.json",
		Short: "Fill a form from a report, as a workbook or a page",
		Long: `fill takes a report that scan wrote in JSON, and the network file the scan had, and fills
a form: one row for each element, duty or segment that it asks for. Each cell says
where it comes from: the value, the artifact and the place in it, the network file or
the rule. What nobody stated and no evidence shows is marked "` + form.NotKnown + `" with the
question, and never filled in. What a person must decide is left to a person.

Who asks for a form and how well its columns are known stands in the form.` + exitHelp,
		Example: `  whomade scan evidence/ --network network.yaml --as-of 2026-11-23 -o report.json
  whomade forms fill us-fcc-annual-report report.json --network network.yaml -o fcc.xlsx
  whomade forms fill gb-direction-progress report.json --network network.yaml -o gb.html -o gb.xlsx`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			f, err := know.form(args[0])
			if err != nil {
				return err
			}
			if len(files) == 0 {
				return usageError{errors.New("say where to: -o FILE.xlsx or -o FILE.html")}
			}
			for _, file := range files {
				if formWriter(file) == nil {
					return usageError{fmt.Errorf("-o %s: its extension is no format; it is .xlsx or .html", file)}
				}
			}
			r, err := readReport(args[1])
			if err != nil {
				return err
			}
			in, err := know.formInput(f, r, networkFile)
			if err != nil {
				return err
			}
			filled := form.Fill(f, in)
			for _, file := range files {
				write := formWriter(file)
				if err := writeFile(file, func(w io.Writer) error { return write(w, filled) }); err != nil {
					return err
				}
			}
			rows, cells, open := filled.Count()
			a.say("%s: %s, %s, %s not known", f.ID, report.Count(rows, "row"), report.Count(cells, "cell"), report.Count(open, "cell"))
			return nil
		},
	}
	know.add(c)
	c.Flags().StringVar(&networkFile, "network", "", "facts about the operator and its sites, from `FILE` (network.yaml), as the scan had it")
	c.Flags().StringArrayVarP(&files, "output", "o", nil, "write the form to `FILE`, .xlsx or .html (repeatable)")
	return c
}

func formWriter(file string) func(io.Writer, form.Filled) error {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".xlsx":
		return form.WriteXLSX
	case ".html", ".htm":
		return form.WriteHTML
	}
	return nil
}

func (f *knowledgeFlags) form(id string) (form.Form, error) {
	all, err := f.forms()
	if err != nil {
		return form.Form{}, err
	}
	var ids []string
	for _, x := range all {
		if x.ID == id {
			return x, nil
		}
		ids = append(ids, x.ID)
	}
	return form.Form{}, usageError{fmt.Errorf("no form has the id %q; there are %s", id, strings.Join(ids, ", "))}
}

// formInput puts together what a form is filled from.
func (f *knowledgeFlags) formInput(x form.Form, r *whomade.Report, networkFile string) (form.Input, error) {
	in := form.Input{Report: r, Sites: map[string]form.Site{}}
	set, err := f.makers()
	if err != nil {
		return in, err
	}
	book, err := f.book(nil)
	if err != nil {
		return in, err
	}
	for _, s := range x.Sheets {
		for _, id := range s.Rules {
			if _, ok := book.Rule(id); !ok {
				return in, usageError{fmt.Errorf("form %s: sheet %s asks for the rule %q, which is not known", x.ID, s.Name, id)}
			}
		}
	}
	in.Stale = f.stale(r.AsOf)
	list := restricted.List(set, book)
	reach := map[string]restricted.Reach{}
	in.Reached = func(rule, company string) bool {
		c, ok := reach[company]
		if !ok {
			c = restricted.Of(set, list, company, r.AsOf)
			reach[company] = c
		}
		is := func(n restricted.Naming) bool { return n.Rule == rule }
		return slices.ContainsFunc(c.Named, is) || slices.ContainsFunc(c.Held, is)
	}
	in.Name = set.Name
	in.Deadline = func(rule, obligation string) whomade.Date {
		if r, ok := book.Rule(rule); ok {
			if o, ok := r.FindObligation(obligation); ok {
				if o.By.IsZero() {
					return o.From
				}
				return o.By
			}
		}
		return whomade.Date{}
	}
	if networkFile == "" {
		return in, nil
	}
	n, err := readNetwork(networkFile)
	if err != nil {
		return in, usageError{err}
	}
	in.Network, in.OperatorName = filepath.Base(networkFile), n.Operator.Name
	for _, s := range n.Sites {
		in.Sites[s.ID] = form.Site{ID: s.ID, Country: s.Country, Latitude: s.Latitude, Longitude: s.Longitude}
	}
	in.About = aboutOf(n)
	return in, nil
}

// aboutOf is what a network file states of an element.
func aboutOf(n *network.File) func(whomade.Element) map[string]string {
	return func(e whomade.Element) map[string]string {
		var names []string
		for _, s := range e.Subjects {
			if s.HostName != "" {
				names = append(names, s.HostName)
			}
		}
		for _, p := range e.Evidence {
			if nameAttributes[p.Attribute] {
				names = append(names, p.Value)
			}
		}
		facts, _ := n.About(e.ID, e.Subjects, names)
		out := map[string]string{}
		for k, v := range facts {
			out[k] = fmt.Sprint(v)
		}
		return out
	}
}
