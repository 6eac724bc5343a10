package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/cli"
	"github.com/whomade/whomade/evidence/snmpwalk"
	"github.com/whomade/whomade/identify"
	"github.com/whomade/whomade/knowledge"
)

// names is which names stand for one company or its corporate family.
type names map[string]map[string]bool

func normal(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

func readNames(path string) (names, error) {
	n := names{}
	if path == "" {
		return n, nil
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(b)) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if strings.HasPrefix(line, "#") || len(f) < 3 {
			continue
		}
		if n[normal(f[0])] == nil {
			n[normal(f[0])] = map[string]bool{}
		}
		n[normal(f[0])][normal(f[1])], n[normal(f[0])][normal(f[2])] = true, true
	}
	return n, nil
}

// group is all names of the companies that are called so.
func (n names) group(called ...string) map[string]bool {
	g := map[string]bool{}
	for _, c := range called {
		if c = normal(c); c != "" {
			g[c] = true
		}
	}
	for range 2 {
		for _, c := range sorted(g) {
			maps.Copy(g, n[c])
		}
	}
	delete(g, "")
	return g
}

func (n names) same(id string, want map[string]bool) bool {
	if id == "" {
		return false
	}
	for c := range n.group(id) {
		if want[c] {
			return true
		}
	}
	return false
}

// readCases reads every labelled thing of the corpus that is labelled with a maker.
func readCases(corpus string, e *identify.Engine, know *knowledge.Set, n names) ([]labelled, error) {
	var out []labelled
	for _, set := range []string{"snmp", "cli", "banners", "devicetypes", "gpon"} {
		labels, err := readLabels(filepath.Join(corpus, set, "labels.tsv"))
		if err != nil {
			return nil, err
		}
		read := readItems
		if set == "snmp" || set == "cli" {
			read = readFiles
		}
		if err := read(corpus, set, e, func(id string, c identify.Case) {
			r, ok := labels[id]
			if !ok || r["label_kind"] != "maker" {
				return
			}
			family := c.Family()
			if family == "" || set == "cli" {
				family = id
			}
			out = append(out, labelled{set, id, family, r["vendor"], n.group(append(called(know, r), r["vendor"], r["family"])...), c})
		}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// called are the companies in a label that is no company's id: "Nokia (Gemtek ODM)".
func called(know *knowledge.Set, label map[string]string) []string {
	if _, ok := know.Maker(label["vendor"]); ok {
		return nil
	}
	var ids []string
	for _, m := range know.Resolve(label["vendor_raw"]) {
		ids = append(ids, m.ID)
	}
	return ids
}

// readLabels reads a table of labels: tabs between the columns, no quoting.
func readLabels(path string) (map[string]map[string]string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	out := map[string]map[string]string{}
	var head []string
	for line := range strings.Lines(string(b)) {
		row := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if head == nil {
			head = row
			continue
		}
		m := map[string]string{}
		for i, h := range head {
			if i < len(row) {
				m[h] = row[i]
			}
		}
		out[m["id"]] = m
	}
	return out, nil
}

func readItems(corpus, set string, e *identify.Engine, take func(string, identify.Case)) error {
	f, err := os.Open(filepath.Join(corpus, set, "items.ndjson"))
	if err != nil {
		return err
	}
	defer f.Close()
	d := json.NewDecoder(bufio.NewReader(f))
	for d.More() {
		var it struct{ ID, Kind, Value, Encoding string }
		if err := d.Decode(&it); err != nil {
			return err
		}
		c, err := e.NewCase(it.Kind, it.Value, it.Encoding)
		if err != nil {
			return err
		}
		take(it.ID, c)
	}
	return nil
}

// readFiles reads artifacts that are each about one device.
func readFiles(corpus, set string, e *identify.Engine, take func(string, identify.Case)) error {
	labels, err := readLabels(filepath.Join(corpus, set, "labels.tsv"))
	if err != nil {
		return err
	}
	format := snmpwalk.New()
	if set == "cli" {
		format = cli.New()
	}
	for _, id := range sorted(labels) {
		data, err := os.ReadFile(filepath.Join(corpus, set, filepath.FromSlash(labels[id]["path"])))
		if err != nil {
			continue // some walks are listed and not there
		}
		b := e.NewBuilder()
		if err := format.Read(context.Background(), evidence.Input{Reader: bytes.NewReader(data), Limits: evidence.DefaultLimits}, collector{id, b}); err != nil {
			return err
		}
		take(id, b.Case(id))
	}
	return nil
}

type collector struct {
	name    string
	builder *identify.Builder
}

func (c collector) Observe(o whomade.Observation) {
	o.Artifact, o.Name = c.name, c.name
	if o.Subject.Artifact == evidence.Self {
		o.Subject.Artifact = c.name
	}
	c.builder.Add(o)
}

func (collector) Diagnose(string, whomade.Locator, string) {}
