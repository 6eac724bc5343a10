package netbox

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/internal/lazyregexp"
)

// deviceType is what is read of a file of the library of device types.
type deviceType struct {
	Manufacturer string     `yaml:"manufacturer"`
	Model        string     `yaml:"model"`
	PartNumber   string     `yaml:"part_number"`
	Items        []partType `yaml:"inventory-items"`
}

type partType struct {
	Name         string `yaml:"name"`
	Manufacturer string `yaml:"manufacturer"`
	PartID       string `yaml:"part_id"`
}

// wanted are the keys that are read. The rest never reaches the parser of YAML, so
// that neither its nesting nor its aliases cost anything.
var wanted = map[string]bool{"manufacturer": true, "model": true, "part_number": true, "inventory-items": true}

// maxYAML bounds the wanted part of one document, in octets.
const maxYAML = 64 << 10

func readYAML(ctx context.Context, in evidence.Input, text io.Reader, out evidence.Out) error {
	lines := evidence.NewLines(text, in.Limits.Line)
	d := document{out: out, number: 1, line: 1}
	for n := 0; lines.Next(); n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		d.add(lines.Line(), lines.Number(), lines.Long())
	}
	d.finish(lines.Number())
	return lines.Err()
}

// document collects the wanted lines of one document.
type document struct {
	out    evidence.Out
	number int
	line   int64 // first line
	text   bytes.Buffer
	keep   bool
	over   bool
}

func (d *document) add(line []byte, number int64, long bool) {
	switch {
	case bytes.HasPrefix(line, []byte("---")) || bytes.HasPrefix(line, []byte("...")):
		d.finish(number)
		return
	case len(bytes.TrimSpace(line)) == 0 || line[0] == '#':
		return
	case line[0] != ' ' && line[0] != '\t' && line[0] != '-':
		key, _, _ := bytes.Cut(line, []byte(":"))
		d.keep = wanted[string(bytes.TrimSpace(key))]
	}
	switch {
	case !d.keep:
	case long || d.text.Len()+len(line) > maxYAML || deep(line):
		d.over = true
	default:
		d.text.Write(line)
		d.text.WriteByte('\n')
	}
}

// anchored finds anchors, aliases and merge keys, of which these files have none.
var anchored = lazyregexp.New(`(^|[:,?\[{-][ \t]+)[&*]\S|<<[ \t]*:`)

// deep reports whether a line nests more than these files ever do.
func deep(line []byte) bool {
	return bytes.Count(line, []byte("[")) > 4 || bytes.Count(line, []byte("{")) > 4 || bytes.Count(line, []byte("- ")) > 8 ||
		bytes.Count(line, []byte("? ")) > 4 || bytes.Count(line, []byte(": ")) > 16 || len(line)-len(bytes.TrimLeft(line, " ")) > 64 ||
		anchored().Match(line)
}

// finish reads the document and begins the next one after line.
func (d *document) finish(line int64) {
	at := whomade.Locator{Line: d.line}
	if d.over {
		d.out.Diagnose(whomade.SeverityWarning, at, "a part of the document is longer or nested deeper than device types are and was passed over")
	}
	if d.text.Len() > 0 {
		d.tell(at)
		d.number++
	}
	d.text.Reset()
	d.keep, d.over, d.line = false, false, line+1
}

func (d *document) tell(at whomade.Locator) {
	var t deviceType
	if err := yaml.Unmarshal(d.text.Bytes(), &t); err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		d.out.Diagnose(whomade.SeverityError, at, fmt.Sprintf("the document is not well formed: %s", first))
		return
	}
	it := items.New("document "+strconv.Itoa(d.number), at)
	it.Add("inventory.manufacturer", t.Manufacturer)
	it.Add("part.model", t.Model)
	it.Add("part.number", t.PartNumber)
	for _, p := range t.Items {
		it.Add("inventory.component_manufacturer", p.Manufacturer)
		it.Add("inventory.component_description", p.Name)
		it.Add("inventory.component_part_number", p.PartID)
	}
	it.Tell(d.out)
}
