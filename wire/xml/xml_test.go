package xml_test

import (
	"testing"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/wiretest"
	"github.com/whomade/whomade/wire/xml"
)

var properties = xml.Properties{{"Model", "part.model"}, {"Number", "part.number"}}

func decode(b []byte, s wire.Sink) bool {
	xml.Children(b, "Device", properties, s)
	return true
}

var cases = []struct {
	name, in string
	want     []string
}{
	{"children", `<?xml version="1.0"?><!-- <Model>no</Model> --><r:Root xmlns:r="x"><Model>not here</Model><Device a="1">
		<Model> EX&amp;1000  b </Model><Inner><Model>deeper</Model></Inner><Empty/><Number>1</Number><Number>2</Number></Device><Model>behind</Model></r:Root>`,
		[]string{`part.model "EX&1000 b"`, `part.number "1"`}},
	{"not closed", `<Device><Model>EX`, nil},
	{"no document", `<<>< >`, nil},
}

func TestChildren(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, decode, []byte(tc.in), tc.want) })
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"":                        "",
		" plain ":                 "plain",
		"a \t\n b":                "a b",
		"&lt;&#x41;&#66;&gt;":     "<AB>",
		"a&nbsp;b &unknown; &#0;": "a b &unknown; &#0;",
		"R&D":                     "R&D",
	} {
		if got := string(xml.Clean([]byte(in))); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func samples() (all [][]byte) {
	for _, tc := range cases {
		all = append(all, []byte(tc.in))
	}
	return all
}

func TestTruncated(t *testing.T) { wiretest.Truncate(t, decode, samples()...) }
func TestNoAllocations(t *testing.T) {
	wiretest.NoAllocs(t, decode, []byte("<Device><Model>EX-1000</Model></Device>"))
}
func FuzzChildren(f *testing.F) { wiretest.Fuzz(f, decode, samples()...) }
