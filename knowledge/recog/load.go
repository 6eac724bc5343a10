package recog

import (
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/whomade/whomade/internal/cascade"
)

// Limits of what is read.
const (
	maxFile    = 64 << 20 // octets of one database
	maxExample = 1 << 20  // octets of an example in a file of its own
)

// Shares that the format takes where a file gives none.
const (
	defaultCertainty  = 0.85
	defaultPreference = 0.5
)

// Load reads every database (*.xml) of a folder. What can't be read is an error
// that names file and line; the rest is loaded all the same.
func Load(folder fs.FS) (*Set, error) {
	names, err := fs.Glob(folder, "*.xml")
	if err != nil {
		return nil, err
	}
	s := &Set{}
	var bad []error
	for _, name := range names {
		d, err := load(folder, name)
		if err != nil {
			bad = append(bad, err)
		}
		if d != nil && len(d.Fingerprints) > 0 {
			s.Databases = append(s.Databases, d)
		}
	}
	if len(s.Databases) == 0 && len(bad) == 0 {
		return nil, errors.New("there is no *.xml with fingerprints in the folder")
	}
	s.index()
	return s, errors.Join(bad...)
}

type xmlFingerprint struct {
	Pattern     string `xml:"pattern,attr"`
	Flags       string `xml:"flags,attr"`
	Certainty   string `xml:"certainty,attr"`
	Description string `xml:"description"`
	Examples    []struct {
		Attrs []xml.Attr `xml:",any,attr"`
		Text  string     `xml:",chardata"`
	} `xml:"example"`
	Params []struct {
		Pos   string `xml:"pos,attr"`
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	} `xml:"param"`
}

func load(folder fs.FS, name string) (*Database, error) {
	f, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	d := &Database{File: name, Preference: defaultPreference}
	var bad []error
	dec := xml.NewDecoder(io.LimitReader(f, maxFile))
	root := false
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			bad = append(bad, fmt.Errorf("%s: %w", name, err))
			break
		}
		start, ok := tok.(xml.StartElement)
		line, _ := dec.InputPos()
		switch {
		case !ok:
		case start.Name.Local == "fingerprints":
			root = true
			d.attrs(start.Attr)
		case start.Name.Local == "fingerprint" && root:
			var x xmlFingerprint
			if err := dec.DecodeElement(&x, &start); err != nil {
				bad = append(bad, fmt.Errorf("%s: %w", name, err))
				continue
			}
			p, err := x.fingerprint(folder, name, line)
			if err != nil {
				bad = append(bad, fmt.Errorf("%s:%d: %w", name, line, err))
				continue
			}
			d.Fingerprints = append(d.Fingerprints, p)
		}
	}
	if !root {
		return nil, errors.Join(bad...) // another XML file
	}
	patterns := make([]cascade.Pattern, len(d.Fingerprints))
	for i, p := range d.Fingerprints {
		patterns[i] = p.expr.pattern()
	}
	d.casc = cascade.New(patterns)
	return d, errors.Join(bad...)
}

func (d *Database) attrs(attrs []xml.Attr) {
	for _, a := range attrs {
		switch a.Name.Local {
		case "matches":
			d.Matches = a.Value
		case "protocol":
			d.Protocol = strings.ToLower(a.Value)
		case "database_type":
			d.Type = a.Value
		case "preference":
			d.Preference = share(a.Value, defaultPreference)
		}
	}
}

func share(s string, fallback float64) float64 {
	if p, err := strconv.ParseFloat(s, 64); err == nil && p >= 0 && p <= 1 {
		return p
	}
	return fallback
}

func (x *xmlFingerprint) fingerprint(folder fs.FS, file string, line int) (*Fingerprint, error) {
	f := &Fingerprint{
		Line: line, Description: strings.Join(strings.Fields(x.Description), " "), Pattern: x.Pattern,
		Flags:     strings.FieldsFunc(x.Flags, func(r rune) bool { return r == ',' || r == ' ' }),
		Certainty: share(x.Certainty, defaultCertainty),
	}
	if x.Pattern == "" {
		return nil, errors.New("fingerprint without a pattern")
	}
	if err := f.expr.init(x.Pattern, f.Flags); err != nil {
		return nil, err
	}
	for _, p := range x.Params {
		group, err := strconv.Atoi(p.Pos)
		if err != nil || group < 0 {
			return nil, fmt.Errorf("parameter %s: position %q is not a number of a group", p.Name, p.Pos)
		}
		f.set(Param{group, p.Name, p.Value})
	}
	for _, e := range x.Examples {
		ex := Example{Line: line, Text: e.Text}
		encoding := ""
		for _, a := range e.Attrs {
			switch a.Name.Local {
			case "_encoding":
				encoding = a.Value
			case "_filename":
				text, err := exampleFile(folder, file, a.Value)
				if err != nil {
					return nil, err
				}
				ex.Text = text
			default:
				ex.Want = append(ex.Want, Param{Name: a.Name.Local, Value: a.Value})
			}
		}
		if encoding == "base64" {
			b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(ex.Text), ""))
			if err != nil {
				return nil, fmt.Errorf("example: %w", err)
			}
			ex.Text = string(b)
		} else if encoding != "" {
			return nil, fmt.Errorf("example: encoding %q, want base64", encoding)
		}
		f.Examples = append(f.Examples, ex)
	}
	return f, nil
}

// set adds a parameter; of two with one name the later holds.
func (f *Fingerprint) set(p Param) {
	for i := range f.Params {
		if f.Params[i].Name == p.Name {
			f.Params[i] = p
			return
		}
	}
	f.Params = append(f.Params, p)
}

// exampleFile reads an example that stands in a file below the folder that is
// named as the database is.
func exampleFile(folder fs.FS, database, name string) (string, error) {
	file := path.Join(strings.TrimSuffix(database, ".xml"), name)
	if !fs.ValidPath(file) || !strings.HasPrefix(file, strings.TrimSuffix(database, ".xml")+"/") {
		return "", fmt.Errorf("example: %q leads out of the database's folder", name)
	}
	f, err := folder.Open(file)
	if err != nil {
		return "", fmt.Errorf("example: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxExample))
	return string(b), err
}
