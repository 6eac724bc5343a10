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
		Report: r, Network: "network.yaml", OperatorName: "Northmoor",
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

// TestCap shows what the report says of a share, and asks where it says nothing.
func TestCap(t *testing.T) {
	in := input(t)
	share := &whomade.Share{
		Fact: "share.5g-access", Cap: 0.35, Measure: "5G access network", Part: "element.segment ran", Stated: "0.41",
		Counts: []whomade.ShareCount{
			{By: "element.base_stations", Makers: 10, Total: 40, Open: 5, LeftOut: 2, Least: 0.25, Most: 0.4, Text: "25.0 % to 40.0 %"},
			{By: "element.traffic", Makers: 1, Total: 3, Least: 1. / 3, Most: 1. / 3, Text: "33.3 %"},
		},
		Elements: []string{"e-4444"}, Undecided: []string{"e-5555"}, Unknown: []whomade.UnknownFact{{Fact: "element.generation", Elements: 2}},
	}
	in.Report.Operator.Verdicts = []whomade.Verdict{
		{Rule: "r", Obligation: "cap-a", Outcome: whomade.Breaks, Share: share},
		{Rule: "r", Obligation: "cap-b", Outcome: whomade.CannotTell, Missing: []string{"share.full-fibre"}},
		{Rule: "r", Obligation: "report", Outcome: whomade.Due},
		{Rule: "other", Obligation: "cap", Outcome: whomade.Breaks, Share: share},
	}
	rows := filler{in, Sheet{Rules: []string{"r"}}}.caps()
	if len(rows) != 3 {
		t.Fatalf("%d rows, want 3", len(rows))
	}
	for i, want := range []map[string]string{
		{"cap.by": "element.base_stations", "cap.most": "35 %", "cap.counted": "10", "cap.total": "40", "cap.open": "5", "cap.left_out": "2", "cap.share": "25.0 % to 40.0 %", "cap.stated": "0.41", "cap.finding": "breaks"},
		{"cap.by": "element.traffic", "cap.share": "33.3 %", "cap.part": "5G access network"},
		{"cap.by": "", "cap.share": "", "cap.most": "", "cap.stated": "", "cap.finding": "", "cap.obligation": "cap-b"},
	} {
		for from, text := range want {
			if c := rows[i].cell(from); c.Text != text || text == "" && c.Ask == "" {
				t.Errorf("row %d %s: %+v, want %q", i, from, c, text)
			}
		}
	}
	if got := strings.Join(rows[0].cell("cap.left_out").Trace, "; "); !strings.Contains(got, "element.generation is not known of 2 elements") {
		t.Errorf("left out: %s", got)
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
	good := "id: a\ntitle: T\njurisdiction: GB\nasked: x\nsources: [{id: s, at: 'https://example.org', what: page, grade: text-read}]\nsheets: [{name: S, rows: elements, columns: [{head: H, from: element.id, source: s para 1}]}]\n"
	for _, c := range []struct{ from, to, want string }{
		{"", "", ""},
		{"title: T", "titel: T", "unknown field"},
		{"id: a", "id: b", `its id is "b"`},
		{"grade: text-read", "grade: good", `grade "good" is none`},
		{"rows: elements", "rows: cows", "nothing that has rows"},
		{"from: element.id", "from: element.colour", "no field of its rows"},
		{"source: s para 1", "source: t", "none of the form's"},
		{", source: s para 1", "", "none of the form's"},
		{"id: s, ", "id: memory, ", "used once"},
		{"what: page, ", "", "are needed"},
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

// TestGrade: a form is known no better than its columns are.
func TestGrade(t *testing.T) {
	for sources, want := range map[string]string{
		"text": whomade.TextRead, "text added": whomade.TextRead, "text page": whomade.SecondarySource, "page memory": whomade.PartlySourced,
		"memory added": whomade.Unsourced, "added": whomade.Unsourced, "page part": whomade.PartlySourced,
	} {
		f := Form{Sources: []Source{{ID: "text", Grade: whomade.TextRead}, {ID: "page", Grade: whomade.SecondarySource}, {ID: "part", Grade: whomade.PartlySourced}}, Sheets: []Sheet{{}}}
		for _, id := range strings.Fields(sources) {
			f.Sheets[0].Columns = append(f.Sheets[0].Columns, Column{Source: id})
		}
		if got := f.grade(); got != want {
			t.Errorf("%s: %s, want %s", sources, got, want)
		}
	}
}

// TestWorkbook opens each workbook with a reader: every cell of every sheet is
// text, and the sheet Evidence has its value with where it comes from or what to
// ask; every column has its source on the sheet Columns.
func TestWorkbook(t *testing.T) {
	forms, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range forms {
		filled := Fill(f, input(t))
		var b bytes.Buffer
		if err := WriteXLSX(&b, filled); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		rows := func(sheet string) [][]string {
			list, err := book.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			return list[1:]
		}
		trace := map[[2]string][]string{}
		for _, r := range rows("Evidence") {
			if len(r) != 4 || strings.TrimPrefix(r[3], "ask: ") == "" {
				t.Errorf("%s: evidence %q", f.ID, r)
				continue
			}
			trace[[2]string{r[0], r[1]}] = r[2:]
		}
		columns := 0
		for _, r := range rows("Columns") {
			if len(r) < 3 || r[2] == "" {
				t.Errorf("%s: column %q has no source", f.ID, r)
			}
			columns++
		}
		want := 0
		for _, table := range filled.Tables {
			want += len(table.Sheet.Columns)
			name := sheetName(table.Sheet.Name)
			for i, row := range rows(name) {
				for c, value := range row {
					at, err := excelize.CoordinatesToCellName(c+1, i+2)
					if err != nil {
						t.Fatal(err)
					}
					if table.Sheet.Rows == "lines" && c == 0 {
						continue
					}
					got, ok := trace[[2]string{name, at}]
					if !ok || got[0] != value || (value == NotKnown) != strings.HasPrefix(got[1], "ask: ") {
						t.Errorf("%s %s %s: %q is traced to %q", f.ID, name, at, value, got)
					}
					if kind, err := book.GetCellType(name, at); err != nil || kind != excelize.CellTypeSharedString && kind != excelize.CellTypeInlineString {
						t.Errorf("%s %s %s: a cell of type %v", f.ID, name, at, kind)
					}
					delete(trace, [2]string{name, at})
				}
			}
		}
		if columns != want || len(trace) > 0 {
			t.Errorf("%s: %d columns of %d, evidence of no cell: %v", f.ID, columns, want, trace)
		}
	}
}
