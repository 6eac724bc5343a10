// Package librenms reads what LibreNMS gives away as JSON: answers of its API for
// devices, inventory and ports, and the results of discovery and polling that its
// own tests keep. The facts were read over SNMP; model and system are what
// LibreNMS made of them.
package librenms

import (
	"bytes"
	"context"
	"slices"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/internal/jsonscan"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "librenms" }

// signs are names of members of which one set is complete in such a text.
var signs = []struct {
	names []string
	score int
}{
	{[]string{"sysObjectID", "sysDescr", "hardware", "os"}, 92},
	{[]string{"entPhysicalIndex", "entPhysicalDescr", "entPhysicalMfgName"}, 90},
	{[]string{"entPhysicalIndex", "entPhysicalClass"}, 85},
	{[]string{"discovery", "poller", "ifPhysAddress"}, 85},
	{[]string{"port_id", "ifPhysAddress", "device_id"}, 82},
}

// Sniff looks for names of members that LibreNMS uses together.
func (format) Sniff(head []byte) int {
	text := bytes.TrimLeft(evidence.Text(head), " \t\r\n")
	if len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return 0
	}
	for _, s := range signs {
		if !slices.ContainsFunc(s.names, func(name string) bool { return !bytes.Contains(text, []byte(`"`+name+`"`)) }) {
			return s.score
		}
	}
	return 0
}

// lists are the arrays whose objects are read.
var lists = map[string]bool{"devices": true, "inventory": true, "entPhysical": true, "ports": true}

// firsts are first members of objects that are records by themselves.
var firsts = map[string]bool{"device_id": true, "hostname": true, "sysName": true, "sysObjectID": true, "entPhysical_id": true, "entPhysicalIndex": true, "port_id": true}

func choose(path []string, kind byte, first string) jsonscan.Action {
	n := len(path)
	switch {
	case kind == '[' && (n == 0 || n < 5 && lists[path[n-1]]):
		return jsonscan.Enter
	case kind != '{':
		return jsonscan.Skip
	case n == 1 && path[0] == "0", n > 1 && lists[path[n-2]], firsts[first]:
		return jsonscan.Take
	case n < 4:
		return jsonscan.Enter
	}
	return jsonscan.Skip
}

// Read reads every device, part and port.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	r := reader{out: out, chassis: map[string]bool{}}
	return items.Records(ctx, in, in.Reader, out, choose, r.record)
}

// reader reads the records of one artifact.
type reader struct {
	out     evidence.Out
	chassis map[string]bool // devices of which a chassis was seen
}

// record takes one object, whose kind its members tell.
func (r *reader) record(path []string, v any, at whomade.Locator) {
	it := itemOf(path, v, at)
	switch {
	case jsonscan.Get(v, "entPhysicalIndex") != nil:
		r.entity(it, v)
	case jsonscan.Get(v, "sysObjectID") != nil || jsonscan.Get(v, "sysDescr") != nil || jsonscan.Get(v, "hardware") != nil || jsonscan.Get(v, "hostname") != nil:
		device(it, v)
	case jsonscan.Get(v, "ifPhysAddress") != nil:
		it.Add("snmp.interface_mac", physical(jsonscan.Text(v, "ifPhysAddress")))
	}
	it.Tell(r.out)
}

// itemOf is the item a record is about: the device whose number it has. Results of
// tests are about one device as a whole.
func itemOf(path []string, v any, at whomade.Locator) *items.Item {
	id := jsonscan.Text(v, "device_id")
	if slices.Contains(path, "discovery") || slices.Contains(path, "poller") {
		it := items.New("", at)
		it.Subject = whomade.Subject{Artifact: evidence.Self}
		return it
	}
	if id == "" {
		id = jsonscan.Text(v, "hostname")
	}
	if id == "" {
		// Answers about the inventory of one device need not say whose it is.
		it := items.New("", at)
		it.Subject = whomade.Subject{Artifact: evidence.Self}
		return it
	}
	return items.New("device "+id, at)
}
