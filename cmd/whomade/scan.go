package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/whomade/whomade/report/questionnaire"
)

func newScanCommand(a *app) *cobra.Command {
	var in inputFlags
	var judge judgeFlags
	var out outputFlags
	var timeline, questions string
	c := &cobra.Command{
		Use:   "scan PATH...",
		Short: "Say who made each element in the evidence, and which rules follow",
		Long: `scan reads evidence (files or whole directories; "-" is standard input), says who
made each network element, how sure that is and why, and what governments' rules
say of it as of a date, with citations. What could not be read is listed. Facts
about the operator come from network.yaml or from flags; without them the report
says what would follow for whom.

A cap on a share is compared with what network.yaml states, or else with the share
counted over the elements of the evidence; both counts stand in the report.

--timeline adds to each element the days on which an outcome changes, from the
as-of date on or in a span of dates. --questions writes one short questionnaire
over the whole network, the answers that settle most first; whomade rules answer
puts the answers into network.yaml.` + exitHelp,
		Example: `  whomade scan evidence/
  whomade scan evidence/ --network network.yaml --as-of 2026-11-23 -o report.html -o report.json
  whomade scan walks/ --country GB --role gb-designated-provider --segment core --generation 5g
  whomade scan evidence/ --network network.yaml --baseline last.json --fail-on breaks
  whomade scan evidence/ --network network.yaml --timeline=2022-01-01..2030-12-31 -o report.html
  whomade scan evidence/ --network network.yaml --questions questions.xlsx`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			o, err := in.options(a)
			if err != nil {
				return err
			}
			w, err := parseWindow(timeline)
			if err != nil {
				return usageError{fmt.Errorf("--timeline: %w", err)}
			}
			if questions != "" {
				if _, ok := questionnaire.ByFile(questions); !ok {
					return usageError{fmt.Errorf("--questions %s: its extension is one of .ndjson, .xlsx, .html", questions)}
				}
			}
			return a.run(c.Context(), &judge, &out, func(j *judgement) error {
				j.timeline, j.questions = w, questions
				return j.read(c.Context(), args, o)
			})
		},
	}
	in.add(c)
	judge.add(c)
	out.add(c)
	c.Flags().StringVar(&timeline, "timeline", "", "say per element when outcomes change, in the span `FROM..TO` (without it, from the as-of date on)")
	c.Flags().Lookup("timeline").NoOptDefVal = ".."
	c.Flags().StringVar(&questions, "questions", "", "write what is to be found out to `FILE` (.ndjson, .xlsx, .html)")
	return c
}
