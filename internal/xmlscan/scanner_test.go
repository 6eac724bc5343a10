package xmlscan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// walk writes one word for each event.
func walk(text string, depth int) string {
	s := New(strings.NewReader(text), 200, 20, depth)
	var out []string
	for s.Next() {
		switch s.Kind() {
		case Start:
			w := fmt.Sprintf("%d<%s", s.Line(), s.Name())
			for _, a := range s.Attrs() {
				w += " " + a.Name.Local + "=" + a.Value
			}
			out = append(out, w)
		case End:
			out = append(out, fmt.Sprintf("%s>%s", s.Text(), s.Name()))
		case Problem:
			out = append(out, fmt.Sprintf("!%d %s", s.Line(), s.Problem()))
		}
	}
	if s.Err() != nil {
		out = append(out, s.Err().Error())
	}
	return strings.Join(out, "\n")
}

func TestNext(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"elements", "<a>\n<x:b c='1'> t </x:b>\n<d/></a>", "1<a\n2<b c=1\nt>b\n3<d\n>d\n>a"},
		{"an entity of its own", "<!DOCTYPE a [<!ENTITY e \"eee\">]><a>&e;</a>", "1<a\n&e;>a"},
		{"Latin-1", "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>", "1<a\né>a"},
		{"GBK", "<?xml version='1.0' encoding='GBK'?><a>\xbb\xaa</a>", "1<a\n华>a"},
		{"an encoding that nobody knows", "<?xml version='1.0' encoding='x-y'?><a/>", "!1 encoding \"x-y\" is not known: the text is read as UTF-8\n1<a\n>a"},
		{"octets that are no UTF-8, and a control character", "<a>\xff\x01b</a>", "1<a\n\uFFFD b>a"},
		{"cut", "<a><b>t", "1<a\n1<b\n!1 the text ends early: what stands before its end was read\nt>b\n>a"},
		{"cut inside a tag", "<a><b c=", "1<a\n!1 the text ends early: what stands before its end was read\n>a"},
		{"an end that is missing", "<a><b><c>t</c></a>", "1<a\n1<b\n1<c\nt>c\n!1 element \"a\" ends inside \"b\"\n>b\n>a"},
		{"an end too many", "<a></b></a>", "1<a\n!1 element \"b\" ends that did not start\n>a"},
		{"markup inside a tag", "<a><b <c>t</c></a>", "1<a\n!1 not well formed: expected attribute name in element\n1<c\nt>c\n>a"},
		{"a sign that is not escaped", "<a><b>1 < 2</b><c>t</c></a>", "1<a\n1<b\n!1 not well formed: expected element name after <\n1>b\n1<c\nt>c\n>a"},
		{"a text that is cut", "<a>" + strings.Repeat("x", 50) + "</a>", "1<a\n" + strings.Repeat("x", 20) + ">a"},
		{"a piece that is too long", "<a><b c='" + strings.Repeat("x", 500) + "'/><d>t</d></a>", "1<a\n!1 not well formed: one piece of it is longer than the limit\n1<d\nt>d\n>a"},
	} {
		if d := cmp.Diff(c.want, walk(c.text, 10)); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}

func TestDepth(t *testing.T) {
	if d := cmp.Diff("1<a\n1<b\n>b\n>a", walk("<a><b><c>t</c></b></a>", 2)); d != "" {
		t.Error(d)
	}
	got := walk(strings.Repeat("<a>", 2000), 3)
	if !strings.Contains(got, "nested too deep") || strings.Count(got, ">a") != 3 {
		t.Errorf("%.300s", got)
	}
	if got := walk(strings.Repeat("< ", 5000), 3); strings.Count(got, "\n") > maxProblems+1 || !strings.Contains(got, "the rest was not read") {
		t.Errorf("%d problems", strings.Count(got, "\n"))
	}
}

// FuzzNext holds that a walk ends, and that what starts ends.
func FuzzNext(f *testing.F) {
	f.Add("<a><b c='1'>t</b></a>")
	f.Add("<?xml version='1.0' encoding='GBK'?><!-- c --><a><![CDATA[x]]></b>")
	f.Fuzz(func(t *testing.T, text string) {
		s := New(strings.NewReader(text), 1000, 100, 8)
		open := 0
		for s.Next() {
			switch s.Kind() {
			case Start:
				open++
			case End:
				open--
			}
		}
		if open != 0 {
			t.Errorf("%d elements are open", open)
		}
	})
}
