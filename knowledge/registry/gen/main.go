// Command gen makes the registry tables from the lists that are published of
// them: oui.bin, pen.bin and registry.json, which says where they come from.
//
//	go run ./knowledge/registry/gen -out knowledge/registry \
//	    -oui 'npm oui-data,2.1.9,2026-08-26,index.json' \
//	    -oui 'wireshark manuf,4.6.9,2026-10-06,manuf.tsv' \
//	    -pen 'wireshark enterprises,4.6.9,2026-10-06,enterprises.tsv'
//
// A source is name, version, date of publication and file. Its format is seen
// from its content: for address blocks the IEEE CSV files, a JSON object from
// prefix to name and address, or tab separated prefix, short name and name; for
// enterprise numbers the IANA text or tab separated number and name. Of several
// sources the first that lists a number decides.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/whomade/whomade/knowledge/registry"
)

func main() {
	var oui, pen sources
	out := flag.String("out", ".", "directory to write to")
	flag.Var(&oui, "oui", "list of address blocks: name,version,date,file (repeatable)")
	flag.Var(&pen, "pen", "list of enterprise numbers: name,version,date,file (repeatable)")
	flag.Parse()
	if err := run(*out, oui, pen); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// sources collects the values of a repeatable flag.
type sources []source

type source struct{ name, version, date, file string }

func (s *sources) String() string { return fmt.Sprint(*s) }

func (s *sources) Set(v string) error {
	c := strings.SplitN(v, ",", 4)
	if len(c) != 4 {
		return fmt.Errorf("want name,version,date,file")
	}
	if _, err := time.Parse(time.DateOnly, c[2]); err != nil {
		return err
	}
	*s = append(*s, source{c[0], c[1], c[2], c[3]})
	return nil
}

func run(out string, oui, pen sources) error {
	blocks, ouiMeta, err := merge(oui, readBlocks)
	if err != nil {
		return err
	}
	data, entries, err := encodeBlocks(blocks)
	if err != nil {
		return fmt.Errorf("address blocks: %w", err)
	}
	ouiMeta.File, ouiMeta.Holds, ouiMeta.Entries = "oui.bin", "IEEE assignments of MAC address blocks and company ids", entries
	if err := write(out, &ouiMeta, data); err != nil {
		return err
	}
	numbers, penMeta, err := merge(pen, readNumbers)
	if err != nil {
		return err
	}
	data, entries, err = encodeNumbers(numbers)
	if err != nil {
		return fmt.Errorf("enterprise numbers: %w", err)
	}
	penMeta.File, penMeta.Holds, penMeta.Entries = "pen.bin", "IANA private enterprise numbers", entries
	if err := write(out, &penMeta, data); err != nil {
		return err
	}
	js, err := json.MarshalIndent(registry.Meta{Tables: []registry.TableMeta{ouiMeta, penMeta}}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "registry.json"), append(js, '\n'), 0o644)
}

// merge reads the sources in order; an entry of an earlier one stays.
func merge[K comparable](from sources, read func([]byte) (map[K]string, error)) (map[K]string, registry.TableMeta, error) {
	all := map[K]string{}
	var meta registry.TableMeta
	for _, s := range from {
		data, err := os.ReadFile(s.file)
		if err != nil {
			return nil, meta, err
		}
		entries, err := read(data)
		if err != nil {
			return nil, meta, fmt.Errorf("%s: %w", s.file, err)
		}
		used := 0
		for k, name := range entries {
			if _, ok := all[k]; !ok {
				all[k] = name
				used++
			}
		}
		meta.Sources = append(meta.Sources, registry.Source{
			Name: s.name, Version: s.version, Date: s.date, SHA256: digest(data), Entries: len(entries), Used: used,
		})
		meta.Date = max(meta.Date, s.date)
	}
	if len(all) == 0 {
		return nil, meta, fmt.Errorf("no entries: at least one source of each kind is needed")
	}
	return all, meta, nil
}

// write puts one table into its file and completes its description.
func write(dir string, meta *registry.TableMeta, data []byte) error {
	meta.SHA256, meta.Size = digest(data), len(data)
	return os.WriteFile(filepath.Join(dir, meta.File), data, 0o644)
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// sortedKeys returns the keys of m in ascending order by compare.
func sortedKeys[K comparable, V any](m map[K]V, compare func(a, b K) int) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compare)
	return keys
}
