package main

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestListIsCurrent(t *testing.T) {
	want, err := List("../../../evidence")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../../evidence/formats/formats_gen.go")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("formats_gen.go is stale; run go generate ./evidence/formats (-want +got):\n%s", diff)
	}
}
