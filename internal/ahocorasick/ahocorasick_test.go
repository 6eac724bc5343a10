package ahocorasick

import (
	"slices"
	"strings"
	"testing"
)

func find(literals []string, text string) []int32 {
	var out []int32
	for id, l := range literals {
		if l != "" && strings.Contains(strings.ToLower(text), strings.ToLower(l)) {
			out = append(out, int32(id))
		}
	}
	return out
}

func got(literals []string, text string) []int32 {
	ids := New(literals).Append(nil, text)
	slices.Sort(ids)
	return slices.Compact(ids)
}

func TestAppend(t *testing.T) {
	literals := []string{"he", "she", "his", "hers", "", "ushers", "HE", "s"}
	for _, text := range []string{"", "ushers", "SHE SELLS", "his", "xhx", "hehehe"} {
		if g, w := got(literals, text), find(literals, text); !slices.Equal(g, w) {
			t.Errorf("%q: %v, want %v", text, g, w)
		}
	}
	if g := got(nil, "anything"); len(g) != 0 {
		t.Error(g)
	}
}

func FuzzAppend(f *testing.F) {
	f.Add("he she hers", "ushers")
	f.Add("a aa aaa", "aaaa")
	f.Fuzz(func(t *testing.T, list, text string) {
		for i := range len(list) + len(text) {
			if (list + text)[i] >= 0x80 {
				return // only the case of ASCII is folded here
			}
		}
		literals := strings.Split(list, " ")
		if g, w := got(literals, text), find(literals, text); !slices.Equal(g, w) {
			t.Errorf("%q in %q: %v, want %v", literals, text, g, w)
		}
	})
}
