package identify

import (
	_ "embed" // the reliabilities
	"encoding/json"
	"errors"
	"math"
)

//go:embed reliability.json
var reliabilityData []byte

// reliability is how far each kind of evidence can be trusted, as data with its
// provenance.
type reliability struct {
	Provenance string `json:"provenance"`
	// Kinds: kind of claim and grade to the share of such claims that are right
	// where nothing else is known.
	Kinds map[string]map[string]float64 `json:"kinds"`
	// Prior is the log-odds of a company before any evidence.
	Prior float64 `json:"prior"`
	// Calibration maps the share that the sum gives to the share of answers that
	// were right, as points of a rising line.
	Calibration [][2]float64 `json:"calibration"`
}

func loadReliability() (*reliability, error) {
	r := &reliability{}
	if err := json.Unmarshal(reliabilityData, r); err != nil {
		return nil, err
	}
	if len(r.Calibration) < 2 {
		return nil, errors.New("reliability: calibration needs two points")
	}
	for i := 1; i < len(r.Calibration); i++ {
		if r.Calibration[i][0] <= r.Calibration[i-1][0] || r.Calibration[i][1] < r.Calibration[i-1][1] {
			return nil, errors.New("reliability: calibration does not rise")
		}
	}
	return r, nil
}

// weight is the log-odds that a claim adds to each company it speaks for: its
// reliability, shared by a set.
func (r *reliability) weight(c Claim) float64 {
	p := r.Kinds[c.Kind][c.Grade]
	if p == 0 {
		p = 0.55
	}
	w := math.Log(p / (1 - p))
	if n := len(c.Makers); n > 1 {
		w = math.Max(0.05, w-math.Log(float64(n)))
	}
	return w
}

// calibrated is the confidence for a share.
func (r *reliability) calibrated(p float64) float64 {
	pts := r.Calibration
	for i := 1; i < len(pts); i++ {
		if p <= pts[i][0] {
			a, b := pts[i-1], pts[i]
			return a[1] + (b[1]-a[1])*(p-a[0])/(b[0]-a[0])
		}
	}
	return pts[len(pts)-1][1]
}
