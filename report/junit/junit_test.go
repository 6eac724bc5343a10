package junit

import (
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/whomade/whomade/report"
	"github.com/whomade/whomade/report/scene"
)

// shape is what both schemas allow of an element: attributes it must and may have,
// and what may stand in it, in this order. It was written down from
// surefire-test-report.xsd (Apache Maven Surefire) and junit-10.xsd (Jenkins xUnit
// plugin).
var shape = map[string]struct{ must, may, in []string }{
	"testsuites": {must: []string{"name"}, may: []string{"time", "tests", "errors", "failures"}, in: []string{"testsuite"}},
	"testsuite":  {must: []string{"name", "time", "tests", "errors", "skipped", "failures"}, in: []string{"properties", "testcase"}},
	"properties": {in: []string{"property"}},
	"property":   {must: []string{"name", "value"}},
	"testcase":   {must: []string{"name", "classname", "time"}, in: []string{"failure", "skipped", "system-out"}},
	"failure":    {must: []string{"message", "type"}},
	"skipped":    {may: []string{"message"}},
	"system-out": {},
}

func TestShape(t *testing.T) {
	for name, r := range scene.All() {
		var b bytes.Buffer
		if err := New().Write(&b, r); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), `<property name="disclaimer" value="Not legal advice`) || !strings.Contains(report.Disclaimer, "Not legal advice") {
			t.Errorf("%s: it does not say that it is not legal advice", name)
		}
		for _, problem := range problems(t, b.Bytes()) {
			t.Errorf("%s: %s", name, problem)
		}
	}
}

func TestShapeCatches(t *testing.T) {
	for _, text := range []string{
		`<testsuites name="x" skipped="1"></testsuites>`, `<testsuites name="x"><testsuite name="x" tests="0" failures="0" skipped="0" time="0"></testsuite></testsuites>`,
		`<testsuites name="x"><case/></testsuites>`, `<testsuites name="x"><testsuite name="x" tests="0" failures="0" errors="0" skipped="0" time="0"><testcase name="n" classname="c" time="0"/><properties/></testsuite></testsuites>`,
	} {
		if len(problems(t, []byte(text))) == 0 {
			t.Errorf("%s passes", text)
		}
	}
}

// problems says where a text departs from the shape.
func problems(t *testing.T, data []byte) []string {
	t.Helper()
	type open struct {
		name string
		last int // place of the last child in the order
	}
	var out []string
	var path []open
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			name := x.Name.Local
			s, ok := shape[name]
			if !ok || len(path) == 0 && name != "testsuites" {
				out = append(out, name+" is not expected")
			}
			if n := len(path); n > 0 {
				at := slices.Index(shape[path[n-1].name].in, name)
				if at < path[n-1].last {
					out = append(out, name+" does not stand there in "+path[n-1].name)
				}
				path[n-1].last = max(at, path[n-1].last)
			}
			var has []string
			for _, a := range x.Attr {
				has = append(has, a.Name.Local)
				if !slices.Contains(s.must, a.Name.Local) && !slices.Contains(s.may, a.Name.Local) {
					out = append(out, name+" has "+a.Name.Local)
				}
			}
			for _, a := range s.must {
				if !slices.Contains(has, a) {
					out = append(out, name+" lacks "+a)
				}
			}
			path = append(path, open{name: name})
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
}
