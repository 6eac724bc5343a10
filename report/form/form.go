// Package form is part of the report stage: it fills the sheets that authorities
// and contracts ask for from a report. A form is data, one file in data, and no
// government has code of its own. Each cell says where it comes from; what is not
// known is marked and never filled.
package form

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/whomade/whomade"
)

// Form is one form, as its file has it.
type Form struct {
	ID           string   `yaml:"id" json:"id"`
	Title        string   `yaml:"title" json:"title"`
	Jurisdiction string   `yaml:"jurisdiction" json:"jurisdiction"`
	Asked        string   `yaml:"asked" json:"asked"` // who asks for it, and where that is said
	URL          string   `yaml:"url,omitempty" json:"url,omitempty"`
	Sources      []Source `yaml:"sources,omitempty" json:"sources"` // where its columns were read
	Grade        string   `yaml:"-" json:"grade"`                   // how well its columns are known, as of a rule
	Notes        []string `yaml:"notes,omitempty" json:"notes,omitempty"`
	Sheets       []Sheet  `yaml:"sheets" json:"sheets"`
}

// Source is a text in which the columns of a form were read.
type Source struct {
	ID    string `yaml:"id" json:"id"`
	At    string `yaml:"at" json:"at"`       // its address
	What  string `yaml:"what" json:"what"`   // what it is, and how much of it was read
	Grade string `yaml:"grade" json:"grade"` // how well the authority's own text is known from it
}

// What a column's source is where it is none of the form's.
const (
	fromMemory = "memory" // asked for, as far as is remembered
	added      = "added"  // nobody asks for it: it helps to read the sheet
)

// Sheet is one table of a form.
type Sheet struct {
	Name string `yaml:"name" json:"name"`
	// Rows is what has a row: "lines" (one for each column, as a record), "elements",
	// "duties" (of the rules), "caps" (the shares that
	// the rules bound, as they were counted), "segments" or "artifacts".
	Rows    string   `yaml:"rows" json:"rows"`
	Note    string   `yaml:"note,omitempty" json:"note,omitempty"`
	Rules   []string `yaml:"rules,omitempty" json:"rules,omitempty"` // whose makers, verdicts and duties are meant
	Where   Where    `yaml:"where,omitempty" json:"where,omitzero"`
	Columns []Column `yaml:"columns" json:"columns"`
}

// Where says which elements are meant. What is not known of an element does not
// take it off a sheet.
type Where struct {
	// Reached: those that a maker whom the rules name, or its affiliate, may have built.
	Reached     bool     `yaml:"reached,omitempty" json:"reached,omitempty"`
	Segments    []string `yaml:"segments,omitempty" json:"segments,omitempty"`
	Generations []string `yaml:"generations,omitempty" json:"generations,omitempty"`
	Countries   []string `yaml:"countries,omitempty" json:"countries,omitempty"` // where the site stands
	// Acquired is the first day from which what was acquired is meant.
	Acquired whomade.Date `yaml:"acquired_from,omitempty" json:"acquired_from,omitzero"`
}

// Column is one question of a sheet.
type Column struct {
	Head string `yaml:"head" json:"head"`
	// From is where its cells come from; see Fields. "person" is what only a person
	// can say.
	From string `yaml:"from" json:"from"`
	Ask  string `yaml:"ask,omitempty" json:"ask,omitempty"` // the question to a person where it is not known
	// Source says where it was read that the column is asked for: the id of one of the
	// form's sources, with the place in it behind a blank, "memory" or "added".
	Source string `yaml:"source" json:"source"`
}

// Known is the source of a column in words and its grade; one that the program
// added has no grade.
func (f Form) Known(c Column) (text, grade string) {
	id, place, _ := strings.Cut(c.Source, " ")
	switch id {
	case added:
		return "added by the program", ""
	case fromMemory:
		return "from memory", whomade.Unsourced
	}
	for _, s := range f.Sources {
		if s.ID == id {
			return strings.TrimSpace(s.ID + " " + place), s.Grade
		}
	}
	return "", ""
}

// grade is how well the columns that are asked for are known together.
func (f Form) grade() string {
	seen := map[string]bool{}
	for _, s := range f.Sheets {
		for _, c := range s.Columns {
			if _, g := f.Known(c); g != "" {
				seen[g] = true
			}
		}
	}
	switch {
	case len(seen) == 0:
		return whomade.Unsourced
	case len(seen) > 1 && seen[whomade.Unsourced] || seen[whomade.PartlySourced]:
		return whomade.PartlySourced
	case seen[whomade.SecondarySource]:
		return whomade.SecondarySource
	case seen[whomade.TextRead]:
		return whomade.TextRead
	}
	return whomade.Unsourced
}

