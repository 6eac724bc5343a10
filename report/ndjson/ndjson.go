// Package ndjson writes the report as one JSON record a line, each with its
// "type": report, artifact, element, diagnostic and, last, summary.
package ndjson

import (
	"encoding/json"
	"io"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/report"
)

type format struct{}

// New returns the format.
func New() report.Format { return format{} }

func (format) Name() string { return "ndjson" }

type head struct {
	Type      string            `json:"type"`
	Schema    string            `json:"schema"`
	Notice    string            `json:"notice"`
	AsOf      whomade.Date      `json:"as_of"`
	Knowledge whomade.Knowledge `json:"knowledge"`
	Operator  whomade.Operator  `json:"operator"`
}

type artifact struct {
	Type string `json:"type"`
	whomade.Artifact
}

type element struct {
	Type string `json:"type"`
	whomade.Element
}

type summary struct {
	Type string `json:"type"`
	whomade.Summary
}

func (format) Write(w io.Writer, r *whomade.Report) error {
	e := json.NewEncoder(w)
	if err := e.Encode(head{"report", r.Schema, r.Notice, r.AsOf, r.Knowledge, r.Operator}); err != nil {
		return err
	}
	for _, a := range r.Artifacts {
		if err := e.Encode(artifact{"artifact", a}); err != nil {
			return err
		}
	}
	for _, x := range r.Elements {
		if err := e.Encode(element{"element", x}); err != nil {
			return err
		}
	}
	for _, d := range r.Diagnostics {
		if err := e.Encode(d); err != nil {
			return err
		}
	}
	return e.Encode(summary{"summary", r.Summary})
}
