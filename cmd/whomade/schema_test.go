package main

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
)

// TestReportMatchesSchema validates a whole report against the published schema.
func TestReportMatchesSchema(t *testing.T) {
	data, err := os.ReadFile("../../docs/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var s jsonschema.Schema
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	resolved, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	var out, talk bytes.Buffer
	a := testApp(&out, &talk)
	code := a.execute(t.Context(), []string{"scan", "../../examples/operator/evidence", "--network", "../../examples/operator/network.yaml", "--as-of", "2026-11-23", "--format", "json"})
	if code != exitFine {
		t.Fatalf("exit %d: %s", code, talk.String())
	}
	var report any
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatal(err)
	}
	if err := resolved.Validate(report); err != nil {
		t.Error(err)
	}
}
