package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/whomade/whomade"
)

func newVersionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the program's version",
		Example: "  whomade version",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.out, "whomade %s %s %s/%s\n", whomade.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
