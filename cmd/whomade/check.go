package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/whomade/whomade"
)

func newCheckCommand(a *app) *cobra.Command {
	var in inputFlags
	var judge judgeFlags
	var out outputFlags
	var file string
	var whole bool
	c := &cobra.Command{
		Use:   `check ["MAKER MODEL"...]`,
		Short: "Check equipment before it is bought or connected",
		Long: `check judges what is named on the command line or in a purchase list, before it
is bought or connected. The maker is what you state: the verdicts are about the
item as stated. Of a bill of materials (CycloneDX, SPDX) each component whose maker
is one known company is judged beside the item that holds it. The output is the
same report as scan's.

A cap on a share is compared with what network.yaml states. With --inventory the items
are the whole network, and where no share is stated it is counted.

In a CI job --fail-on sets the exit code, --baseline says what is new since an
earlier report and --only-new lets nothing else count; --waivers names the register
of findings that may stand for a time; sarif and junit are formats that CI systems
show.` + exitHelp,
		Example: `  whomade check "Huawei S5720-28X" --country US --role us-federal-contractor --essential yes
  whomade check --file order.xlsx --country GB --role gb-designated-provider --fail-on due
  whomade check "Hikvision DS-2CD2143G2-I" --country US --role us-federal-contractor --fact element.end_use=retail
  whomade check --file router.cdx.json --country US --role us-authorisation-applicant --fact event=apply-authorisation --fail-on breaks -o result.sarif
  whomade check --file order.csv --network network.yaml --waivers waivers.yaml --baseline last.json --only-new --fail-on due`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 && file == "" {
				return usageError{fmt.Errorf(`nothing to check: name an item, as in whomade check "Huawei S5720-28X", or a list with --file`)}
			}
			o, err := in.options(a)
			if err != nil {
				return err
			}
			return a.run(c.Context(), &judge, &out, func(j *judgement) error {
				j.byComponent, j.partial = true, !whole
				for i, item := range args {
					j.state(i+1, item)
				}
				if file == "" {
					return nil
				}
				if file != "-" {
					if _, err := os.Stat(file); err != nil {
						return usageError{err}
					}
				}
				return j.read(c.Context(), []string{file}, o)
			})
		},
	}
	in.add(c)
	judge.add(c)
	out.add(c)
	c.Flags().BoolVar(&whole, "inventory", false, "the items are the operator's whole inventory: caps on shares are decided by counting them")
	c.Flags().StringVar(&file, "file", "", "read the items from `FILE`: a purchase list or inventory (.csv, .tsv, .xlsx), or a bill of materials (CycloneDX, SPDX)")
	return c
}

// commandLine stands for the artifact where an item was typed.
const commandLine = "command line"

// state takes an item that the command line names: the whole text as the
// manufacturer's, and what follows the maker's name as the model.
func (j *judgement) state(n int, item string) {
	subject := whomade.Subject{Item: fmt.Sprintf("%s#item %d", commandLine, n)}
	observe := func(attribute, value string) {
		j.Observe(whomade.Observation{
			Name: commandLine, Locator: whomade.Locator{Line: int64(n)}, Subject: subject,
			Attribute: attribute, Value: value, Encoding: whomade.EncodingText, Count: 1,
		})
	}
	maker, model := j.split(item)
	if maker != "" {
		observe("inventory.manufacturer", maker)
	}
	if model != "" {
		observe("part.model", model)
	}
}

// split takes a stated item apart: the words that name a company, and the rest.
func (j *judgement) split(item string) (maker, model string) {
	words := strings.Fields(item)
	for n := len(words); n > 0; n-- {
		text := strings.Join(words[:n], " ")
		for _, m := range j.set.Resolve(text) {
			if m.Whole && m.At == 0 {
				return text, strings.Join(words[n:], " ")
			}
		}
	}
	return "", item
}
