package knowledge

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/whomade/whomade"
)

const (
	alphaYAML = `
id: alphanet
name: Alphanet Communications Co., Ltd.
short: Alphanet
country: XX
source: {ref: invented, date: '2026-01-02'}
names:
  - {name: 阿尔法网络有限公司}
  - {name: АЛЬФАНЕТ, kind: short}
brands:
  - {name: Quickswitch, kind: product}
relations:
  - {type: subsidiary, entity: betaphone, from: '2010', to: '2020-11-17'}
  - {type: jv, entity: gammatel, from: '2003-11', to: '2007-03'}
identifiers:
  - {kind: pen, value: '70001'}
signatures:
  - id: alphanet/name
    attributes: [snmp.sys_description]
    pattern: '\bAlphanet (?P<model>\S+) Version (?P<version>[\d.]+)'
    examples: [Alphanet Q-1 Version 1.2]
    against: [Alphanetics Q-1 Version 1.2]
models:
  - {pattern: 'Q-\d+', distinctive: true, family: Quick, segment: enterprise, function: switching, examples: [Q-77]}
`
	betaYAML = `
id: betaphone
name: Betaphone AG
short: Betaphone
country: XX
source: {ref: invented, date: '2025'}
relations:
  - {type: parent, entity: alphanet, from: '2010', to: '2020-11-17'}
signatures:
  - id: betaphone/name
    attributes: [snmp.sys_description]
    pattern: Betaphone
    examples: [Betaphone]
`
	companiesYAML = `
- id: gammatel
  name: Gammatel GmbH
  pens: [70003]
  text: ['\bGammatel\b']
  source: {ref: invented, date: '2026-01-01'}
- id: deltaware
  name: Deltaware Oy
  text: [Deltaware]
  source: {ref: invented, date: '2026-01-01'}
- id: alphanet
  name: Alphanet
  pens: [70009]
  source: {ref: invented, date: '2026-01-01'}
`
	sharedYAML = `
- {kind: pen, value: '70002', makers: [alphanet, betaphone], note: a stack, source: {ref: invented, date: '2026-01-01'}}
`
)

func small() fstest.MapFS {
	return fstest.MapFS{
		"makers/alphanet.yaml": {Data: []byte(alphaYAML)}, "makers/betaphone.yaml": {Data: []byte(betaYAML)},
		"companies.yaml": {Data: []byte(companiesYAML)}, "shared.yaml": {Data: []byte(sharedYAML)},
	}
}

