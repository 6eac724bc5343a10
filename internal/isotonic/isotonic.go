// Package isotonic fits a rising line to points: the pool-adjacent-violators
// algorithm (Ayer et al., 1955), which calibration of shares uses.
package isotonic

import (
	"cmp"
	"slices"
)

// Point is a place, what was seen there, and how much it counts.
type Point struct{ X, Y, Weight float64 }

// Fit returns the rising steps nearest to the points by least squares: X is the
// weighted mean place of each step, Y its height, Weight its sum.
func Fit(points []Point) []Point {
	points = slices.Clone(points)
	slices.SortStableFunc(points, func(a, b Point) int { return cmp.Compare(a.X, b.X) })
	var out []Point
	for _, p := range points {
		out = append(out, p)
		for n := len(out); n > 1 && (out[n-2].Y >= out[n-1].Y || out[n-2].X == out[n-1].X); n = len(out) {
			out = append(out[:n-2], merged(out[n-2], out[n-1]))
		}
	}
	return out
}

func merged(a, b Point) Point {
	w := a.Weight + b.Weight
	return Point{(a.X*a.Weight + b.X*b.Weight) / w, (a.Y*a.Weight + b.Y*b.Weight) / w, w}
}

// Line makes at most n points of a rising line out of steps, from 0 to 1: steps of
// little weight are merged with their neighbours first, and the first and last
// until they weigh at least ends.
func Line(steps []Point, n int, ends float64) [][2]float64 {
	steps = slices.Clone(steps)
	for len(steps) > 1 && steps[0].Weight < ends {
		steps[1] = merged(steps[0], steps[1])
		steps = steps[1:]
	}
	for k := len(steps) - 1; k > 0 && steps[k].Weight < ends; k = len(steps) - 1 {
		steps[k-1] = merged(steps[k-1], steps[k])
		steps = steps[:k]
	}
	for len(steps) > max(1, n-2) {
		at := 0
		for i := range len(steps) - 1 {
			if steps[i].Weight+steps[i+1].Weight < steps[at].Weight+steps[at+1].Weight {
				at = i
			}
		}
		steps[at] = merged(steps[at], steps[at+1])
		steps = slices.Delete(steps, at+1, at+2)
	}
	out := [][2]float64{{0, 0}}
	for _, s := range steps {
		if s.X > out[len(out)-1][0]+1e-4 && s.X < 1-1e-4 {
			out = append(out, [2]float64{s.X, s.Y})
		}
	}
	last := steps[len(steps)-1].Y
	out[0][1] = min(steps[0].Y/2, out[0][1])
	return append(out, [2]float64{1, last})
}
