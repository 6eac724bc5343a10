package knowledge

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
)

// maxFile is the largest YAML file that is read, in octets.
const maxFile = 4 << 20

// Load reads makers/*.yaml, companies.yaml, shared.yaml and rebadges.yaml below the root of
// fsys, strictly: an unknown field is an error. It does not lint; see Lint.
func Load(fsys fs.FS) (*Set, error) {
	files, err := read(fsys)
	if err != nil {
		return nil, err
	}
	var makers []Maker
	var companies []Company
	var shared []Shared
	var rebadges []Rebadge
	for _, f := range files {
		switch f.name {
		case "companies.yaml":
			var list []Company
			if err = decode(f, &list); err == nil {
				companies = list
			}
		case "shared.yaml":
			err = decode(f, &shared)
		case "rebadges.yaml":
			err = decode(f, &rebadges)
		default:
			var m Maker
			if err = decode(f, &m); err == nil {
				makers = append(makers, m)
			}
		}
		if err != nil {
			return nil, err
		}
	}
	return newSet(withCompanies(makers, companies), shared, rebadges, digest(files), nil)
}

// withCompanies adds the short entries. One with the id of a company that has
// a file adds its names, numbers and expressions to it.
func withCompanies(makers []Maker, companies []Company) []Maker {
	at := make(map[string]int, len(makers))
	for i, m := range makers {
		at[m.ID] = i
	}
	for _, c := range companies {
		m := c.maker()
		i, ok := at[c.ID]
		if !ok {
			makers = append(makers, m)
			continue
		}
		for j := range m.Identifiers {
			m.Identifiers[j].Source = &c.Source
		}
		makers[i].Names = append(makers[i].Names, m.Names...)
		makers[i].Relations = append(makers[i].Relations, m.Relations...)
		makers[i].Identifiers = append(makers[i].Identifiers, m.Identifiers...)
		makers[i].Signatures = append(makers[i].Signatures, m.Signatures...)
	}
	return makers
}

type file struct {
	name string
	data []byte
}

// read returns the files that Load uses, by name.
func read(fsys fs.FS) ([]file, error) {
	names, err := fs.Glob(fsys, "makers/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("knowledge: %w", err)
	}
	if len(names) == 0 {
		return nil, errors.New("knowledge: no makers/*.yaml found")
	}
	for _, extra := range []string{"companies.yaml", "shared.yaml", "rebadges.yaml"} {
		if _, err := fs.Stat(fsys, extra); err == nil {
			names = append(names, extra)
		}
	}
	slices.Sort(names)
	files := make([]file, 0, len(names))
	for _, name := range names {
		data, err := readFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("knowledge: %w", err)
		}
		files = append(files, file{name, data})
	}
	return files, nil
}

func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = fmt.Errorf("%s: larger than %d octets", name, maxFile)
	}
	return data, err
}

func decode(f file, into any) (err error) {
	defer func() { // the library panics on some malformed input
		if p := recover(); p != nil {
			err = fmt.Errorf("knowledge: %s: malformed YAML: %v", path.Base(f.name), p)
		}
	}()
	if err := yaml.NewDecoder(bytes.NewReader(f.data), yaml.Strict()).Decode(into); err != nil {
		return fmt.Errorf("knowledge: %s: %w", path.Base(f.name), err)
	}
	return nil
}

// digest is over names and contents, in order.
func digest(files []file) string {
	h := sha256.New()
	for _, f := range files {
		sum := sha256.Sum256(f.data)
		fmt.Fprintf(h, "%s %x\n", f.name, sum)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// Digest is the digest that Load gives to the files of fsys, without reading
// them as YAML.
func Digest(fsys fs.FS) (string, error) {
	files, err := read(fsys)
	if err != nil {
		return "", err
	}
	return digest(files), nil
}

// maker is the entry in the form of a maker's file.
func (c Company) maker() Maker {
	m := Maker{ID: c.ID, Name: c.Name, Short: c.Name, Country: c.Country, Source: c.Source}
	for _, n := range c.Names {
		m.Names = append(m.Names, Name{Name: n})
	}
	if c.Parent != "" {
		m.Relations = []Relation{{Type: "parent", Entity: c.Parent}}
	}
	for _, p := range c.PENs {
		m.Identifiers = append(m.Identifiers, Identifier{Kind: "pen", Value: strconv.FormatUint(uint64(p), 10)})
	}
	for kind, values := range map[string][]string{"oid": c.OIDs, "gpon": c.GPON, "oui-name": c.OUIs} {
		for _, v := range values {
			m.Identifiers = append(m.Identifiers, Identifier{Kind: kind, Value: v})
		}
	}
	slices.SortStableFunc(m.Identifiers, func(a, b Identifier) int { return strings.Compare(a.Kind, b.Kind) })
	if len(c.Text) > 0 {
		m.Signatures = append(m.Signatures, Signature{ID: c.ID + "/text", Attributes: Descriptive, Pattern: anyOf(c.Text), Examples: examples(c)})
	}
	if len(c.Manufacturer) > 0 {
		m.Signatures = append(m.Signatures, Signature{ID: c.ID + "/manufacturer", Attributes: Stating, Pattern: anyOf(c.Manufacturer), Examples: []string{}})
	}
	return m
}

func anyOf(exprs []string) string {
	if len(exprs) == 1 {
		return exprs[0]
	}
	return "(?:" + strings.Join(exprs, ")|(?:") + ")"
}

// examples are the stated ones and the expressions that are words themselves.
func examples(c Company) []string {
	out := slices.Clone(c.Examples)
	for _, t := range c.Text {
		if word := strings.TrimSuffix(strings.TrimPrefix(t, `\b`), `\b`); !strings.ContainsAny(word, `\.+*?()|[]{}^$`) {
			out = append(out, word)
		}
	}
	return out
}
