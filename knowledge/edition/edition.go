// Package edition is part of the knowledge stage: which edition of the knowledge a
// folder holds, how old it is, what changed in the law, and who signed it. It reads
// file systems and never opens a file itself.
package edition

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/goccy/go-yaml"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/data"
)

// File is the name of the file that says which edition a folder holds.
const File = "edition.yaml"

// Edition says what a folder of knowledge is.
type Edition struct {
	Name    string       `yaml:"name" json:"name"`
	Version string       `yaml:"version" json:"version"`
	Date    whomade.Date `yaml:"date" json:"date"` // the state of the law and of the makers that it knows
	// Review is after how many days it should be looked at again.
	Review  int      `yaml:"review_days" json:"review_days"`
	Changes []Change `yaml:"changes,omitempty" json:"changes"`
}

// Change is one change of the law that came into the knowledge.
type Change struct {
	Date   whomade.Date `yaml:"date" json:"date"`
	Rules  []string     `yaml:"rules" json:"rules"`
	What   string       `yaml:"what" json:"what"`
	Source string       `yaml:"source" json:"source"`
}

// defaultReview is the review of an edition that names none, in days.
const defaultReview = 180

// Embedded is the edition that is part of the program.
func Embedded() (Edition, error) { return parse(data.Edition) }

// Read reads the edition of a folder. ok is false where it has none.
func Read(fsys fs.FS) (e Edition, ok bool, err error) {
	b, err := readFile(fsys, File)
	if errors.Is(err, fs.ErrNotExist) {
		return Edition{}, false, nil
	}
	if err != nil {
		return Edition{}, false, err
	}
	e, err = parse(b)
	return e, err == nil, err
}

func parse(b []byte) (e Edition, err error) {
	defer func() { // the library panics on some malformed input
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: malformed YAML: %v", File, p)
		}
	}()
	if err := yaml.NewDecoder(bytes.NewReader(b), yaml.Strict()).Decode(&e); err != nil {
		return e, fmt.Errorf("%s: %w", File, err)
	}
	if e.Name == "" || e.Version == "" || e.Date.Day == 0 {
		return e, fmt.Errorf("%s: name, version and date (a day) are needed", File)
	}
	for i, c := range e.Changes {
		if c.Date.IsZero() || c.What == "" || c.Source == "" {
			return e, fmt.Errorf("%s: change %d: date, what and source are needed", File, i+1)
		}
	}
	if e.Review == 0 {
		e.Review = defaultReview
	}
	return e, nil
}

// Age is how many days old the edition is on a day.
func (e Edition) Age(today whomade.Date) int {
	return days(today) - days(e.Date)
}

// Stale reports whether it should have been looked at again.
func (e Edition) Stale(today whomade.Date) bool { return e.Age(today) > e.Review }

// days counts days from the epoch of the civil calendar.
func days(d whomade.Date) int {
	d = d.First()
	y, m := d.Year, d.Month
	if m <= 2 {
		y--
		m += 12
	}
	return 365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d.Day
}

// Limits on what is read.
const (
	maxFile  = 64 << 20
	maxFiles = 20000
)

func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(b) > maxFile {
		err = fmt.Errorf("%s: larger than %d octets", name, maxFile)
	}
	return b, err
}
