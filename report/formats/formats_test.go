package formats

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/xuri/excelize/v2"

	"github.com/whomade/whomade/internal/golden"
	"github.com/whomade/whomade/report/scene"
)

func TestGoldens(t *testing.T) {
	for name, r := range scene.All() {
		for _, f := range All() {
			var a, b bytes.Buffer
			if err := f.Write(&a, r); err != nil {
				t.Fatalf("%s %s: %v", name, f.Name(), err)
			}
			if err := f.Write(&b, r); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(a.Bytes(), b.Bytes()) {
				t.Errorf("%s %s: two runs differ", name, f.Name())
			}
			got := a.Bytes()
			if f.Name() == "xlsx" {
				got = workbookText(t, got)
			}
			golden.Check(t, filepath.Join("testdata", name+"."+f.Name()), got)
		}
	}
}

// workbookText is every cell of a workbook, a sheet and row a line.
func workbookText(t *testing.T, data []byte) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b bytes.Buffer
	for _, s := range f.GetSheetList() {
		rows, err := f.GetRows(s)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			b.WriteString(s + "\t" + strings.Join(r, "\t") + "\n")
		}
	}
	return b.Bytes()
}

func TestJSONSchema(t *testing.T) {
	data, err := os.ReadFile("../../docs/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var s jsonschema.Schema
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	resolved, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range scene.All() {
		var b bytes.Buffer
		f, _ := ByName("json")
		if err := f.Write(&b, r); err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(b.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		if err := resolved.Validate(v); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestHostileText(t *testing.T) {
	for _, f := range All() {
		var b bytes.Buffer
		if err := f.Write(&b, scene.All()["hostile"]); err != nil {
			t.Fatal(err)
		}
		out := b.String()
		if f.Name() == "xlsx" {
			out = string(workbookText(t, b.Bytes()))
		}
		for _, bad := range []string{"\x1b", "\x00", "\xff", "\u202e"} {
			if strings.Contains(out, bad) && f.Name() != "json" && f.Name() != "ndjson" {
				t.Errorf("%s: %q comes out", f.Name(), bad)
			}
		}
		if f.Name() == "html" && strings.Contains(out, "<script") {
			t.Error("html: markup of the evidence is not escaped")
		}
		if f.Name() == "html" && regexp.MustCompile(`(?i)(src|href)="(https?:)?//`).MatchString(out) {
			t.Error("html: the page asks for something outside itself")
		}
		if f.Name() == "csv" {
			rows, err := csv.NewReader(&b).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				for _, c := range r {
					if c != "" && strings.ContainsRune("=+-@", rune(c[0])) {
						t.Errorf("csv: the cell %q is a formula", c)
					}
				}
			}
		}
	}
}

// TestNotice: every format says that it is no legal advice; a table of no rows has
// the head of the column.
func TestNotice(t *testing.T) {
	for name, r := range scene.All() {
		for _, f := range All() {
			var b bytes.Buffer
			if err := f.Write(&b, r); err != nil {
				t.Fatal(err)
			}
			out := b.Bytes()
			if f.Name() == "xlsx" {
				out = workbookText(t, out)
			}
			want := "not legal advice"
			if f.Name() == "csv" && name == "empty" {
				want = "notice"
			}
			if !bytes.Contains(bytes.ToLower(out), []byte(want)) {
				t.Errorf("%s %s does not say %q", name, f.Name(), want)
			}
		}
	}
}

func TestLinksAreWeb(t *testing.T) {
	var b bytes.Buffer
	f, _ := ByName("html")
	if err := f.Write(&b, scene.All()["network"]); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), `href="javascript`) {
		t.Error("a source that is no web address became a link")
	}
}

func TestByFile(t *testing.T) {
	for file, want := range map[string]string{"a.html": "html", "b.XLSX": "xlsx", "c.txt": "table", "d.jsonl": "ndjson", "g.xml": "junit", "h.sarif": "sarif", "e": "", "f.pdf": ""} {
		f, ok := ByFile(file)
		if got := ""; ok {
			got = f.Name()
			if got != want {
				t.Errorf("%s: %s, want %s", file, got, want)
			}
		} else if want != "" {
			t.Errorf("%s: no format, want %s", file, want)
		}
	}
}
