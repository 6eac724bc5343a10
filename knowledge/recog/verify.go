package recog

import (
	"fmt"
	"strings"
)

// Failure is an example that does not yield what it says.
type Failure struct {
	File    string
	Line    int // of its fingerprint
	Message string
}

func (f Failure) String() string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Message) }

// Verify matches every example with its own fingerprint and compares the
// parameters, as Recog's own verifier does. earlier counts the examples for which
// an earlier fingerprint of the database speaks first.
func (s *Set) Verify() (examples, earlier int, failures []Failure) {
	for _, d := range s.Databases {
		for i, f := range d.Fingerprints {
			for _, e := range f.Examples {
				examples++
				m, ok := d.match(i, e.Text)
				if !ok {
					failures = append(failures, Failure{d.File, f.Line, fmt.Sprintf("%q is not matched by %q", short(e.Text), f.Pattern)})
					continue
				}
				for _, want := range e.Want {
					if got := m.Get(want.Name); got != want.Value || got == "" && !m.has(want.Name) {
						failures = append(failures, Failure{d.File, f.Line, fmt.Sprintf("%q yields %s %q, want %q", short(e.Text), want.Name, got, want.Value)})
						break
					}
				}
				first, ok := d.Match(e.Text)
				switch {
				case !ok:
					failures = append(failures, Failure{d.File, f.Line, fmt.Sprintf("%q is matched alone and not in the database", short(e.Text))})
				case first.Fingerprint != f:
					earlier++
				}
			}
		}
	}
	return examples, earlier, failures
}

func (m Match) has(name string) bool {
	for _, p := range m.Params {
		if p.Name == name {
			return true
		}
	}
	return false
}

func short(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if r := []rune(s); len(r) > 100 {
		return string(r[:100]) + "…"
	}
	return s
}
