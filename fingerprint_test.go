package whomade

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFingerprints(t *testing.T) {
	item := func(item, maker, model string) Element {
		return Element{Subjects: []Subject{{Item: item}}, Maker: maker, Model: model}
	}
	old := Report{Elements: []Element{
		item("sha256:1#row 2", "huawei", "S1"), item("sha256:1#row 3", "huawei", "S1"), item("sha256:1#row 4", "nokia", "N1"),
		{Subjects: []Subject{{MAC: "00:00:5e:00:53:02"}, {MAC: "00:00:5e:00:53:01", IP: "192.0.2.1"}}, Maker: "zte"},
		{Subjects: []Subject{{Serial: "A1", Item: "sha256:1#row 5"}}, Maker: "zte", Model: "Z"},
	}}
	// The list got a row at its top, and another device an address.
	now := Report{Elements: []Element{
		item("sha256:2#row 2", "ericsson", "E1"), item("sha256:2#row 3", "huawei", "S1"), item("sha256:2#row 4", "huawei", "S1"), item("sha256:2#row 5", "nokia", "N1"),
		{Subjects: []Subject{{MAC: "00:00:5e:00:53:01", IP: "192.0.2.77"}}, Maker: ""},
		{Subjects: []Subject{{Serial: "A1", Item: "sha256:2#row 6"}}, Maker: "zte", Model: "Z9"},
	}}
	a, b := old.Fingerprints(), now.Fingerprints()
	if diff := cmp.Diff(a, b[1:]); diff != "" {
		t.Errorf("what stayed has other names (-old +new):\n%s", diff)
	}
	seen := map[string]bool{}
	for _, f := range b {
		if seen[f] {
			t.Errorf("%s names two elements", f)
		}
		seen[f] = true
	}
}
