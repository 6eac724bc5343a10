package dialect

import (
	_ "embed" // the fields
	"errors"
	"fmt"
	"regexp"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed fields.yaml
var fieldsData []byte

// FieldRule says where a dialect's texts tell what device wrote them.
type FieldRule struct {
	Match   string `yaml:"match"`   // regular expression over the text, ^ and $ at line ends, with groups model, version, serial
	Example string `yaml:"example"` // a text it matches, and what it yields
	Fields  `yaml:",inline"`
}

// Fields is what a text tells of the device that wrote it.
type Fields struct {
	Model   string `yaml:"model"`
	Version string `yaml:"version"`
	Serial  string `yaml:"serial"`
}

type fieldReader struct{ re *regexp.Regexp }

var fieldReaders = sync.OnceValues(func() (map[string][]fieldReader, error) {
	rules, err := FieldRules()
	if err != nil {
		return nil, err
	}
	out := map[string][]fieldReader{}
	var bad []error
	for id, list := range rules {
		for _, r := range list {
			re, err := regexp.Compile("(?m:" + r.Match + ")")
			if err != nil {
				bad = append(bad, fmt.Errorf("field of %s: %w", id, err))
				continue
			}
			out[id] = append(out[id], fieldReader{re})
		}
	}
	return out, errors.Join(bad...)
})

// FieldRules are the rules by dialect.
func FieldRules() (map[string][]FieldRule, error) {
	var m map[string][]FieldRule
	if err := yaml.UnmarshalWithOptions(fieldsData, &m, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("dialect fields: %w", err)
	}
	return m, nil
}

// maxFieldsText is how far into a text fields are looked for.
const maxFieldsText = 32 << 10

// ReadFields reads what a text of a dialect tells of the device that wrote it.
func ReadFields(dialect, text string) Fields {
	readers, err := fieldReaders()
	if err != nil {
		return Fields{} // the rules are part of the program, and tests hold that they can be read
	}
	text = text[:min(len(text), maxFieldsText)]
	var f Fields
	for _, r := range readers[dialect] {
		at := r.re.FindStringSubmatchIndex(text)
		if at == nil {
			continue
		}
		for i, name := range r.re.SubexpNames() {
			if name == "" || at[2*i] < 0 {
				continue
			}
			v := text[at[2*i]:at[2*i+1]]
			field := map[string]*string{"model": &f.Model, "version": &f.Version, "serial": &f.Serial}[name]
			if field != nil && *field == "" && len(v) <= 80 {
				*field = v
			}
		}
	}
	return f
}
