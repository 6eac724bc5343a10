package questionnaire

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/internal/golden"
)

func text(s string) *string { return &s }

func list() List {
	return List{AsOf: whomade.Date{Year: 2026, Month: 11, Day: 23}, Questions: []whomade.Asked{
		{ID: "q-1", Settles: 64, Helps: 2, Text: "Is LEEDS-2 a site significant to national security?", About: "site LEEDS-2", Allowed: []string{"yes", "no"}, Answer: "no", Fact: "site.sensitive", Site: "LEEDS-2"},
		{ID: "q-2", Settles: 3, Text: "What is it used for?", About: "=cmd|'x'!A1 <b>\x1b[31m", Allowed: []string{"retail", "home"}, Fact: "element.end_use", Of: &whomade.Alike{Segment: text("cpe")}, Count: 2, Elements: []string{"e-1", "e-2"}, Gain: 3, With: []whomade.Joint{{Questions: []string{"q-1"}, Settles: 2}}},
		{ID: "q-3", Within: "q-2", May: 1, Text: "What is it used for?", About: "zte X, cpe", Allowed: []string{"retail", "home"}, Fact: "element.end_use", Of: &whomade.Alike{Segment: text("cpe"), Makers: &[]string{"zte"}, Model: text("")}, Count: 1},
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
		if d := cmp.Diff([]*whomade.Alike{nil, list().Questions[1].Of, list().Questions[2].Of}, []*whomade.Alike{got[0].Of, got[1].Of, got[2].Of}); d != "" {
			t.Errorf("%s: %s", form, d)
		}
		if len(got) != 3 || got[2].Within != "q-2" || got[0].Answer != "no" || got[0].Site != "LEEDS-2" || got[1].Fact != "element.end_use" || !slices.Equal(got[1].Elements, []string{"e-1", "e-2"}) {
			t.Errorf("%s: read back as %+v", form, got)
		}
	}
	if _, ok := ByFile("x.pdf"); ok {
		t.Error("pdf is no form")
	}
}

// TestSingle checks that an answer about one element is read from the workbook.
func TestSingle(t *testing.T) {
	var b bytes.Buffer
	if err := writeWorkbook(&b, list()); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStr(single, "C3", "home"); err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	if err := f.Write(&again); err != nil {
		t.Fatal(err)
	}
	got, err := Read("x.xlsx", &again)
	if err != nil || len(got) != 4 {
		t.Fatalf("%+v, %v", got, err)
	}
	if q := got[3]; q.Fact != "element.end_use" || q.Answer != "home" || q.Of != nil || !slices.Equal(q.Elements, []string{"e-2"}) {
		t.Errorf("%+v", q)
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
