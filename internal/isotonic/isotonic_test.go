package isotonic

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestFit(t *testing.T) {
	got := Fit([]Point{{0.9, 1, 1}, {0.1, 0, 1}, {0.5, 1, 1}, {0.6, 0, 1}})
	want := []Point{{0.1, 0, 1}, {0.55, 0.5, 2}, {0.9, 1, 1}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Point {
			return Point{rapid.Float64Range(0, 1).Draw(t, "x"), rapid.Float64Range(0, 1).Draw(t, "y"), 1}
		}), 1, 50).Draw(t, "points")
		line := Line(Fit(points), 8, rapid.Float64Range(0, 20).Draw(t, "ends"))
		for i := 1; i < len(line); i++ {
			if line[i][0] <= line[i-1][0] || line[i][1] < line[i-1][1]-1e-9 {
				t.Fatalf("line %v does not rise", line)
			}
		}
	})
}
