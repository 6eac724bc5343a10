package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/formats"
)

// inputFlags are the flags of every verb that reads evidence.
type inputFlags struct {
	columns []string
	digest  string
}

func (f *inputFlags) add(c *cobra.Command) {
	c.Flags().StringArrayVar(&f.columns, "map", nil, "read the column `HEADER=ATTRIBUTE` of a table (repeatable)")
}

// options turns the flags into the options of evidence.Read.
func (f *inputFlags) options(a *app) (evidence.Options, error) {
	o := evidence.Options{Digest: f.digest, Stdin: a.in}
	for _, m := range f.columns {
		header, attribute, ok := strings.Cut(m, "=")
		if !ok || header == "" {
			return o, usageError{fmt.Errorf("--map %q: want HEADER=ATTRIBUTE, for example 'Fabricator=inventory.manufacturer'", m)}
		}
		if _, known := whomade.AttributeByName(attribute); !known {
			return o, usageError{fmt.Errorf("--map %q: there is no attribute %q (docs/30-attributes.md lists them)", m, attribute)}
		}
		if o.Columns == nil {
			o.Columns = map[string]string{}
		}
		o.Columns[header] = attribute
	}
	return o, nil
}

func newEvidenceCommand(a *app) *cobra.Command {
	var in inputFlags
	c := &cobra.Command{
		Use:   "evidence PATH...",
		Short: "Print the observations in captures, walks, scans and lists as NDJSON",
		Long: `evidence reads files and whole directories ("-" is standard input), unpacks
.gz .zst .zip and .tar, recognises each artifact by its content, and prints every
distinct fact once, with its place, as one JSON record a line. It has no opinion
on what the facts mean. Formats: ` + strings.Join(formatNames(), ", ") + "." + exitHelp,
		Example: `  whomade evidence core-03.pcap
  whomade evidence evidence/ > observations.ndjson
  whomade evidence --digest none big.pcap
  whomade evidence --map 'Fabricator=inventory.manufacturer' list.csv`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			o, err := in.options(a)
			if err != nil {
				return err
			}
			p := a.progress()
			defer p.stop()
			o.Progress = p.set
			out := bufio.NewWriterSize(a.out, 1<<16)
			s := &recordSink{out: out, app: a}
			err = evidence.Read(c.Context(), args, formats.All(), o, s)
			return errors.Join(err, s.err, out.Flush())
		},
	}
	in.add(c)
	c.Flags().StringVar(&in.digest, "digest", "sha256", "`ALGORITHM` of the artifact digest: sha256 or none")
	return c
}

func formatNames() []string {
	var names []string
	for _, f := range formats.All() {
		names = append(names, f.Name())
	}
	return names
}

// recordSink writes observations and diagnostics as they come.
type recordSink struct {
	out *bufio.Writer
	app *app
	err error
}

func (s *recordSink) Artifact(whomade.Artifact) {}

func (s *recordSink) Observe(o whomade.Observation) {
	s.write(o.AppendJSON(s.out.AvailableBuffer()))
}

func (s *recordSink) Diagnose(d whomade.Diagnostic) {
	if d.Severity == whomade.SeverityError {
		s.app.codes.add(exitNotRead)
	}
	line, err := json.Marshal(d)
	if s.err == nil {
		s.err = err
	}
	s.write(line)
}

// write writes a line, which may be in the room that is left for it already.
func (s *recordSink) write(line []byte) {
	if s.err == nil {
		_, s.err = s.out.Write(append(line, '\n'))
	}
}
