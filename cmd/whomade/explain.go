package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/report"
)

func newExplainCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "explain REPORT.json ELEMENT|operator|conflicts",
		Short: "Walk one element of a report from its verdicts down to the bytes",
		Long: `explain prints all there is to say of one element: the parts of the sum that
makes its maker, each with its value, the artifact and the place in it; what the
rules say and why, with citations; and what would settle what is open. ELEMENT is
an element's id or its start, or an address or serial number of it. The word
conflicts prints every conflict with both sides, and the word operator the duties of the
organisation, with both numbers of each share under a cap.` + exitHelp,
		Example: `  whomade scan evidence/ -o report.json
  whomade explain report.json 192.0.2.1
  whomade explain report.json conflicts
  whomade explain report.json operator`,
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := readReport(args[0])
			if err != nil {
				return err
			}
			switch args[1] {
			case "conflicts":
				return report.ExplainConflicts(a.out, r)
			case "operator":
				return report.ExplainOperator(a.out, r)
			}
			e, err := findElement(r, args[1])
			if err != nil {
				return err
			}
			return report.Explain(a.out, r, e)
		},
	}
}

// readReport reads a report in JSON.
func readReport(file string) (*whomade.Report, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, usageError{err}
	}
	var r whomade.Report
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, usageError{fmt.Errorf("%s is no report in JSON: %w", file, err)}
	}
	if r.Schema != whomade.ReportSchema {
		return nil, usageError{fmt.Errorf("%s: its schema is %q, this program reads %q", file, r.Schema, whomade.ReportSchema)}
	}
	return &r, nil
}

// findElement finds the one element that key names.
func findElement(r *whomade.Report, key string) (whomade.Element, error) {
	var found []whomade.Element
	for _, e := range r.Elements {
		if e.ID == key {
			return e, nil
		}
		match := len(key) >= 4 && strings.HasPrefix(e.ID, key)
		for _, s := range e.Subjects {
			for _, k := range s.Keys() {
				_, v, _ := strings.Cut(k, ":")
				match = match || v == key
			}
		}
		if match {
			found = append(found, e)
		}
	}
	switch len(found) {
	case 0:
		return whomade.Element{}, usageError{fmt.Errorf("no element of the report is known as %q", key)}
	case 1:
		return found[0], nil
	}
	var ids []string
	for _, e := range found[:min(len(found), 8)] {
		ids = append(ids, e.ID)
	}
	return whomade.Element{}, usageError{errors.New("several elements are known as " + key + ": " + strings.Join(ids, " "))}
}
