package jsonscan

import (
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pages enters lists and pages of them, and takes every other object.
func pages(path []string, kind byte, first string) Action {
	switch {
	case kind == '[' || first == "count":
		return Enter
	case kind == '{':
		return Take
	}
	return Skip
}

func scan(text string, limit int) ([]string, error) {
	s := New(strings.NewReader(text), limit, 8, pages)
	var got []string
	for s.Next() {
		line := Pointer(s.Path()) + " " + string(s.Record())
		if s.Long() {
			line += "!"
		}
		got = append(got, line)
	}
	return got, s.Err()
}

func TestScanner(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
		bad  bool
	}{
		"nothing":           {"", nil, false},
		"one":               {"\ufeff {\"a\": \"}\\\"\"}", []string{` {"a": "}\""}`}, false},
		"lines":             {"{\"a\":1}\n{\"a\":2}\r\n", []string{` {"a":1}`, ` {"a":2}`}, false},
		"array":             {`[{"a":1}, 7, "x", {}]`, []string{`/0 {"a":1}`, `/3 {}`}, false},
		"page":              {`{"count":2,"next":null,"results":[{"a":[1]},{"b":{}}]}`, []string{`/results/0 {"a":[1]}`, `/results/1 {"b":{}}`}, false},
		"pages":             {`[{"count":1,"a/b":{"c":1}}]`, []string{`/0/a~1b {"c":1}`}, false},
		"too long":          {`[{"a":"0123456789"},{"a":1}]`, []string{`/0 !`, `/1 {"a":1}`}, false},
		"cut":               {`[{"a":1},{"a"`, []string{`/0 {"a":1}`}, true},
		"cut between":       {`[{"a":1}`, []string{`/0 {"a":1}`}, true},
		"wrong":             {`{"count" 1}`, nil, true},
		"wrong end":         {`[{"a":1}}`, []string{`/0 {"a":1}`}, true},
		"nested too deep":   {strings.Repeat("[", 9), nil, true},
		"scalars in a line": {`1 "a" true`, nil, false},
	} {
		got, err := scan(c.text, 12)
		if diff := cmp.Diff(c.want, got); diff != "" || (err != nil) != c.bad {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
	if _, err := scan(`[`, 12); !errors.Is(err, ErrEarly) {
		t.Errorf("a cut text says %v", err)
	}
}

// zeros is text without end.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = '0'
	}
	return len(b), nil
}

// TestMemory holds that values without end are passed in bounded memory.
func TestMemory(t *testing.T) {
	for _, head := range []string{`{"a":"`, `[`, `{"`, `{"count":"`, `[{"a":`} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		s := New(io.MultiReader(strings.NewReader(head), io.LimitReader(zeros{}, 16<<20)), 1<<16, 8, pages)
		for s.Next() {
			continue
		}
		runtime.ReadMemStats(&after)
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 1<<20 {
			t.Errorf("%s: %d octets of memory", head, grown)
		}
	}
}

func TestText(t *testing.T) {
	v, err := Decode([]byte(`{"a":{"b":" x ","n":12345678901234567890},"l":[1]}`))
	if err != nil {
		t.Fatal(err)
	}
	if Text(v, "a", "b") != "x" || Text(v, "a", "n") != "12345678901234567890" || Text(v, "a", "b", "c") != "" || Text(v, "a") != "" || len(List(v, "l")) != 1 {
		t.Errorf("read %v", v)
	}
}

func FuzzScanner(f *testing.F) {
	f.Add(`{"count":2,"results":[{"a":"\""}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		got, _ := scan(text, 64)
		if len(got) > len(text) {
			t.Errorf("%d records of %d octets", len(got), len(text))
		}
	})
}
