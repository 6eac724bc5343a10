// Package snmpwalk reads what an SNMP agent answered: recordings of the SNMP
// simulator (.snmprec) and the output of net-snmp's snmpwalk, numeric or
// symbolic. A walk is about exactly one element. What its tables say of
// neighbours is about the neighbours.
package snmpwalk

import (
	"bytes"
	"context"
	"fmt"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "snmpwalk" }

// sniffLines is how many lines are looked at to recognise a walk.
const sniffLines = 40

// Sniff looks for lines of a walk. They may stand between others: a prompt
// before the first, texts that go over several lines.
func (format) Sniff(head []byte) int {
	whole := len(head) < 64<<10
	text := evidence.Text(head)
	good, all := 0, 0
	for len(text) > 0 && all < sniffLines {
		line, rest, found := bytes.Cut(text, []byte("\n"))
		if !found && !whole && all > 0 {
			break
		}
		text = rest
		line = bytes.TrimRight(line, "\r \t")
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		if bytes.IndexByte(line, 0) >= 0 && all == 0 {
			return 0
		}
		all++
		if isRecord(line) || isStart(line) {
			good++
		}
	}
	switch {
	case good == 0:
		return 0
	case good == all:
		return 95
	case good*5 >= all:
		return 80
	}
	return 0
}

// Read reads the walk.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	lines := evidence.NewLines(in, in.Limits.Line)
	w := newWalk(in.Limits, out)
	t := printed{walk: w}
	var bad, long, preamble tally
	for n := 0; lines.Next(); n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		line, number := lines.Line(), lines.Number()
		if lines.Long() {
			long.add(number)
		}
		if !t.open() {
			if v, ok := parseRecord(line, number); ok {
				t.flush()
				w.add(v)
				continue
			}
			if blank := bytes.TrimSpace(line); len(blank) == 0 || blank[0] == '#' {
				continue
			}
		}
		switch {
		case t.add(line, number):
		case w.seen == 0 && t.state == stateNone:
			preamble.add(number)
		default:
			bad.add(number)
		}
	}
	t.flush()
	w.finish()
	bad.tell(out, whomade.SeverityError, "line is not of a walk and was not read", "lines are not of a walk and were not read")
	preamble.tell(out, whomade.SeverityWarning, "line before the walk was passed over", "lines before the walk were passed over")
	long.tell(out, whomade.SeverityWarning, "very long line was cut", "very long lines were cut")
	t.unclosed.tell(out, whomade.SeverityWarning, "quoted text does not end; it was taken to end before the next object",
		"quoted texts do not end; they were taken to end before the next object")
	w.tell()
	return lines.Err()
}

// tally counts a problem that many lines may have, so that it is told once.
type tally struct{ first, count int64 }

func (t *tally) add(line int64) {
	if t.count == 0 {
		t.first = line
	}
	t.count++
}

func (t *tally) tell(out evidence.Out, severity, one, many string) {
	switch {
	case t.count == 1:
		out.Diagnose(severity, whomade.Locator{Line: t.first}, "a "+one)
	case t.count > 1:
		out.Diagnose(severity, whomade.Locator{Line: t.first}, fmt.Sprintf("%d %s; this is the first", t.count, many))
	}
}
