package dialect

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFieldRules: every rule is of a known dialect and yields what its example says.
func TestFieldRules(t *testing.T) {
	rules, err := FieldRules()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fieldReaders(); err != nil {
		t.Fatal(err)
	}
	all, err := Dialects()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, d := range all {
		known[d.ID] = true
	}
	for id, list := range rules {
		if !known[id] {
			t.Errorf("there is no dialect %q", id)
		}
		for _, r := range list {
			if diff := cmp.Diff(r.Fields, ReadFields(id, r.Example)); diff != "" {
				t.Errorf("%s: %q: %s", id, r.Match, diff)
			}
		}
	}
}
