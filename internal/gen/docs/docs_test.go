package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPagesAreCurrent(t *testing.T) {
	pages, err := Pages()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range pages {
		got, err := os.ReadFile(filepath.Join("../../../docs", name))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("docs/%s is stale; run go generate ./... (-want +got):\n%s", name, diff)
		}
	}
}

// TestNoOldPages checks that every page of a jurisdiction is still generated, and
// that each jurisdiction has a name.
func TestNoOldPages(t *testing.T) {
	pages, err := Pages()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../../../docs/rules/*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		base := filepath.Base(f)
		if _, ok := pages["rules/"+base]; !ok {
			t.Errorf("docs/rules/%s is about no jurisdiction that has rules", base)
		}
		if code := strings.TrimSuffix(base, ".md"); names[code] == "" {
			t.Errorf("jurisdiction %s has no name", code)
		}
	}
}
