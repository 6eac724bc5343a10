package questionnaire

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/internal/golden"
)

func list() List {
	return List{AsOf: whomade.Date{Year: 2026, Month: 11, Day: 23}, Questions: []whomade.Asked{
		{ID: "q-1", Settles: 64, Helps: 2, Text: "Is LEEDS-2 a site significant to national security?", About: "site LEEDS-2", Allowed: []string{"yes", "no"}, Answer: "no", Fact: "site.sensitive", Site: "LEEDS-2"},
		{ID: "q-2", Settles: 3, Text: "What is it used for?", About: "=cmd|'x'!A1 <b>\x1b[31m", Allowed: []string{"retail", "home"}, Fact: "element.end_use", Elements: []string{"e-1", "e-2"}},
	}}
}

func TestForms(t *testing.T) {
	for _, form := range []string{"ndjson", "html", "xlsx"} {
		write, ok := ByFile("x." + form)
		if !ok {
			t.Fatal(form)
		}
		var a, b bytes.Buffer
		if err := write(&a, list()); err != nil {
			t.Fatal(err)
		}
		if err := write(&b, list()); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: two runs differ: %v", form, err)
		}
		if form != "xlsx" {
			golden.Check(t, "testdata/questions."+form, a.Bytes())
		}
		if form == "html" {
			if strings.Contains(a.String(), "<b>") || strings.Contains(a.String(), "\x1b") {
				t.Error("html: text is not escaped")
			}
			continue
		}
		got, err := Read("x."+form, &a)
		if err != nil {
			t.Fatal(form, err)
		}
		if len(got) != 2 || got[0].Answer != "no" || got[0].Site != "LEEDS-2" || got[1].Fact != "element.end_use" || !slices.Equal(got[1].Elements, []string{"e-1", "e-2"}) {
			t.Errorf("%s: read back as %+v", form, got)
		}
	}
	if _, ok := ByFile("x.pdf"); ok {
		t.Error("pdf is no form")
	}
}

func FuzzRead(f *testing.F) {
	for _, form := range []string{"ndjson", "xlsx"} {
		var b bytes.Buffer
		write, _ := ByFile("x." + form)
		if err := write(&b, list()); err != nil {
			f.Fatal(err)
		}
		f.Add(form, b.Bytes())
	}
	f.Fuzz(func(t *testing.T, form string, data []byte) {
		_, _ = Read("x."+form, bytes.NewReader(data))
	})
}
