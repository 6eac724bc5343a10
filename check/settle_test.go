package check_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
)

// settled is the sets of facts that settle one duty on an element.
func settled(t *testing.T, c *check.Checker, e whomade.Element, rule, obligation string) []string {
	t.Helper()
	verdicts, err := c.Judge(e, check.Facts{})
	if err != nil {
		t.Fatal(err)
	}
	if verdicts, err = c.Settle(e, check.Facts{}, verdicts); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, v := range verdicts {
		if v.Rule == rule && v.Obligation == obligation {
			for _, s := range v.SettledBy {
				out = append(out, fmt.Sprintf("%v %s", s.Facts, s.Outcome))
			}
		}
	}
	return out
}

func TestSettle(t *testing.T) {
	camera := whomade.Element{
		ID: "e-1", Maker: "hikvision", Confidence: 1, Makers: []whomade.MakerChance{{Maker: "hikvision", Confidence: 1}}, Grades: "A",
		Segment: "video-surveillance", Facts: map[string]string{"element.sees_user_data": "yes"},
	}
	c := checker(t, "2024-01-01", map[string]any{"operator.role": "us-federal-contractor", "operator.country": "US"})
	got := settled(t, c, camera, "us-ndaa-fy2019-889-a-1-b", "no-contract")
	// One answer can free it; both are needed to say that it breaks the rule.
	want := []string{"[element.end_use] allowed", "[element.essential_component] allowed", "[element.end_use element.essential_component] breaks"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTimeline(t *testing.T) {
	radio := whomade.Element{
		ID: "e-1", Maker: "huawei", Confidence: 1, Makers: []whomade.MakerChance{{Maker: "huawei", Confidence: 1}}, Grades: "A",
		Segment: "core", Facts: map[string]string{"element.generation": "5g"},
	}
	b := load(t)
	operator, err := check.NewFacts(b.Table(), map[string]any{"operator.role": "gb-designated-provider", "operator.country": "GB", "site.sensitive": "no"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := check.Timeline(check.Options{Book: b, Owners: ties, Operator: operator}, []check.Dated{{Element: radio}}, date("2022-01-01"), date("2030-01-01"))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, turn := range got[0] {
		if turn.Obligation == "remove-core" {
			lines = append(lines, fmt.Sprintf("%s %s %s %s", turn.On, turn.Was, turn.Is, turn.Deadline))
		}
	}
	if want := []string{"2022-10-13 not-bound due 2023-12-31", "2024-01-01 due breaks 2023-12-31"}; !slices.Equal(lines, want) {
		t.Errorf("%q, want %q; all: %v", lines, want, got[0])
	}
}
