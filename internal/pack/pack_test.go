package pack

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

type inner struct {
	A, B string
	N    int
}

type outer struct {
	Name  string
	List  []inner
	Ptr   *inner
	Flag  bool
	Share float64
	U     uint32
	Words [][]string
}

var samples = []outer{
	{},
	{Name: "x", List: []inner{{A: "a", B: "a", N: -7}, {}, {N: 1 << 40}}, Ptr: &inner{B: "é"}, Flag: true, Share: 0.25, U: 1 << 31,
		Words: [][]string{{"a", ""}, {"x"}}},
}

func TestRoundTrip(t *testing.T) {
	for _, want := range samples {
		data, err := Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got outer
		if err := Unmarshal(string(data), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestTruncated(t *testing.T) {
	data, err := Marshal(samples[1])
	if err != nil {
		t.Fatal(err)
	}
	for n := range data {
		var got outer
		if Unmarshal(string(data[:n]), &got) == nil {
			t.Errorf("%d of %d octets accepted", n, len(data))
		}
	}
}

func TestUnsupported(t *testing.T) {
	if _, err := Marshal(map[string]int{}); err == nil {
		t.Error("map accepted")
	}
	if err := Unmarshal("", outer{}); err == nil {
		t.Error("no pointer accepted")
	}
}

func FuzzUnmarshal(f *testing.F) {
	for _, s := range samples {
		data, err := Marshal(s)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Fuzz(func(_ *testing.T, data string) {
		var got outer
		_ = Unmarshal(data, &got)
	})
}
