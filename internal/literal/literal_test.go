package literal

import (
	"regexp/syntax"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRequired(t *testing.T) {
	for expr, want := range map[string][][]string{
		`Huawei`:                  {{"huawei"}},
		`^Example (\S+) Router`:   {{"example "}, {" router"}},
		`foo|barbar`:              {{"foo", "barbar"}},
		`(?:foo|bar)baz`:          {{"foobaz", "barbaz"}, {"foo", "bar"}},
		`foo?bar`:                 {{"foobar", "fobar"}},
		`\d+`:                     nil,
		`a*`:                      nil,
		`x+longer`:                {{"longer"}},
		`(?:one.*three){2}`:       {{"three"}, {"one"}},
		`[Kk]elvin`:               {{"kelvin"}},
		`ab.*cde.*fghi.*klmno.*p`: {{"klmno"}, {"fghi"}, {"cde"}},
	} {
		got, err := Required(expr, syntax.Perl|syntax.FoldCase)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", expr, diff)
		}
	}
	if _, err := Required("(", syntax.Perl); err == nil {
		t.Error("invalid expression accepted")
	}
}
