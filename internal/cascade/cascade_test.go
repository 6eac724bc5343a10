package cascade

import (
	"math/rand"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var exprs = []string{
	`alpha`, `^alpha (?P<model>\S+)`, `(?:beta|gamma)-\d+`, `[ab]x`, `x.*y`, `Straße`, `kelvin`, `(one|two)?three`, `\d+`, `a{2,3}b`,
	`(?:red|green|blue) (?:fox|dog)`, `^$`, `ﬁ`, `s`, `(?i)MIXED`, `sys\s+os`, `[^a-z]q`, `(a|)z`, `(?:abc)+`, `(?:abc)*d`, `\bword\b`, `Ωmega`,
}

func patterns(t testing.TB) []Pattern {
	var ps []Pattern
	for i, e := range exprs {
		for _, sensitive := range []bool{false, true} {
			p := Pattern{Expr: e, CaseSensitive: sensitive}
			if err := p.Fill(); err != nil {
				t.Fatal(i, err)
			}
			ps = append(ps, p)
		}
	}
	return ps
}

// naive tries every expression in order.
func naive(c *Cascade, text string) []int32 {
	out := []int32{}
	for i := range c.patterns {
		if c.Regexp(int32(i)).MatchString(text) {
			out = append(out, int32(i))
		}
	}
	return out
}

func TestSameAsEveryPattern(t *testing.T) {
	c := New(patterns(t))
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	words := []string{"ALPHA", "alpha 77", "beta-1", "Gamma-22", "ax", "Bx", "xqy", "STRASSE", "straſſe", "STRAßE", "Kelvin", "three", "aab", "AAAB", "red dog",
		"mixed", "ſys  oſ", " q", "z", "abcabc", "d", "word", "ωMEGA", "ΩMEGA", "ﬁ", "\xff\xfe", "é"}
	r := rand.New(rand.NewSource(1))
	for range 3000 {
		var b strings.Builder
		for range r.Intn(5) {
			b.WriteString(words[r.Intn(len(words))])
			b.WriteString([]string{"", " ", "-", "\n"}[r.Intn(4)])
		}
		if diff := cmp.Diff(naive(c, b.String()), c.Match([]int32{}, b.String())); diff != "" {
			t.Fatalf("%q: %s", b.String(), diff)
		}
	}
}

func FuzzSameAsEveryPattern(f *testing.F) {
	f.Add("Alpha x BETA-1 y")
	f.Add("K\u212a \u017f")
	c := New(patterns(f))
	f.Fuzz(func(t *testing.T, text string) {
		if diff := cmp.Diff(naive(c, text), c.Match([]int32{}, text)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestCheckNamesInvalid(t *testing.T) {
	if err := New([]Pattern{{Expr: "ok"}, {Expr: "(bad"}}).Check(); err == nil || !strings.Contains(err.Error(), "bad") {
		t.Error(err)
	}
}
