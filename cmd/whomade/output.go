package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/report"
	"github.com/whomade/whomade/report/formats"
)

// outputFlags say in which formats a report is wanted, and where.
type outputFlags struct {
	format string
	files  []string
}

func (f *outputFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.format, "format", "table", "`FORMAT` on standard output: "+strings.Join(formats.Names(), ", "))
	c.Flags().StringArrayVarP(&f.files, "output", "o", nil, "also write the report to `FILE`, in the format of its extension (repeatable)")
}

// output is one place a report goes to.
type output struct {
	format report.Format
	file   string // "" is standard output
}

// plan checks the flags before any work is done.
func (f *outputFlags) plan() ([]output, error) {
	first, ok := formats.ByName(f.format)
	if !ok {
		return nil, usageError{fmt.Errorf("--format %q: it is one of %s", f.format, strings.Join(formats.Names(), ", "))}
	}
	outs := []output{{format: first}}
	for _, file := range f.files {
		if file == "-" {
			continue
		}
		x, ok := formats.ByFile(file)
		if !ok {
			return nil, usageError{fmt.Errorf("-o %s: its extension is no format; it is one of .%s, .txt", file, strings.Join(formats.Names(), ", ."))}
		}
		outs = append(outs, output{x, file})
	}
	return outs, nil
}

// write writes a report to all its places; files appear whole or not at all.
func (a *app) write(r *whomade.Report, outs []output) error {
	var errs []error
	for _, o := range outs {
		if o.file == "" {
			w := bufio.NewWriterSize(a.out, 1<<16)
			errs = append(errs, o.format.Write(w, r), w.Flush())
			continue
		}
		errs = append(errs, writeFile(o.file, func(w io.Writer) error { return o.format.Write(w, r) }))
	}
	return errors.Join(errs...)
}

func writeFile(name string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	w := bufio.NewWriterSize(f, 1<<16)
	err = errors.Join(write(w), w.Flush(), f.Chmod(0o644), f.Close())
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return os.Rename(f.Name(), name)
}
