package spdx

import (
	"testing"

	"github.com/whomade/whomade/evidence/evidencetest"
)

func TestFormat(t *testing.T) { evidencetest.Format(t, New()) }

func FuzzRead(f *testing.F) { evidencetest.Fuzz(f, New()) }

// TestCycle holds that packages that contain one another are elements of their own.
func TestCycle(t *testing.T) {
	const bill = `{"spdxVersion":"SPDX-2.3","packages":[{"SPDXID":"a","name":"A","primaryPackagePurpose":"DEVICE"},{"SPDXID":"b","name":"B","primaryPackagePurpose":"DEVICE"}],
		"relationships":[{"spdxElementId":"a","relationshipType":"CONTAINS","relatedSpdxElement":"b"},{"spdxElementId":"b","relationshipType":"CONTAINS","relatedSpdxElement":"a"}]}`
	r := evidencetest.Read(t, New(), []byte(bill), "x.json")
	if len(r.Observations) != 2 || r.Observations[0].Attribute != "part.model" || r.Observations[1].Attribute != "part.model" {
		t.Errorf("told\n%s", r.Bytes())
	}
}

// TestOrganisation holds that persons and their addresses stay behind.
func TestOrganisation(t *testing.T) {
	for in, want := range map[string]string{
		"Organization: Example Ltd (info@example.com)": "Example Ltd",
		"Organization: Example Ltd ()":                 "Example Ltd",
		"Organization: Example (Shenzhen)":             "Example (Shenzhen)",
		"Person: planted (planted@author.example)":     "",
		"NOASSERTION": "",
	} {
		if got := organisation(in); got != want {
			t.Errorf("organisation of %q is %q, want %q", in, got, want)
		}
	}
}
