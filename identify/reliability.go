package identify

import (
	_ "embed" // the reliabilities
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

//go:embed reliability.json
var reliabilityData []byte

// Reliability is how far each kind of evidence can be trusted, as data with its
// provenance. internal/gen/reliability learns it from labelled evidence.
type Reliability struct {
	Provenance string `json:"provenance"`
	// Kinds: kind of claim and grade to the share of such claims that are right
	// where nothing else is known.
	Kinds map[string]map[string]float64 `json:"kinds"`
	// Companies: company and kind of claim to the same share, where it differs
	// from the kind's: numbers and names of companies that were bought, split or
	// renamed are read as another company's more often.
	Companies map[string]map[string]float64 `json:"companies"`
	// Signatures: signature or number and company to the same share, where it
	// differs from the company's.
	Signatures map[string]map[string]float64 `json:"signatures"`
	// Prior is the log-odds of a company before any evidence.
	Prior float64 `json:"prior"`
	// Calibration maps the share that the sum gives to the share of answers that
	// were right, as points of a rising line.
	Calibration [][2]float64 `json:"calibration"`
}

// ParseReliability reads reliabilities. Errors say what does not hold.
func ParseReliability(data []byte) (*Reliability, error) {
	r := &Reliability{}
	if err := json.Unmarshal(data, r); err != nil {
		return nil, fmt.Errorf("reliability: %w", err)
	}
	if len(r.Calibration) < 2 {
		return nil, errors.New("reliability: calibration needs two points")
	}
	for i := 1; i < len(r.Calibration); i++ {
		if r.Calibration[i][0] <= r.Calibration[i-1][0] || r.Calibration[i][1] < r.Calibration[i-1][1] {
			return nil, errors.New("reliability: calibration does not rise")
		}
	}
	for _, table := range []map[string]map[string]float64{r.Kinds, r.Companies, r.Signatures} {
		for name, row := range table {
			for kind, p := range row {
				if p <= 0 || p >= 1 {
					return nil, fmt.Errorf("reliability: %s %s: share %v is not between 0 and 1", name, kind, p)
				}
			}
		}
	}
	return r, nil
}

// share is the share of claims like this one that are right.
func (r *Reliability) share(c Claim) float64 {
	if c.Share > 0 {
		return min(c.Share, 0.999)
	}
	if len(c.Makers) == 1 {
		if p, ok := r.Signatures[c.Signature][c.Makers[0]]; ok {
			return p
		}
		if p, ok := r.Companies[c.Makers[0]][c.Kind]; ok {
			return p
		}
	}
	if p, ok := r.Kinds[c.Kind][c.Grade]; ok {
		return p
	}
	return 0.55
}

// weight is the log-odds that a claim adds to each company it speaks for: its
// reliability, shared by a set.
func (r *Reliability) weight(c Claim) float64 {
	p := r.share(c)
	w := math.Log(p / (1 - p))
	if n := len(c.Makers); n > 1 {
		w = math.Max(0.05, w-math.Log(float64(n)))
	}
	return w
}

// calibrated is the confidence for a share.
func (r *Reliability) calibrated(p float64) float64 {
	pts := r.Calibration
	for i := 1; i < len(pts); i++ {
		if p <= pts[i][0] {
			a, b := pts[i-1], pts[i]
			return a[1] + (b[1]-a[1])*(p-a[0])/(b[0]-a[0])
		}
	}
	return pts[len(pts)-1][1]
}
