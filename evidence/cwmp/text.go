package cwmp

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/internal/jsonscan"
)

// readText reads messages of USP as the reference agent logs them, in the text form
// of Protocol Buffers, and what its command line prints: a path, "=>" and a value.
func readText(ctx context.Context, in evidence.Input, text io.Reader, out evidence.Out) error {
	r := textReader{jsonReader: jsonReader{out: out, device: newDevice(whomade.Locator{Line: 1})}}
	lines := evidence.NewLines(text, in.Limits.Line)
	for n := 0; lines.Next(); n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		at := whomade.Locator{Line: lines.Number()}
		if lines.Long() {
			items.TooLong(out, at, in.Limits.Line)
			continue
		}
		r.line(strings.TrimSpace(string(lines.Line())), at)
	}
	r.device.tell(out)
	return lines.Err()
}

// textReader reads one line after the other.
type textReader struct {
	jsonReader
	said bool // parameters of the device were read, not only its identifier
	base string
	key  string // of the pair or the change being read
}

// next begins another message.
func (r *textReader) next(at whomade.Locator) {
	if r.said {
		r.device.tell(r.out)
		r.device, r.said = newDevice(at), false
	}
	r.base, r.key = "", ""
}

func (r *textReader) line(s string, at whomade.Locator) {
	if path, value, ok := strings.Cut(s, " => "); ok {
		r.device.set(path, value, at)
		return
	}
	if strings.HasPrefix(s, "header {") {
		r.next(at)
		return
	}
	field, rest, ok := strings.Cut(s, ":")
	if !ok {
		return
	}
	value := unquote(rest)
	switch field {
	case "from_id":
		r.next(at)
		r.device.endpoint(value, at)
	case "resolved_path":
		r.base = value
	case "obj_path": // of an event, whose names are not below it
		r.base = ""
	case "key":
		r.key = r.base + "." + value
	case "param_path":
		r.key = value
	case "value", "param_value":
		r.pair(value, at)
	case "oui":
		r.identity("OUI", value, at)
	case "product_class":
		r.identity("ProductClass", value, at)
	case "serial_number":
		r.identity("SerialNumber", value, at)
	}
}

func (r *textReader) identity(name, value string, at whomade.Locator) {
	r.said = true
	r.device.set("DeviceId."+name, value, at)
}

// pair takes the value of the last key.
func (r *textReader) pair(value string, at whomade.Locator) {
	r.said = true
	key := r.key
	r.key = ""
	if key != ".ParameterMap" {
		r.device.set(key, value, at)
		return
	}
	all, err := jsonscan.Decode([]byte(value))
	if err != nil {
		// Other programs escape the quotes inside it.
		if s, failed := strconv.Unquote(`"` + value + `"`); failed == nil {
			all, err = jsonscan.Decode([]byte(s))
		}
	}
	if err != nil {
		items.Malformed(r.out, at, err)
		return
	}
	r.parameters("", all, at)
}

// unquote takes the quotes off a text; the agent escapes none inside it.
func unquote(s string) string {
	s = strings.TrimSpace(s)
	s = strings.TrimPrefix(s, `"`)
	return strings.TrimSuffix(s, `"`)
}
