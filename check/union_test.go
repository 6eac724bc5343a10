package check_test

import (
	"slices"
	"testing"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
)

// TestUnions checks that the rules of a union are judged for an operator, and for
// equipment, in a member country, and for no other.
func TestUnions(t *testing.T) {
	const rule = "eu-5g-toolbox-2020"
	huawei := []whomade.MakerChance{{Maker: "huawei", Confidence: 0.99}}
	for _, s := range []struct {
		name     string
		operator map[string]any
		site     string
		judged   bool
	}{
		{"member", map[string]any{"operator.country": "DE", "operator.role": "mobile-operator"}, "", true},
		{"member by its role", map[string]any{"operator.role": "se-licence-holder"}, "", true},
		{"under the union's rules", map[string]any{"operator.jurisdictions": "EU", "operator.role": "mobile-operator"}, "DE", true},
		{"left the union", map[string]any{"operator.country": "GB", "operator.role": "mobile-operator"}, "", false},
		{"equipment elsewhere", map[string]any{"operator.country": "DE", "operator.role": "mobile-operator"}, "CH", false},
		{"another member", map[string]any{"operator.country": "DE", "operator.role": "mobile-operator"}, "AT", true},
	} {
		c := checker(t, "2026-11-23", s.operator)
		in := map[string]any{"element.segment": "core", "element.generation": "5g"}
		if s.site != "" {
			in["site.country"] = s.site
		}
		v, ok := one(c.Element(facts(t, c, in), huawei, "A"), rule, "no-new-install")
		if ok != s.judged || ok && (v.Outcome != whomade.CannotTell || !slices.Contains(v.Missing, "supplier.high_risk")) {
			t.Errorf("%s: %v %q missing %v", s.name, ok, v.Outcome, v.Missing)
		}
	}
}

// TestUnionAsked checks "*" and the addressees of a union's rule.
func TestUnionAsked(t *testing.T) {
	a := check.NewAsker(load(t), ties)
	spend := map[string]any{"operator.role": "mobile-operator", "operator.country": "FR", "event": "spend-grant", "element.maker": "huawei", "element.segment": "ran"}
	for _, s := range []struct {
		instrument, country string
		want                whomade.Outcome
	}{
		{"*", "FR", whomade.CannotTell},
		{"eu-funding-exclusions", "FR", whomade.CannotTell},
		{"eu-funding-exclusions", "GB", whomade.NotBound},
		{"*", "GB", whomade.NotBound},
	} {
		spend["operator.country"] = s.country
		got, err := a.Ask(check.Question{Instrument: s.instrument, AsOf: date("2026-11-23"), Facts: spend})
		if err != nil || got.Worst().Outcome != s.want {
			t.Errorf("%s in %s: %q, want %q, error %v", s.instrument, s.country, got.Worst().Outcome, s.want, err)
		}
	}
}
