package network

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/whomade/whomade"
)

func TestPut(t *testing.T) {
	in := `# Who we are.
operator:
  id: northmoor # as on the licence
  country: GB
sites:
- {id: LEEDS-1, country: GB}
elements:
- {id: el-1, facts: {element.acquired: 2019-05}}
`
	out, err := Put([]byte(in), []Answer{
		{Fact: "operator.role", Values: []string{"gb-designated-provider"}},
		{Fact: "share.full-fibre", Values: []string{"0.2"}},
		{Fact: "site.sensitive", Values: []string{"no"}, Site: "LEEDS-1"},
		{Fact: "site.country", Values: []string{"DE"}, Site: "BERLIN-1"},
		{Fact: "element.end_use", Values: []string{"retail", "home"}, Elements: []string{"el-1", "el-2"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"# Who we are.", "# as on the licence", "2019-05"} {
		if !strings.Contains(string(out), part) {
			t.Errorf("%s is lost:\n%s", part, out)
		}
	}
	f, err := Load(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if got := f.OperatorFacts(); got["operator.role"] == nil || got["share.full-fibre"] == nil || got["operator.country"] != "GB" {
		t.Errorf("operator %v\n%s", got, out)
	}
	if s, _ := f.Site("LEEDS-1"); s.Facts["site.sensitive"] != "no" || s.Country != "GB" {
		t.Errorf("site %v\n%s", s, out)
	}
	if s, _ := f.Site("BERLIN-1"); s.Country != "DE" {
		t.Errorf("site %v", s)
	}
	facts, _ := f.About("el-1", []whomade.Subject{}, nil)
	if facts["element.acquired"] == nil || len(facts["element.end_use"].([]any)) != 2 {
		t.Errorf("element %v\n%s", facts, out)
	}
	cpe, none, makers := "cpe", "", []string{"huawei"}
	wide, narrow := &whomade.Alike{Segment: &cpe}, &whomade.Alike{Segment: &cpe, Makers: &makers, Model: &none}
	out, err = Put(out, []Answer{
		{Fact: "element.owner", Values: []string{"operator"}, Of: &whomade.Alike{}},
		{Fact: "element.end_use", Values: []string{"home"}, Of: wide},
		{Fact: "element.end_use", Values: []string{"retail"}, Of: narrow},
		{Fact: "element.acquired", Values: []string{"2020-01-01"}, Of: wide},
		{Fact: "element.end_use", Values: []string{"business"}, Of: wide},
	})
	if err != nil {
		t.Fatal(err)
	}
	if f, err = Load(bytes.NewReader(out)); err != nil || len(f.Groups) != 3 {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, tt := range []struct {
		e     whomade.Element
		given map[string]any
		want  string
	}{
		{whomade.Element{Segment: "cpe", Maker: "huawei"}, map[string]any{}, "retail 2020-01-01 operator"},
		{whomade.Element{Segment: "cpe", Maker: "huawei", Model: "X"}, map[string]any{}, "business 2020-01-01 operator"},
		{whomade.Element{Segment: "cpe"}, map[string]any{"element.end_use": "own"}, "own 2020-01-01 operator"},
		{whomade.Element{Segment: "cpe", Facts: map[string]string{"element.acquired": "2001"}}, map[string]any{}, "business <nil> operator"},
		{whomade.Element{Segment: "ran"}, map[string]any{}, "<nil> <nil> operator"},
	} {
		f.Fill(tt.given, &tt.e)
		if got := fmt.Sprint(tt.given["element.end_use"], " ", tt.given["element.acquired"], " ", tt.given["element.owner"]); got != tt.want {
			t.Errorf("%+v: %q, want %q\n%s", tt.e, got, tt.want, out)
		}
	}
	again, err := Put(out, nil)
	if err != nil || !bytes.Equal(again, out) {
		t.Errorf("no answer changes the file: %v\n%s\n%s", err, out, again)
	}
	if _, err := Put([]byte("operator: [x"), nil); err == nil {
		t.Error("malformed YAML is taken")
	}
}

func FuzzPut(f *testing.F) {
	f.Add([]byte("operator: {id: a}\nsites:\n- {id: A}\nelements:\n- {id: e}\n"), "operator.role", "A", "e")
	f.Add([]byte("# only a comment\n"), "site.country", "", "")
	f.Fuzz(func(t *testing.T, data []byte, fact, site, element string) {
		a := Answer{Fact: fact, Values: []string{"yes"}, Site: site}
		if element != "" {
			a.Elements = []string{element}
		}
		out, err := Put(data, []Answer{a})
		if err != nil {
			return
		}
		if _, err := Load(bytes.NewReader(out)); err != nil {
			t.Fatal(err)
		}
	})
}
