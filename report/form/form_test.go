package form

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/internal/golden"
	"github.com/whomade/whomade/report/scene"
)

func input(t *testing.T) Input {
	t.Helper()
	day := func(s string) whomade.Date {
		d, err := whomade.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	lat, long := 53.799722, -1.5
	r := scene.All()["network"]
	r.Elements[0].Facts["element.acquired"] = "2019-05"
	r.Elements = append(r.Elements,
		whomade.Element{ID: "e-3333", Maker: "nokia", Brand: "nokia", Confidence: 0.99, Makers: []whomade.MakerChance{{Maker: "nokia", Confidence: 0.99}}, Segment: "ran", Site: "LEEDS-1", Facts: map[string]string{"element.generation": "5g"}},
		whomade.Element{ID: "e-4444", Maker: "huawei", Brand: "huawei", Confidence: 0.99, Makers: []whomade.MakerChance{{Maker: "huawei", Confidence: 0.99}}, Segment: "ran", Site: "LEEDS-1", Facts: map[string]string{"element.generation": "5g"}},
		whomade.Element{ID: "e-5555", Makers: []whomade.MakerChance{{Maker: "huawei", Confidence: 0.6}, {Maker: "nokia", Confidence: 0.3}}, Segment: "ran", Facts: map[string]string{"element.generation": "5g"}},
		whomade.Element{ID: "e-6666", Segment: "ran"},
	)
	r.Normalise()
	return Input{
		Report: r, Network: "network.yaml", OperatorName: "Northmoor", Stated: map[string]string{"share.5g-access": "0.41"},
		Sites:   map[string]Site{"LEEDS-1": {ID: "LEEDS-1", Country: "GB", Latitude: &lat, Longitude: &long}},
		About:   func(whomade.Element) map[string]string { return map[string]string{"element.acquired": "2019-05"} },
		Reached: func(rule, company string) bool { return company == "huawei" },
		Deadline: func(rule, obligation string) whomade.Date {
			return day("2027-12-31")
		},
	}
}

// TestForms writes each form over one scene: twice the same octets, and what the
// goldens hold.
func TestForms(t *testing.T) {
	forms, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range forms {
		// The scene's sites stand in one country: the sheets of others are read without.
		for i := range f.Sheets {
			f.Sheets[i].Where.Countries = nil
		}
		filled := Fill(f, input(t))
		var page, again, book, book2 bytes.Buffer
		for _, w := range []struct {
			b     *bytes.Buffer
			write func() error
		}{
			{&page, func() error { return WriteHTML(&page, filled) }}, {&again, func() error { return WriteHTML(&again, Fill(f, input(t))) }},
			{&book, func() error { return WriteXLSX(&book, filled) }}, {&book2, func() error { return WriteXLSX(&book2, Fill(f, input(t))) }},
		} {
			if err := w.write(); err != nil {
				t.Fatalf("%s: %v", f.ID, err)
			}
		}
		if !bytes.Equal(page.Bytes(), again.Bytes()) || !bytes.Equal(book.Bytes(), book2.Bytes()) {
			t.Errorf("%s: two runs differ", f.ID)
		}
		golden.Check(t, filepath.Join("testdata", f.ID+".html"), page.Bytes())
		golden.Check(t, filepath.Join("testdata", f.ID+".xlsx.txt"), cells(t, book.Bytes()))
		for _, table := range filled.Tables {
			for _, row := range table.Rows {
				for i, c := range row {
					person := table.Sheet.Rows != "lines" && table.Sheet.Columns[i].From == "person"
					if c.Known() == (c.Ask != "") || c.Known() && len(c.Trace) == 0 || person && c.Known() {
						t.Errorf("%s %s: cell %+v must have a trace or a question, and only one of both", f.ID, table.Sheet.Name, c)
					}
				}
			}
		}
	}
}

func cells(t *testing.T, data []byte) []byte {
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
			b.WriteString(s + "\t" + strings.ReplaceAll(strings.Join(r, "\t"), "\n", " ") + "\n")
		}
	}
	return b.Bytes()
}