func loadSmall(t *testing.T) *Set {
	t.Helper()
	s, err := Load(small())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestLoad(t *testing.T) {
	s := loadSmall(t)
	for _, p := range s.Lint() {
		t.Error(p)
	}
	if got := s.State(); got.Date != (whomade.Date{Year: 2026, Month: 1, Day: 2}) || !strings.HasPrefix(got.Digest, "sha256:") {
		t.Error(got)
	}
	if d, err := Digest(small()); err != nil || d != s.State().Digest {
		t.Error(d, err)
	}
	m, ok := s.Maker("alphanet")
	if !ok || len(m.Identifiers) != 2 {
		t.Errorf("the short entry did not add its number: %+v", m.Identifiers)
	}
	if s.Name("betaphone") != "Betaphone" || s.Name("nobody") != "nobody" {
		t.Error("names")
	}
}

func TestLoadIsStrict(t *testing.T) {
	for name, data := range map[string]string{
		"unknown field": alphaYAML + "\ncolour: blue\n", "bad date": strings.Replace(alphaYAML, "2026-01-02", "2026-13-02", 1), "no YAML": "\t- [",
	} {
		fsys := small()
		fsys["makers/alphanet.yaml"] = &fstest.MapFile{Data: []byte(data)}
		if _, err := Load(fsys); err == nil || !strings.Contains(err.Error(), "alphanet.yaml") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Load(fstest.MapFS{}); err == nil {
		t.Error("an empty folder is accepted")
	}
}

func TestControlled(t *testing.T) {
	s := loadSmall(t)
	date := func(text string) whomade.Date {
		d, err := whomade.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, tt := range []struct {
		id, on string
		yes    bool
		chain  []string
		known  bool
	}{
		{"alphanet", "2024-01-01", true, []string{"alphanet"}, true},
		{"betaphone", "2009-12-31", false, nil, true},
		{"betaphone", "2010-01-01", true, []string{"betaphone", "alphanet"}, true},
		{"betaphone", "2020-11-17", true, []string{"betaphone", "alphanet"}, true},
		{"betaphone", "2020-11-18", false, nil, true},
		{"gammatel", "2007-03-31", true, []string{"gammatel", "alphanet"}, true},
		{"gammatel", "2007-04-01", false, nil, true},
		{"epsilon", "2024-01-01", false, nil, false}, {"deltaware", "2024-01-01", false, nil, true},
	} {
		yes, chain, known := s.Controlled(tt.id, []string{"alphanet"}, date(tt.on))
		if yes != tt.yes || known != tt.known || !cmp.Equal(chain, tt.chain) {
			t.Errorf("%s on %s: %v %v %v", tt.id, tt.on, yes, chain, known)
		}
	}
}

func TestResolve(t *testing.T) {
	s := loadSmall(t)
	for text, want := range map[string][]string{
		"Alphanet":                               {"alphanet"},
		"ALPHANET COMMUNICATIONS CO.,LTD":        {"alphanet"},
		"阿尔法网络":                                  {"alphanet"},
		"Альфанет":                               {"alphanet"},
		"Alphanet Quickswitch 24, Betaphone kit": {"alphanet", "alphanet", "betaphone"},
		"Alphanetics":                            nil,
		"24 port switch":                         nil,
		"":                                       nil,
	} {
		var got []string
		for _, m := range s.Resolve(text) {
			got = append(got, m.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
	if m := s.Resolve("Alphanet Communications Co., Ltd."); len(m) != 1 || !m[0].Whole {
		t.Errorf("%+v", m)
	}
	if m := s.Resolve("Alphanet Q-1"); len(m) != 1 || m[0].Whole {
		t.Errorf("%+v", m)
	}
}

// TestLintFinds breaks one thing at a time.
func TestLintFinds(t *testing.T) {
	for want, edit := range map[string][2]string{
		"does not match its example":    {"examples: [Alphanet Q-1 Version 1.2]", "examples: [Alphanet]"},
		"matches the example":           {"pattern: '\\bAlphanet (?P<model>\\S+) Version (?P<version>[\\d.]+)'\n    examples: [Alphanet Q-1 Version 1.2]", "pattern: 'Deltaware|Alphanet'\n    examples: [Alphanet]"},
		"which it must not":             {"Alphanetics Q-1", "Alphanet Q-1"},
		"is not valid RE2":              {"'\\bAlphanet (?P<model>\\S+) Version (?P<version>[\\d.]+)'", "'(?<bad'"},
		"no attribute is named":         {"[snmp.sys_description]", "[snmp.sys_descr]"},
		"source without reference":      {"{ref: invented, date: '2026-01-02'}", "{ref: invented}"},
		"relation type":                 {"type: jv", "type: friend"},
		"ends before it begins":         {"from: '2003-11', to: '2007-03'", "from: '2008', to: '2007-03'"},
		"is not a number":               {"value: '70001'", "value: 'x'"},
		"declare the set":               {"value: '70001'", "value: '70003'"},
		"signature id does not begin":   {"id: alphanet/name", "id: other/name"},
		"id is not words":               {"id: alphanet\n", "id: Alpha Net\n"},
		"shared, but names one maker":   {"{kind: pen, value: '70001'}", "{kind: pen, value: '70001', shared: true, makers: [alphanet]}"},
		"identifier kind":               {"kind: pen, value: '70001'", "kind: nothing, value: '70001'"},
		"signature id is taken twice":   {"models:", "  - {id: alphanet/name, attributes: [ssh.banner], pattern: xx, examples: [xx]}\nmodels:"},
		"owns itself":                   {"{type: jv, entity: gammatel, from: '2003-11', to: '2007-03'}", "{type: parent, entity: betaphone, from: '2012', to: '2013'}"},
		"no company has the id \"zed\"": {"{kind: pen, value: '70001'}", "{kind: pen, value: '70001', makers: [zed, alphanet]}"},
	} {
		text := alphaYAML
		text = strings.Replace(text, edit[0], edit[1], 1)
		if text == alphaYAML {
			t.Fatalf("%s: the edit changes nothing", want)
		}
		fsys := small()
		fsys["makers/alphanet.yaml"] = &fstest.MapFile{Data: []byte(text)}
		s, err := Load(fsys)
		if err != nil {
			if !strings.Contains(err.Error(), want) && want != "is not valid RE2" {
				t.Errorf("%s: %v", want, err)
			}
			continue
		}
		found := false
		for _, p := range s.Lint() {
			found = found || strings.Contains(p.String(), want)
		}
		if !found {
			t.Errorf("lint does not say %q: %v", want, s.Lint())
		}
	}
}

// TestCompiledIsCurrent fails where the YAML files changed and go generate did
// not run.
func TestCompiledIsCurrent(t *testing.T) {
	s, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	want, err := Digest(os.DirFS("data"))
	if err != nil {
		t.Fatal(err)
	}
	if s.State().Digest != want {
		t.Error("compiled.bin is stale: run go generate ./knowledge")
	}
}

// TestCompiledSaysTheSame compares the compiled form with the files, but for
// examples.
func TestCompiledSaysTheSame(t *testing.T) {
	data, err := Compile(small())
	if err != nil {
		t.Fatal(err)
	}
	got, err := openCompiled(string(data))
	if err != nil {
		t.Fatal(err)
	}
	want := loadSmall(t)
	for i := range want.makers {
		want.makers[i].Signatures = nil
		got.makers[i].Signatures = nil
		for j := range want.makers[i].Models {
			want.makers[i].Models[j].Examples = nil
		}
	}
	if diff := cmp.Diff(want.makers, got.makers); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want.shared, got.shared); diff != "" {
		t.Error(diff)
	}
	for i := range want.rules {
		if diff := cmp.Diff(want.rules[i].Branches, got.rules[i].Branches); diff != "" {
			t.Error(diff)
		}
	}
}

// TestOwnershipOnDates checks the dated facts that verdicts rest on.
func TestOwnershipOnDates(t *testing.T) {
	s := load(t)
	for _, tt := range []struct {
		id, owner, on string
		want          bool
	}{
		{"honor", "huawei", "2020-11-16", true}, {"honor", "huawei", "2021-01-01", false},
		{"hisilicon", "huawei", "2026-01-01", true}, {"huawei", "hisilicon", "2026-01-01", false},
		{"h3c", "huawei", "2005-01-01", true}, {"h3c", "huawei", "2010-01-01", false},
		{"cisco", "huawei", "2026-01-01", false}, {"ezviz", "hikvision", "2026-01-01", true},
	} {
		d, err := whomade.ParseDate(tt.on)
		if err != nil {
			t.Fatal(err)
		}
		if yes, chain, _ := s.Controlled(tt.id, []string{tt.owner}, d); yes != tt.want {
			t.Errorf("%s under %s on %s: %v %v", tt.id, tt.owner, tt.on, yes, chain)
		}
	}
}

// A tie that ends on a day of a year not known is sure only before that year.
func TestSurely(t *testing.T) {
	s := load(t)
	for on, want := range map[string][2]bool{"2021-12-31": {true, true}, "2022-06-01": {true, false}, "2023-01-01": {false, false}} {
		d, err := whomade.ParseDate(on)
		if err != nil {
			t.Fatal(err)
		}
		yes, _, _ := s.Controlled("sepura", []string{"hytera"}, d)
		if sure := s.Surely("sepura", []string{"hytera"}, d); yes != want[0] || sure != want[1] {
			t.Errorf("sepura under hytera on %s: %v, surely %v", on, yes, sure)
		}
	}
}

func FuzzResolve(f *testing.F) {
	s, err := Load(small())
	if err != nil {
		f.Fatal(err)
	}
	f.Add("Alphanet Q-1, 阿尔法网络")
	f.Fuzz(func(t *testing.T, text string) {
		for _, m := range s.Resolve(text) {
			if !s.has(m.ID) || m.Words < 1 {
				t.Errorf("%+v", m)
			}
		}
	})
}

// TestResolveShortcut: what the look at the words rules out names nobody.
func TestResolveShortcut(t *testing.T) {
	s, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	words := []string{"Huawei", "huawei", "AT&T", "at", "&", "t", "S.p.A", "A/S", "ciscoSystems", "Linux", "D-Link", "x", "H.P.", "3Com", "L.G.", "zte,", "Nokia", "O'Reilly", "é", "Q & A", "Ltd", "hp", "(Cisco)", "5.1.0", "8", "smp"}
	rapid.Check(t, func(r *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 6).Draw(r, "words"), rapid.SampledFrom([]string{" ", "", "-", "."}).Draw(r, "gap"))
		want := slices.DeleteFunc(s.resolve(text), func(m Match) bool { return m.Part })
		if got := s.Resolve(text); len(want)+len(got) > 0 && !cmp.Equal(want, got) {
			r.Fatalf("%q: %v, want %v", text, got, want)
		}
		want = slices.DeleteFunc(s.resolve(text), func(m Match) bool { return m.Words == 1 && Ordinary(m.Text) })
		if got := s.Mentions(text); len(want)+len(got) > 0 && !cmp.Equal(want, got) {
			r.Fatalf("%q mentions %v, want %v", text, got, want)
		}
	})
}
