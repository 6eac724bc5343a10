package sarif

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	standard "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/whomade/whomade/report/scene"
)

func write(t *testing.T, name string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := New().Write(&b, scene.All()[name]); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestSchema holds every scene against the schema of the standard (OASIS, version
// 2.1.0 with errata 01), as another library has it. That library's types are those
// of the schema: what it reads and writes again has lost what the schema does not
// know.
func TestSchema(t *testing.T) {
	for name := range scene.All() {
		data := write(t, name)
		log, err := validate(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		again, err := json.Marshal(log)
		if err != nil {
			t.Fatal(err)
		}
		var ours, theirs any
		for _, x := range []struct {
			data []byte
			into *any
		}{{data, &ours}, {again, &theirs}} {
			if err := json.Unmarshal(x.data, x.into); err != nil {
				t.Fatal(err)
			}
		}
		if lost := missing("", ours, theirs); len(lost) > 0 {
			t.Errorf("%s: the schema does not know %s", name, strings.Join(lost, ", "))
		}
	}
}

// validate holds a log against the schema. The library writes what is not given as
// empty: the defaults of the standard take its place.
func validate(data []byte) (*standard.Report, error) {
	log, err := standard.FromBytes(data)
	if err != nil {
		return nil, err
	}
	for _, r := range log.Runs {
		r.Language, r.Tool.Driver.Language, r.NewlineSequences = "en-US", "en-US", []string{"\r\n", "\n"}
	}
	return log, log.Validate()
}

// missing lists the places of a that b does not have.
func missing(at string, a, b any) []string {
	var out []string
	switch a := a.(type) {
	case map[string]any:
		m, _ := b.(map[string]any)
		for k, v := range a {
			w, ok := m[k]
			if !ok && !empty(v) {
				out = append(out, at+"/"+k)
				continue
			}
			if ok {
				out = append(out, missing(at+"/"+k, v, w)...)
			}
		}
	case []any:
		l, _ := b.([]any)
		for i, v := range a {
			if i >= len(l) {
				return append(out, at)
			}
			out = append(out, missing(at+"/-", v, l[i])...)
		}
	}
	return out
}

// empty reports a value that the other library leaves out as a default.
func empty(v any) bool {
	list, is := v.([]any)
	return v == nil || v == "" || v == 0.0 || v == false || is && len(list) == 0
}

// TestSchemaCatches shows that the two tests above would find a mistake.
func TestSchemaCatches(t *testing.T) {
	for from, to := range map[string]string{`"level": "error"`: `"level": "loud"`, `"version": "2.1.0"`: `"version": "2.2.0"`, `"startLine": 9`: `"startLine": 0`} {
		data := bytes.Replace(write(t, "network"), []byte(from), []byte(to), 1)
		if _, err := validate(data); err == nil {
			t.Errorf("%s passes", to)
		}
	}
}

// TestCodeScanning checks what GitHub's code scanning demands beyond the schema
// ("SARIF support for code scanning", GitHub documentation): what it marks as
// required is there and not empty, and within its limits.
func TestCodeScanning(t *testing.T) {
	var log struct {
		Schema  string `json:"$schema"`
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name  string
					Rules []struct {
						ID                                string
						ShortDescription, FullDescription struct{ Text string }
						Help                              struct{ Text, Markdown string }
						DefaultConfiguration              struct{ Level string }
						Properties                        map[string]any
					}
				}
			}
			Results []struct {
				RuleID              string
				RuleIndex           int
				Level               string
				Message             struct{ Text string }
				PartialFingerprints map[string]string
				Locations           []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine, StartColumn, EndLine, EndColumn int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(write(t, "network"), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if len(run.Results) != 5 || len(run.Tool.Driver.Rules) != 4 {
		t.Fatalf("%d results of %d rules", len(run.Results), len(run.Tool.Driver.Rules))
	}
	for _, r := range run.Tool.Driver.Rules {
		for what, text := range map[string]string{"id": r.ID, "shortDescription": r.ShortDescription.Text, "fullDescription": r.FullDescription.Text, "help": r.Help.Text, "help.markdown": r.Help.Markdown} {
			if text == "" || strings.HasSuffix(what, "Description") && utf8.RuneCountInString(text) > 1024 {
				t.Errorf("%s: %s is %q", r.ID, what, text)
			}
		}
		for _, want := range []string{"direction under s.105Z1", "https://example.org/direction", "Not legal advice"} {
			if !strings.Contains(r.Help.Text, want) || !strings.Contains(r.Help.Markdown, want) {
				t.Errorf("%s: the help does not say %q", r.ID, want)
			}
		}
		if strings.Contains(r.Help.Markdown, "<javascript") {
			t.Errorf("%s: what is no web address became a link", r.ID)
		}
	}
	seen := map[string]bool{}
	for _, r := range run.Results {
		at := r.Locations[0].PhysicalLocation
		if len(r.Locations) != 1 || at.ArtifactLocation.URI == "" || at.Region.StartLine < 1 || at.Region.StartColumn < 1 || at.Region.EndLine < at.Region.StartLine || at.Region.EndColumn < 1 {
			t.Errorf("%s: location %+v", r.RuleID, at)
		}
		if print := r.PartialFingerprints["primaryLocationLineHash"]; print == "" || seen[print] {
			t.Errorf("%s: fingerprint %q", r.RuleID, print)
		} else {
			seen[print] = true
		}
		if r.Message.Text == "" || run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID {
			t.Errorf("result %+v", r)
		}
	}
}

// TestFingerprintsStay reads the same list with another row at its top.
func TestFingerprintsStay(t *testing.T) {
	prints := func(shift string) []string {
		r := scene.All()["network"]
		for i := range r.Elements {
			r.Elements[i].ID = shift + r.Elements[i].ID
			for k := range r.Elements[i].Evidence {
				r.Elements[i].Evidence[k].Locator.Line += int64(len(shift))
			}
		}
		var b bytes.Buffer
		if err := New().Write(&b, r); err != nil {
			t.Fatal(err)
		}
		var log document
		if err := json.Unmarshal(b.Bytes(), &log); err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, x := range log.Runs[0].Results {
			out = append(out, x.Fingerprints["primaryLocationLineHash"])
		}
		return out
	}
	if diff := cmp.Diff(prints(""), prints("x")); diff != "" {
		t.Error(diff)
	}
}

// TestUnknownProperty shows that a property that the schema does not know is found.
func TestUnknownProperty(t *testing.T) {
	data := bytes.Replace(write(t, "network"), []byte(`"kind": "resource"`), []byte(`"kind": "resource", "colour": "red"`), 1)
	log, err := validate(data)
	if err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(log)
	if err != nil {
		t.Fatal(err)
	}
	var ours, theirs any
	if err := json.Unmarshal(data, &ours); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(again, &theirs); err != nil {
		t.Fatal(err)
	}
	if lost := missing("", ours, theirs); len(lost) != 1 || !strings.HasSuffix(lost[0], "/colour") {
		t.Errorf("lost %v", lost)
	}
}
