package identify_test

import (
	"bytes"
	"context"
	"hash/fnv"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/snmpwalk"
	"github.com/whomade/whomade/identify"
	"github.com/whomade/whomade/knowledge"
	"github.com/whomade/whomade/knowledge/registry"
)

const folds = 5

var companyEntry = regexp.MustCompile(`(?m)^- id: '?([^\s']+)'?$`)

// without is the knowledge's files but the entries of the companies of a fold,
// so that they are unknown.
func without(t *testing.T, hidden map[string]bool) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	root := filepath.Join("..", "knowledge", "data")
	names, err := filepath.Glob(filepath.Join(root, "makers", "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(names, filepath.Join(root, "companies.yaml"), filepath.Join(root, "shared.yaml")) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			t.Fatal(err)
		}
		if hidden[strings.TrimSuffix(filepath.Base(name), ".yaml")] {
			continue
		}
		if filepath.Base(name) == "companies.yaml" {
			data = cutEntries(data, hidden)
		}
		out[filepath.ToSlash(rel)] = &fstest.MapFile{Data: data}
	}
	return out
}

func cutEntries(data []byte, hidden map[string]bool) []byte {
	var out bytes.Buffer
	at := companyEntry.FindAllSubmatchIndex(data, -1)
	for i, m := range at {
		end := len(data)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		if !hidden[string(data[m[2]:m[3]])] {
			out.Write(data[m[0]:end])
		}
	}
	return out.Bytes()
}

// TestCorpusHoldout identifies walks of companies whose entries are hidden, to
// see what the general mechanisms find. Only where WHOMADE_HOLDOUT is set; the
// labels' word is taken as the company's id.
func TestCorpusHoldout(t *testing.T) {
	if os.Getenv("WHOMADE_HOLDOUT") == "" {
		t.Skip("WHOMADE_HOLDOUT is not set")
	}
	dir := filepath.Join(corpus(t), "snmp")
	keep := map[string]bool{}
	for _, id := range strings.Fields(os.Getenv("WHOMADE_HOLDOUT")) {
		keep[id] = true
	}
	rows := labels(t, filepath.Join(dir, "labels.tsv"))
	out := answers(t, "holdout.ndjson")
	reg, err := registry.Open()
	if err != nil {
		t.Fatal(err)
	}
	for f := range folds {
		hidden := map[string]bool{}
		for _, r := range rows {
			h := fnv.New32a()
			_, _ = h.Write([]byte(r["vendor"]))
			if int(h.Sum32())%folds == f && !keep[r["vendor"]] {
				hidden[r["vendor"]] = true
			}
		}
		know, err := knowledge.Load(without(t, hidden))
		if err != nil {
			t.Fatal(err)
		}
		e, err := identify.New(know, reg)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if !hidden[r["vendor"]] {
				continue
			}
			data, err := os.ReadFile(filepath.Join(dir, r["path"]))
			if err != nil {
				continue
			}
			b := e.NewBuilder()
			c := collector{r["path"], b, nil}
			if err := snmpwalk.New().Read(context.Background(), evidence.Input{Reader: bytes.NewReader(data), Limits: evidence.DefaultLimits}, c); err != nil {
				t.Error(err)
			}
			for _, el := range b.Elements() {
				for _, s := range el.Subjects {
					if s.Artifact == c.name {
						out(map[string]any{"id": r["id"], "maker": el.Maker, "brand": el.Brand, "confidence": el.Confidence, "makers": el.Makers, "evidence": el.Evidence})
					}
				}
			}
		}
	}
}
