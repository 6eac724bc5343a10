// Package formats lists the output formats.
package formats

import (
	"path/filepath"
	"strings"

	"github.com/whomade/whomade/report"
)

// ByName finds a format by its name.
func ByName(name string) (report.Format, bool) {
	for _, f := range All() {
		if f.Name() == name {
			return f, true
		}
	}
	return nil, false
}

// ByFile finds the format that a file's extension asks for.
func ByFile(name string) (report.Format, bool) {
	ext := strings.TrimPrefix(strings.ToLower(filepath.Ext(name)), ".")
	switch ext {
	case "txt":
		ext = "table"
	case "htm":
		ext = "html"
	case "jsonl":
		ext = "ndjson"
	case "xml":
		ext = "junit"
	}
	return ByName(ext)
}

// Names lists the formats' names.
func Names() []string {
	var names []string
	for _, f := range All() {
		names = append(names, f.Name())
	}
	return names
}
