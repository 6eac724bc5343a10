package registry

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func open(t testing.TB) *Registry {
	t.Helper()
	r, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestLookup(t *testing.T) {
	r := open(t)
	for _, tt := range []struct {
		name string
		mac  [6]byte
		want Info
		ok   bool
	}{
		{"first block", [6]byte{0, 0, 0, 1, 2, 3}, Info{Org: "XEROX CORPORATION", Bits: 24}, true},
		{"24 bit", [6]byte{0x00, 0x18, 0x82, 1, 2, 3}, Info{Org: "HUAWEI TECHNOLOGIES CO.,LTD", Bits: 24}, true},
		{"28 bit", [6]byte{0xcc, 0x82, 0x7b, 0x12, 2, 3}, Info{Org: "Cron AI", Bits: 28}, true},
		{"28 bit, last part not assigned", [6]byte{0xcc, 0x82, 0x7b, 0xf2, 2, 3}, Info{}, false},
		{"36 bit", [6]byte{0x8c, 0x1f, 0x64, 0xff, 0xc2, 3}, Info{Org: "Invendis Technologies India Pvt Ltd", Bits: 36}, true},
		{"36 bit inside an individual address block", [6]byte{0x00, 0x50, 0xc2, 0xc7, 0xc1, 3}, Info{Org: "Keysight Technologies Inc.", Bits: 36}, true},
		{"group", [6]byte{0x01, 0x00, 0x5e, 1, 2, 3}, Info{}, false},
		{"broadcast", [6]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, Info{}, false},
		{"local", [6]byte{0x02, 0x18, 0x82, 1, 2, 3}, Info{}, false},
		{"local, though registered before the bit had a meaning", [6]byte{0xaa, 0, 4, 0, 1, 4}, Info{}, false},
		{"not assigned", [6]byte{0xfc, 0xff, 0xff, 1, 2, 3}, Info{}, false},
	} {
		got, ok := r.Lookup(tt.mac)
		if ok != tt.ok || got != tt.want {
			t.Errorf("%s: Lookup(%x) = %+v, %v; want %+v, %v", tt.name, tt.mac, got, ok, tt.want, tt.ok)
		}
	}
}

func TestIdentifier(t *testing.T) {
	r := open(t)
	if got, ok := r.Identifier([3]byte{0x00, 0x18, 0x82}); !ok || got.Org != "HUAWEI TECHNOLOGIES CO.,LTD" {
		t.Errorf("universal identifier: %+v, %v", got, ok)
	}
	if got, ok := r.Identifier([3]byte{0x9a, 0x1b, 0x22}); !ok || got.Org != "InfoCore Co.,Ltd." {
		t.Errorf("company id: %+v, %v", got, ok)
	}
	if got, ok := r.Identifier([3]byte{0x8c, 0x1f, 0x64}); ok {
		t.Errorf("subdivided block has a holder: %+v", got)
	}
}

func TestEnterprise(t *testing.T) {
	r := open(t)
	for n, want := range map[uint32]string{
		9: "ciscoSystems", 2011: "HUAWEI Technology Co.,Ltd", 3902: "Zhongxing Telecom Co.,ltd. (abbr. ZTE)",
		25506: "H3C", 39165: "Hikvision Digital Technology Co., Ltd.", 26381: "lwIP - A Lightweight TCP/IP stack",
		66902: "ITSpine", 0: "", 1004849: "", 1<<32 - 1: "",
	} {
		if got, ok := r.Enterprise(n); got != want || ok != (want != "") {
			t.Errorf("Enterprise(%d) = %q, %v; want %q", n, got, ok, want)
		}
	}
}

// Every table entry must come back through a look-up, and nothing else.
func TestTablesDecodeFully(t *testing.T) {
	r := open(t)
	m, err := Metadata()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	last := ""
	for name, prefixes := range r.Organisations {
		if name <= last || !utf8.ValidString(name) || strings.TrimSpace(name) != name {
			t.Errorf("name %q after %q", name, last)
		}
		last = name
		got["names"]++
		for _, p := range prefixes {
			switch p.Bits {
			case 24:
				got["24 bit"]++
			case 28:
				got["28 bit"]++
			case 36:
				got["36 bit"]++
			}
			if p.MAC[0]&3 != 0 {
				continue
			}
			if info, ok := r.Lookup(p.MAC); !ok || info.Bits < p.Bits || info.Bits == p.Bits && info.Org != name {
				t.Errorf("%v of %q: %+v, %v", p, name, info, ok)
			}
		}
	}
	withheld := 0
	for i, list := range r.orgs.sizes {
		for list.data != "" {
			if _, name := list.next(); r.orgs.names[name] == r.orgs.private {
				withheld++
				got[[]string{"24 bit", "28 bit", "36 bit"}[i]]++
			}
		}
	}
	if withheld == 0 {
		t.Error("no withheld names")
	}
	got["names"]++ // the withheld one
	if diff := cmp.Diff(m.Tables[0].Entries, got); diff != "" {
		t.Errorf("address blocks (-registry.json +decoded):\n%s", diff)
	}
	numbers, next := 0, uint32(0)
	for n, name := range r.Enterprises {
		if got, ok := r.Enterprise(n); n < next || !ok || got != name || !utf8.ValidString(name) || name == "" {
			t.Errorf("number %d: %q and %q", n, name, got)
		}
		numbers, next = numbers+1, n+1
	}
	if diff := cmp.Diff(m.Tables[1].Entries, map[string]int{"numbers": numbers}); diff != "" {
		t.Errorf("numbers (-registry.json +decoded):\n%s", diff)
	}
}

// The committed files are those that registry.json describes.
func TestDigests(t *testing.T) {
	m, err := Metadata()
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Tables) != 2 {
		t.Fatalf("%d tables", len(m.Tables))
	}
	for _, tab := range m.Tables {
		data, err := os.ReadFile(tab.File)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(data)
		if hex.EncodeToString(sum[:]) != tab.SHA256 || len(data) != tab.Size {
			t.Errorf("%s is not the file that registry.json describes: run gen", tab.File)
		}
		if len(data) > 1_400_000 {
			t.Errorf("%s has grown to %d octets", tab.File, len(data))
		}
		for _, s := range tab.Sources {
			if s.Name == "" || s.Version == "" || s.Date == "" || len(s.SHA256) != 64 || s.Used > s.Entries {
				t.Errorf("%s: incomplete source %+v", tab.File, s)
			}
		}
	}
}

func TestIterationStops(t *testing.T) {
	r := open(t)
	n := 0
	for range r.Organisations {
		if n++; n == 3 {
			break
		}
	}
	for range r.Enterprises {
		if n++; n == 6 {
			break
		}
	}
	if n != 6 {
		t.Errorf("%d calls", n)
	}
}

func TestPrefixString(t *testing.T) {
	got := []string{prefixOf(0x001122, 24).String(), prefixOf(0x8c1f64ffc, 36).String(), prefixOf(0xcc827b1, 28).String()}
	want := []string{"00:11:22/24", "8c:1f:64:ff:c0:00/36", "cc:82:7b:10:00:00/28"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
