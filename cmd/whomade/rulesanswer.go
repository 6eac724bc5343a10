package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
	"github.com/whomade/whomade/knowledge/law"
	"github.com/whomade/whomade/network"
	"github.com/whomade/whomade/report/questionnaire"
)

func newRulesAnswerCommand(a *app) *cobra.Command {
	var f rulesFlags
	var file, out string
	c := &cobra.Command{
		Use:   "answer QUESTIONS",
		Short: "Put the answers of a questionnaire into network.yaml",
		Long: `answer reads a questionnaire that scan --questions wrote and somebody filled in
(.xlsx or .ndjson; several values are separated by commas) and writes network.yaml
with the answers in it, its comments and order kept. Answers that the facts do not
allow are named, and then nothing is written.` + exitHelp,
		Example: `  whomade scan evidence/ --network network.yaml --questions questions.xlsx
  whomade rules answer questions.xlsx --network network.yaml -o network.yaml`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			book, err := f.know.book(f.rules)
			if err != nil {
				return err
			}
			in, err := os.Open(args[0])
			if err != nil {
				return usageError{err}
			}
			defer in.Close()
			asked, err := questionnaire.Read(args[0], in)
			if err != nil {
				return usageError{fmt.Errorf("%s: %w", args[0], err)}
			}
			answers, err := answersOf(book.Table(), asked)
			if err != nil {
				return usageError{err}
			}
			var data []byte
			if file != "" {
				if data, err = os.ReadFile(file); err != nil && (!errors.Is(err, os.ErrNotExist) || file != out) {
					return usageError{err}
				}
			}
			text, err := network.Put(data, answers)
			if err != nil {
				return usageError{err}
			}
			a.say("%d of %d questions are answered", len(answers), len(asked))
			if out == "" || out == "-" {
				_, err = a.out.Write(text)
				return err
			}
			return writeFile(out, func(w io.Writer) error { _, err := w.Write(text); return err })
		},
	}
	f.know.add(c)
	c.Flags().StringSliceVar(&f.rules, "rules", nil, "`RULES`: all, jurisdictions and rule ids joined by commas, or a folder of rule files")
	c.Flags().StringVar(&file, "network", "", "the `FILE` to put the answers into (network.yaml)")
	c.Flags().StringVarP(&out, "output", "o", "", "write to `FILE`, which may be the same (default standard output)")
	return c
}

// answersOf checks what was filled in against the table of facts.
func answersOf(t *law.Table, asked []whomade.Asked) ([]network.Answer, error) {
	var out []network.Answer
	var errs []error
	for _, q := range asked {
		if strings.TrimSpace(q.Answer) == "" {
			continue
		}
		a := network.Answer{Fact: q.Fact, Site: q.Site, Of: q.Of}
		if q.Of == nil {
			a.Elements = q.Elements
		}
		for _, v := range strings.Split(q.Answer, ",") {
			if v = strings.TrimSpace(v); v != "" {
				a.Values = append(a.Values, v)
			}
		}
		if _, err := check.NewFacts(t, map[string]any{q.Fact: a.Values}); err != nil {
			errs = append(errs, fmt.Errorf("question %s: %w", q.ID, err))
			continue
		}
		out = append(out, a)
	}
	return out, errors.Join(errs...)
}
