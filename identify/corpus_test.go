package identify_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/cli"
	"github.com/whomade/whomade/evidence/snmpwalk"
	"github.com/whomade/whomade/identify"
	"github.com/whomade/whomade/knowledge"
	"github.com/whomade/whomade/knowledge/registry"
)

func newEngine(t testing.TB) *identify.Engine {
	t.Helper()
	know, err := knowledge.Open()
	if err != nil {
		t.Fatal(err)
	}
	reg, err := registry.Open()
	if err != nil {
		t.Fatal(err)
	}
	e, err := identify.New(know, reg)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// corpus is the folder of labelled evidence, which is no part of the project.
func corpus(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("WHOMADE_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "corpus")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no corpus of labelled evidence at %s", dir)
	}
	return dir
}

type collector struct {
	name    string
	builder *identify.Builder
	all     *[]whomade.Observation
}

func (c collector) Observe(o whomade.Observation) {
	o.Artifact, o.Name = c.name, c.name
	if o.Subject.Artifact == evidence.Self {
		o.Subject.Artifact = c.name
	}
	if c.all != nil {
		*c.all = append(*c.all, o)
	}
	c.builder.Add(o)
}

func (collector) Diagnose(string, whomade.Locator, string) {}

// TestCorpusWalks identifies every labelled walk and, where WHOMADE_OUT names
// a folder, writes the answers there for scoring.
func TestCorpusWalks(t *testing.T) {
	dir := filepath.Join(corpus(t), "snmp")
	e := newEngine(t)
	out := answers(t, "snmp.ndjson")
	var seen *json.Encoder
	if d := os.Getenv("WHOMADE_OUT"); d != "" {
		f, err := os.Create(filepath.Join(d, "snmp.obs.ndjson"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		seen = json.NewEncoder(f)
	}
	n, labelled, answered, right := 0, 0, 0, 0
	for _, r := range labels(t, filepath.Join(dir, "labels.tsv")) {
		data, err := os.ReadFile(filepath.Join(dir, r["path"]))
		if err != nil {
			continue
		}
		b := e.NewBuilder()
		var all []whomade.Observation
		c := collector{r["path"], b, &all}
		if err := snmpwalk.New().Read(context.Background(), evidence.Input{Reader: bytes.NewReader(data), Limits: evidence.DefaultLimits}, c); err != nil {
			t.Errorf("%s: %v", r["path"], err)
		}
		own, maker, brand := 0, "", ""
		for _, el := range b.Elements() {
			for _, s := range el.Subjects {
				if s.Artifact == c.name {
					own++
					maker, brand = el.Maker, el.Brand
					out(map[string]any{"id": r["id"], "maker": el.Maker, "brand": el.Brand, "confidence": el.Confidence, "makers": el.Makers,
						"model": el.Model, "evidence": el.Evidence, "conflicts": el.Conflicts})
				}
			}
		}
		if own > 1 {
			t.Errorf("%s: %d elements", r["path"], own)
		}
		n += own
		if r["label_kind"] == "maker" {
			labelled++
			if maker != "" {
				answered++
			}
			if same(r, maker) || same(r, brand) {
				right++
			}
		}
		if seen != nil {
			for _, o := range all {
				if err := seen.Encode(o); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	t.Logf("%d walks, %d labelled, %d answered, %d as labelled", n, labelled, answered, right)
	// Labels name some companies otherwise than the knowledge does, so that the
	// bounds are lower than what a table of names would give.
	if right*100 < 88*labelled || right*100 < 91*answered {
		t.Error("fewer walks than before are identified as labelled")
	}
}

// same compares a company's id with a label by letters and digits.
func same(label map[string]string, id string) bool {
	return id != "" && (letters(id) == letters(label["vendor"]) || letters(id) == letters(label["family"]))
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// TestCorpusTogether puts all walks into one builder, as one scan does, and
// checks that each is about exactly one element.
func TestCorpusTogether(t *testing.T) {
	dir := filepath.Join(corpus(t), "snmp")
	e := newEngine(t)
	b := e.NewBuilder()
	rows := labels(t, filepath.Join(dir, "labels.tsv"))
	read := map[string]string{}
	for _, r := range rows {
		data, err := os.ReadFile(filepath.Join(dir, r["path"]))
		if err != nil {
			continue
		}
		sum := sha256.Sum256(data)
		read[r["id"]] = hex.EncodeToString(sum[:])
		if err := snmpwalk.New().Read(context.Background(), evidence.Input{Reader: bytes.NewReader(data), Limits: evidence.DefaultLimits}, collector{read[r["id"]], b, nil}); err != nil {
			t.Error(err)
		}
	}
	about := map[string][]int{}
	all := b.Elements()
	joined := 0
	for i, el := range all {
		n := 0
		for _, s := range el.Subjects {
			if s.Artifact != "" {
				about[s.Artifact] = append(about[s.Artifact], i)
				n++
			}
		}
		joined += max(0, n-1)
	}
	out := answers(t, "together.ndjson")
	for _, r := range rows {
		d, ok := read[r["id"]]
		if !ok {
			continue
		}
		if len(about[d]) > 1 {
			t.Errorf("%s is about %d elements", r["id"], len(about[d]))
		}
		for _, i := range about[d] {
			out(map[string]any{"id": r["id"], "maker": all[i].Maker, "brand": all[i].Brand, "confidence": all[i].Confidence, "makers": all[i].Makers, "evidence": all[i].Evidence})
		}
	}
	t.Logf("%d walks, %d elements, %d walks joined to another", len(read), len(all), joined)
}

// TestCorpusOutput identifies the devices that wrote outputs and configurations.
// The words of the dialects were learned from these: how often the answer is right
// on texts that were held out, internal/gen/dialects prints.
func TestCorpusOutput(t *testing.T) {
	dir := filepath.Join(corpus(t), "cli")
	e := newEngine(t)
	out := answers(t, "cli.ndjson")
	b := e.NewBuilder()
	answered, right, restricted := 0, 0, 0
	for _, r := range labels(t, filepath.Join(dir, "labels.tsv")) {
		data, err := os.ReadFile(filepath.Join(dir, r["path"]))
		if err != nil {
			continue
		}
		in := evidence.Input{Reader: bytes.NewReader(data), Limits: evidence.DefaultLimits}
		if err := cli.New().Read(context.Background(), in, collector{r["id"], b, nil}); err != nil {
			t.Error(err)
		}
		for _, el := range b.Elements() {
			out(map[string]any{"id": r["id"], "maker": el.Maker, "brand": el.Brand, "confidence": el.Confidence, "makers": el.Makers, "os": el.OS, "version": el.Version, "model": el.Model, "evidence": el.Evidence})
			if r["label_kind"] != "maker" || el.Maker == "" {
				continue
			}
			answered++
			switch {
			case same(r, el.Maker) || same(r, el.Brand) || el.Maker == "alcatel-lucent-enterprise" && r["vendor"] == "alcatel-lucent":
				right++
			case el.Maker == "huawei" || el.Maker == "zte":
				restricted++
				t.Errorf("%s: %s", r["id"], el.Maker)
			}
		}
	}
	t.Logf("%d answered, %d as labelled", answered, right)
	if right*100 < 98*answered {
		t.Error("fewer outputs than before are identified as labelled")
	}
}

// TestCorpusItems identifies the items of single values.
func TestCorpusItems(t *testing.T) {
	dir := corpus(t)
	e := newEngine(t)
	for _, set := range []string{"banners", "devicetypes", "gpon"} {
		in, err := os.ReadFile(filepath.Join(dir, set, "items.ndjson"))
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		bad, err := e.IdentifyStream(bytes.NewReader(in), &b)
		if err != nil || bad > 0 {
			t.Errorf("%s: %d bad lines, %v", set, bad, err)
		}
		if d := os.Getenv("WHOMADE_OUT"); d != "" {
			if err := os.WriteFile(filepath.Join(d, set+".ndjson"), b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func labels(t *testing.T, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(bufio.NewReader(f))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, h := range rows[0] {
			if i < len(row) {
				m[h] = row[i]
			}
		}
		out = append(out, m)
	}
	return out
}

func answers(t *testing.T, name string) func(any) {
	d := os.Getenv("WHOMADE_OUT")
	if d == "" {
		return func(any) {}
	}
	f, err := os.Create(filepath.Join(d, name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	enc := json.NewEncoder(f)
	return func(v any) {
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
	}
}
