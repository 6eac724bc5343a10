package textnorm

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"ＡＬＰＨＡ　Co": "alpha co", "Prüftechnik": "pruftechnik", "STRASSE": "strasse", "Straße": "strasse",
		"Ørsted Łódź": "orsted lodz", "ﬁber": "fiber", "Йод": "йод", "パナソニック": "パナソニック", "㈱Ａ": "(株)a", "İSTANBUL": "istanbul",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"ALCOMA, a.s.":                               "alcoma",
		"HUAWEI TECHNOLOGIES CO.,LTD":                "huawei",
		"Shenzhen XYZ Technology Co., Ltd.":          "xyz",
		"Shen Zhen XYZ Tech Co.,Ltd":                 "xyz",
		"XYZ Technology(Shenzhen) Co., Ltd":          "xyz",
		"Example Networks, Inc.":                     "example",
		"Example S.p.A.":                             "example",
		"Example S. p. A.":                           "example",
		"Example A/S":                                "example",
		"Example Sp. z o.o.":                         "example",
		"Example, spol. s r. o.":                     "example",
		"Example Technologies Pvt. Ltd.":             "example",
		"Example Private Limited":                    "example",
		"Example Pty Ltd":                            "example",
		"Example Oy Ab":                              "example",
		"Example B.V.":                               "example",
		"Example GmbH & Co. KG":                      "example",
		"Example Ltd. Şti.":                          "example",
		"Example Inc., a Sample Holdings company":    "example",
		"Example Corp. Printer Division":             "example",
		"Example Systems Deutschland GmbH":           "example",
		"Example Telecom Co.,ltd. (abbr. EXA)":       "exa",
		"Sample Partners LLC dba Example":            "example",
		"Example Inc. (formerly Sample Ltd.)":        "example",
		"exampleSystems":                             "example",
		"Sample IP, Inc.":                            "sample-ip",
		"CyberPower":                                 "cyberpower",
		"Cyber Power System Inc.":                    "cyber-power",
		"TP-EXAMPLE TECHNOLOGIES CO.,LTD.":           "tp-example",
		"AT&T Corp.":                                 "att",
		"HW group s.r.o":                             "hw-group",
		"Elektronik GmbH":                            "elektronik",
		"Digital Systems Ltd":                        "digital-systems",
		"ООО «Пример»":                               "пример",
		"Пример Технологии, ОАО":                     "пример",
		"深圳市例子科技有限公司":                                "例子",
		"例子通讯股份有限公司":                                 "例子",
		"株式会社例":                                      "例",
		"例子技術株式会社":                                   "例子",
		"(주)보기네트웍스":                                  "보기",
		"شركة المثال المحدودة":                       "المثال",
		"Ltd":                                        "ltd",
		"":                                           "",
		"--- /// ---":                                "",
		"Example Co. International":                  "example",
		"Nokia Solutions and Networks GmbH & Co. KG": "nokia",
	} {
		if got := Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	got := Parse("Shenzhen Example Technology Co., Ltd.")
	want := Name{
		Tokens: []Token{{"shenzhen", Place}, {"example", Distinct}, {"technology", Weak}, {"co", Legal}, {"ltd", Legal}},
		Key:    "shenzhen example technology",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if a, b := Parse("EXAMPLE Technology, Inc."), Parse("Ｅｘａｍｐｌｅ technology Incorporated"); a.Key != b.Key {
		t.Errorf("keys %q and %q", a.Key, b.Key)
	}
}

// Words are compared whole: a name that begins like another is another.
func TestHas(t *testing.T) {
	for _, tt := range []struct {
		name  string
		words []string
		want  bool
	}{
		{"AVM GmbH", []string{"avm"}, true},
		{"AvMap s.r.l.u.", []string{"avm"}, false},
		{"ADVA Optical Networking", []string{"adva"}, true},
		{"Advantech Co., Ltd.", []string{"adva"}, false},
		{"Palo Alto Networks", []string{"palo", "alto"}, true},
		{"Alto Palo", []string{"palo", "alto"}, false},
		{"Anything", nil, false},
	} {
		if got := Parse(tt.name).Has(tt.words...); got != tt.want {
			t.Errorf("Parse(%q).Has(%q) = %v", tt.name, tt.words, got)
		}
	}
}

func FuzzSlug(f *testing.F) {
	for _, s := range []string{"ALCOMA, a.s.", "深圳市例子科技有限公司", "(주)보기", "a (b", "\xff\xfe", "dba x", "Ａ・Ｂ", "s. r. o.", "有限公司", "̈a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		slug := Slug(s)
		if !utf8.ValidString(slug) || strings.Contains(slug, " ") || slug != Slug(s) {
			t.Errorf("Slug(%q) = %q", s, slug)
		}
		for _, tok := range Parse(s).Tokens {
			if tok.Text == "" || strings.ContainsFunc(tok.Text, unicode.IsSpace) {
				t.Errorf("Parse(%q): token %q", s, tok.Text)
			}
		}
	})
}

func BenchmarkSlug(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Slug("Shenzhen Example Technology Co., Ltd.")
	}
}
