package radiusdetail

import (
	"testing"

	"github.com/whomade/whomade/evidence/evidencetest"
)

func TestFormat(t *testing.T) { evidencetest.Format(t, New()) }

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
