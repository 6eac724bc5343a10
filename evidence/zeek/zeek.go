// Package zeek reads logs of Zeek (once Bro), as its scripts write them
// (docs.zeek.org, "Log files"): conn with link-layer addresses, ssh, ssl, x509,
// http, sip, dhcp, snmp, ftp, software, known_devices and known_certs, each as
// tab-separated text with its header or as JSON lines. A fact is told of the end
// of the connection that said it. Who visited what, and who logged in, is passed
// over, and so are all other logs.
package zeek

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "zeek" }

// sniffLines is how many lines are looked at to recognise a log.
const sniffLines = 8

// Sniff knows the header of tab-separated logs, and the names that records in
// JSON have together.
func (format) Sniff(head []byte) int {
	text := bytes.TrimLeft(evidence.Text(head), " \t\r\n")
	if bytes.HasPrefix(text, []byte(separatorLine)) {
		return 95
	}
	if bytes.HasPrefix(text, []byte("{")) {
		return sniffJSON(text)
	}
	// A log without the lines before its names: cut by hand.
	line, rest, _ := bytes.Cut(text, []byte("\n"))
	if bytes.HasPrefix(line, []byte("#fields\tts\t")) && bytes.HasPrefix(rest, []byte("#types\ttime\t")) {
		return 90
	}
	return 0
}

// sniffJSON looks for a record with a time and what else Zeek's records have.
func sniffJSON(text []byte) int {
	for range sniffLines {
		line, rest, found := bytes.Cut(text, []byte("\n"))
		if !found && len(line) == 0 {
			break
		}
		if text = rest; !json.Valid(line) {
			continue
		}
		var r row
		r.fromJSON(line)
		if !r.has(ts) || stamp(r.cells[ts]).IsZero() {
			continue
		}
		if r.has(uid, origH, respH) || kindOf(r.cells[path], r.present) != nil {
			return 92
		}
	}
	return 0
}

// Read reads every record of the logs that are known.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	lines := evidence.NewLines(in, in.Limits.Line)
	r := reader{out: out, header: defaultHeader()}
	for n := 0; lines.Next(); n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if lines.Long() {
			r.long.add(lines.Number())
			continue
		}
		r.line(lines.Line(), lines.Number())
	}
	r.finish(in.Limits.Line)
	return lines.Err()
}

// reader reads the lines of one artifact, which may hold several logs one after
// the other.
type reader struct {
	out    evidence.Out
	header header
	row    row

	bad, short, bare, long tally
}

func (r *reader) line(b []byte, number int64) {
	start := blank(b, 0)
	switch {
	case start == len(b):
	case b[0] == '#':
		r.header.line(b)
	case b[start] == '{':
		if !json.Valid(b) {
			r.bad.add(number)
			return
		}
		r.row.reset(number)
		r.row.json = true
		r.row.fromJSON(b)
		r.tell(kindOf(r.row.cells[path], r.row.present))
	case r.header.names == 0:
		r.bare.add(number)
	default:
		r.row.reset(number)
		if !r.header.read(b, &r.row) {
			r.short.add(number)
			return
		}
		r.tell(r.header.kind)
	}
}

func (r *reader) tell(k *kind) {
	if k != nil {
		k.tell(r)
	}
}

// finish tells what could not be read.
func (r *reader) finish(limit int) {
	r.bad.tell(r.out, "is no JSON object", "are no JSON objects")
	r.short.tell(r.out, "has not as many columns as its header", "have not as many columns as their header")
	r.bare.tell(r.out, "stands before any header", "stand before any header")
	r.long.tell(r.out, fmt.Sprintf("is longer than %d octets", limit), fmt.Sprintf("are longer than %d octets", limit))
}

// tally counts a problem that many lines may have, so that it is told once.
type tally struct{ first, count int64 }

func (t *tally) add(line int64) {
	if t.count == 0 {
		t.first = line
	}
	t.count++
}

func (t *tally) tell(out evidence.Out, one, many string) {
	message := fmt.Sprintf("%d lines %s and were passed over; this is the first", t.count, many)
	if t.count == 1 {
		message = fmt.Sprintf("the line %s and was passed over", one)
	}
	if t.count > 0 {
		out.Diagnose(whomade.SeverityError, whomade.Locator{Line: t.first}, message)
	}
}
