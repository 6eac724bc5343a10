package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/examples"
	"github.com/whomade/whomade/report/formats"
)

func newDemoCommand(a *app) *cobra.Command {
	var judge judgeFlags
	var out outputFlags
	c := &cobra.Command{
		Use:   "demo",
		Short: "Do the main job on an invented operator and write an HTML report",
		Long: `demo scans the evidence of an invented operator with a mobile and a fixed network,
prints the result and writes it as a web page to the temporary directory.` + exitHelp,
		Example: `  whomade demo
  whomade demo --as-of 2024-01-01`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			dir, err := os.MkdirTemp("", "whomade-demo-")
			if err != nil {
				return err
			}
			defer os.RemoveAll(dir)
			if err := os.CopyFS(dir, sub(examples.Operator, "operator")); err != nil {
				return err
			}
			page := filepath.Join(os.TempDir(), "whomade-demo.html")
			judge.network = filepath.Join(dir, "network.yaml")
			out.files = append(out.files, page)
			o, err := (&inputFlags{}).options(a)
			if err != nil {
				return err
			}
			err = a.run(c.Context(), &judge, &out, func(j *judgement) error {
				return j.read(c.Context(), []string{filepath.Join(dir, "evidence")}, o)
			})
			if err == nil {
				a.say("\nReport: %s · every line opens to its evidence. The evidence is in examples/operator/.", page)
			}
			return err
		},
	}
	c.Flags().StringVar(&judge.asOf, "as-of", "", "judge as of `DATE`, YYYY-MM-DD (default today)")
	c.Flags().StringVar(&out.format, "format", "table", "`FORMAT` on standard output: "+strings.Join(formats.Names(), ", "))
	judge.min = whomade.Sure
	return c
}

// sub is a folder of an embedded file system.
func sub(f fs.FS, dir string) fs.FS {
	s, err := fs.Sub(f, dir)
	if err != nil {
		return f // only for names that are no path
	}
	return s
}
