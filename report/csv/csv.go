// Package csv writes the flat view as comma-separated values (RFC 4180), one
// row per element and verdict, safe to open in a spreadsheet.
package csv

import (
	"encoding/csv"
	"io"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/report"
)

type format struct{}

// New returns the format.
func New() report.Format { return format{} }

func (format) Name() string { return "csv" }

func (format) Write(w io.Writer, r *whomade.Report) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if err := c.Write(report.Columns); err != nil {
		return err
	}
	err := report.Rows(r, func(row []string) error {
		for i := range row {
			row[i] = report.FormulaSafe(row[i])
		}
		return c.Write(row)
	})
	c.Flush()
	if err != nil {
		return err
	}
	return c.Error()
}
