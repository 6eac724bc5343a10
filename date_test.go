package whomade_test

import (
	"testing"

	"github.com/whomade/whomade"
)

func TestDate(t *testing.T) {
	for _, c := range []struct{ in, first, last string }{
		{"2026-07-15", "2026-07-15", "2026-07-15"},
		{"2026-07", "2026-07-01", "2026-07-31"},
		{"2024-02", "2024-02-01", "2024-02-29"},
		{"2026", "2026-01-01", "2026-12-31"},
	} {
		d, err := whomade.ParseDate(c.in)
		if err != nil {
			t.Fatal(err)
		}
		if d.String() != c.in || d.First().String() != c.first || d.Last().String() != c.last {
			t.Errorf("%s: %s, first %s, last %s", c.in, d, d.First(), d.Last())
		}
	}
	for _, bad := range []string{"2026-13", "2026-02-30", "26-01-01", "today", "2026-1-1"} {
		if d, err := whomade.ParseDate(bad); err == nil {
			t.Errorf("%q was read as %s", bad, d)
		}
	}
}
