package knowledge

import (
	"os"
	"testing"
)

func load(t testing.TB) *Set {
	t.Helper()
	s, err := Load(os.DirFS("data"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestLint checks the knowledge that is part of the program.
func TestLint(t *testing.T) {
	for _, p := range load(t).Lint() {
		t.Error(p)
	}
}
