package dialect

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func open(t testing.TB) *Lexicon {
	t.Helper()
	l, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestLines holds that each line matches its example, and no example is matched by
// a line of a dialect of other makers.
func TestLines(t *testing.T) {
	l := open(t)
	lines, err := Lines()
	if err != nil {
		t.Fatal(err)
	}
	kin := func(a, b Line) bool {
		for _, x := range a.Dialects {
			for _, y := range b.Dialects {
				if x == y || cmp.Equal(l.Dialects[l.index[x]].Makers, l.Dialects[l.index[y]].Makers) {
					return true
				}
			}
		}
		return false
	}
	for _, line := range lines {
		found := false
		for _, got := range l.matcher.find(line.Example, false) {
			found = found || got.Match == line.Match
			if !kin(got, line) {
				t.Errorf("the example %q of %s is matched by %q of %s", line.Example, line.Dialects, got.Match, got.Dialects)
			}
		}
		if !found {
			t.Errorf("%q of %s does not match its example %q", line.Match, line.Dialects, line.Example)
		}
	}
}

func TestFeatures(t *testing.T) {
	got := Features("interface Eth-Trunk12\n mac 0025-9e01-020a\n")
	var words []string
	for _, f := range got {
		if f[0] != '=' {
			words = append(words, f)
		}
	}
	want := []string{"interface", "Eth-Trunk0", "interface Eth-Trunk0", "^0 interface Eth-Trunk0", "mac", "mac-4", "mac mac-4", "^1 mac mac-4"}
	if d := cmp.Diff(want, words); d != "" {
		t.Errorf("marks (-want +got):\n%s", d)
	}
}

func TestJudge(t *testing.T) {
	l := open(t)
	for _, c := range []struct{ name, text, want string }{
		{"a configuration of VRP names nobody", "#\nsysname core1\n#\nundo info-center enable\n#\ninterface Vlanif10\n ip address 192.0.2.1 255.255.255.0\n#\ninterface Eth-Trunk1\n port link-type trunk\n#\nreturn\n", "vrp"},
		{"of Comware", "#\n version 7.1.070, Release 6126P20\n#\n sysname edge\n#\ninterface Bridge-Aggregation1\n#\ninterface Vlan-interface1\n ip address 192.0.2.2 255.255.255.0\n#\nreturn\n", "comware"},
		{"of an OLT", "interface gpon-olt_1/2/1\n  no shutdown\n  onu 1 type ZTE sn ZTEG00000001\n!\n", "zxan"},
		{"of a firewall that lists an application of another's", "set deviceconfig system hostname fw1\nset application-group video members [ hikvision-http rtsp ]\nset network interface ethernet ethernet1/1 layer3\n", "pan-os"},
		{"neighbours do not speak for the device", "Local Intf: Gi1/0/1\nChassis id: 0025.9e01.020a\nSystem Description:\nHuawei Versatile Routing Platform Software\nVRP (R) software, Version 5.170\n", "-vrp"},
		{"nor in the words of a dump of frames", "1 port: 6\n1 chassis.type: 4\n1 ttl: 120\n1 system.desc.data: Quidway Router\nHuawei Versatile Routing Platform Software\nVRP (R) software, Version 5.170 (S5735 V200R022C00SPC500)\nCopyright (C) 2000-2022 HUAWEI TECH Co., Ltd.\n1 address.count: 1\n", "-vrp"},
		{"nothing", "ok\n", ""},
	} {
		a := l.Judge(c.text)
		got := ""
		if len(a.Chances) > 0 && a.Chances[0].Share > 0.6 {
			got = a.Chances[0].Dialect.ID
		}
		if not, ok := strings.CutPrefix(c.want, "-"); ok && got == not || !ok && got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func FuzzFeatures(f *testing.F) {
	f.Add("interface GigabitEthernet0/0/1\n ip address 192.0.2.1/24\n")
	f.Add("00:11:22:33:44:55\t-- {x}\r\n")
	l := open(f)
	f.Fuzz(func(t *testing.T, text string) {
		for _, w := range Features(text) {
			if strings.ContainsAny(w, "\t\n") {
				t.Errorf("mark %q has a tab or a line end", w)
			}
		}
		l.Judge(text)
	})
}

func BenchmarkJudge(b *testing.B) {
	l := open(b)
	text := strings.Repeat("interface GigabitEthernet0/0/1\n port link-type trunk\n#\n", 100)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		l.Judge(text)
	}
}
