package spdx

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/whomade/whomade/evidence/evidencetest"
	"github.com/whomade/whomade/internal/golden"
)

func TestSamples(t *testing.T) {
	for name, octets := range evidencetest.Samples(t, "testdata") {
		if New().Sniff(octets[:min(len(octets), 64<<10)]) < 80 {
			t.Errorf("%s is not recognised", name)
		}
		got := evidencetest.Read(t, New(), octets, name).Bytes()
		golden.Check(t, filepath.Join("testdata", name+".golden"), got)
		if bytes.Contains(got, []byte("planted")) {
			t.Errorf("%s: what must not leave came out", name)
		}
	}
}

func TestTruncated(t *testing.T) {
	for _, octets := range evidencetest.Samples(t, "testdata") {
		evidencetest.Truncate(t, New(), octets)
	}
}

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
