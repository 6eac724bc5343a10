package table

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
)

// recorder is an evidence.Out that writes one line for each call.
type recorder struct{ lines []string }

func (r *recorder) Observe(o whomade.Observation) {
	r.lines = append(r.lines, fmt.Sprintf("%s | %s = %s @%s", o.Subject, o.Attribute, o.Value, o.Locator.Cell))
}

func (r *recorder) Diagnose(severity string, at whomade.Locator, message string) {
	r.lines = append(r.lines, fmt.Sprintf("%s %s%s: %s", severity, at.Sheet, at.Cell, message))
}

func read(t testing.TB, data []byte, columns map[string]string) []string {
	t.Helper()
	var r recorder
	limits := evidence.DefaultLimits
	limits.Line = 4096
	err := format{}.Read(context.Background(), evidence.Input{Reader: bytes.NewReader(data), Limits: limits, Columns: columns}, &r)
	if err != nil {
		r.lines = append(r.lines, "failed: "+err.Error())
	}
	return r.lines
}

func gbk(s string) []byte {
	b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(err)
	}
	return b
}

func utf16LE(s string) []byte {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

func TestText(t *testing.T) {
	for _, c := range []struct {
		name    string
		data    []byte
		columns map[string]string
		want    []string
	}{
		{"comma, English", []byte("Vendor,Model,Serial No.\nNokia,AirScale,EX1\n"), nil, []string{
			"serial:EX1 item:self#row 2 | inventory.manufacturer = Nokia @A2",
			"serial:EX1 item:self#row 2 | part.model = AirScale @B2",
			"serial:EX1 item:self#row 2 | inventory.serial_number = EX1 @C2",
		}},
		{"semicolon, German, title rows, accents", []byte("Bestand 2026;;\r\n\r\nHersteller;Gerätetyp;Inbetriebnahme\r\nHuawei;S5720-28X;05.03.2019\r\n"), nil, []string{
			"item:self#row 4 | inventory.manufacturer = Huawei @A4",
			"item:self#row 4 | part.model = S5720-28X @B4",
			"item:self#row 4 | inventory.installed = 2019-03-05 @C4",
		}},
		{"tab, Russian", []byte("Производитель\tМодель\nЭлтекс\tMES2324\n"), nil, []string{
			"item:self#row 2 | inventory.manufacturer = Элтекс @A2",
			"item:self#row 2 | part.model = MES2324 @B2",
		}},
		{"Chinese in GBK", gbk("厂商,设备型号\n华为,S5720\n"), nil, []string{
			"warning : the text is not UTF-8; it was read as GBK",
			"item:self#row 2 | inventory.manufacturer = 华为 @A2",
			"item:self#row 2 | part.model = S5720 @B2",
		}},
		{"Japanese in UTF-16", utf16LE("メーカー,型番\n日本電気,QX-S5224\n"), nil, []string{
			"item:self#row 2 | inventory.manufacturer = 日本電気 @A2",
			"item:self#row 2 | part.model = QX-S5224 @B2",
		}},
		{"own column names", []byte("wer,was\nNokia,ISAM\n"), map[string]string{"wer": "inventory.manufacturer", "Was": "part.model"}, []string{
			"item:self#row 2 | inventory.manufacturer = Nokia @A2",
			"item:self#row 2 | part.model = ISAM @B2",
		}},
		{"quotes with line ends, placeholders, bad cells", []byte("vendor,model,mac,purchased\n\"Nokia\nCorp\",n/a,00-11-22-AA-BB-CC,03/04/2020\nx,y,zz,\n"), nil, []string{
			`warning D2: the date "03/04/2020" can be read in two ways: only its year is used; write it as YYYY-MM-DD`,
			"mac:00:11:22:aa:bb:cc item:self#row 2 | inventory.manufacturer = Nokia\nCorp @A2",
			"mac:00:11:22:aa:bb:cc item:self#row 2 | inventory.mac = 00:11:22:aa:bb:cc @C2",
			"mac:00:11:22:aa:bb:cc item:self#row 2 | inventory.acquired = 2020 @D2",
			`warning C4: "zz" is no MAC address`,
			"item:self#row 4 | inventory.manufacturer = x @A4",
			"item:self#row 4 | part.model = y @B4",
		}},
		{"unused columns are named", []byte("vendor,model,price\nNokia,ISAM,7\n"), nil, []string{
			"warning : columns not used: price (name them with --map 'header=attribute' if they matter)",
			"item:self#row 2 | inventory.manufacturer = Nokia @A2",
			"item:self#row 2 | part.model = ISAM @B2",
		}},
		{"no headers", []byte("a,b\nc,d\n"), nil, []string{
			"error : no row of column headers was recognised: name the columns with --map 'header=attribute', for example --map 'Fabricator=inventory.manufacturer'",
		}},
		{"a row too long", []byte("vendor,model\n" + strings.Repeat("x", 9000) + ",y\nNokia,ISAM\n"), nil, []string{
			"error : the row is longer than 4096 octets and was passed over",
			"item:self#row 3 | inventory.manufacturer = Nokia @A3",
			"item:self#row 3 | part.model = ISAM @B3",
		}},
		{"a quote never closed", []byte("vendor,model\n\"x,y\n" + strings.Repeat("Nokia,ISAM\n", 1000)), nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := read(t, c.data, c.columns)
			if c.want == nil {
				if len(got) < 1000 {
					t.Errorf("only %d lines after the broken row", len(got))
				}
				return
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// repeated yields a row of n octets without holding it.
func TestLongLineIsNotHeld(t *testing.T) {
	head := "vendor,model\n"
	long := io.LimitReader(ones{}, 1<<28)
	in := io.MultiReader(strings.NewReader(head), long, strings.NewReader("\nNokia,ISAM\n"))
	var r recorder
	if err := (format{}).Read(context.Background(), evidence.Input{Reader: in, Limits: evidence.DefaultLimits}, &r); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"error : the row is longer than 1048576 octets and was passed over",
		"item:self#row 3 | inventory.manufacturer = Nokia @A3",
		"item:self#row 3 | part.model = ISAM @B3",
	}
	if diff := cmp.Diff(want, r.lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

type ones struct{}

func (ones) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = '1'
	}
	return len(b), nil
}

func workbook(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	rows := [][]any{{"Fabricante", "Modelo", "Fecha de compra"}, {"ZTE", "C320", 43900}, {"Nokia", "7360", "2021-05-06"}}
	for i, r := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.NewSheet("old"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetSheetRow("old", "A1", &[]any{"foo", "bar"}); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWorkbook(t *testing.T) {
	data := workbook(t)
	if n := (format{}).Sniff(data); n < 90 {
		t.Errorf("sniff = %d", n)
	}
	want := []string{
		"item:self#Sheet1 row 2 | inventory.manufacturer = ZTE @A2",
		"item:self#Sheet1 row 2 | part.model = C320 @B2",
		"item:self#Sheet1 row 2 | inventory.acquired = 2020-03-10 @C2",
		"item:self#Sheet1 row 3 | inventory.manufacturer = Nokia @A3",
		"item:self#Sheet1 row 3 | part.model = 7360 @B3",
		"item:self#Sheet1 row 3 | inventory.acquired = 2021-05-06 @C3",
		"error old: no row of column headers was recognised: name the columns with --map 'header=attribute', for example --map 'Fabricator=inventory.manufacturer'",
	}
	if diff := cmp.Diff(want, read(t, data, nil)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTruncatedWorkbook(t *testing.T) {
	data := workbook(t)
	for n := range data {
		if n%7 == 0 {
			read(t, data[:n], nil)
		}
	}
}

func TestSniff(t *testing.T) {
	for _, c := range []struct {
		text string
		min  int
		max  int
	}{
		{"Vendor,Model\nNokia,ISAM\n", 70, 70},
		{"foo,model\nNokia,ISAM\n", 40, 40},
		{"foo,bar\n1,2\n3,4\n", 5, 5},
		{"<?xml version=\"1.0\"?>\n<nmaprun>", 0, 0},
		{"1.3.6.1.2.1.1.1.0|4|Some switch\n1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.9\n", 0, 5},
		{"\x00\x01binary", 0, 0},
		{"hello world\nhow are you\n", 0, 0},
	} {
		if n := (format{}).Sniff([]byte(c.text)); n < c.min || n > c.max {
			t.Errorf("Sniff(%q) = %d, want %d to %d", c.text, n, c.min, c.max)
		}
	}
}

func FuzzTable(f *testing.F) {
	f.Add([]byte("Vendor,Model,Serial No.,MAC,Purchased\nNokia,AirScale,EX1,001122334455,1/2/2020\n\"a\"\"b\",c\n"))
	f.Add([]byte("厂商;设备型号\n华为;S5720\n"))
	f.Add(workbook(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		format{}.Sniff(data)
		read(t, data, nil)
	})
}

func BenchmarkText(b *testing.B) {
	var data bytes.Buffer
	data.WriteString("Vendor,Model,Serial number,Site\n")
	for i := range 10000 {
		fmt.Fprintf(&data, "Nokia,AirScale,EX%07d,YORK-%d\n", i, i%9)
	}
	b.SetBytes(int64(data.Len()))
	for b.Loop() {
		var r discard
		if err := (format{}).Read(b.Context(), evidence.Input{Reader: bytes.NewReader(data.Bytes()), Limits: evidence.DefaultLimits}, r); err != nil {
			b.Fatal(err)
		}
	}
}

type discard struct{}

func (discard) Observe(whomade.Observation)              {}
func (discard) Diagnose(string, whomade.Locator, string) {}

// TestTruncatedText cuts a list at every octet: no panic, and rows before the
// cut are read.
func TestTruncatedText(t *testing.T) {
	data := []byte("Vendor,Model,Serial No.\nNokia,\"Air\"\"Scale\",EX1\nEricsson,Radio,EX2\n")
	for n := range data {
		read(t, data[:n], nil)
	}
	got := strings.Join(read(t, data[:len(data)-3], nil), "\n")
	if !strings.Contains(got, `part.model = Air"Scale`) || !strings.Contains(got, "inventory.manufacturer = Ericsson") {
		t.Errorf("rows before the cut were lost:\n%s", got)
	}
}