//go:embed data/*.yaml
var embedded embed.FS

// Embedded returns the forms that are part of the program.
func Embedded() ([]Form, error) {
	sub, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, err
	}
	return Load(sub)
}

// Load reads every .yaml file at the root of fsys, strictly.
func Load(fsys fs.FS) ([]Form, error) {
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, err
	}
	var out []Form
	for _, name := range names {
		f, err := read(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("form %s: %w", name, err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b Form) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}

const maxFile = 1 << 20

func read(fsys fs.FS, name string) (f Form, err error) {
	defer func() { // the library panics on some malformed input
		if p := recover(); p != nil {
			err = fmt.Errorf("malformed YAML: %v", p)
		}
	}()
	file, err := fsys.Open(name)
	if err != nil {
		return f, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxFile))
	if err != nil {
		return f, err
	}
	if err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(&f); err != nil {
		return f, err
	}
	err = f.check(strings.TrimSuffix(path.Base(name), ".yaml"))
	f.Grade = f.grade()
	return f, err
}

// check says what is missing or not known in a form.
func (f Form) check(file string) error {
	if f.ID != file {
		return fmt.Errorf("its id is %q", f.ID)
	}
	if f.Title == "" || f.Asked == "" || len(f.Sheets) == 0 {
		return errors.New("title, asked and sheets are needed")
	}
	used := map[string]bool{added: true, fromMemory: true}
	for _, s := range f.Sources {
		switch {
		case s.ID == "" || s.At == "" || s.What == "" || strings.Contains(s.ID, " ") || used[s.ID]:
			return fmt.Errorf("source %q: id (one word, used once), at and what are needed", s.ID)
		case !slices.Contains([]string{whomade.TextRead, whomade.SecondarySource, whomade.PartlySourced, whomade.Unsourced}, s.Grade):
			return fmt.Errorf("source %s: grade %q is none", s.ID, s.Grade)
		}
		used[s.ID] = true
	}
	for _, s := range f.Sheets {
		fields, ok := Fields[s.Rows]
		if !ok {
			return fmt.Errorf("sheet %s: rows %q is nothing that has rows", s.Name, s.Rows)
		}
		if len(s.Columns) == 0 {
			return fmt.Errorf("sheet %s: columns are needed", s.Name)
		}
		for _, c := range s.Columns {
			if c.Head == "" || c.From != "person" && !slices.Contains(fields, c.From) {
				return fmt.Errorf("sheet %s: column %q comes from %q, which is no field of its rows", s.Name, c.Head, c.From)
			}
			if id, _, _ := strings.Cut(c.Source, " "); !used[id] {
				return fmt.Errorf("sheet %s: column %q has the source %q, which is none of the form's, memory or added", s.Name, c.Head, c.Source)
			}
		}
	}
	return nil
}

// Fields lists what the cells of each kind of row may come from.
var Fields = map[string][]string{
	"lines":     {"operator.id", "operator.name", "operator.roles", "operator.jurisdictions", "report.as_of", "report.knowledge", "count.elements", "count.artifacts", "count.not_read", "count.reached", "count.undecided", "count.unknown", "verdict.outcome", "verdict.rule", "makers.rules"},
	"elements":  {"element.id", "element.maker", "element.brand", "element.model", "element.software", "element.serial", "element.address", "element.host", "element.segment", "element.function", "element.generation", "element.acquired", "element.installed", "element.manufactured", "element.made_in", "element.components", "element.critical_component", "element.critical_function", "element.essential_component", "element.confidence", "site.id", "site.country", "site.latitude", "site.longitude", "verdict.outcome", "verdict.obligation", "verdict.deadline", "verdict.rule", "verdict.missing", "verdict.any"},
	"duties":    {"duty.rule", "duty.title", "duty.obligation", "duty.deadline", "duty.breaks", "duty.due", "duty.cannot_tell", "duty.met", "duty.elements", "duty.grade"},
	"caps":      {"cap.obligation", "cap.part", "cap.by", "cap.deadline", "cap.most", "cap.counted", "cap.total", "cap.open", "cap.left_out", "cap.share", "cap.stated", "cap.finding"},
	"segments":  {"segment.name", "segment.elements", "segment.reached", "segment.undecided", "segment.unknown", "segment.share", "segment.makers", "segment.largest", "segment.largest_share"},
	"artifacts": {"artifact.name", "artifact.format", "artifact.size", "artifact.digest", "artifact.not_read"},
}
