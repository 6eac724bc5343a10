package registry

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed registry.json
var embeddedMeta []byte

// Meta says where the embedded tables come from.
type Meta struct {
	Tables []TableMeta `json:"tables"`
}

// TableMeta describes one table file.
type TableMeta struct {
	File    string         `json:"file"`    // name beside registry.json
	Holds   string         `json:"holds"`   // what it lists, for readers
	SHA256  string         `json:"sha256"`  // of the file, lower-case hex
	Size    int            `json:"size"`    // of the file, octets
	Date    string         `json:"date"`    // of its newest source, 2006-01-02
	Entries map[string]int `json:"entries"` // how many of each kind
	Sources []Source       `json:"sources"` // earlier ones win where two name the same number
}

// Source is one list that a table was made from.
type Source struct {
	Name    string `json:"source"`
	Version string `json:"version"`
	Date    string `json:"date"`    // of publication, 2006-01-02
	SHA256  string `json:"sha256"`  // of the list as read, lower-case hex
	Entries int    `json:"entries"` // usable ones it lists
	Used    int    `json:"used"`    // those no earlier source had
}

// Metadata returns the description of the embedded tables.
func Metadata() (Meta, error) {
	var m Meta
	if err := json.Unmarshal(embeddedMeta, &m); err != nil {
		return Meta{}, fmt.Errorf("registry.json: %w", err)
	}
	return m, nil
}
