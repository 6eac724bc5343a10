// Package json writes the report as one JSON document, whose schema is
// published in docs/report.schema.json.
package json

import (
	"encoding/json"
	"io"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/report"
)

type format struct{}

// New returns the format.
func New() report.Format { return format{} }

func (format) Name() string { return "json" }

func (format) Write(w io.Writer, r *whomade.Report) error {
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	return e.Encode(r)
}
