package scan

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/internal/jsonscan"
)

// headSize is how much is looked at to tell lines from other JSON.
const headSize = 64 << 10

// factor is how many times the limit for lines a record may be long: pages and
// chains of certificates stand in them whole.
const factor = 4

// Shape says how records lie in a text.
type Shape struct {
	Around []string // first members of objects that are no records but hold them
	Lists  []string // members of such objects that hold records
	Junk   []string // lines without meaning
}

// Records gives take every record of a text: of one with a record a line, where a
// bad line costs only itself, or of any other JSON. What can't be read is told to
// out, and the rest goes on. It returns an error only where nothing more can be
// read.
func Records(ctx context.Context, in evidence.Input, out evidence.Out, shape Shape, take func(v any, at whomade.Locator)) error {
	head := make([]byte, headSize)
	n, err := io.ReadFull(in, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	text := io.MultiReader(bytes.NewReader(head[:n]), in.Reader)
	in.Limits.Line *= factor
	walk := func(r io.Reader, out evidence.Out, line int64) error {
		return items.Records(ctx, in, r, out, shape.choose, func(_ []string, v any, at whomade.Locator) {
			at.Line += line
			take(v, at)
		})
	}
	if !shape.lines(evidence.Text(head[:n])) {
		return walk(text, out, 0)
	}
	lines := evidence.NewLines(text, in.Limits.Line)
	for n := 0; lines.Next(); n++ {
		if n&255 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		at := whomade.Locator{Line: lines.Number()}
		line := bytes.Trim(lines.Line(), " \t,\x1e")
		switch {
		case lines.Long():
			items.TooLong(out, at, in.Limits.Line)
		case len(line) == 0 || len(line) == 1 && (line[0] == '[' || line[0] == ']') || slices.Contains(shape.Junk, string(line)):
		case line[0] == '[' || slices.Contains(shape.Around, firstMember(line)):
			before := lines.Number() - 1
			if err := walk(bytes.NewReader(line), below{out, before}, before); err != nil {
				return err
			}
		default:
			if v, err := decode(line); err != nil {
				items.Malformed(out, at, err)
			} else {
				take(v, at)
			}
		}
	}
	return lines.Err()
}

// below is an Out for a text that begins below other lines.
type below struct {
	evidence.Out
	lines int64
}

func (b below) Diagnose(severity string, at whomade.Locator, message string) {
	at.Line = max(at.Line, 1) + b.lines
	b.Out.Diagnose(severity, at, message)
}

// decode reads a line that holds one value.
func decode(line []byte) (any, error) {
	v, err := jsonscan.Decode(line)
	if err == nil && !json.Valid(line) {
		err = errors.New("something stands behind the value")
	}
	return v, err
}

// lines tells whether a text has a record a line, perhaps inside the brackets of
// an array that stand on lines of their own.
func (s Shape) lines(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	first, rest, more := bytes.Cut(text, []byte("\n"))
	if string(bytes.TrimSpace(first)) == "[" {
		text = bytes.TrimLeft(rest, "\r\n")
		first, rest, more = bytes.Cut(text, []byte("\n"))
	}
	if !more {
		return len(first) > 1 && first[0] == '{' && !slices.Contains(s.Around, firstMember(first))
	}
	for len(first) > 0 || len(rest) > 0 {
		// Written for people, a brace stands alone on its line or is indented.
		if first = bytes.TrimRight(first, " \t\r,"); len(first) > 1 && first[0] == '{' {
			return true
		}
		if string(first) == "{" {
			return false
		}
		first, rest, _ = bytes.Cut(rest, []byte("\n"))
	}
	return false
}

// firstMember is the name of an object's first member.
func firstMember(object []byte) string {
	name, ok := bytes.CutPrefix(bytes.TrimLeft(bytes.TrimPrefix(object, []byte("{")), " \t\r\n"), []byte(`"`))
	end := bytes.IndexByte(name, '"')
	if !ok || end < 0 {
		return ""
	}
	return string(name[:end])
}

// choose walks into what holds records.
func (s Shape) choose(path []string, kind byte, first string) jsonscan.Action {
	n := len(path)
	held := n == 0 || number(path[n-1]) || slices.Contains(s.Lists, path[n-1])
	switch {
	case !held || kind != '{' && kind != '[':
		return jsonscan.Skip
	case kind == '[' || slices.Contains(s.Around, first):
		return jsonscan.Enter
	}
	return jsonscan.Take
}

func number(name string) bool {
	_, err := strconv.Atoi(name)
	return err == nil
}