func TestCap(t *testing.T) {
	in := input(t)
	w := filler{in, Sheet{}}
	c := Cap{Rule: "r", Most: 0.35, Share: "share.5g-access", Segments: []string{"ran"}, Generation: []string{"5g"}}
	k := w.count(c)
	for from, want := range map[string]string{"cap.counted": "1", "cap.total": "3", "cap.open": "1", "cap.left_out": "2", "cap.share": "33.3 % to 66.7 %", "cap.stated": "0.41", "cap.finding": ""} {
		if got := k.cell(from).Text; got != want {
			t.Errorf("%s: %q, want %q", from, got, want)
		}
	}
	c.Most = 0.05
	if got := w.count(c).cell("cap.finding").Text; got != "above the cap" {
		t.Errorf("a cap of 5 %%: %q", got)
	}
	c.Most = 0.9
	if got := w.count(c).cell("cap.finding").Text; got != "within the cap" {
		t.Errorf("a cap of 90 %%: %q", got)
	}
}

func TestCoordinates(t *testing.T) {
	w := filler{input(t), Sheet{}}
	if c := w.site("LEEDS-1", "site.latitude"); c.Text != "53.799722" || len(c.Trace) != 1 {
		t.Errorf("latitude %+v", c)
	}
	if c := w.site("LEEDS-1", "site.longitude"); c.Text != "-1.500000" || len(c.Trace) != 2 {
		t.Errorf("longitude %+v: it must say that it was not given to six decimals", c)
	}
	if c := w.site("nowhere", "site.latitude"); c.Known() || c.Ask == "" {
		t.Errorf("no site: %+v", c)
	}
}

func TestHostile(t *testing.T) {
	forms, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	in := input(t)
	in.Report = scene.All()["hostile"]
	in.Reached = func(_, company string) bool { return true }
	for _, f := range forms {
		var page, book bytes.Buffer
		if err := WriteHTML(&page, Fill(f, in)); err != nil {
			t.Fatal(err)
		}
		if err := WriteXLSX(&book, Fill(f, in)); err != nil {
			t.Fatal(err)
		}
		for _, out := range []string{page.String(), string(cells(t, book.Bytes()))} {
			for _, bad := range []string{"\x1b", "\x00", "\xff", "\u202e", "\t=cmd"} {
				if strings.Contains(out, bad) {
					t.Errorf("%s: %q comes out", f.ID, bad)
				}
			}
		}
		if strings.Contains(page.String(), "<script") {
			t.Errorf("%s: markup of the evidence is not escaped", f.ID)
		}
	}
}

func TestStrict(t *testing.T) {
	good := "id: a\ntitle: T\njurisdiction: GB\nasked: x\nsources: [memory]\ngrade: unsourced\nsheets: [{name: S, rows: elements, columns: [{head: H, from: element.id}]}]\n"
	for _, c := range []struct{ from, to, want string }{
		{"", "", ""},
		{"title: T", "titel: T", "unknown field"},
		{"id: a", "id: b", `its id is "b"`},
		{"grade: unsourced", "grade: good", "grade"},
		{"rows: elements", "rows: cows", "nothing that has rows"},
		{"from: element.id", "from: element.colour", "no field of its rows"},
		{"sources: [memory]", "sources: []", "are needed"},
	} {
		_, err := Load(fstest.MapFS{"a.yaml": {Data: []byte(strings.Replace(good, c.from, c.to, 1))}})
		if got := ""; err != nil {
			if got = err.Error(); c.want == "" || !strings.Contains(got, c.want) {
				t.Errorf("%s: %s", c.to, got)
			}
		} else if c.want != "" {
			t.Errorf("%s: no error", c.to)
		}
	}
}
