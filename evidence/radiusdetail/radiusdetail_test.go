package radiusdetail

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/whomade/whomade/evidence/evidencetest"
	"github.com/whomade/whomade/internal/golden"
)

func TestSamples(t *testing.T) {
	for name, octets := range evidencetest.Samples(t, "testdata") {
		if New().Sniff(octets[:min(len(octets), 64<<10)]) < 80 {
			t.Errorf("%s is not recognised", name)
		}
		got := evidencetest.Read(t, New(), octets, name).Bytes()
		golden.Check(t, filepath.Join("testdata", name+".golden"), got)
		if bytes.Contains(got, []byte("planted")) {
			t.Errorf("%s: what must not leave came out", name)
		}
	}
}

func TestTruncated(t *testing.T) {
	for _, octets := range evidencetest.Samples(t, "testdata") {
		evidencetest.Truncate(t, New(), octets)
	}
}

func FuzzRead(f *testing.F) { evidencetest.Fuzz(f, New()) }

// TestForm holds that only words of access servers stay in a form.
func TestForm(t *testing.T) {
	for in, want := range map[string]string{
		"slot=1;subslot=0;port=3;vlanid=100;vlanid2=7": "slot=#;subslot=#;port=#;vlanid=#;vlanid#=#",
		"trunk 0/1/3:100.200":                          "trunk #/#/#:#.#",
		"ge-0/0/1.planted:100-200":                     "ge-#/#/#.*:#-#",
		"CONNECT 54Mbps 802.11g":                       "CONNECT #Mbps #.#g",
		"Jürgen 7 \x01x":                               "* # *",
		"":                                             "",
	} {
		if got := form(in); got != want {
			t.Errorf("form of %q is %q, want %q", in, got, want)
		}
	}
}

// TestStation holds that a telephone number is no station.
func TestStation(t *testing.T) {
	for in, want := range map[string]string{
		"00-00-5E-00-53-01:planted": "00:00:5e:00:53:01",
		"0000.5e00.5301":            "00:00:5e:00:53:01",
		"0049-3012-3456":            "",
		"+15550100":                 "",
		"15550100200300":            "",
	} {
		if got := station(in); got != want {
			t.Errorf("station of %q is %q, want %q", in, got, want)
		}
	}
}
