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
		`v\((?:A[A-Z]{3}|B\d+)`:   {{"v(a", "v(b0", "v(b1", "v(b2", "v(b3", "v(b4", "v(b5", "v(b6", "v(b7", "v(b8", "v(b9"}},
		`(?:foo|bar)baz`:          {{"foobaz", "barbaz"}, {"foo", "bar"}},
		`foo?bar`:                 {{"foobar", "fobar"}},
		`\d+`:                     nil,
		`a*`:                      nil,
		`x+longer`:                {{"longer"}},
		`(?:one.*three){2}`:       {{"three"}, {"one"}},
		`[Kk]elvin`:               {{"kelvin"}},
		`ab.*cde.*fghi.*klmno.*p`: {{"klmno"}, {"fghi"}, {"cde"}},
	} {
		re, err := syntax.Parse(expr, syntax.Perl|syntax.FoldCase)
		if err != nil {
			t.Fatal(err)
		}
		got := Required(re)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", expr, diff)
		}
	}
}
