package main

import (
	"github.com/spf13/cobra"
)

func newScanCommand(a *app) *cobra.Command {
	var in inputFlags
	var judge judgeFlags
	var out outputFlags
	c := &cobra.Command{
		Use:   "scan PATH...",
		Short: "Say who made each element in the evidence, and which rules follow",
		Long: `scan reads evidence (files or whole directories; "-" is standard input), says who
made each network element, how sure that is and why, and what governments' rules
say of it as of a date, with citations. What could not be read is listed. Facts
about the operator come from network.yaml or from flags; without them the report
says what would follow for whom.` + exitHelp,
		Example: `  whomade scan evidence/
  whomade scan evidence/ --network network.yaml --as-of 2026-11-23 -o report.html -o report.json
  whomade scan walks/ --country GB --role gb-designated-provider --segment core --generation 5g
  whomade scan evidence/ --network network.yaml --baseline last.json --fail-on breaks`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			o, err := in.options(a)
			if err != nil {
				return err
			}
			return a.run(c.Context(), &judge, &out, func(j *judgement) error { return j.read(c.Context(), args, o) })
		},
	}
	in.add(c)
	judge.add(c)
	out.add(c)
	return c
}
