package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/whomade/whomade/knowledge/recog"
)

func newKnowledgeCommand(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "knowledge",
		Short: "What is known, as files: its edition and age, sign, verify, test",
		Example: `  whomade knowledge show
  whomade knowledge sign ./my-knowledge --key publisher.pem
  whomade knowledge verify ./my-knowledge --trusted-key publisher.pub.pem
  whomade knowledge test --knowledge ./my-knowledge`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newKnowledgeShowCommand(a), newKnowledgeKeyCommand(a), newKnowledgeSignCommand(a), newKnowledgeVerifyCommand(a), newKnowledgeTestCommand(a))
	return c
}

func newKnowledgeTestCommand(a *app) *cobra.Command {
	var f knowledgeFlags
	c := &cobra.Command{
		Use:   "test",
		Short: "Check makers' files and their examples, or those of Recog's databases",
		Long: `test checks the makers' files in a folder: sources, ownership, numbers, and that each
signature matches its examples and none of another maker. With --recog it matches
every example of every fingerprint in a folder of Recog's databases and compares
the parameters that come out with those that the example states.` + exitHelp,
		Example: `  whomade knowledge test --knowledge ./my-knowledge
  whomade knowledge test --recog ./recog/xml`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if f.recog != "" {
				return a.testRecog(f.recog)
			}
			if f.dir == "" {
				return usageError{errors.New("say which: --knowledge DIR or --recog DIR (the built-in knowledge was tested before it was built in)")}
			}
			if f.rulesOnly() && !isDir(filepath.Join(f.dir, "makers")) {
				return usageError{fmt.Errorf("%s holds no makers; whomade rules test --knowledge %s tests its rules", f.dir, f.dir)}
			}
			set, err := f.makers()
			if err != nil {
				return err
			}
			problems := set.Lint()
			for _, p := range problems {
				fmt.Fprintln(a.out, p)
			}
			fmt.Fprintf(a.out, "%d companies, %d signatures, %d problems\n", len(set.Makers()), len(set.Rules()), len(problems))
			if len(problems) > 0 {
				return fmt.Errorf("%d problems in the knowledge", len(problems))
			}
			return nil
		},
	}
	f.addRecog(c)
	return c
}

func (a *app) testRecog(dir string) error {
	set, err := recog.Load(os.DirFS(dir))
	if set == nil {
		return usageError{fmt.Errorf("reading the Recog databases in %s: %w", dir, err)}
	}
	problems := 0
	var several interface{ Unwrap() []error }
	if errors.As(err, &several) {
		for _, e := range several.Unwrap() {
			problems++
			fmt.Fprintln(a.out, e)
		}
	}
	examples, earlier, failures := set.Verify()
	for _, x := range failures {
		fmt.Fprintln(a.out, x)
	}
	fingerprints := 0
	for _, d := range set.Databases {
		fingerprints += len(d.Fingerprints)
	}
	problems += len(failures)
	fmt.Fprintf(a.out, "%d databases, %d fingerprints, %d examples (%d speak through an earlier fingerprint), %d problems\n",
		len(set.Databases), fingerprints, examples, earlier, problems)
	if problems > 0 {
		return fmt.Errorf("%d problems in Recog's databases", problems)
	}
	return nil
}
