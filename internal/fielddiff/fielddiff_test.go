package fielddiff

import (
	"slices"
	"testing"
)

type thing struct {
	Name string   `json:"name"`
	To   *string  `json:"to"`
	List []string `json:"list,omitempty"`
}

func TestFields(t *testing.T) {
	end := "2026"
	for _, tt := range []struct {
		was, is thing
		want    []string
	}{
		{thing{Name: "a"}, thing{Name: "a"}, nil},
		{thing{Name: "a"}, thing{Name: "b", To: &end}, []string{"name was a and is b", "to was not given and is 2026"}},
		{thing{List: []string{"x", "y", "y"}}, thing{List: []string{"y", "z"}}, []string{"list: gone: x", "list: gone: y", "list: new: z"}},
		{thing{}, thing{List: []string{"x"}}, []string{"list: new: x"}},
		{thing{List: []string{"x", "y"}}, thing{List: []string{"y", "x"}}, []string{"list: in another order"}},
	} {
		if got := Fields(tt.was, tt.is); !slices.Equal(got, tt.want) {
			t.Errorf("%v, %v: %q, want %q", tt.was, tt.is, got, tt.want)
		}
	}
}
