package law

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"github.com/goccy/go-yaml"
)

// Limits on what is read.
const (
	maxFile  = 1 << 20 // octets of one file
	maxFiles = 5000
)

// Load reads a folder of rules: facts.yaml, roles.yaml, unions.yaml and stakes.yaml at its
// root, and one instrument in every other .yaml file below it. Reading is strict: an unknown
// field is an error that names file and line.
func Load(fsys fs.FS) (*Book, error) { return LoadOver(nil, fsys) }

// LoadOver reads a folder as Load does, on top of another book: its rules
// replace those of the same id, and facts, roles, unions and stakes that it does not
// hold are taken from the other book.
func LoadOver(base *Book, fsys fs.FS) (*Book, error) {
	var (
		rules  []*Rule
		facts  []Fact
		roles  []RoleName
		unions []Union
		stakes []Stake
	)
	sum := sha256.New()
	if base != nil {
		facts, roles, unions, stakes = base.base, base.table.roles, base.table.unions, base.table.stakes
		fmt.Fprintf(sum, "%s\n", base.digest)
	}
	count := 0
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".yaml" {
			return err
		}
		if count++; count > maxFiles {
			return errors.New("too many files")
		}
		data, err := readFile(fsys, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s %d\n", name, len(data))
		sum.Write(data)
		switch name {
		case "facts.yaml":
			facts = nil
			return decode(name, data, &facts)
		case "roles.yaml":
			roles = nil
			return decode(name, data, &roles)
		case "unions.yaml":
			unions = nil
			return decode(name, data, &unions)
		case "stakes.yaml":
			stakes = nil
			return decode(name, data, &stakes)
		}
		r := &Rule{File: name}
		rules = append(rules, r)
		return decode(name, data, r)
	})
	if err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	if base != nil {
		over := map[string]bool{}
		for _, r := range rules {
			over[r.ID] = true
		}
		for _, r := range base.rules {
			if !over[r.ID] {
				rules = append(rules, r)
			}
		}
	}
	b, err := newBook(rules, facts, roles, unions, stakes)
	if err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	b.digest = "sha256:" + hex.EncodeToString(sum.Sum(nil))
	return b, nil
}

func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(data) > maxFile {
		return nil, fmt.Errorf("%s: larger than %d octets", name, maxFile)
	}
	return data, nil
}

// decode reads one document strictly. The YAML library panics on some malformed
// documents, such as a tag on a value where a list is wanted; that is an error
// of the file.
func decode(name string, data []byte, into any) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: malformed YAML: %v", name, p)
		}
	}()
	d := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict())
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := d.Decode(new(any)); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: more than one document", name)
	}
	return nil
}
