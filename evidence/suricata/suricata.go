// Package suricata reads Suricata's EVE log, one JSON object a line
// (docs.suricata.io, "EVE JSON Format"): what ssh, tls, http, smb and ftp events
// say of client and server, in alerts too where they tell the two apart; dhcp
// clients; senders of arp and of SNMP traps; link-layer addresses. Other events
// hold nothing that names a device (sip, rfb, quic, smtp), or what people did.
package suricata

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "suricata" }

// sniffLines is how many lines are looked at to recognise a log.
const sniffLines = 8

// Sniff looks for an event with a time and a type, and what else events have.
func (format) Sniff(head []byte) int {
	text := evidence.Text(head)
	for range sniffLines {
		line, rest, found := bytes.Cut(text, []byte("\n"))
		if !found && len(line) == 0 {
			break
		}
		text = rest
		var e struct {
			event
			FlowID json.RawMessage `json:"flow_id"`
			Proto  json.RawMessage `json:"proto"`
			Stats  json.RawMessage `json:"stats"`
		}
		if decode(object(line), &e) != nil || e.Type == "" || stamp(e.Timestamp).IsZero() {
			continue
		}
		if e.FlowID != nil || e.Stats != nil || e.Proto != nil && e.SourceIP != "" {
			return 92
		}
	}
	return 0
}

// Read reads every event.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	lines := evidence.NewLines(in, in.Limits.Line)
	r := reader{out: out}
	for n := 0; lines.Next(); n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		switch line := lines.Line(); {
		case len(bytes.TrimSpace(line)) == 0:
		case lines.Long():
			r.long.add(lines.Number())
		default:
			r.line(line, lines.Number())
		}
	}
	r.bad.tell(out, "is no event", "are no events")
	r.long.tell(out, fmt.Sprintf("is longer than %d octets", in.Limits.Line), fmt.Sprintf("are longer than %d octets", in.Limits.Line))
	return lines.Err()
}

// reader reads the events of one artifact.
type reader struct {
	out       evidence.Out
	event     event
	number    int64
	bad, long tally
}

func (r *reader) line(b []byte, number int64) {
	b = object(b)
	if !bytes.Contains(b, []byte(`"event_type"`)) || !json.Valid(b) {
		r.bad.add(number)
		return
	}
	// Most events of most logs hold nothing, and need not be taken apart.
	if !slices.ContainsFunc(members, func(name []byte) bool { return bytes.Contains(b, name) }) {
		return
	}
	r.event, r.number = event{}, number
	if decode(b, &r.event) != nil || r.event.Type == "" {
		r.bad.add(number)
		return
	}
	r.tell()
}

// members are names of which an event has one that holds something.
var members = [][]byte{
	[]byte(`"ether"`), []byte(`"ssh"`), []byte(`"tls"`), []byte(`"http"`), []byte(`"smb"`), []byte(`"ftp"`), []byte(`"dhcp"`), []byte(`"snmp"`), []byte(`"arp"`),
}

// object is the object on a line: events sent through syslog stand behind a
// prefix that ends in a cookie.
func object(line []byte) []byte {
	if line = bytes.TrimLeft(line, " \t"); bytes.HasPrefix(line, []byte("{")) {
		return line
	}
	if _, rest, found := bytes.Cut(line, []byte("@cee:")); found {
		return rest
	}
	return line
}

// decode reads an object; members that are of another type than they should be
// are as if they were not there.
func decode(b []byte, v any) error {
	err := json.Unmarshal(b, v)
	var mismatch *json.UnmarshalTypeError
	if errors.As(err, &mismatch) && mismatch.Field != "" {
		return nil
	}
	return err
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
