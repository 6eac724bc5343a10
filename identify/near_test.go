package identify

import (
	"slices"
	"strings"
	"testing"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge"
	"github.com/whomade/whomade/knowledge/registry"
)

// TestStatedSlips makes slips of the pen in stated names: a letter left out,
// doubled, or swapped with the next. Nearly all lead to the company or to a set
// with it, and none is as sure as a name that is stated.
func TestStatedSlips(t *testing.T) {
	set, err := knowledge.Open()
	if err != nil {
		t.Fatal(err)
	}
	reg, err := registry.Open()
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(set, reg)
	if err != nil {
		t.Fatal(err)
	}
	all, right, among := 0, 0, 0
	for _, c := range []struct{ word, rest, id string }{
		{"Huawei", "", "huawei"}, {"Huawei", " Technologies Co., Ltd.", "huawei"}, {"Hikvision", "", "hikvision"}, {"Hytera", " Communications", "hytera"},
		{"Dahua", " Technology Co., Ltd.", "dahua"}, {"HiSilicon", "", "hisilicon"}, {"Sepura", "", "sepura"}, {"Teltronic", "", "teltronic"},
		{"Kaspersky", "", "kaspersky"}, {"Uniview", "", "uniview"}, {"Quectel", "", "quectel"}, {"Ericsson", "", "ericsson"}, {"Juniper", "", "juniper"},
	} {
		for i := 1; i < len(c.word); i++ {
			slips := []string{c.word[:i] + c.word[i+1:], c.word[:i+1] + c.word[i:]}
			if i+1 < len(c.word) {
				slips = append(slips, c.word[:i]+c.word[i+1:i+2]+c.word[i:i+1]+c.word[i+2:])
			}
			for _, s := range slips {
				if strings.EqualFold(s, c.word) {
					continue
				}
				all++
				a, err := e.Answer("inventory.manufacturer", s+c.rest, "")
				if err != nil {
					t.Fatal(err)
				}
				switch {
				case a.Maker == c.id:
					right++
				case slices.ContainsFunc(a.Makers, func(m whomade.MakerChance) bool { return m.Maker == c.id }):
					among++
				}
				if a.Confidence >= whomade.Sure && len(a.Signatures) == 0 {
					t.Errorf("%q is %s at %v", s+c.rest, a.Maker, a.Confidence)
				}
			}
		}
	}
	t.Logf("%d names with a slip: %d to the company, %d to a set with it", all, right, among)
	if 20*(right+among) < 19*all {
		t.Errorf("%d and %d of %d", right, among, all)
	}
}
