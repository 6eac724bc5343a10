// Package ndjson reads the program's own observations, one JSON object a line,
// as another run or another program wrote them. Facts keep the artifact they
// came from, so that they can be walked back to it.
package ndjson

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/internal/lazyregexp"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "ndjson" }

// record finds the type member, wherever in the first line it stands.
var record = lazyregexp.New(`"type"\s*:\s*"(observation|diagnostic)"`)

// Sniff looks at the first line that is not blank.
func (format) Sniff(head []byte) int {
	text := bytes.TrimLeft(evidence.Text(head), " \t\r\n")
	line, _, _ := bytes.Cut(text, []byte("\n"))
	if !bytes.HasPrefix(line, []byte("{")) || !record().Match(line) {
		return 0
	}
	return 95
}

// Read reads the records.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	lines := evidence.NewLines(in, in.Limits.Line)
	r := reader{out: out, unknown: map[string]*unknown{}}
	for n := 0; lines.Next(); n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if len(bytes.TrimSpace(lines.Line())) == 0 {
			continue
		}
		if lines.Long() {
			r.problem(lines.Number(), fmt.Sprintf("the line is longer than %d octets and was not read", in.Limits.Line))
			continue
		}
		r.line(lines.Line(), lines.Number())
	}
	r.tell()
	return lines.Err()
}

// reader takes lines.
type reader struct {
	out     evidence.Out
	unknown map[string]*unknown // attributes and types that are not known
	others  int                 // more of them than are listed
}

// unknown is something that many lines may name.
type unknown struct{ line, count int64 }

// maxUnknown is how many unknown names are listed.
const maxUnknown = 100

func (r *reader) problem(line int64, message string) {
	r.out.Diagnose(whomade.SeverityError, whomade.Locator{Line: line}, message)
}

// note notes a name that is not known.
func (r *reader) note(what string, line int64) {
	if u := r.unknown[what]; u != nil {
		u.count++
	} else if len(r.unknown) < maxUnknown {
		r.unknown[what] = &unknown{line, 1}
	} else {
		r.others++
	}
}

func (r *reader) tell() {
	names := make([]string, 0, len(r.unknown))
	for name := range r.unknown {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if d := r.unknown[a].line - r.unknown[b].line; d != 0 {
			return int(d)
		}
		return strings.Compare(a, b)
	})
	for _, name := range names {
		u := r.unknown[name]
		r.out.Diagnose(whomade.SeverityWarning, whomade.Locator{Line: u.line}, fmt.Sprintf("%s is not known: %d records were left out", name, u.count))
	}
	if r.others > 0 {
		r.out.Diagnose(whomade.SeverityWarning, whomade.Locator{}, fmt.Sprintf("%d records with other unknown names were left out", r.others))
	}
}

// line takes one record.
func (r *reader) line(b []byte, number int64) {
	var kind struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(b, &kind); err != nil {
		r.problem(number, "the line is no JSON object: "+err.Error())
		return
	}
	switch kind.Type {
	case "observation":
		r.observation(b, number)
	case "diagnostic":
		r.diagnostic(b, number)
	default:
		r.note(fmt.Sprintf("record type %q", shorten(kind.Type)), number)
	}
}

func (r *reader) observation(b []byte, number int64) {
	var o whomade.Observation
	if err := json.Unmarshal(b, &o); err != nil {
		r.problem(number, "the observation is not well formed: "+err.Error())
		return
	}
	if _, ok := whomade.AttributeByName(o.Attribute); !ok {
		r.note(fmt.Sprintf("attribute %q", shorten(o.Attribute)), number)
		return
	}
	if o.Subject.IsZero() {
		r.problem(number, "the observation has no subject")
		return
	}
	value, encoding, err := decode(o.Value, o.Encoding)
	if err != nil {
		r.problem(number, err.Error())
		return
	}
	o.Value, o.Encoding = value, encoding
	o.Subject.MAC = strings.ToLower(o.Subject.MAC)
	o.Link.MAC = strings.ToLower(o.Link.MAC)
	if o.Locator == (whomade.Locator{}) {
		o.Locator.Line = number
	}
	r.out.Observe(o)
}

// diagnostic hands on what an earlier run could not read.
func (r *reader) diagnostic(b []byte, number int64) {
	var d whomade.Diagnostic
	if err := json.Unmarshal(b, &d); err != nil {
		r.problem(number, "the diagnostic is not well formed: "+err.Error())
		return
	}
	message := d.Message
	if d.Name != "" {
		message = d.Name + ": " + message
	}
	r.out.Diagnose(d.Severity, whomade.Locator{Line: number}, message)
}

func shorten(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "…"
	}
	return s
}
