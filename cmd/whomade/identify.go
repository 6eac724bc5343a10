package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
)

func newIdentifyCommand(a *app) *cobra.Command {
	var know knowledgeFlags
	c := &cobra.Command{
		Use:   "identify [FILE]",
		Short: "Say who single values speak for: NDJSON in, NDJSON out",
		Long: `identify reads one JSON record a line from a file or standard input:

  {"id":"1","kind":"ssh.banner","value":"Cisco-1.25","encoding":"text"}

kind is an attribute (docs/30-attributes.md), encoding text, hex or base64. It
writes one record for each, in the same order: maker, brand, confidence, the set
of possible makers, product, model, os, version, segment, the signatures that
matched and the parts of the sum. maker is empty where the value does not
decide; makers then holds the set. A line that can't be read gives a record with
"error" in its place.` + exitHelp,
		Example: `  echo '{"id":"1","kind":"snmp.sys_object_id","value":"1.3.6.1.4.1.2011.2.23.409"}' | whomade identify
  whomade identify banners.ndjson > makers.ndjson`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			engine, err := know.engine()
			if err != nil {
				return err
			}
			in := a.in
			if len(args) == 1 && args[0] != "-" {
				f, err := os.Open(args[0])
				if err != nil {
					return usageError{err}
				}
				defer f.Close()
				in = f
			}
			bad, err := engine.IdentifyStream(untilDone{c.Context().Err, in}, a.out)
			if bad > 0 {
				a.codes.add(exitNotRead)
				a.say("%d lines could not be read; each has a record with its error", bad)
			}
			return err
		},
	}
	know.addRecog(c)
	return c
}

// untilDone ends reading when the run is interrupted.
type untilDone struct {
	err func() error
	r   io.Reader
}

func (u untilDone) Read(b []byte) (int, error) {
	if err := u.err(); err != nil {
		return 0, fmt.Errorf("interrupted: %w", err)
	}
	return u.r.Read(b)
}
