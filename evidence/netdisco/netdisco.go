// Package netdisco reads exports of Netdisco: its tables device, device_module,
// device_port, node and the view device_port_node, as CSV with a row of names or
// as JSON, in lists or one object a line.
package netdisco

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/evidence/table"
	"github.com/whomade/whomade/internal/jsonscan"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "netdisco" }

// headSize is how much is looked at to tell JSON from CSV.
const headSize = 64 << 10

// kind is a table of Netdisco.
type kind struct {
	all  []string // columns it must have
	some []string // columns of which it must have two
	read func(r *reader, row map[string]string, at whomade.Locator)
}

// kinds are the tables that are read; the first that fits is it.
var kinds = []kind{
	{[]string{"ip", "vendor", "model"}, []string{"os_ver", "snmp_class", "vtp_domain", "last_discover", "num_ports", "layers", "chassis_id", "snmp_ver", "last_macsuck"}, (*reader).device},
	{[]string{"ip", "index", "class"}, []string{"parent", "pos", "fru", "hw_ver", "fw_ver", "sw_ver", "last_discover"}, (*reader).module},
	{[]string{"mac", "switch", "port"}, []string{"active", "oui", "time_first", "time_last", "time_recent", "vlan"}, (*reader).node},
	{[]string{"ip", "port"}, []string{"remote_ip", "remote_port", "remote_type", "remote_id", "up_admin", "duplex_admin", "lastchange"}, (*reader).port},
}

// kindOf is the table that has these columns, nil where none is known.
func kindOf(has func(name string) bool) *kind {
	for i := range kinds {
		k, n := &kinds[i], 0
		for _, name := range k.some {
			if has(name) {
				n++
			}
		}
		if n >= 2 && !slices.ContainsFunc(k.all, func(name string) bool { return !has(name) }) {
			return k
		}
	}
	return nil
}

// Sniff looks for the names of columns.
func (format) Sniff(head []byte) int {
	text := bytes.TrimLeft(evidence.Text(head), " \t\r\n")
	if isJSON(text) {
		if kindOf(func(name string) bool { return bytes.Contains(text, []byte(`"`+name+`"`)) }) != nil {
			return 82
		}
		return 0
	}
	names := columnsOf(text)
	if kindOf(func(name string) bool { return slices.Contains(names, name) }) != nil {
		return 85
	}
	return 0
}

func isJSON(text []byte) bool { return len(text) > 0 && (text[0] == '{' || text[0] == '[') }

// columnsOf are the names in the first row of a table.
func columnsOf(text []byte) []string {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	c := csv.NewReader(bytes.NewReader(line))
	c.LazyQuotes = true
	names, err := c.Read()
	if err != nil {
		return nil
	}
	for i, n := range names {
		names[i] = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(n, "\ufeff")))
	}
	return names
}

// Read reads every row.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	head := make([]byte, headSize)
	n, err := io.ReadFull(in, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	text := io.MultiReader(bytes.NewReader(head[:n]), in.Reader)
	r := &reader{out: out}
	if isJSON(bytes.TrimLeft(evidence.Text(head[:n]), " \t\r\n")) {
		return items.Records(ctx, in, text, out, choose, r.object)
	}
	var names []string
	return table.Rows(ctx, text, in.Limits.Line, ',', out, func(line int64, cells []string) {
		if names == nil {
			names = make([]string, len(cells))
			for i, c := range cells {
				names[i] = strings.ToLower(strings.TrimSpace(c))
			}
			return
		}
		row := map[string]string{}
		for i, c := range cells[:min(len(cells), len(names))] {
			row[names[i]] = c
		}
		r.row(row, whomade.Locator{Line: line})
	})
}

func choose(path []string, kind byte, first string) jsonscan.Action {
	switch {
	case kind == '[' && len(path) < 3:
		return jsonscan.Enter
	case kind == '{' && len(path) == 0 && (first == "device" || first == "devices" || first == "node" || first == "nodes" || first == "results"):
		return jsonscan.Enter
	case kind == '{':
		return jsonscan.Take
	}
	return jsonscan.Skip
}

// reader reads the rows of one artifact.
type reader struct{ out evidence.Out }

func (r *reader) object(_ []string, v any, at whomade.Locator) {
	m, ok := v.(map[string]any)
	if !ok {
		return
	}
	row := make(map[string]string, len(m))
	for name := range m {
		row[name] = jsonscan.Text(m, name)
	}
	r.row(row, at)
}

// row reads one row of the table whose columns it has.
func (r *reader) row(row map[string]string, at whomade.Locator) {
	if k := kindOf(func(name string) bool { _, ok := row[name]; return ok }); k != nil {
		k.read(r, row, at)
	}
}
