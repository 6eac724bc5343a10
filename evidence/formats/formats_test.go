package formats_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/whomade/whomade/evidence/evidencetest"
	"github.com/whomade/whomade/evidence/formats"
)

// TestConfusion asks every format about the samples of every other one.
func TestConfusion(t *testing.T) {
	for _, owner := range formats.All() {
		folder := filepath.Join("..", owner.Name(), "testdata")
		if _, err := os.Stat(folder); err != nil {
			t.Errorf("format %s has no samples in %s", owner.Name(), folder)
			continue
		}
		samples := evidencetest.Samples(t, folder)
		if len(samples) == 0 {
			t.Errorf("format %s has no samples in %s", owner.Name(), folder)
		}
		for name, octets := range samples {
			head := octets[:min(len(octets), 64<<10)]
			own := owner.Sniff(head)
			if own == 0 {
				t.Errorf("%s does not know its sample %s", owner.Name(), name)
			}
			for _, other := range formats.All() {
				if score := other.Sniff(head); other.Name() != owner.Name() && score >= own {
					t.Errorf("%s claims the sample %s of %s: %d against %d", other.Name(), name, owner.Name(), score, own)
				}
			}
		}
	}
}
