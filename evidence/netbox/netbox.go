// Package netbox reads what NetBox and Nautobot give away: answers of their REST
// API (pages, plain lists and one object a line), their tables as CSV, and device
// types in the form of the public library of device types (YAML). All of it was
// typed in or synchronised by the operator: it says what was written down.
package netbox

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"strings"

	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/internal/lazyregexp"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "netbox" }

// headSize is how much is looked at to tell the three forms apart.
const headSize = 64 << 10

// forms of an artifact.
const (
	formNone = iota
	formJSON
	formCSV
	formYAML
)

// Sniff looks for names of members, columns and keys that only these systems use
// together.
func (format) Sniff(head []byte) int {
	switch form, sure := recognise(evidence.Text(head)); {
	case form == formNone:
		return 0
	case sure:
		return 92
	default:
		return 85
	}
}

// Read reads the artifact in the form its head shows.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	head := make([]byte, headSize)
	n, err := io.ReadFull(in, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	text := io.MultiReader(bytes.NewReader(head[:n]), in.Reader)
	switch form, _ := recognise(evidence.Text(head[:n])); form {
	case formCSV:
		return readCSV(ctx, in, text, out)
	case formYAML:
		return readYAML(ctx, in, text, out)
	}
	return readJSON(ctx, in, text, out)
}

// members are sets of which one is complete in the head of a JSON text.
var members = [][]string{
	{"device_type", "serial", "role"}, {"device_type", "serial", "device_role"}, {"device_type", "asset_tag"},
	{"part_id", "device", "manufacturer"}, {"module_bay", "module_type"}, {"u_height", "manufacturer", "model"},
	{"member_count", "master"}, {"part_number", "manufacturer", "model", "slug"}, {"time_zone", "physical_address", "latitude"},
}

// apiURL is the address of an object in the API.
var apiURL = lazyregexp.New(`"url"\s*:\s*"[^"\s]*/api/dcim/[a-z-]+/[0-9a-f-]+/"`)

// yamlKey finds keys at the left margin.
var yamlKey = lazyregexp.New(`(?m)^(manufacturer|model|slug|part_number|u_height|is_full_depth)[ \t]*:`)

func recognise(text []byte) (form int, sure bool) {
	text = bytes.TrimLeft(text, " \t\r\n")
	if len(text) == 0 {
		return formNone, false
	}
	if text[0] == '{' || text[0] == '[' {
		if apiURL().Match(text) {
			return formJSON, true
		}
		for _, set := range members {
			if hasMembers(text, set) {
				return formJSON, false
			}
		}
		return formNone, false
	}
	found := map[string]bool{}
	for _, m := range yamlKey().FindAllSubmatch(text, 32) {
		found[string(m[1])] = true
	}
	if found["manufacturer"] && found["model"] && (found["slug"] || found["part_number"] || found["u_height"]) {
		return formYAML, true
	}
	if kindOfTable(firstRow(text)) != tableNone {
		return formCSV, false
	}
	return formNone, false
}

func hasMembers(text []byte, names []string) bool {
	for _, name := range names {
		if !bytes.Contains(text, []byte(`"`+name+`"`)) {
			return false
		}
	}
	return true
}

// firstRow is the row of headers of a table.
func firstRow(text []byte) []string {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	c := csv.NewReader(bytes.NewReader(line))
	c.LazyQuotes = true
	cells, err := c.Read()
	if err != nil {
		return nil
	}
	return cells
}

// fold makes column headers of the two styles alike: "Asset tag" and "asset_tag".
func fold(header string) string {
	return strings.ToLower(strings.TrimSpace(strings.ReplaceAll(strings.TrimPrefix(header, "\ufeff"), "_", " ")))
}
